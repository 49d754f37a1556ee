// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/collect"
	"hearsay/internal/desk"
	"hearsay/internal/fetch"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/hearsaytest/raced"
	"hearsay/internal/ledger"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// look is how a paper looks at a time.
type look struct{ title, author, class, imprint string }

var (
	courier  = look{"Tarn Courier", "Ada Brook", "tc-story", "Tarn Courier Press, Quay Street, Tarn. Editor: Ada Brook."}
	redesign = look{"Tarn Courier", "Ada Brook", "fresh-grid", "The Courier is made in Tarn by Tarn Courier Press."}
	squatter = look{"Tarn Courier", "Max Profit", "wp-viral", "All the best bonus offers and what your doctor will not tell you."}
	noByline = look{"Tarn Courier", "", "wp-viral", squatter.imprint}
)

// page is an article of the paper.
func (l look) page(n int) string {
	byline := ""
	if l.author != "" {
		byline = fmt.Sprintf(`<meta name="author" content="%s">`, l.author)
	}
	return fmt.Sprintf(`<html><head><title>Matter %[1]d of the council</title>%[2]s</head><body><div class="%[3]s-bar"><ul class="%[3]s-menu">
		<li class="%[3]s-item">Front of %[4]s</li><li class="%[3]s-item">More of %[3]s</li></ul></div><article class="%[3]s"><h1 class="%[3]s-head">Matter %[1]d of the council</h1>
		<p class="%[3]s-text">The council of Tarn spoke of matter %[1]d on Monday, and Mayor Olin Reed said that number %[1]d would be settled before the winter is over.</p>
		<p class="%[3]s-text">Boats number %[1]d and later stay in the inner basin until the wall is mended, the harbour office said in a letter to all their owners.</p></article>
		<div class="%[3]s-end"><p class="%[3]s-small">%[4]s</p></div></body></html>`, n, byline, l.class, l.imprint)
}

// paper is a site over the years: a fetcher without a network.
type paper struct {
	t      *testing.T
	st     *store.Store
	in     *pipeline.Intake
	engine *pipeline.Engine
	clock  time.Time
	look   look
	items  int
	down   *fetch.Answer // what it gives instead while it is away
}

// Get implements collect.Fetcher.
func (p *paper) Get(_ context.Context, r fetch.Request) (*fetch.Answer, error) {
	a := fetch.Answer{URL: r.URL, Status: 200, MediaType: "text/html", At: p.clock}
	u, err := url.Parse(r.URL)
	switch {
	case err != nil:
		return nil, err
	case p.down != nil && u.Host == "courier.example":
		a = *p.down
		a.URL, a.At = r.URL, p.clock
	case strings.HasSuffix(u.Path, "/rss"):
		var b strings.Builder
		for n := max(0, p.items-4); n < p.items; n++ {
			fmt.Fprintf(&b, "<item><title>Matter</title><link>https://courier.example/news/%d</link></item>", n)
		}
		a.MediaType, a.Payload = "application/rss+xml", []byte("<rss><channel><title>"+p.look.title+"</title>"+b.String()+"</channel></rss>")
	default:
		n := 0
		_, _ = fmt.Sscanf(u.Path, "/news/%d", &n)
		a.Payload = []byte(p.look.page(n))
	}
	return &a, nil
}

func newPaper(t *testing.T, st *store.Store) *paper {
	t.Helper()
	a, err := archive.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	p := &paper{t: t, st: st, in: &pipeline.Intake{Store: st, Archive: a}, engine: &pipeline.Engine{Store: st, Archive: a},
		clock: time.Now().UTC().Truncate(time.Second).AddDate(0, -4, 0), look: courier, items: 4}
	hearsaytest.Write(t, st, func(tx *store.Tx) error {
		if err := tx.SaveOutlets(t.Context(), hearsay.Outlet{ID: "courier.example", Name: "Tarn Courier", Domain: "courier.example"}); err != nil {
			return err
		}
		return tx.SaveFeeds(t.Context(), hearsay.Feed{ID: "f", Outlet: "courier.example", Kind: hearsay.FeedRSS, URL: "https://courier.example/rss"})
	})
	p.visit("f", 0)
	return p
}

