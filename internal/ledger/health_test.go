// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

// watched is a feed that was looked at every hour, with a page of news every fourth hour, until a time.
func watched(t *testing.T, st *store.Store, until time.Time, more ...hearsay.Attempt) hearsay.Feed {
	t.Helper()
	f := hearsay.Feed{ID: "f", Outlet: "paper", Kind: hearsay.FeedRSS, URL: "https://paper.example/rss", Every: time.Hour, Next: until}
	hearsaytest.Write(t, st, func(tx *store.Tx) error {
		if err := tx.SaveFeeds(t.Context(), f); err != nil {
			return err
		}
		if err := tx.AddCaptures(t.Context(), hearsay.Capture{ID: "broken", URL: f.URL, Reason: "the XML is no feed", Leaf: 1},
			hearsay.Capture{ID: "whole", URL: f.URL, Leaf: 2}); err != nil {
			return err
		}
		var looks []hearsay.Attempt
		for at := until.Add(-240 * time.Hour); at.Before(until); at = at.Add(time.Hour) {
			own := hearsay.Attempt{Feed: f.ID, URL: f.URL, At: at, Status: 304, Outcome: hearsay.Unchanged}
			if at.Hour()%4 == 0 {
				own.Status, own.Outcome = 200, hearsay.Stored
				looks = append(looks, hearsay.Attempt{Feed: f.ID, URL: "https://paper.example/" + at.Format("0102-15"), At: at.Add(time.Second), Status: 200, Outcome: hearsay.Stored})
			}
			looks = append(looks, own)
		}
		for i := range more {
			more[i].Feed, more[i].URL = f.ID, f.URL
			looks = append(looks, more[i])
		}
		return tx.AddAttempts(t.Context(), looks...)
	})
	return f
}

// hours gives the same look every hour from a time on.
func hours(from time.Time, n int, a hearsay.Attempt) (looks []hearsay.Attempt) {
	for i := range n {
		a.At = from.Add(time.Duration(i) * time.Hour)
		looks = append(looks, a)
	}
	return looks
}

// TestFeedIsHealthyOnlyWithFreshWholeNews: an answer is not health.
func TestFeedIsHealthyOnlyWithFreshWholeNews(t *testing.T) {
	noon := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	same := hearsay.Attempt{Status: 304, Outcome: hearsay.Unchanged}
	broken := hearsay.Attempt{Status: 200, Outcome: hearsay.Duplicate, Capture: "broken"}
	first := hearsay.Attempt{At: noon, Status: 200, Outcome: hearsay.Quarantined, Capture: "broken", Reason: "the XML is no feed"}
	cut := hearsay.Attempt{At: noon, Status: 200, Outcome: hearsay.Stored, Capture: "whole", Reason: "truncated: the feed breaks off"}
	for name, test := range map[string]struct {
		looks []hearsay.Attempt
		after time.Duration // noon
		want  ledger.Condition
		since time.Time
		why   string
	}{
		"looked at an hour ago":       {nil, 0, ledger.Healthy, time.Time{}, "news"},
		"not looked at for a day":     {nil, 24 * time.Hour, ledger.Unlooked, noon.Add(-time.Hour), "the last look is"},
		"no answer":                   {hours(noon, 5, hearsay.Attempt{Outcome: hearsay.Failed, Reason: "connection refused"}), 5 * time.Hour, ledger.Failing, noon, "connection refused"},
		"broken for the first time":   {[]hearsay.Attempt{first}, time.Hour, ledger.Failing, noon, "the XML is no feed"},
		"broken in the same way":      {append([]hearsay.Attempt{first}, hours(noon.Add(time.Hour), 4, broken)...), 5 * time.Hour, ledger.Stale, noon, "the same bytes that cannot be read: the XML is no feed"},
		"cut, and unchanged since":    {append([]hearsay.Attempt{cut}, hours(noon.Add(time.Hour), 4, same)...), 5 * time.Hour, ledger.Stale, noon, "which are not whole"},
		"unchanged for half a day":    {hours(noon, 12, same), 12 * time.Hour, ledger.Healthy, time.Time{}, "news"},
		"unchanged for three days":    {hours(noon, 72, same), 72 * time.Hour, ledger.Stale, noon.Add(-4 * time.Hour).Add(time.Second), "nothing new for 3 days"},
		"other bytes, and no news":    {hours(noon, 72, hearsay.Attempt{Status: 200, Outcome: hearsay.Stored}), 72 * time.Hour, ledger.Stale, noon.Add(-4 * time.Hour).Add(time.Second), "nothing new"},
		"failed, and back since then": {append(hours(noon, 3, hearsay.Attempt{Outcome: hearsay.Failed}), hours(noon.Add(3*time.Hour), 1, same)...), 4 * time.Hour, ledger.Healthy, time.Time{}, "news"},
	} {
		t.Run(name, func(t *testing.T) {
			st := hearsaytest.Store(t)
			f := watched(t, st, noon, test.looks...)
			h, err := ledger.HealthOf(t.Context(), st.As(store.Everything), f, noon.Add(test.after))
			if err != nil {
				t.Fatal(err)
			}
			if h.Condition != test.want || !h.Since.Equal(test.since) || !strings.Contains(h.Why, test.why) {
				t.Errorf("%s since %v: %s\nwant %s since %v: %s", h.Condition, h.Since, h.Why, test.want, test.since, test.why)
			}
		})
	}
}

