// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/collect"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// lookAt takes in a look at a feed, after which it stands so.
func (p *plant) lookAt(t *testing.T, at time.Time, o hearsay.Outcome, f hearsay.Feed) {
	t.Helper()
	in := collect.Input{URL: f.URL, Fetched: at, Feed: f.ID, After: &f, Attempt: &hearsay.Attempt{Feed: f.ID, URL: f.URL, At: at, Status: 404, Outcome: o, Reason: "status 404"}}
	if _, err := p.Collected(t.Context(), func(yield func(collect.Input, error) bool) { yield(in, nil) }); err != nil {
		t.Fatal(err)
	}
}

// TestFeedThatBreaksOrComesBackIsToldOnce: and so is one that is gone.
func TestFeedThatBreaksOrComesBackIsToldOnce(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		p := newPlant(t, st)
		f := hearsay.Feed{ID: "f", Outlet: "paper", Kind: hearsay.FeedRSS, URL: "https://paper.example/rss"}
		failing := func(n int) hearsay.Feed {
			g := f
			g.State = hearsay.FeedState{Fails: n, Failing: hearsaytest.At(9, 0)}
			return g
		}
		for n := 1; n <= 5; n++ {
			p.lookAt(t, hearsaytest.At(9, n), hearsay.Failed, failing(n))
		}
		p.lookAt(t, hearsaytest.At(10, 0), hearsay.Unchanged, f)
		p.lookAt(t, hearsaytest.At(10, 1), hearsay.Unchanged, f)
		p.lookAt(t, hearsaytest.At(10, 2), hearsay.Failed, failing(1)) // once is no news
		p.lookAt(t, hearsaytest.At(10, 3), hearsay.Unchanged, f)
		gone := failing(1)
		gone.State.Gone = hearsaytest.At(11, 0)
		p.lookAt(t, hearsaytest.At(11, 0), hearsay.Failed, gone)
		gone.State.Fails = 9
		p.lookAt(t, hearsaytest.At(12, 0), hearsay.Failed, gone)
		p.lookAt(t, hearsaytest.At(13, 0), hearsay.Unchanged, f)
		moved := f
		moved.URL, moved.State.Moved = "https://paper.example/feed", hearsaytest.At(14, 0)
		p.lookAt(t, hearsaytest.At(14, 0), hearsay.Unchanged, moved)
		events, err := st.As(store.Everything).Events(t.Context(), store.EventFilter{Feed: f.ID})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range events {
			got = append(got, string(e.Kind)+" "+e.Known.Format("15:04")+" "+e.Text)
		}
		want := []string{
			"feed-failing 09:03 https://paper.example/rss gives nothing to read since 2024-04-16 09:00:00: status 404",
			"feed-back 10:00 https://paper.example/rss can be read again; it could not since 2024-04-16 09:00:00",
			"feed-gone 11:00 https://paper.example/rss is gone, it failed since 2024-04-16: status 404",
			"feed-back 13:00 https://paper.example/rss can be read again; it could not since 2024-04-16 09:00:00",
			"feed-moved 14:00 from https://paper.example/rss to https://paper.example/feed",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("events (-want +got):\n%s", diff)
		}
		addresses, err := st.As(store.Everything).FeedAddresses(t.Context(), f.ID)
		wantAddresses := []store.FeedAddress{{URL: f.URL}, {URL: moved.URL, Since: hearsaytest.At(14, 0)}}
		if diff := cmp.Diff(wantAddresses, addresses); err != nil || diff != "" {
			t.Errorf("addresses (-want +got): %v\n%s", err, diff)
		}
	})
}

// TestFeedThatMovesToAnotherIsLookedAtNoMore: and adding the address where it is now adds no second feed.
func TestFeedThatMovesToAnotherIsLookedAtNoMore(t *testing.T) {
	ctx, st := t.Context(), hearsaytest.Store(t)
	p := newPlant(t, st)
	one := hearsay.Feed{ID: "one", Outlet: "paper", Kind: hearsay.FeedRSS, URL: "https://paper.example/rss"}
	two := hearsay.Feed{ID: "two", Outlet: "paper", Kind: hearsay.FeedRSS, URL: "https://paper.example/feed"}
	hearsaytest.Write(t, st, func(tx *store.Tx) error { return tx.SaveFeeds(ctx, one, two) })
	moved := one
	moved.URL, moved.State.Moved, moved.Looked = two.URL, hearsaytest.At(9, 0), hearsaytest.At(9, 0)
	p.lookAt(t, hearsaytest.At(9, 0), hearsay.Unchanged, moved)
	got, err := st.As(store.Everything).Feed(ctx, one.ID)
	if err != nil || got.URL != one.URL || got.State.Joined != two.ID || got.State.Gone.IsZero() || got.Every != collect.Seldom {
		t.Errorf("the feed afterwards: %+v, %v", got, err)
	}
	w, err := pipeline.NewFeed(two.URL, "", hearsaytest.At(9, 0))
	if err != nil {
		t.Fatal(err)
	}
	hearsaytest.Write(t, st, func(tx *store.Tx) error {
		if added, err := w.Add(ctx, tx); added || err != nil || w.Feed.ID != two.ID {
			t.Errorf("added %v, %v: %+v", added, err, w.Feed)
		}
		return nil
	})
}
