// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"

	"hearsay"
	"hearsay/internal/store"
	"hearsay/internal/trace"
)

// mostSharing is how many documents that share passages with one are looked at. A passage that more documents have
// (a standing paragraph about the author) tells nothing.
const mostSharing = 400

// findCopies finds anew what a document was copied from, and gives the documents that came after it and share
// passages with it.
func (p *placement) findCopies(ctx context.Context, id hearsay.DocumentID) (later []hearsay.DocumentID, err error) {
	copies, later, err := trace.Copies(ctx, id, sharing{p.tx, p.bodies})
	if err != nil {
		return nil, err
	}
	return later, p.tx.SaveReuses(ctx, id, copies)
}

// sharing lets trace look for copies.
type sharing struct {
	tx     *store.Tx
	bodies *bodies
}

func (s sharing) DocumentsSharing(ctx context.Context, id hearsay.DocumentID) (self trace.Sharing, others []trace.Sharing, err error) {
	counts, err := s.tx.DocumentsSharing(ctx, id, trace.LeastShared, mostSharing)
	if err != nil || len(counts) == 0 {
		return self, nil, err
	}
	ids := []hearsay.DocumentID{id}
	for _, c := range counts {
		ids = append(ids, hearsay.DocumentID(c.ID))
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
