// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"fmt"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

// TestBlindSpotsAreFeedsThatAreNotRead tells feeds that fail, are gone or are not looked at from those that are read, and a
// desk on which nobody looks from one that is blind in places.
func TestBlindSpotsAreFeedsThatAreNotRead(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	feed := func(id hearsay.FeedID, looked time.Duration, state hearsay.FeedState) hearsay.Feed {
		return hearsay.Feed{ID: id, Outlet: "o", Kind: hearsay.FeedRSS, URL: "https://o.example/" + string(id), Every: time.Hour,
			Looked: now.Add(-looked), Next: now.Add(time.Hour - looked), State: state}
	}
	good := feed("good", 10*time.Minute, hearsay.FeedState{})
	failing := feed("failing", 10*time.Minute, hearsay.FeedState{Fails: 3, Failing: now.Add(-4 * time.Hour)})
	once := feed("once", 10*time.Minute, hearsay.FeedState{Fails: 1, Failing: now.Add(-10 * time.Minute)})
	gone := feed("gone", 10*time.Minute, hearsay.FeedState{Gone: now.Add(-48 * time.Hour)})
	old := feed("old", 9*time.Hour, hearsay.FeedState{})
	files := hearsay.Feed{ID: "files", Outlet: "o", Kind: hearsay.FeedFile, URL: "folder"}
	for name, test := range map[string]struct {
		feeds []hearsay.Feed
		want  string
	}{
		"nothing to look at":    {[]hearsay.Feed{files}, "[] more 0 idle false"},
		"all are read":          {[]hearsay.Feed{good, once, files}, "[] more 0 idle false"},
		"some are not":          {[]hearsay.Feed{good, failing, gone, old}, "[failing gone] more 1 idle false"},
		"nobody looks":          {[]hearsay.Feed{old, files}, "[] more 0 idle true"},
		"one is looked at, one": {[]hearsay.Feed{good, old}, "[old] more 0 idle false"},
	} {
		st := hearsaytest.Store(t)
		err := st.Write(t.Context(), func(tx *store.Tx) error { return tx.SaveFeeds(t.Context(), test.feeds...) })
		if err != nil {
			t.Fatal(err)
		}
		b, err := ledger.BlindSpots(t.Context(), st.As(store.Everything), now, 2)
		if err != nil {
			t.Fatal(err)
		}
		ids := []hearsay.FeedID{}
		for _, f := range b.Feeds {
			ids = append(ids, f.Feed.ID)
		}
		if got := fmt.Sprintf("%v more %d idle %t", ids, b.More, b.Idle); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}
