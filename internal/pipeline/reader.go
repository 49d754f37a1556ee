// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"

	"hearsay"
	"hearsay/internal/read"
)

// Contents is what the stage read makes of a capture.
type Contents struct {
	Documents []hearsay.Document
	Credits   map[string]string // of a feed that came over the network: publisher by address
	Mark      string            // why the documents are not what extraction gives; empty if they are
}

// Reader does the stage read. Errors of the kind hearsay.ErrInvalid say that the capture cannot be read.
type Reader interface {
	Read(ctx context.Context, c hearsay.Capture, payload []byte) (Contents, error)
}

// Here reads in this process: for one page that a person looks at, and for tests. What a stranger sent may take it long,
// or end it; [Children] bound that.
type Here struct{}

// Read implements [Reader]. A feed that came over the network gives no documents, for its pages are captured themselves;
// it gives credits to its entries.
func (Here) Read(_ context.Context, c hearsay.Capture, payload []byte) (got Contents, err error) {
	if f := read.Recognise(c.URL, payload); c.Status != 0 && (f == read.XMLFeed || f == read.JSONFeed) {
		got.Credits, err = feedCredits(c, payload)
		return got, err
	}
	got.Documents, err = read.Capture(c, payload)
	return got, err
}

// linearly reads by tokens alone what was too much for a Reader.
func linearly(c hearsay.Capture, payload []byte) (got Contents, err error) {
	got.Documents, err = read.Linear(c, payload)
	return got, err
}
