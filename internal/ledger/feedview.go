// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"context"
	"errors"
	"time"

	"hearsay"
	"hearsay/internal/store"
)

// FeedLine is a feed as JSON.
type FeedLine struct {
	Feed     hearsay.FeedID          `json:"feed"`
	Outlet   hearsay.OutletID        `json:"outlet"`
	Kind     hearsay.FeedKind        `json:"kind"`
	URL      string                  `json:"url"`
	Every    string                  `json:"every"`
	Next     time.Time               `json:"next"`
	Health   Health                  `json:"health"`
	Attempts map[hearsay.Outcome]int `json:"attempts"`
}

// LineOfFeed gives a feed with how it stands with it at a time.
func LineOfFeed(ctx context.Context, r store.Reader, f hearsay.Feed, now time.Time) (FeedLine, error) {
	l := FeedLine{Feed: f.ID, Outlet: f.Outlet, Kind: f.Kind, URL: f.URL, Every: f.Every.String(), Next: f.Next}
	var err error
	if l.Health, err = HealthOf(ctx, r, f, now); err != nil {
		return l, err
	}
	l.Attempts, err = r.CountAttempts(ctx, store.AttemptFilter{Feed: f.ID})
	return l, err
}

// FeedView is one feed as JSON.
type FeedView struct {
	FeedLine
	Addresses []store.FeedAddress `json:"addresses"`
	Looking   Looking             `json:"looking"`
	Hub       *HubLine            `json:"hub,omitempty"`
	Doubt     *DoubtLine          `json:"doubt,omitempty"`
	Events    []EventLine         `json:"events"`
}

// feedKinds are the events that happen to feeds as such.
var feedKinds = []hearsay.EventKind{hearsay.FeedFailing, hearsay.FeedGone, hearsay.FeedBack, hearsay.FeedMoved, hearsay.HubSilent, hearsay.OutletDoubted}

// ViewFeed gives a feed with how it stands with it now, and the proof that we were looking from one time to another.
func ViewFeed(ctx context.Context, r store.Reader, f hearsay.Feed, from, to time.Time) (*FeedView, error) {
	v := &FeedView{Events: []EventLine{}}
	var err error
	if v.FeedLine, err = LineOfFeed(ctx, r, f, time.Now().UTC()); err != nil {
		return nil, err
	}
	if v.Addresses, err = r.FeedAddresses(ctx, f.ID); err != nil {
		return nil, err
	}
	if v.Looking, err = LookingAt(ctx, r, f.ID, from, to); err != nil {
		return nil, err
	}
	if v.Hub, err = hubOf(ctx, r, &f); err != nil {
		return nil, err
	}
	doubt, err := DoubtOf(ctx, r, f.Outlet)
	if err != nil {
		return nil, err
	}
	v.Doubt = LineOfDoubt(doubt)
	events, err := r.Events(ctx, store.EventFilter{Feed: f.ID, Kinds: feedKinds})
	for i := range events {
		v.Events = append(v.Events, LineOfEvent(&events[i]))
	}
	return v, err
}

// HubLine is the hub of a feed as JSON.
type HubLine struct {
	URL    string    `json:"url"`
	Until  time.Time `json:"until,omitzero"`  // the end of the lease
	Asked  time.Time `json:"asked,omitzero"`  // for it, last
	Pushed time.Time `json:"pushed,omitzero"` // when it told last of something new
	Untold int       `json:"untold"`          // looks since that found news of which it had not told
	Reason string    `json:"reason,omitempty"`
}

// hubOf tells of the hub of a feed: what was asked of it, to the operator alone.
func hubOf(ctx context.Context, r store.Reader, f *hearsay.Feed) (*HubLine, error) {
	sub, err := r.Subscription(ctx, f.ID)
	unknown := errors.Is(err, hearsay.ErrNotFound) || errors.Is(err, hearsay.ErrDenied)
	switch {
	case unknown && f.State.Hub == "":
		return nil, nil
	case unknown:
		return &HubLine{URL: f.State.Hub}, nil
	case err != nil:
		return nil, err
	}
	return &HubLine{sub.Hub, sub.Until, sub.Asked, sub.Pushed, f.State.Untold, sub.Reason}, nil
}
