// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/read"
	"hearsay/internal/store"
	"hearsay/internal/watch"
)

// confirmAfter is how soon a page is looked at again that may have changed.
const confirmAfter = 2 * time.Minute

// watchAll takes the looks at watched pages into account that were made since the last time.
func (e *Engine) watchAll(ctx context.Context) error {
	last, err := e.all.PagesLookedAt(ctx, e.looked)
	if err != nil {
		return err
	}
	for _, id := range slices.Sorted(maps.Keys(last)) {
		if err := e.watchPage(ctx, id, last[id]); err != nil {
			return stageError(watch.Stage, string(id), err)
		}
	}
	for _, seq := range last {
		e.looked = max(e.looked, seq)
	}
	return nil
}

// watchPage is watch: looks at one page give what changed on it.
func (e *Engine) watchPage(ctx context.Context, id hearsay.FeedID, last int64) error {
	track, err := e.all.Track(ctx, id)
	if err != nil && !errors.Is(err, hearsay.ErrNotFound) {
		return err
	}
	if track.Seq >= last {
		return nil
	}
	f, err := e.all.Feed(ctx, id)
	if err != nil {
		return err
	}
	looks, err := e.all.Attempts(ctx, store.AttemptFilter{Feed: id, URL: f.URL, After: track.Seq, InOrder: true})
	if err != nil {
		return err
	}
	w := &watching{engine: e, feed: f, track: track, views: map[hearsay.CaptureID]*watch.View{}}
	again := false
	for i := range looks {
		if again, err = w.add(ctx, &looks[i]); err != nil {
			return err
		}
	}
	w.track.Feed, w.track.Seq, w.track.Stamp = id, last, hearsay.NewStamp(watch.Stage, watch.Version)
	if err := w.bear(ctx); err != nil {
		return err
	}
	return e.Store.Write(ctx, func(tx *store.Tx) error {
		if again {
			if err := confirmSoon(ctx, tx, id, e.now()); err != nil {
				return err
			}
		}
		if err := tx.AddEvents(ctx, w.events...); err != nil {
			return err
		}
		return tx.SaveTracks(ctx, w.track)
	})
}

// confirmSoon has a page looked at again, as it is by now: it may have been looked at meanwhile.
func confirmSoon(ctx context.Context, tx *store.Tx, id hearsay.FeedID, now time.Time) error {
	f, err := tx.Feed(ctx, id)
	if err != nil || !now.Add(confirmAfter).Before(f.Next) {
		return err
	}
	f.Next = now.Add(confirmAfter)
	return tx.SaveFeeds(ctx, f)
}

// watching is one page on the way through its looks.
type watching struct {
	engine *Engine
	feed   hearsay.Feed
	track  store.Track
	views  map[hearsay.CaptureID]*watch.View
	events []hearsay.Event
	failed error // of reading a capture
}

// add takes one look into account and reports whether another soon is of use.
func (w *watching) add(ctx context.Context, a *hearsay.Attempt) (again bool, err error) {
	look := watch.Look{At: a.At, Status: a.Status, Capture: a.Capture}
	switch a.Outcome {
	case hearsay.Refused:
		look.Refused = a.Reason
	case hearsay.Failed:
		look.Failure = a.Reason
	case hearsay.Stored, hearsay.Duplicate:
		if look.Capture == "" {
			look.Failure = "what was seen was erased"
		}
	case hearsay.Unchanged:
		if n := len(w.track.Recent); look.Capture == "" && n > 0 {
			look.Capture = cmp.Or(w.track.Recent[n-1].Capture, w.track.Settled)
		}
	}
	pages := func(id hearsay.CaptureID) *watch.View { return w.view(ctx, id) }
	if look.Capture != "" {
		c, err := w.engine.all.Capture(ctx, look.Capture)
		if err != nil {
			return false, err
		}
		look.URL, look.View = c.URL, pages(look.Capture)
		if look.View == nil && look.Failure == "" {
			look.Failure = "the answer is no page: " + cmp.Or(c.Reason, c.MediaType)
		}
	}
	found, again := w.track.Add(&look, w.feed.URL, pages)
	for i := range found {
		w.events = append(w.events, w.event(&found[i], a))
	}
	return again, w.failed
}

