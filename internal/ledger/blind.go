// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"cmp"
	"context"
	"slices"
	"time"

	"hearsay"
	"hearsay/internal/store"
)

// Blind is what we cannot see because feeds are not read.
type Blind struct {
	Idle  bool      // there are feeds, and nobody looks at any
	Last  time.Time // the last look at any feed; zero where there was none
	Feeds []FeedHealth
	More  int // feeds that are not among these
}

// FeedHealth is a feed with how it stands with it.
type FeedHealth struct {
	Feed   hearsay.Feed
	Health Health
}

// failsTold is after how many looks in a row that gave nothing a feed counts as not read.
const failsTold = 3

// BlindSpots finds the feeds that fail, are gone, or are not looked at, at most limit of them. It asks the feeds
// themselves first and only for those their looks, since a desk may have thousands.
func BlindSpots(ctx context.Context, r store.Reader, now time.Time, limit int) (Blind, error) {
	feeds, err := r.Feeds(ctx, store.FeedFilter{})
	if err != nil {
		return Blind{}, err
	}
	var b Blind
	var bad []hearsay.Feed
	seen := 0
	for _, f := range feeds {
		if f.Kind == hearsay.FeedFile || f.Kind == hearsay.FeedPage || f.State.Joined != "" || !f.Stopped.IsZero() {
			continue
		}
		if f.Looked.After(b.Last) {
			b.Last = f.Looked
		}
		unlooked := unlookedAt(&f, now)
		if !unlooked {
			seen++
		}
		if unlooked || f.State.Fails >= failsTold || !f.State.Gone.IsZero() {
			bad = append(bad, f)
		}
	}
	if b.Idle = len(bad) > 0 && seen == 0; b.Idle {
		last, err := r.Attempts(ctx, store.AttemptFilter{Limit: 1}) // what was imported with its looks notes none with the feed
		if len(last) > 0 && last[0].At.After(b.Last) {
			b.Last = last[0].At
		}
		return b, err
	}
	slices.SortFunc(bad, func(a, b hearsay.Feed) int { return cmp.Compare(a.ID, b.ID) })
	for _, f := range bad[:min(limit, len(bad))] {
		h, err := HealthOf(ctx, r, f, now)
		if err != nil {
			return b, err
		}
		b.Feeds = append(b.Feeds, FeedHealth{f, h})
	}
	b.More = len(bad) - len(b.Feeds)
	return b, nil
}