// visit looks at a feed after some days, and runs the stages.
func (p *paper) visit(id hearsay.FeedID, days int) {
	p.t.Helper()
	p.clock = p.clock.AddDate(0, 0, days)
	f, err := p.st.As(store.Everything).Feed(p.t.Context(), id)
	if err != nil {
		p.t.Fatal(err)
	}
	c := &collect.Collector{Fetch: p, Seen: pipeline.KnownPages{Store: p.st}, Now: func() time.Time { return p.clock }}
	if _, err := p.in.Collected(p.t.Context(), c.Feed(p.t.Context(), f)); err != nil {
		p.t.Fatal(err)
	}
	if p.down != nil {
		return
	}
	if err := p.engine.Run(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
}

// away is a paper that is not there for some days: no such page at first, then a page on which the name is for sale.
func (p *paper) away(days int) {
	p.t.Helper()
	for n := range days {
		p.down = &fetch.Answer{Status: 404}
		if n > days/2 {
			p.down = &fetch.Answer{Status: 200, MediaType: "text/html", Payload: []byte("<p>courier.example is for sale</p>")}
		}
		p.visit("f", 1)
	}
	p.down = nil
}

// back is the paper as it looks from now on, with four new articles.
func (p *paper) back(l look) {
	p.t.Helper()
	p.look, p.items = l, p.items+4
	p.visit("f", 1)
}

func (p *paper) doubt() *ledger.Doubt {
	p.t.Helper()
	d, err := ledger.DoubtOf(p.t.Context(), p.st.As(store.Everything), "courier.example")
	if err != nil {
		p.t.Fatal(err)
	}
	return d
}

func (p *paper) decide(k hearsay.DecisionKind, value string, at time.Time) hearsay.Decision {
	p.t.Helper()
	d, err := desk.Decide(p.t.Context(), p.st, hearsay.Decision{Kind: k, Object: "courier.example", Value: value, Reason: "r", By: "ann", At: at})
	if err != nil {
		p.t.Fatal(err)
	}
	return d
}

// TestH73OutletThatLapsedAndIsAnotherIsInDoubt until a person decides.
func TestH73OutletThatLapsedAndIsAnotherIsInDoubt(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		p := newPaper(t, st)
		old := p.decide(hearsay.GradeVoice, "A", p.clock)
		left := p.clock
		p.away(45)
		p.back(squatter)
		d := p.doubt()
		if d == nil || !d.Open() || !d.Until.Equal(p.clock) || d.From.Sub(left) != 24*time.Hour || d.Holds(old) {
			t.Fatalf("the doubt: %+v", d)
		}
		reasons := strings.Join(d.Reasons, "\n")
		for _, want := range []string{"0 % is still there", "Max Profit write there, before it was Ada Brook"} {
			if !strings.Contains(reasons, want) {
				t.Errorf("the reasons are %q, without %q", reasons, want)
			}
		}
		events, err := st.As(store.Everything).Events(t.Context(), store.EventFilter{Kinds: []hearsay.EventKind{hearsay.OutletDoubted}})
		if err != nil || len(events) != 1 || events[0].Feed != "f" || !strings.Contains(events[0].Text, "Max Profit") {
			t.Errorf("events %+v, %v", events, err)
		}
		p.back(squatter) // is not told again
		if events, _ := st.As(store.Everything).Events(t.Context(), store.EventFilter{Kinds: []hearsay.EventKind{hearsay.OutletDoubted}}); len(events) != 1 {
			t.Errorf("told %d times", len(events))
		}
		soon := time.Now().Add(time.Minute)
		same := p.decide(hearsay.SetPublisher, "same", soon)
		if d := p.doubt(); d != nil {
			t.Errorf("decided to be the same: %+v", d)
		}
		if _, err := desk.Decide(t.Context(), st, hearsay.Decision{Kind: hearsay.UndoDecision, Undoes: same.ID, Reason: "r", By: "ann", At: soon}); err != nil {
			t.Fatal(err)
		}
		if d := p.doubt(); d == nil || !d.Open() {
			t.Errorf("taken back: %+v", d)
		}
		p.decide(hearsay.SetPublisher, "another", soon)
		anew := p.decide(hearsay.GradeVoice, "E", soon)
		if d := p.doubt(); d == nil || d.Open() || d.Holds(old) || !d.Holds(anew) {
			t.Errorf("decided to be another: %+v", d)
		}
	})
}

// TestH73WhatIsNoTakeoverIsNoAlarm: a redesign, a week of failure, a long outage of the same site or the same people, one of
// two feeds that was away.
func TestH73WhatIsNoTakeoverIsNoAlarm(t *testing.T) {
	raced.Skip(t)
	for name, test := range map[string]struct {
		days     int
		unlooked int // days behind them on which nobody looks
		look     look
		judged   int
		another  bool // another feed could be read meanwhile
	}{
		"redesign":                   {0, 0, redesign, 0, false},
		"another look without lapse": {0, 0, squatter, 0, false},
		"a week of failure":          {7, 0, squatter, 0, false},
		"back as it was":             {45, 0, courier, 1, false},
		"back after a redesign":      {45, 0, redesign, 1, false},
		"one feed of two was away":   {45, 0, squatter, 1, true},
		"nobody looked":              {2, 43, squatter, 0, false},
		"four weeks, another byline": {28, 0, squatter, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPaper(t, hearsaytest.Store(t))
			if test.another {
				hearsaytest.Write(t, p.st, func(tx *store.Tx) error {
					return tx.SaveFeeds(t.Context(), hearsay.Feed{ID: "g", Outlet: "courier.example", Kind: hearsay.FeedRSS, URL: "https://feeds.example/rss"})
				})
			}
			p.away(test.days)
			p.clock = p.clock.AddDate(0, 0, test.unlooked)
			if test.another {
				p.clock = p.clock.AddDate(0, 0, -20)
				p.visit("g", 0)
				p.clock = p.clock.AddDate(0, 0, 20)
			}
			p.back(test.look)
			all, err := p.st.As(store.Everything).Lapses(t.Context(), store.LapseFilter{})
			if err != nil || len(all) != test.judged || p.doubt() != nil {
				t.Errorf("lapses %+v, %v", all, err)
			}
			for _, l := range all {
				if l.Judged.IsZero() || len(l.Reasons) == 0 {
					t.Errorf("not judged: %+v", l)
				}
			}
		})
	}
}

// TestH73OutletWithoutBylinesIsDoubtedByItsPages alone; and where there is no doubt, there is nothing to decide.
func TestH73OutletWithoutBylinesIsDoubtedByItsPages(t *testing.T) {
	p := newPaper(t, hearsaytest.Store(t))
	p.away(45)
	p.back(noByline)
	if d := p.doubt(); d == nil || len(d.Reasons) != 1 {
		t.Errorf("the doubt: %+v", d)
	}
	if _, err := desk.Decide(t.Context(), p.st, hearsay.Decision{Kind: hearsay.SetPublisher, Object: "feeds.example", Value: "same", Reason: "r", By: "ann", At: time.Now()}); err == nil {
		t.Error("a decision about an outlet that is in no doubt is taken")
	}
}