// view gives what is seen of a captured page; nil for what is none.
func (w *watching) view(ctx context.Context, id hearsay.CaptureID) *watch.View {
	if v, known := w.views[id]; known || id == "" {
		return v
	}
	v, err := See(ctx, w.engine.all, w.engine.Archive, id, w.feed.Selector)
	if err != nil && !errors.Is(err, hearsay.ErrInvalid) && !errors.Is(err, hearsay.ErrNotFound) {
		w.failed = errors.Join(w.failed, err)
	}
	w.views[id] = v
	return v
}

// Payloads gives the bytes of captures; *archive.Archive is one.
type Payloads interface {
	Read(ctx context.Context, c hearsay.Capture) ([]byte, error)
}

// See gives what is seen of a captured page, or of the part that a selector chooses. What is no page is hearsay.ErrInvalid.
func See(ctx context.Context, r store.Reader, payloads Payloads, id hearsay.CaptureID, css string) (*watch.View, error) {
	selector, err := watch.NewSelector(css)
	if err != nil {
		return nil, err
	}
	c, err := r.Capture(ctx, id)
	if err != nil {
		return nil, err
	}
	payload, err := payloads.Read(ctx, c)
	if err != nil {
		return nil, err
	}
	if c.Reason != "" || read.Recognise(c.URL, payload) != read.HTML {
		return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "see " + c.URL, Cause: errors.New("it is no page")}
	}
	page, _ := read.Decode(payload, c.MediaType)
	v, err := watch.See(page, c.URL, selector)
	if err != nil {
		return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "see " + c.URL, Cause: err}
	}
	return v, nil
}

// event tells what was found.
func (w *watching) event(f *watch.Found, a *hearsay.Attempt) hearsay.Event {
	e := hearsay.Event{Kind: hearsay.PageChanged, Feed: w.feed.ID, Before: f.Before, After: f.After, Changes: f.Changes, At: f.At, Known: a.At,
		Text: counted(f.Changes), Stamp: hearsay.NewStamp(watch.Stage, watch.Version)}
	if f.From != f.To {
		e.Kind, e.Text = hearsay.PageState, fmt.Sprintf("from %s to %s", f.From, f.To)
		if f.Evidence != "" {
			e.Text += ": " + f.Evidence
		}
	}
	e.ID = hearsay.NewEventID(e.Kind, string(w.feed.ID), string(f.Before), string(f.After), e.Text, f.At.UTC().Format(time.RFC3339Nano))
	return e
}

// bear ties the names that appeared or vanished to the entities of the ledger that go by them.
func (w *watching) bear(ctx context.Context) error {
	var names []string
	each := func(do func(c *hearsay.Change, name string)) {
		for i := range w.events {
			for j := range w.events[i].Changes {
				if c := &w.events[i].Changes[j]; c.Kind == hearsay.NameLost || c.Kind == hearsay.NameGiven {
					do(c, cmp.Or(c.Before.Text, c.After.Text))
				}
			}
		}
	}
	each(func(_ *hearsay.Change, name string) { names = append(names, name) })
	if len(names) == 0 {
		return nil
	}
	aliases, err := w.engine.all.EntitiesNamed(ctx, names...)
	if err != nil {
		return err
	}
	by := map[string][]hearsay.EntityID{}
	for _, a := range aliases {
		if key := folded(a.Name); !slices.Contains(by[key], a.Entity) {
			by[key] = append(by[key], a.Entity)
		}
	}
	each(func(c *hearsay.Change, name string) {
		if ids := by[folded(name)]; len(ids) == 1 { // of two of one name nobody knows which
			c.Entity = ids[0]
		}
	})
	return nil
}

// folded makes names comparable, as the store does.
func folded(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }
