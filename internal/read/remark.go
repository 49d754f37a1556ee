// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"errors"
	"strings"
	"time"

	"hearsay"
)

// RemarkPayload is a version of a remark as bytes that can be kept: who said it, when, and the text.
func RemarkPayload(v *hearsay.RemarkVersion) []byte {
	name := strings.Join(strings.Fields(v.By), " ")
	return []byte("From: " + name + "\nDate: " + v.At.UTC().Format(time.RFC3339) + "\n\n" + v.Text + "\n")
}

// isRemark reports whether a capture is a remark that was taken in: nothing else comes from such an address for the house.
func isRemark(c *hearsay.Capture) bool {
	return c.Outlet == hearsay.HouseOutlet && strings.HasPrefix(c.URL, hearsay.RemarkAddress)
}

// remarkDocuments reads a remark: its author's own words, without what they quote.
func remarkDocuments(c hearsay.Capture, payload []byte) ([]hearsay.Document, error) {
	head, text, ok := strings.Cut(string(payload), "\n\n")
	by, date, both := strings.Cut(head, "\nDate: ")
	by, from := strings.CutPrefix(by, "From: ")
	at, err := time.Parse(time.RFC3339, date)
	if !ok || !both || !from || err != nil {
		return nil, errors.New("it does not say who said it and when")
	}
	d := newDocument(c, "")
	d.Authors = []string{by}
	d.Published = hearsay.Date{Time: at.UTC(), Precision: hearsay.ToTheTime}
	setText(&d, "", paragraphs(splitLines(hearsay.OwnWords(text))))
	if d.Text == "" {
		return nil, errors.New("there is nothing in it but quotes")
	}
	d.Links = addressesIn(d.Text)
	d.Language = language("", d.Text)
	return []hearsay.Document{d}, nil
}
