// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"context"
	"errors"
	"time"

	"hearsay"
	"hearsay/internal/store"
	"hearsay/internal/watch"
)

// PageLine is a watched page as it is now.
type PageLine struct {
	Feed     hearsay.FeedID    `json:"feed"`
	URL      string            `json:"url"`
	State    watch.State       `json:"state"` // empty before the first look
	Evidence string            `json:"evidence,omitempty"`
	Since    *time.Time        `json:"since,omitempty"`
	Looked   *time.Time        `json:"looked,omitempty"`
	Unsteady int               `json:"unsteady"` // places that differ from look to look
	Capture  hearsay.CaptureID `json:"capture,omitempty"`
	Changes  int               `json:"changes"` // events so far
}

// LineOfPage gives a watched page as it is now.
func LineOfPage(ctx context.Context, r store.Reader, f *hearsay.Feed) (PageLine, error) {
	l := PageLine{Feed: f.ID, URL: f.URL}
	events, err := r.Events(ctx, store.EventFilter{Feed: f.ID})
	if err != nil {
		return l, err
	}
	l.Changes = len(events)
	t, err := r.Track(ctx, f.ID)
	if errors.Is(err, hearsay.ErrNotFound) {
		return l, nil
	}
	l.State, l.Evidence, l.Since, l.Looked, l.Unsteady, l.Capture = t.State, t.Evidence, &t.Since, &t.Looked, len(t.Unsteady), t.Settled
	return l, err
}

// PageEvent is one change of a page, as JSON.
type PageEvent struct {
	EventLine
	Before hearsay.CaptureID                      `json:"before,omitempty"`
	After  hearsay.CaptureID                      `json:"after,omitempty"`
	Bears  map[hearsay.EntityID][]hearsay.ClaimID `json:"bears_on,omitempty"`
}

// PageView is a watched page with all that happened to it.
type PageView struct {
	Page   PageLine    `json:"page"`
	Events []PageEvent `json:"events"`
}

// ViewPage gives a watched page with all that happened to it.
func ViewPage(ctx context.Context, r store.Reader, f *hearsay.Feed) (*PageView, error) {
	v := &PageView{Events: []PageEvent{}}
	var err error
	if v.Page, err = LineOfPage(ctx, r, f); err != nil {
		return nil, err
	}
	events, err := r.Events(ctx, store.EventFilter{Feed: f.ID})
	if err != nil {
		return nil, err
	}
	for i := range events {
		e, err := bearingOf(ctx, r, &events[i])
		if err != nil {
			return nil, err
		}
		v.Events = append(v.Events, e)
	}
	return v, nil
}

// bearingOf gives a change of a page with the claims that it bears on.
func bearingOf(ctx context.Context, r store.Reader, event *hearsay.Event) (PageEvent, error) {
	e := PageEvent{EventLine: LineOfEvent(event), Before: event.Before, After: event.After}
	for _, ch := range e.Changes {
		if ch.Entity == "" {
			continue
		}
		claims, err := Bearing(ctx, r, ch.Entity)
		if err != nil {
			return e, err
		}
		if e.Bears == nil {
			e.Bears = map[hearsay.EntityID][]hearsay.ClaimID{}
		}
		for i := range claims {
			e.Bears[ch.Entity] = append(e.Bears[ch.Entity], claims[i].ID)
		}
	}
	return e, nil
}
