// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"

	"hearsay"
	"hearsay/internal/store"
	"hearsay/internal/watch"
)

// earlierLooked is how many earlier captures of an address are looked at for the page that was there.
const earlierLooked = 5

// stead is a page that came in the stead of one that was captured at its address before, or that one come back.
type stead struct {
	capture hearsay.Capture
	was     []hearsay.Capture // captures of the address before it, the latest first
	from    watch.State
	to      watch.State
	why     string
}

// steads gives, by the documents that wait for their places, what came in the stead of pages: an article is no other because its
// server says "not found" with status 200, or wants to know whether we are human. Documents that were placed once stay.
func (e *Engine) steads(ctx context.Context, waiting []store.Heading) (map[hearsay.DocumentID]*stead, error) {
	found := map[hearsay.DocumentID]*stead{}
	for i := range waiting {
		h := &waiting[i]
		if h.Epoch != 0 || !isWeb(h.URL) || h.Part != "" || h.Parent != "" || h.Kind == hearsay.Thread || h.Kind == hearsay.Digest {
			continue
		}
		s, err := e.stead(ctx, h)
		if err != nil {
			return nil, stageError(clusterStage, string(h.ID), err)
		}
		if s != nil && (s.from != s.to || !s.to.HasPage()) {
			found[h.ID] = s
		}
	}
	return found, nil
}

// stead judges a page by what was captured at its address before. Nil says that there is nothing to judge it by.
func (e *Engine) stead(ctx context.Context, h *store.Heading) (*stead, error) {
	c, err := e.all.Capture(ctx, h.Capture)
	if err != nil {
		return nil, err
	}
	earlier, err := e.all.Captures(ctx, store.CaptureFilter{URL: c.URL, To: c.Fetched, NewestFirst: true, Limit: earlierLooked})
	if err != nil || len(earlier) == 0 {
		return nil, err
	}
	slices.SortStableFunc(earlier, func(a, b hearsay.Capture) int {
		return cmp.Or(b.Fetched.Compare(a.Fetched), cmp.Compare(a.ID, b.ID))
	})
	v, err := e.viewOf(ctx, &c)
	if err != nil || v == nil {
		return nil, err
	}
	if state, _ := judged(&c, v, nil); state.HasPage() { // most edits: nothing on it says otherwise, and the one before it was placed
		there, err := e.all.HeadingsIn(ctx, earlier[0].ID)
		if err != nil || len(there) > 0 && there[0].Epoch != 0 {
			return nil, err
		}
	}
	s := &stead{capture: c, was: earlier}
	var before *watch.View // of the capture just before
	for i := range earlier {
		last, err := e.viewOf(ctx, &earlier[i])
		if err != nil {
			return nil, err
		}
		if i == 0 {
			before = last
		}
		if state, _ := judged(&earlier[i], last, nil); last == nil || !state.HasPage() {
			continue
		}
		s.from = watch.Present
		if i > 0 && before != nil {
			s.from, _ = judged(&earlier[0], before, last)
		}
		s.to, s.why = judged(&c, v, last)
		return s, nil
	}
	return nil, nil
}

// judged gives the state of a page by its view, held against the page as it was.
func judged(c *hearsay.Capture, v, last *watch.View) (watch.State, string) {
	return watch.Judge(&watch.Look{At: c.Fetched, Status: c.Status, URL: c.URL, View: v}, c.URL, last)
}

// viewOf gives what is seen of a captured page; nil for what is none.
func (e *Engine) viewOf(ctx context.Context, c *hearsay.Capture) (*watch.View, error) {
	v, err := See(ctx, e.all, e.Archive, c.ID, "")
	if errors.Is(err, hearsay.ErrInvalid) {
		return nil, nil
	}
	return v, err
}

// dropSteads takes away the documents of pages that came in the stead of others. The captures stay.
func dropSteads(ctx context.Context, tx *store.Tx, found map[hearsay.DocumentID]*stead) error {
	for id, s := range found {
		if !s.to.HasPage() {
			if err := tx.DeleteDocuments(ctx, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// tellSteads tells what became of pages, of the document that holds on.
func tellSteads(ctx context.Context, tx *store.Tx, found map[hearsay.DocumentID]*stead) error {
	for _, id := range slices.Sorted(maps.Keys(found)) {
		s := found[id]
		if f, err := tx.Feed(ctx, s.capture.Feed); s.from == s.to || err == nil && f.Kind == hearsay.FeedPage {
			continue // it is told already, or told by the stage watch
		}
		e := hearsay.Event{Kind: hearsay.DocumentState, Before: s.was[0].ID, After: s.capture.ID, At: s.capture.Fetched, Known: s.capture.Fetched,
			TLP: max(s.capture.TLP, s.was[0].TLP), Stamp: hearsay.NewStamp(watch.Stage, watch.Version),
			Text: "from " + string(s.from) + " to " + string(s.to), ID: hearsay.NewEventID(hearsay.DocumentState, string(s.capture.ID))}
		if s.why != "" {
			e.Text += ": " + s.why
		}
		for i := range s.was {
			there, err := tx.HeadingsIn(ctx, s.was[i].ID)
			if err != nil {
				return err
			}
			if len(there) > 0 && e.Document == "" {
				e.Document = there[0].ID
			}
		}
		if in, err := tx.Memberships(ctx, e.Document); err != nil {
			return err
		} else if len(in) > 0 {
			e.Story = in[0].Story
		}
		if err := tx.AddEvents(ctx, e); err != nil {
			return err
		}
	}
	return nil
}
