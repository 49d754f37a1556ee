// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"slices"
	"time"

	"hearsay"
	"hearsay/internal/store"
	"hearsay/internal/trace"
)

// How many documents that share passages with one are looked at: older ones, of which trace compares fewer, and younger
// ones.
const (
	mostOlder   = 16
	mostYounger = 400
)

// findCopies finds anew what a document was copied from, and gives the documents that came after it, were placed in an
// earlier epoch and share passages with it. (Those of its own epoch find it themselves.)
func (p *placement) findCopies(ctx context.Context, id hearsay.DocumentID, when time.Time) (later []hearsay.DocumentID, err error) {
	copies, later, err := trace.Copies(ctx, id, sharing{p.tx, p.bodies, when, p.newest})
	if err != nil {
		return nil, err
	}
	return later, p.tx.SaveReuses(ctx, id, copies)
}

// sharing lets trace look for copies.
type sharing struct {
	tx     *store.Tx
	bodies *bodies
	when   time.Time // of the document that is asked about
	newest time.Time // of the documents placed in earlier epochs: only such are asked for because they are younger
}

func (s sharing) DocumentsSharing(ctx context.Context, id hearsay.DocumentID) (self trace.Sharing, others []trace.Sharing, err error) {
	counts, err := s.tx.DocumentsSharing(ctx, id, false, trace.LeastShared, mostOlder)
	if err == nil && !s.when.After(s.newest) {
		var younger []store.Count
		younger, err = s.tx.DocumentsSharing(ctx, id, true, trace.LeastShared, mostYounger)
		counts = append(counts, younger...)
	}
	if err != nil || len(counts) == 0 {
		return self, nil, err
	}
	ids := []hearsay.DocumentID{id}
	for _, c := range counts {
		if !slices.Contains(ids, hearsay.DocumentID(c.ID)) { // of the same age
			ids = append(ids, hearsay.DocumentID(c.ID))
		}
	}
	headings, err := s.tx.Headings(ctx, ids...)
	if err != nil {
		return self, nil, err
	}
	known := map[hearsay.DocumentID]trace.Sharing{}
	for _, h := range headings {
		known[h.ID] = trace.Sharing{ID: h.ID, URL: h.URL, Credit: h.Credit, When: h.When}
	}
	for _, other := range ids[1:] {
		if k, ok := known[other]; ok {
			others = append(others, k)
		}
	}
	return known[id], others, nil
}

func (s sharing) Body(ctx context.Context, id hearsay.DocumentID) (*trace.Body, error) {
	if b := s.bodies.get(id); b != nil {
		return b, nil
	}
	d, err := s.tx.Document(ctx, id)
	if err != nil {
		return nil, err
	}
	b := trace.NewBody(&d)
	s.bodies.put(id, b)
	return b, nil
}

// bodies keeps what was compared last: copies of one text come close together.
type bodies struct {
	held map[hearsay.DocumentID]*trace.Body
	last []hearsay.DocumentID // in the order in which they came
}

const mostBodies = 256

func newBodies() *bodies { return &bodies{held: map[hearsay.DocumentID]*trace.Body{}} }

func (b *bodies) get(id hearsay.DocumentID) *trace.Body { return b.held[id] }

func (b *bodies) put(id hearsay.DocumentID, body *trace.Body) {
	if len(b.last) >= mostBodies {
		delete(b.held, b.last[0])
		b.last = b.last[1:]
	}
	b.held[id], b.last = body, append(b.last, id)
}
