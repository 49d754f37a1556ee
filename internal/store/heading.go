// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"time"

	"hearsay"
)

// Heading is what orders and connects a document, without its text.
type Heading struct {
	ID      hearsay.DocumentID
	Capture hearsay.CaptureID
	Part    string
	Kind    hearsay.Kind
	Parent  hearsay.DocumentID
	Prior   hearsay.DocumentID
	URL     string
	Title   string
	Credit  string
	When    time.Time // [hearsay.Document.When]
	Fetched time.Time
	Epoch   int64 // in which it was placed; 0 if it was not. For everybody but [Everything] it is 0
}

const selectHeading = `SELECT id, capture, part, kind, parent, prior, url, title, credit, moment, fetched,
	COALESCE((SELECT epoch FROM sketch WHERE ` + visible + ` AND sketch.document = document.id), 0)
	FROM document WHERE ` + visible

func (r Reader) headings(ctx context.Context, doing string, q *query) ([]Heading, error) {
	return list(ctx, r, doing, func(row row) (h Heading, err error) {
		err = row.Scan(&h.ID, &h.Capture, &h.Part, &h.Kind, &h.Parent, &h.Prior, &h.URL, &h.Title, &h.Credit, timeColumn{&h.When}, timeColumn{&h.Fetched}, &h.Epoch)
		if r.ceiling < hearsay.Red {
			h.Epoch = 0
		}
		return h, err
	}, q)
}

// Headings gives the headings of the documents with these IDs that are there, in no particular order.
func (r Reader) Headings(ctx context.Context, ids ...hearsay.DocumentID) ([]Heading, error) {
	return inBatches(unique(ids), func(some []hearsay.DocumentID) ([]Heading, error) {
		return r.headings(ctx, "read headings", in(sel(selectHeading), "id", some))
	})
}

// HeadingsAt gives the headings of the documents of one address, the version captured first first.
func (r Reader) HeadingsAt(ctx context.Context, url string) ([]Heading, error) {
	return r.headings(ctx, "read headings at "+url, sel(selectHeading).add(" AND url = ? ORDER BY fetched, id", url))
}

// HeadingsIn gives the headings of the documents that one capture gave.
func (r Reader) HeadingsIn(ctx context.Context, id hearsay.CaptureID) ([]Heading, error) {
	return r.headings(ctx, "read headings in "+string(id), sel(selectHeading).add(" AND capture = ? ORDER BY id", string(id)))
}

// Settle notes what other captures tell of a document: the version before it, and whom its feed credits.
func (t *Tx) Settle(ctx context.Context, id, prior hearsay.DocumentID, credit string) error {
	return t.exec(ctx, "settle document "+string(id), "UPDATE document SET prior = $2, credit = $3 WHERE id = $1",
		string(id), string(prior), words(credit))
}
