// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"hearsay"
	"hearsay/internal/cluster"
	"hearsay/internal/queue"
	"hearsay/internal/store"
)

// epoch is the documents that are placed together, in the order of their dates.
type epoch struct {
	number    int64
	documents []store.Heading
}

// placement is the work of placing what waits, in one transaction: a process that ends in the middle leaves nothing
// of it, so that the same stories come out whether or not one did.
type placement struct {
	*Engine
	tx      *store.Tx
	waiting map[hearsay.DocumentID]bool // not placed yet
	touched map[hearsay.StoryID]bool    // to be traced
	copies  *finding
	pending *pending
	moves   moves
}

// placeAll places the documents that wait, epoch by epoch. What was never placed is a new epoch; what is placed
// again is placed in the epoch it belongs to, so that rebuilding gives the stories that there were.
func (e *Engine) placeAll(ctx context.Context) error {
	documents, err := e.settleAll(ctx)
	if err != nil || len(documents) == 0 {
		return err
	}
	copies, err := e.findCopies(ctx, documents)
	if err != nil {
		return err
	}
	defer copies.end()
	placed, index := 0, e.index
	err = e.Store.Write(ctx, func(tx *store.Tx) error {
		if e.index == nil {
			index = cluster.New()
		}
		e.index = nil // what it says holds only if this transaction does
		jobs, err := e.queue().Lease(ctx, tx, e.now(), everyJob, clusterStage)
		if err != nil || len(jobs) == 0 {
			return err
		}
		p := &placement{Engine: e, tx: tx, waiting: map[hearsay.DocumentID]bool{}, touched: map[hearsay.StoryID]bool{}, copies: copies, pending: newPending(tx), moves: moves{}}
		placed = len(jobs)
		return p.run(ctx, jobs, index)
	})
	if err != nil {
		return fmt.Errorf("place what was read: %w", err)
	}
	if !e.Once {
		e.index = index
	}
	e.done(clusterStage, placed)
	return nil
}

