// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"hearsay"
	"hearsay/internal/cluster"
	"hearsay/internal/store"
	"hearsay/internal/trace"
)

// How many documents that share passages with one are looked at: older ones, of which trace compares fewer, and younger
// ones.
const (
	mostOlder   = 16
	mostYounger = 400
)

// copied is what is looked up of a document before it is placed: what stories are looked for by, what it was copied from, and which documents share passages with it, came after it, and were placed
// in an earlier epoch: they must be asked again. (Those of its own epoch find it themselves.)
type copied struct {
	sketch cluster.Sketch
	from   []hearsay.Link
	later  []hearsay.DocumentID
}

// finding is the work of asking for each document what it was copied from. That follows from what is stored, so it is
// done beside each other, and beside the placing of those for which it is done already.
type finding struct {
	documents []store.Heading
	numbers   map[hearsay.DocumentID]int
	found     []copied
	failures  []error
	asked     []chan struct{} // closed when the answer is there
	end       func()          // stops asking, and waits until nobody does

	mu    sync.Mutex
	ahead sync.Cond
	limit int // documents before this one may be asked about
}

// findCopies begins to ask, the oldest document first. What it reads is what is stored when it is called, whatever the
// caller's transaction writes meanwhile.
func (e *Engine) findCopies(ctx context.Context, documents []store.Heading) (*finding, error) {
	newest, err := e.all.NewestPlaced(ctx)
	if err != nil {
		return nil, err
	}
	n := len(documents)
	f := &finding{documents: slices.Clone(documents), numbers: map[hearsay.DocumentID]int{},
		found: make([]copied, n), failures: make([]error, n), asked: make([]chan struct{}, n)}
	slices.SortFunc(f.documents, func(a, b store.Heading) int { return cmp.Or(a.When.Compare(b.When), cmp.Compare(a.ID, b.ID)) })
	for i, h := range f.documents {
		f.numbers[h.ID] = i
		f.asked[i] = make(chan struct{})
	}
	f.ahead.L, f.limit = &f.mu, farthestAhead
	ctx, stop := context.WithCancel(ctx)
	var work sync.WaitGroup
	f.end = func() {
		stop()
		f.letAhead(n)
		work.Wait()
	}
	work.Go(func() {
		e.parallel(n, func(i int) {
			defer close(f.asked[i])
			f.waitFor(i)
			h := &f.documents[i]
			ask := sharing{e.all, e.bodies, h.When, newest}
			if f.found[i].sketch, f.failures[i] = sketchOf(ctx, e.all, h.ID); f.failures[i] == nil {
				f.found[i].from, f.found[i].later, f.failures[i] = trace.Copies(ctx, h.ID, ask)
			}
		})
	})
	return f, nil
}

// farthestAhead is how many documents are asked about before they are placed: what was found is held until then, and an import may
// have hundreds of thousands.
const farthestAhead = 1000

// waitFor waits until a document may be asked about.
func (f *finding) waitFor(i int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i >= f.limit {
		f.ahead.Wait()
	}
}

// letAhead lets those be asked about that come soon after a document.
func (f *finding) letAhead(i int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.limit < i+farthestAhead {
		f.limit = i + farthestAhead
		f.ahead.Broadcast()
	}
}

// of waits for what was found of a document, and forgets it. One that was not asked about was read meanwhile, and waits
// itself; then ok is false.
func (f *finding) of(id hearsay.DocumentID) (c copied, ok bool, err error) {
	i, ok := f.numbers[id]
	if !ok {
		return c, false, nil
	}
	f.letAhead(i)
	<-f.asked[i]
	if err := f.failures[i]; err != nil {
		return c, false, fmt.Errorf("look for what %s was copied from: %w", id, err)
	}
	c, f.found[i] = f.found[i], copied{}
	return c, true, nil
}

func sketchOf(ctx context.Context, r store.Reader, id hearsay.DocumentID) (s cluster.Sketch, err error) {
	stored, err := r.SketchOf(ctx, id)
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal(stored.Terms, &s); err != nil {
		return s, fmt.Errorf("read sketch of %s: %w", id, err)
	}
	return s, nil
}

// saveCopies notes what a document was copied from, and asks those again that came after it. Where that changes nothing their stories are
// not traced: what comes late shares notices and phrases with hundreds.
func (p *placement) saveCopies(ctx context.Context, id hearsay.DocumentID, c copied) error {
	p.pending.reuses[id] = c.from
	for _, other := range c.later {
		if p.waiting[other] {
			continue
		}
		from, _, err := trace.Copies(ctx, other, sharing{r: p.tx.Reader, bodies: p.bodies, when: time.Unix(1, 0)})
		if err != nil {
			return err
		}
		before, err := p.pending.copied(ctx, other)
		if err != nil {
			return err
		}
		if sameCopies(before, from) {
			continue
		}
		p.pending.reuses[other] = from
		if err := p.retrace(ctx, other); err != nil {
			return err
		}
	}
	return nil
}

// sameCopies reports whether two findings about one document say the same.
func sameCopies(a, b []hearsay.Link) bool {
	plain := func(links []hearsay.Link) []hearsay.Link {
		out := slices.Clone(links)
		for i := range out {
			out[i].From, out[i].Kind = "", hearsay.Copies
		}
		slices.SortFunc(out, func(a, b hearsay.Link) int { return cmp.Compare(a.To, b.To) })
		return out
	}
	return slices.Equal(plain(a), plain(b))
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
