// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/assess"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/ledger"
	"hearsay/internal/newsroom"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

func TestMain(m *testing.M) { hearsaytest.Main(m) }

// twoWeeks takes the newsroom in.
func twoWeeks(t *testing.T) *store.Store {
	t.Helper()
	st := hearsaytest.Store(t)
	a, err := archive.Open(filepath.Join(t.TempDir(), "segments"))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	n, err := newsroom.Open()
	if err != nil {
		t.Fatal(err)
	}
	looks, err := n.Looks()
	if err != nil {
		t.Fatal(err)
	}
	in := &pipeline.Intake{Store: st, Archive: a}
	if err := in.AddNewsroom(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	e := &pipeline.Engine{Store: st, Archive: a}
	last := newsroom.First.Add(-time.Hour)
	for day := newsroom.First; !day.After(newsroom.Last); day = day.AddDate(0, 0, 1) {
		end := day.Add(24*time.Hour - time.Microsecond)
		if _, err := in.Look(t.Context(), looks, last, end); err != nil {
			t.Fatal(err)
		}
		if err := e.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		last = end
	}
	return st
}

// TestNewsroom asks the ledger of the newsroom what takes more than one record.
func TestNewsroom(t *testing.T) {
	st := twoWeeks(t)
	r := st.As(store.Everything)
	for name, test := range map[string]func(*testing.T, store.Reader){
		"an outlet is silent though it is fetched": outletSilentThoughItIsFetched,
		"first seen between two looks":             firstSeenBetweenTwoLooks,
		"a record is of who made the claim":        recordOfWhoMadeTheClaim,
		"record, letter and texts stay apart":      profileKeepsApart,
		"impact of the first report":               impactOfTheFirstReport,
	} {
		t.Run(name, func(t *testing.T) { test(t, r) })
	}
	t.Run("of an outlet in doubt only what was captured since counts", func(t *testing.T) { recordBeginsAnew(t, st) })
}

// coverageOf gives the coverage of the story whose title has some words.
func coverageOf(t *testing.T, r store.Reader, words string) *ledger.Coverage {
	t.Helper()
	stories, err := r.Stories(t.Context(), store.StoryFilter{Text: words})
	if err != nil || len(stories) != 1 {
		t.Fatalf("%d stories have %q in their title: %v", len(stories), words, err)
	}
	c, err := ledger.CoverageOf(t.Context(), r, stories[0])
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func outlook(t *testing.T, c *ledger.Coverage, id hearsay.OutletID) assess.Outlook {
	t.Helper()
	i := slices.IndexFunc(c.Outlets, func(o assess.Outlook) bool { return o.Outlet.ID == id })
	if i < 0 {
		t.Fatalf("nothing is told of %s", id)
	}
	return c.Outlets[i]
}

// outletSilentThoughItIsFetched: Velland Today publishes on other stories, and its feed was
// looked at every two hours.
func outletSilentThoughItIsFetched(t *testing.T, r store.Reader) {
	c := coverageOf(t, r, "licence of Vellander")
	today := outlook(t, c, "velland-today")
	if state, _ := today.Judge(); state != assess.Silent {
		t.Errorf("Velland Today is %s, want silent", state)
	}
	// From 2 March, 07:10, to the end of 15 March, every two hours.
	if today.Good != 164 || today.Failed != 0 || today.Others != 5 || today.Documents != 0 {
		t.Errorf("looks, failed, other documents, documents = %d, %d, %d, %d; want 164, 0, 5, 0", today.Good, today.Failed, today.Others, today.Documents)
	}
	if e := today.Expected; e.Of < 3 || e.All < e.Of || e.Low <= 0 || e.Low >= e.Mean || e.Mean >= e.High || e.High >= 1 {
		t.Errorf("expected %+v: it covers at least the three other stories", e)
	}
	if far := outlook(t, c, "hailan-daily").Expected; far.Mean >= today.Expected.Mean {
		t.Errorf("an outlet of another country that covers little is expected as much: %v, and %v", far, today.Expected)
	}
	second := coverageOf(t, r, "Ferry workers to strike")
	if state, why := ptr(outlook(t, second, "quayside")).Judge(); state != assess.NotObservable || why != "no feed of it is known" {
		t.Errorf("the forum, which has no feed, is %s: %s", state, why)
	}
}

func ptr(o assess.Outlook) *assess.Outlook { return &o }

// firstSeenBetweenTwoLooks: the first report appeared at 07:10, between the looks of six and eight.
func firstSeenBetweenTwoLooks(t *testing.T, r store.Reader) {
	c := coverageOf(t, r, "licence of Vellander")
	s := outlook(t, c, "harbour-post").First
	at := func(h, m int) time.Time { return time.Date(2026, 3, 2, h, m, 0, 0, time.UTC) }
	if s == nil || !s.After.Equal(at(6, 0)) || !s.By.Equal(at(8, 0)) || !s.Seen.Equal(at(8, 1)) || s.Outside() {
		t.Errorf("the first report was seen %+v, want after 06:00, by 08:00, at 08:01", s)
	}
	if c.Outlets[0].Outlet.ID != "harbour-post" {
		t.Errorf("%s stands first, want who was first", c.Outlets[0].Outlet.ID)
	}
	for _, o := range c.Outlets {
		if o.First != nil && o.First.Outside() {
			t.Errorf("the date of %s, %v, lies outside of %v to %v", o.First.Document, o.First.Dated, o.First.After, o.First.By)
		}
	}
}

// TestBrokenFeedProvesNothing: a feed that gives the same unreadable bytes again and again was not looked at; nor does
// a page prove looking that is had in the name of a feed.
func TestBrokenFeedProvesNothing(t *testing.T) {
	st, ctx := hearsaytest.Store(t), t.Context()
	d := hearsaytest.Document("paper", "Bridge closed", "The bridge is closed, the county said.")
	d.Capture = "cpaper"
	broken := hearsay.Feed{ID: "broken", Outlet: "broken", Kind: hearsay.FeedRSS, URL: "https://broken.example/rss"}
	healthy := hearsay.Feed{ID: "healthy", Outlet: "healthy", Kind: hearsay.FeedRSS, URL: "https://healthy.example/rss"}
	pages := hearsay.Feed{ID: "pages", Outlet: "pages", Kind: hearsay.FeedRSS, URL: "https://pages.example/rss"}
	story := hearsay.Story{ID: "s1", Title: d.Title, First: d.When(), Last: d.When(), Stamp: "cluster@1"}
	look := func(f hearsay.Feed, hour int, o hearsay.Outcome, c hearsay.CaptureID) hearsay.Attempt {
		return hearsay.Attempt{Feed: f.ID, URL: f.URL, At: hearsaytest.At(hour, 0), Outcome: o, Capture: c}
	}
	page := look(pages, 12, hearsay.Stored, "cpage")
	page.URL = "https://pages.example/a"
	hearsaytest.Write(t, st, func(tx *store.Tx) error {
		for _, step := range []func() error{
			func() error {
				return tx.SaveOutlets(ctx, hearsay.Outlet{ID: "paper"}, hearsay.Outlet{ID: "broken"}, hearsay.Outlet{ID: "healthy"}, hearsay.Outlet{ID: "pages"})
			},
			func() error { return tx.SaveFeeds(ctx, broken, healthy, pages) },
			func() error {
				return tx.AddCaptures(ctx, hearsay.Capture{ID: "cbroken", URL: broken.URL, Reason: "no feed", Salt: []byte{1}},
					hearsay.Capture{ID: "cpaper", URL: d.URL, Leaf: 1, Salt: []byte{1}, Fetched: d.Fetched}, hearsay.Capture{ID: "chealthy", URL: healthy.URL, Leaf: 2, Salt: []byte{1}})
			},
			func() error { return tx.SaveDocuments(ctx, d) },
			func() error { return tx.SaveStories(ctx, story) },
			func() error { return tx.SaveMemberships(ctx, hearsay.Membership{Story: "s1", Document: d.ID}) },
			func() error {
				return tx.AddAttempts(ctx, look(broken, 11, hearsay.Quarantined, "cbroken"), look(broken, 12, hearsay.Duplicate, "cbroken"),
					look(healthy, 11, hearsay.Stored, "chealthy"), look(healthy, 12, hearsay.Duplicate, "chealthy"), page)
			},
		} {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	})
	c, err := ledger.CoverageOf(ctx, st.As(store.Everything), story)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[hearsay.OutletID]string{"paper": "covered", "healthy": "silent", "broken": "not observable: 2 looks, and all of them failed",
		"pages": "not observable: its feeds were not looked at"} {
		o := outlook(t, c, id)
		state, why := o.Judge()
		if got := strings.TrimSuffix(string(state)+": "+why, ": "); got != want {
			t.Errorf("%s is %q, want %q", id, got, want)
		}
	}
}