func (p *placement) run(ctx context.Context, jobs []queue.Job, index *cluster.Index) error {
	epochs, again, err := p.epochs(ctx, jobs)
	if err != nil {
		return err
	}
	if again {
		*index = *cluster.New() // it knows them where they were
	}
	for _, ep := range epochs {
		index.Fixed = p.decided.fixed(ep.number)
		for i := range ep.documents {
			if err := p.placeDocument(ctx, &ep.documents[i], index); err != nil {
				return stageError(clusterStage, string(ep.documents[i].ID), err)
			}
			delete(p.waiting, ep.documents[i].ID)
			if err := p.pending.store(ctx, false); err != nil {
				return err
			}
		}
	}
	if err := p.pending.store(ctx, true); err != nil {
		return err
	}
	events, err := p.moves.events(ctx, p.tx.Reader)
	if err != nil {
		return err
	}
	if err := p.tx.AddEvents(ctx, events...); err != nil {
		return err
	}
	for _, j := range jobs {
		if err := p.queue().Complete(ctx, p.tx, p.now(), j); err != nil {
			return err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(p.touched)) {
		if err := p.queue().Enqueue(ctx, p.tx, p.now(), traceStage, string(id)); err != nil {
			return err
		}
	}
	return nil
}

// epochs sorts what waits: epochs by number, documents by date, parts of one capture as they stand in it. What was
// placed before is taken out of its place; again reports that there is such a document.
func (p *placement) epochs(ctx context.Context, jobs []queue.Job) (epochs []epoch, again bool, err error) {
	ids := make([]hearsay.DocumentID, len(jobs))
	for i, j := range jobs {
		ids[i] = hearsay.DocumentID(j.Record)
		p.waiting[ids[i]] = true
	}
	headings, err := p.tx.Headings(ctx, ids...) // what was erased since is missing
	if err != nil {
		return nil, false, err
	}
	last, err := p.tx.LastEpoch(ctx)
	if err != nil {
		return nil, false, err
	}
	var fresh []hearsay.DocumentID
	for i := range headings {
		if headings[i].Epoch == 0 {
			headings[i].Epoch = last + 1
			fresh = append(fresh, headings[i].ID)
		}
	}
	if err := p.tx.SetEpoch(ctx, last+1, fresh...); err != nil {
		return nil, false, err
	}
	slices.SortFunc(headings, func(a, b store.Heading) int {
		return cmp.Or(cmp.Compare(a.Epoch, b.Epoch), a.When.Compare(b.When), cmp.Compare(a.Capture, b.Capture),
			cmp.Compare(len(a.Part), len(b.Part)), cmp.Compare(a.Part, b.Part))
	})
	for _, h := range headings {
		if n := len(epochs); n == 0 || epochs[n-1].number != h.Epoch {
			epochs = append(epochs, epoch{number: h.Epoch})
		}
		ep := &epochs[len(epochs)-1]
		ep.documents = append(ep.documents, h)
	}
	return epochs, len(fresh) < len(headings), p.takeOut(ctx, ids)
}

// takeOut takes documents out of their stories, which are traced without them.
func (p *placement) takeOut(ctx context.Context, ids []hearsay.DocumentID) error {
	before, err := p.tx.Memberships(ctx, ids...)
	if err != nil || len(before) == 0 {
		return err
	}
	for _, m := range before {
		p.touched[m.Story] = true
	}
	return p.tx.DeleteMemberships(ctx, ids...)
}

// retrace has the story of a document traced, if it is placed; if not, that comes by itself.
func (p *placement) retrace(ctx context.Context, id hearsay.DocumentID) error {
	m, ok, err := p.pending.placed(ctx, id)
	if ok {
		p.touched[m.Story] = true
	}
	return err
}

// mostOfIt is the share of a document's words from which on it belongs where those words come from.
const mostOfIt = 0.5

// newcomer gives what is compared of a document. A post that names nobody belongs where its thread does; a copy of which
// nothing stands out, because so many print the same, where the original does.
func (p *placement) newcomer(ctx context.Context, h *store.Heading, c copied) (cluster.Newcomer, error) {
	n := cluster.Newcomer{Document: h.ID, When: h.When, Sketch: c.sketch}
	for _, l := range c.from {
		if n.Copies || l.Share < mostOfIt {
			continue
		}
		original, ok, err := p.pending.placed(ctx, l.To)
		if err != nil {
			return n, err
		}
		n.With, n.Copies = original.Placed, ok
	}
	if h.Kind != hearsay.Post || h.Parent == "" || n.Copies {
		return n, nil
	}
	first, ok, err := p.pending.placed(ctx, hearsay.NewDocumentID(h.Capture, "1"))
	if err != nil || ok {
		n.With = first.Placed
		return n, err
	}
	if err := p.pending.store(ctx, true); err != nil { // a later page of the thread: what is asked next is asked of the store
		return n, err
	}
	n.With, err = p.tx.StoryOfParent(ctx, h.Parent)
	return n, err
}

// rehome puts documents that were placed before where the newcomer showed that they belong. Decisions of
// people stand: what they split off or merged before the newcomer came is not among these.
func (p *placement) rehome(ctx context.Context, newcomer *store.Heading, moved []hearsay.Membership) error {
	for _, m := range moved {
		before, _, err := p.pending.placed(ctx, m.Document)
		if err != nil {
			return err
		}
		p.touched[before.Story] = true
		m = p.decided.place(m)
		p.moves.note(before.Story, m.Story, cause{document: newcomer.ID, at: newcomer.When, known: newcomer.Fetched}, m.Found)
		p.touched[m.Story] = true
		p.pending.place(hearsay.Story{ID: m.Story, Stamp: m.Stamp}, m)
	}
	return nil
}

// DocumentsNear implements cluster.Near: it lets cluster look for the documents that were placed before.
func (p *placement) DocumentsNear(ctx context.Context, from, to time.Time) ([]cluster.Placed, error) {
	if err := p.pending.store(ctx, true); err != nil {
		return nil, err
	}
	sketches, err := p.tx.SketchesPlaced(ctx, from, to)
	if err != nil {
		return nil, err
	}
	placed := make([]cluster.Placed, len(sketches))
	for i, s := range sketches {
		placed[i] = cluster.Placed{Newcomer: cluster.Newcomer{Document: s.Document, When: s.When}, Story: s.Placed}
		if err := json.Unmarshal(s.Terms, &placed[i].Sketch); err != nil {
			return nil, fmt.Errorf("read sketch of %s: %w", s.Document, err)
		}
	}
	return placed, nil
}
