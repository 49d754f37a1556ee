// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package export

import (
	"fmt"
	"io"
	"strings"
	"time"

	"hearsay"
)

// Cited is a document as programs for citations know it.
type Cited struct {
	Document *hearsay.Document
	Outlet   string // its name
	Digest   string // SHA-256 of the bytes as they came
}

// RIS writes a citation in the format of Research Information Systems, which reference managers import.
func RIS(w io.Writer, c Cited) error {
	d := c.Document
	var b strings.Builder
	tag := func(name, value string) {
		if value = strings.Join(strings.Fields(value), " "); value != "" {
			fmt.Fprintf(&b, "%s  - %s\r\n", name, value)
		}
	}
	kind := "NEWS"
	switch d.Kind {
	case hearsay.Post, hearsay.Thread:
		kind = "BLOG"
	case hearsay.Page:
		kind = "ELEC"
	}
	tag("TY", kind)
	tag("ID", string(d.ID))
	tag("TI", d.Title)
	for _, a := range d.Authors {
		tag("AU", a)
	}
	tag("T2", c.Outlet)
	if day := d.Published.String(); d.Published.Known() {
		parts := append(strings.SplitN(day[:min(len(day), 10)], "-", 3), "", "", "")[:3]
		tag("PY", parts[0])
		tag("DA", strings.Join(parts, "/")+"/")
	}
	tag("Y2", d.Fetched.UTC().Format("2006/01/02/"))
	tag("LA", d.Language)
	if isWebAddress(d.URL) {
		tag("UR", d.URL)
	}
	tag("N1", proofOf(&c))
	b.WriteString("ER  - \r\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// CSL is a citation in the data model of the Citation Style Language 1.0.2, as pandoc and Zotero read it.
type CSL struct {
	ID        string    `json:"id"`
	Type      string    `json:"type"`
	Title     string    `json:"title,omitzero"`
	Container string    `json:"container-title,omitzero"`
	Authors   []cslName `json:"author,omitempty"`
	Issued    *cslDate  `json:"issued,omitempty"`
	Accessed  *cslDate  `json:"accessed,omitempty"`
	URL       string    `json:"URL,omitzero"`
	Language  string    `json:"language,omitzero"`
	Note      string    `json:"note,omitzero"`
}

type cslName struct {
	Literal string `json:"literal"`
}

type cslDate struct {
	Parts [][]int `json:"date-parts"`
}

// CSLOf gives the citation of a document.
func CSLOf(c Cited) CSL {
	d := c.Document
	s := CSL{ID: string(d.ID), Type: "article-newspaper", Title: d.Title, Container: c.Outlet, Language: d.Language, Note: proofOf(&c)}
	switch d.Kind {
	case hearsay.Post, hearsay.Thread:
		s.Type = "post"
	case hearsay.Page:
		s.Type = "webpage"
	}
	for _, a := range d.Authors {
		s.Authors = append(s.Authors, cslName{a})
	}
	if isWebAddress(d.URL) {
		s.URL = d.URL
	}
	if d.Published.Known() {
		s.Issued = dateOf(d.Published.Time, strings.Count(d.Published.String()[:min(len(d.Published.String()), 10)], "-")+1)
	}
	s.Accessed = dateOf(d.Fetched, 3)
	return s
}

// dateOf gives year, month and day of a time, as many as are known.
func dateOf(t time.Time, known int) *cslDate {
	t = t.UTC()
	parts := []int{t.Year(), int(t.Month()), t.Day()}
	return &cslDate{[][]int{parts[:known]}}
}

// proofOf says by what the bytes can be found and held against.
func proofOf(c *Cited) string {
	s := "capture " + string(c.Document.Capture)
	if c.Digest != "" {
		s += ", SHA-256 " + c.Digest
	}
	return s
}

func isWebAddress(s string) bool {
	return strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "http://")
}
