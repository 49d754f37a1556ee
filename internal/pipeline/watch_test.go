// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/collect"
	"hearsay/internal/fetch"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// onePage answers every request with what stands at an address now.
type onePage struct {
	page   string
	status int
	now    func() time.Time
}

// Get is the guarded client's.
func (p *onePage) Get(_ context.Context, r fetch.Request) (*fetch.Answer, error) {
	a := &fetch.Answer{URL: r.URL, Status: p.status, MediaType: "text/html; charset=utf-8", At: p.now()}
	if p.status == 200 {
		a.Payload = []byte(p.page)
	}
	return a, nil
}

const leaders = `<!DOCTYPE html><html lang="en"><head><title>Leadership</title></head><body><h1>Leadership</h1>
<p>The ministry of ports is led by its minister and two deputies, who are appointed by the council every spring.</p>
<ul><li>Anna Vell, Minister</li><li>Jorin Tamsel, Deputy Minister</li><li>Petra Okonji, Deputy Minister</li></ul><p>%s</p></body></html>`

// TestANameThatVanishesFromAWatchedPageIsAnEventTiedToItsEntity goes the whole way, from looks to the event.
func TestANameThatVanishesFromAWatchedPageIsAnEventTiedToItsEntity(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		ctx := t.Context()
		a, err := archive.Open(filepath.Join(t.TempDir(), "segments"))
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		in, engine := &pipeline.Intake{Store: st, Archive: a}, &pipeline.Engine{Store: st, Archive: a}
		now := time.Date(2026, 3, 4, 8, 0, 0, 0, time.UTC)
		web := &onePage{status: 200, now: func() time.Time { return now }}
		w, err := pipeline.NewFeed("https://ports.example/people", "", now)
		if err != nil {
			t.Fatal(err)
		}
		w.Feed.Kind = hearsay.FeedPage
		hearsaytest.Write(t, st, func(tx *store.Tx) error { _, err := w.Add(ctx, tx); return err })
		look := func(page string, status int) {
			t.Helper()
			web.page, web.status = page, status
			now = now.Add(10 * time.Minute)
			c := &collect.Collector{Fetch: web, Now: web.now}
			if _, err := in.Collected(ctx, c.Feed(ctx, w.Feed)); err != nil {
				t.Fatal(err)
			}
			if err := engine.Run(ctx); err != nil {
				t.Fatal(err)
			}
		}
		article := "<!DOCTYPE html><html lang=en><head><title>Deputy minister is missed</title></head><body><article><h1>Deputy minister is missed</h1>" +
			strings.Repeat("<p>Jorin Tamsel has left the country, an official said on Tuesday. The ministry did not say where Jorin Tamsel was.</p>", 3) + "</article></body></html>"
		if _, err := in.Ingest(ctx, func(yield func(pipeline.Input, error) bool) {
			yield(pipeline.Input{URL: "https://paper.example/missed", Fetched: now, Payload: []byte(article)}, nil)
		}); err != nil {
			t.Fatal(err)
		}
		full := fmt.Sprintf(leaders, "Updated 4 March 2026")
		short := strings.Replace(fmt.Sprintf(leaders, "Updated 5 March 2026"), "<li>Jorin Tamsel, Deputy Minister</li>", "", 1)
		look(full, 200)
		look(short, 200)
		look(short, 200)
		look(short, 404)
		look(short, 404)

		events, err := st.As(store.Everything).Events(ctx, store.EventFilter{Feed: w.Feed.ID})
		if err != nil {
			t.Fatal(err)
		}
		type told struct {
			Kind   hearsay.EventKind
			Text   string
			Names  []string
			Entity bool
		}
		var got []told
		for _, e := range events {
			x := told{Kind: e.Kind, Text: e.Text}
			for _, c := range e.Changes {
				x.Names, x.Entity = append(x.Names, c.Before.Text), c.Entity != ""
			}
			got = append(got, x)
		}
		want := []told{
			{hearsay.PageChanged, "name lost", []string{"Jorin Tamsel"}, true},
			{hearsay.PageState, "from present to removed: status 404", nil, false},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}
