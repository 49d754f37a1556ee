// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"fmt"
	"slices"
	"sync"
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

// copied is what a document was copied from, and which documents share passages with it, came after it, and were placed
// in an earlier epoch: they must be asked again. (Those of its own epoch find it themselves.)
type copied struct {
	from  []hearsay.Link
	later []hearsay.DocumentID
}

// findCopies asks for each of the documents what it was copied from. That follows from what is stored, so it can be
// done beside each other, and before any of them is placed.
func (e *Engine) findCopies(ctx context.Context, documents []store.Heading) (map[hearsay.DocumentID]copied, error) {
	newest, err := e.all.NewestPlaced(ctx)
	if err != nil {
		return nil, err
	}
	found := make([]copied, len(documents))
	failures := make([]error, len(documents))
	e.parallel(len(documents), func(i int) {
		h := &documents[i]
		ask := sharing{e.all, e.bodies, h.When, newest}
		found[i].from, found[i].later, failures[i] = trace.Copies(ctx, h.ID, ask)
	})
	copies := map[hearsay.DocumentID]copied{}
	for i, h := range documents {
		if failures[i] != nil {
			return nil, fmt.Errorf("look for what %s was copied from: %w", h.ID, failures[i])
		}
		if len(found[i].from)+len(found[i].later) > 0 {
			copies[h.ID] = found[i]
		}
	}
	return copies, nil
}

// saveCopies stores what a document was copied from, and asks those again that came after it.
func (p *placement) saveCopies(ctx context.Context, id hearsay.DocumentID) error {
	c := p.copies[id]
	if err := p.tx.SaveReuses(ctx, id, c.from); err != nil {
		return err
	}
	for _, other := range c.later {
		if p.waiting[other] {
			continue
		}
		from, _, err := trace.Copies(ctx, other, sharing{r: p.tx.Reader, bodies: p.bodies, when: time.Unix(1, 0)})
		if err != nil {
			return err
		}
		if err := p.tx.SaveReuses(ctx, other, from); err != nil {
			return err
		}
		if err := p.retrace(ctx, other); err != nil {
			return err
		}
	}
	return nil
}

// sharing lets trace look for copies.
type sharing struct {
	r      store.Reader
	bodies *bodies
	when   time.Time // of the document that is asked about
	newest time.Time // of the documents placed in earlier epochs: only such are asked for because they are younger
}

// DocumentsSharing implements trace.Shared.
func (s sharing) DocumentsSharing(ctx context.Context, id hearsay.DocumentID) (self trace.Sharing, others []trace.Sharing, err error) {
	counts, err := s.r.DocumentsSharing(ctx, id, false, trace.LeastShared, mostOlder)
	if err == nil && !s.when.After(s.newest) {
		var younger []store.Count
		younger, err = s.r.DocumentsSharing(ctx, id, true, trace.LeastShared, mostYounger)
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
	headings, err := s.r.Headings(ctx, ids...)
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

// Body implements trace.Shared.
func (s sharing) Body(ctx context.Context, id hearsay.DocumentID) (*trace.Body, error) {
	if b := s.bodies.get(id); b != nil {
		return b, nil
	}
	d, err := s.r.Document(ctx, id)
	if err != nil {
		return nil, err
	}
	b := trace.NewBody(&d)
	s.bodies.put(id, b)
	return b, nil
}

// bodies keeps what was compared last: copies of one text come close together.
type bodies struct {
	mu   sync.Mutex
	held map[hearsay.DocumentID]*trace.Body
	last []hearsay.DocumentID // in the order in which they came
}

const mostBodies = 256

func newBodies() *bodies { return &bodies{held: map[hearsay.DocumentID]*trace.Body{}} }

func (b *bodies) get(id hearsay.DocumentID) *trace.Body {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.held[id]
}

func (b *bodies) put(id hearsay.DocumentID, body *trace.Body) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.held[id] == nil {
		b.last = append(b.last, id)
	}
	b.held[id] = body
	if len(b.last) > mostBodies {
		delete(b.held, b.last[0])
		b.last = b.last[1:]
	}
}
