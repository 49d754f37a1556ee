// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline_test

import (
	"context"
	"iter"
	"net/netip"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/collect"
	"hearsay/internal/fetch"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// TestLookingTwiceAtALiveFeedStoresItOnce collects from a real server: the first look brings the feed and its
// pages, the second nothing, and both are kept as attempts.
func TestLookingTwiceAtALiveFeedStoresItOnce(t *testing.T) {
	ctx := t.Context()
	web := hearsaytest.Newsroom(t)
	web.Set(time.Date(2026, 3, 4, 20, 0, 0, 0, time.UTC))
	st := hearsaytest.Store(t)
	a, err := archive.Open(filepath.Join(t.TempDir(), "segments"))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	in := &pipeline.Intake{Store: st, Archive: a}
	if err := in.AddNewsroom(ctx, web.Newsroom); err != nil {
		t.Fatal(err)
	}
	feed := web.Feed("nordwire")
	hearsaytest.Write(t, st, func(tx *store.Tx) error { return tx.SaveFeeds(ctx, feed) })
	c := &collect.Collector{
		Fetch: fetch.New(fetch.Options{
			Every: time.Millisecond, Loopback: []netip.AddrPort{web.Address}, Ports: []uint16{web.Address.Port()},
		}),
		Seen: pipeline.KnownPages{Store: st},
	}
	engine := &pipeline.Engine{Store: st, Archive: a}
	look := func(wantStored int) {
		t.Helper()
		report, err := in.Collected(ctx, c.Feed(ctx, feed))
		if err != nil {
			t.Fatal(err)
		}
		if report.Stored != wantStored || !report.Balanced() {
			t.Errorf("looked at %s: %+v, want %d stored", feed.URL, report, wantStored)
		}
		if err := engine.Run(ctx); err != nil {
			t.Fatal(err)
		}
	}
	look(1 + 5) // the feed, and what Nordwire had published by then
	look(0)
	r := st.As(store.Everything)
	docs, err := r.Documents(ctx, store.DocumentFilter{})
	if err != nil {
		t.Fatal(err)
	}
	if len(docs) != 5 {
		t.Errorf("%d documents, want 5: a feed that was fetched is proof of looking and no document", len(docs))
	}
	counts, err := r.CountAttempts(ctx, store.AttemptFilter{Feed: feed.ID})
	if err != nil {
		t.Fatal(err)
	}
	if counts[hearsay.Stored] == 0 || counts[hearsay.Unchanged]+counts[hearsay.Duplicate] == 0 {
		t.Errorf("attempts of the feed: %v, want one that brought it and one that brought nothing new", counts)
	}
}

// TestLookAtAFeedThatWasRedirectedIsOneAtTheFeed: it proves looking, whatever address answered. A page in the feed's name
// does not.
func TestLookAtAFeedThatWasRedirectedIsOneAtTheFeed(t *testing.T) {
	ctx, st := t.Context(), hearsaytest.Store(t)
	a, err := archive.Open(filepath.Join(t.TempDir(), "segments"))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	in := &pipeline.Intake{Store: st, Archive: a}
	feed := hearsay.Feed{ID: "f", Outlet: "paper", Kind: hearsay.FeedRSS, URL: "https://paper.example/rss"}
	hearsaytest.Write(t, st, func(tx *store.Tx) error { return tx.SaveFeeds(ctx, feed) })
	input := func(asked, answered string) collect.Input {
		return collect.Input{URL: answered, Status: 200, MediaType: "text/html", Fetched: hearsaytest.At(9, 0), Feed: feed.ID, Payload: []byte(answered),
			Attempt: &hearsay.Attempt{Feed: feed.ID, URL: asked, At: hearsaytest.At(9, 0), Outcome: hearsay.Stored}}
	}
	const page = "https://paper.example/page"
	if _, err := in.Collected(ctx, func(yield func(collect.Input, error) bool) {
		_ = yield(input(feed.URL, "https://www.paper.example/feed.xml"), nil) && yield(input(page, page), nil)
	}); err != nil {
		t.Fatal(err)
	}
	looks, err := st.As(store.Everything).Attempts(ctx, store.AttemptFilter{Feed: feed.ID, Good: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(looks) != 1 || looks[0].URL != feed.URL {
		t.Errorf("looks at the feed: %+v, want one, at its own address", looks)
	}
}

func TestAnswerThatIsNotWholeIsKeptAndMarked(t *testing.T) {
	ctx, st := t.Context(), hearsaytest.Store(t)
	p := newPlant(t, st)
	const page = "https://paper.example/page"
	cut := collect.Input{URL: page, Status: 200, MediaType: "text/html", Fetched: hearsaytest.At(9, 0), Payload: []byte("<p>The first words of a pa"),
		Truncated: "slower than 1024 bytes a second", Attempt: &hearsay.Attempt{URL: page, At: hearsaytest.At(9, 0), Outcome: hearsay.Stored}}
	report, err := p.Collected(ctx, func(yield func(collect.Input, error) bool) { yield(cut, nil) })
	if err != nil || report.Stored != 1 {
		t.Fatalf("%+v, %v", report, err)
	}
	attempts, err := st.As(store.Everything).Attempts(ctx, store.AttemptFilter{})
	if err != nil || len(attempts) != 1 || attempts[0].Reason != "truncated: slower than 1024 bytes a second" || attempts[0].Capture == "" {
		t.Errorf("attempts %+v, %v", attempts, err)
	}
}

// TestWhatAMarkedFeedLeadsToIsMarked: pages, later versions of them, and looks that brought nothing.
func TestWhatAMarkedFeedLeadsToIsMarked(t *testing.T) {
	ctx, st := t.Context(), hearsaytest.Store(t)
	p := newPlant(t, st)
	feed := hearsay.Feed{ID: "f", Outlet: "paper", Kind: hearsay.FeedRSS, URL: "https://paper.example/rss", TLP: hearsay.Amber}
	hearsaytest.Write(t, st, func(tx *store.Tx) error { return tx.SaveFeeds(ctx, feed) })
	const page, lost = "https://paper.example/page", "https://paper.example/lost"
	look := func(url string, o hearsay.Outcome) *hearsay.Attempt {
		return &hearsay.Attempt{URL: url, At: hearsaytest.At(9, 0), Outcome: o}
	}
	err := p.Round(ctx, slices.Values([]hearsay.Feed{feed}), func(context.Context, hearsay.Feed) iter.Seq2[collect.Input, error] {
		return func(yield func(collect.Input, error) bool) {
			_ = yield(collect.Input{URL: page, Fetched: hearsaytest.At(9, 0), Feed: feed.ID, Payload: []byte("<p>one"), Attempt: look(page, hearsay.Stored)}, nil) &&
				yield(collect.Input{URL: lost, Attempt: look(lost, hearsay.Failed)}, nil)
		}
	}, func(hearsay.Feed, pipeline.Report) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	p.ingest(t, each(pipeline.Input{URL: page, Fetched: hearsaytest.At(10, 0), Payload: []byte("<p>two")}))
	for v, want := range map[hearsay.TLP]int{hearsay.Green: 0, hearsay.Amber: 2} {
		captures, err := st.As(store.Viewer{TLP: v}).CapturesAt(ctx, page)
		looks, err2 := st.As(store.Viewer{TLP: v}).Attempts(ctx, store.AttemptFilter{})
		if err != nil || err2 != nil || len(captures) != want || (len(looks) > 0) != (want > 0) {
			t.Errorf("who may see %s is shown %d captures, want %d, and %d looks; %v, %v", v, len(captures), want, len(looks), err, err2)
		}
	}
}
