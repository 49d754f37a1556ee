// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"context"
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
	Events    []EventLine         `json:"events"`
}

// feedKinds are the events that happen to feeds as such.
var feedKinds = []hearsay.EventKind{hearsay.FeedFailing, hearsay.FeedGone, hearsay.FeedBack, hearsay.FeedMoved}

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
	events, err := r.Events(ctx, store.EventFilter{Feed: f.ID, Kinds: feedKinds})
	for i := range events {
		v.Events = append(v.Events, LineOfEvent(&events[i]))
	}
	return v, err
}