func TestFeedThatWasNeverLookedAtIsNotHealthy(t *testing.T) {
	st := hearsaytest.Store(t)
	f := hearsay.Feed{ID: "new", URL: "https://paper.example/rss"}
	hearsaytest.Write(t, st, func(tx *store.Tx) error { return tx.SaveFeeds(t.Context(), f) })
	if h, err := ledger.HealthOf(t.Context(), st.As(store.Everything), f, hearsaytest.At(9, 0)); err != nil || h.Condition != ledger.Unlooked {
		t.Errorf("%+v, %v", h, err)
	}
	f.State.Gone = hearsaytest.At(8, 0)
	hearsaytest.Write(t, st, func(tx *store.Tx) error {
		return tx.AddAttempts(t.Context(), hearsay.Attempt{Feed: f.ID, URL: f.URL, At: hearsaytest.At(8, 0), Status: 410, Outcome: hearsay.Failed, Reason: "status 410"})
	})
	if h, err := ledger.HealthOf(t.Context(), st.As(store.Everything), f, hearsaytest.At(9, 0)); err != nil || h.Condition != ledger.Gone || h.Why != "status 410" {
		t.Errorf("%+v, %v", h, err)
	}
}

// TestLookingIsProvedForAnyWindow: with the longest time without a good look; what lies before and behind the window counts.
func TestLookingIsProvedForAnyWindow(t *testing.T) {
	noon := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	st := hearsaytest.Store(t)
	failed := hours(noon, 6, hearsay.Attempt{Outcome: hearsay.Failed, Reason: "no answer"})
	f := watched(t, st, noon, append(failed, hours(noon.Add(6*time.Hour), 3, hearsay.Attempt{Status: 304, Outcome: hearsay.Unchanged})...)...)
	// It has been at another address since; the looks at the first one were looks at it all the same.
	f.URL, f.State.Moved = "https://paper.example/feed", noon.Add(9*time.Hour)
	hearsaytest.Write(t, st, func(tx *store.Tx) error {
		if err := tx.SaveFeeds(t.Context(), f); err != nil {
			return err
		}
		return tx.AddAttempts(t.Context(), hearsay.Attempt{Feed: f.ID, URL: f.URL, At: noon.Add(10 * time.Hour), Status: 304, Outcome: hearsay.Unchanged})
	})
	for name, test := range map[string]struct {
		from, to  time.Duration
		good, bad int
		gap       time.Duration
		seen      bool
	}{
		"a day before":           {-48 * time.Hour, -24 * time.Hour, 24, 0, time.Hour, true},
		"a minute between looks": {-30 * time.Minute, -29 * time.Minute, 0, 0, 31 * time.Minute, true},
		"around the failure":     {-6 * time.Hour, 9 * time.Hour, 9, 6, 7 * time.Hour, false},
		"across the move":        {6 * time.Hour, 11 * time.Hour, 4, 0, 2 * time.Hour, true},
		"long ago":               {-900 * time.Hour, -800 * time.Hour, 0, 0, 100 * time.Hour, false},
	} {
		l, err := ledger.LookingAt(t.Context(), st.As(store.Everything), f.ID, noon.Add(test.from), noon.Add(test.to))
		if err != nil {
			t.Fatal(err)
		}
		gap := l.Gap.To.Sub(l.Gap.From)
		if l.Good != test.good || l.Bad != test.bad || gap != test.gap || l.Seen != test.seen || len(l.Last) != l.Good {
			t.Errorf("%s: %d good, %d bad, gap %v, seen %v; want %+v", name, l.Good, l.Bad, gap, l.Seen, test)
		}
	}
}
