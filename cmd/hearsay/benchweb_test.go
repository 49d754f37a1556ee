// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"hearsay"
	"hearsay/internal/hearsaytest/browser"
	"hearsay/internal/store"
	"hearsay/internal/web"
)

const (
	webDocuments  = 200_000                // HEARSAY_GROWTH says another number
	webPages      = 60                     // of each kind
	slowestPage   = 150 * time.Millisecond // nineteen of twenty are quicker
	slowestSearch = 200 * time.Millisecond
	paintedPages  = 10        // of each kind
	slowestPaint  = 1000      // milliseconds until the first paint
	heaviestFrame = 200 << 10 // bytes of a page without data: an empty list with its style, script and icon
)

// TestBenchWeb prints how long the desk takes for each kind of page in a large ledger, that HEARSAY_LEDGER may hold, and how
// much it sends.
func TestBenchWeb(t *testing.T) {
	if os.Getenv("HEARSAY_SLOW") == "" {
		t.Skip("slow: make bench-web runs it")
	}
	most := webDocuments
	if s := os.Getenv("HEARSAY_GROWTH"); s != "" {
		var err error
		if most, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	g := newGrowing(t, cmp.Or(os.Getenv("HEARSAY_LEDGER"), t.TempDir()))
	g.fill(t, most)
	lookAtAll(t, g.engine.Store)
	r := g.engine.Store.As(store.Everything)
	rows := must(r.Counts(t.Context())).Rows
	var out strings.Builder
	say := func(format string, args ...any) {
		line := fmt.Sprintf(format, args...)
		t.Log(line)
		fmt.Fprintln(&out, line)
	}
	say("%d documents, %d attributions, %d claims in %d stories; milliseconds of the server, kilobytes of a page", rows["document"], rows["attribution"], rows["claim"], rows["story"])
	say("%-10s %6s %7s %7s %7s %8s", "page", "asked", "median", "p95", "longest", "heaviest")
	handler := web.Handler(web.Options{Ledger: web.FromStore(g.engine.Store, web.Viewer)})
	kinds := pagesToAsk(t, r)
	for _, k := range kinds {
		took, heaviest := askPages(t, handler, k.addresses)
		p95 := took[len(took)*19/20]
		say("%-10s %6d %7.1f %7.1f %7.1f %8.1f", k.name, len(took), ms(took[len(took)/2]), ms(p95), ms(took[len(took)-1]), float64(heaviest)/1024)
		limit := slowestPage
		if k.name == "search" {
			limit = slowestSearch
		}
		if p95 > limit {
			t.Errorf("%s: p95 is %v, want at most %v", k.name, p95, limit)
		}
	}
	frame := 0
	for _, address := range []string{"/watches", "/static/desk.css", "/static/drawing.js", "/static/icon.svg"} {
		_, n := askPages(t, handler, []string{address})
		frame += n
	}
	say("a page without data, with its style, script and icon: %.1f kB", float64(frame)/1024)
	if frame > heaviestFrame {
		t.Errorf("a page without data has %d bytes, want at most %d", frame, heaviestFrame)
	}
	paint(t, handler, kinds, say)
	if dir := os.Getenv("HEARSAY_RESULTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, "web.txt"), []byte("make bench-web\n\n"+out.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// paint has a real browser show pages of each kind, and tells how long it takes until something is to be seen, from the click on.
func paint(t *testing.T, handler http.Handler, kinds []asked, say func(string, ...any)) {
	t.Helper()
	server := httptest.NewServer(handler)
	defer server.Close()
	ctx := browser.Start(t)
	const seen = `new Promise(done => new PerformanceObserver((list, o) => {
		for (const e of list.getEntriesByName("first-contentful-paint")) { o.disconnect(); done(e.startTime) }
	}).observe({type: "paint", buffered: true}))`
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/watches")); err != nil { // the first page of a browser that has just begun
		t.Fatal(err)
	}
	for _, k := range kinds {
		longest := 0.0
		some := k.addresses[:min(paintedPages, len(k.addresses))]
		for _, address := range some {
			err := chromedp.Do(ctx, chromedp.Navigate(server.URL+address))
			if err != nil {
				t.Fatal(err)
			}
			at, err := chromedp.Run(ctx, chromedp.Evaluate[float64](seen, chromedp.EvalAwaitPromise))
			if err != nil {
				t.Fatal(err)
			}
			longest = max(longest, at)
		}
		say("%-10s first paint in Chromium after %.0f ms at most, of %d pages", k.name, longest, len(some))
		if longest > slowestPaint {
			t.Errorf("%s: the first paint is after %.0f ms, want at most %d", k.name, longest, slowestPaint)
		}
	}
}

func ms(d time.Duration) float64 { return d.Seconds() * 1000 }

// asked is pages of one kind.
type asked struct {
	name      string
	addresses []string
}

// pagesToAsk chooses pages from all over the ledger.
func pagesToAsk(t *testing.T, r store.Reader) []asked {
	t.Helper()
	var stories, claims, documents, entities, outlets, search []string
	for _, s := range storiesFromAllOver(t, r) {
		stories = append(stories, "/story/"+string(s.ID))
		of := must(r.ClaimsOf(t.Context(), s.ID))
		for _, c := range of[:min(2, len(of))] {
			claims = append(claims, "/claim/"+string(c.ID))
		}
		d := must(r.StoryDocuments(t.Context(), s.ID))[0]
		documents = append(documents, "/document/"+string(d.ID))
		for _, m := range must(r.MentionsOf(t.Context(), d.ID)) {
			if m.Entity != "" {
				entities = append(entities, "/entity/"+string(m.Entity))
				break
			}
		}
	}
	for _, o := range must(r.Outlets(t.Context())) {
		outlets = append(outlets, "/outlet/"+string(o.ID))
	}
	for _, q := range []string{"harbour", "council said", `"declined to comment"`, "harb*", "ferry -bridge", "minister outlet:post0",
		"gulls after:2026-06", "umbrellas before:2026-03", "zzzz", "the"} {
		search = append(search, "/search?q="+url.QueryEscape(q))
	}
	often := func(address string) []string { return slices.Repeat([]string{address}, 20) }
	return []asked{{"today", often("/")}, {"stories", often("/stories")}, {"story", stories}, {"claim", claims}, {"document", documents}, {"entity", entities},
		{"outlets", often("/outlets")}, {"outlet", outlets}, {"watches", often("/watches")}, {"decisions", often("/decisions")}, {"search", slices.Repeat(search, 4)}}
}

// storiesFromAllOver chooses stories, at equal distances in time.
func storiesFromAllOver(t *testing.T, r store.Reader) []hearsay.Story {
	t.Helper()
	first, last := reaches(t, r)
	var all []hearsay.Story
	for i := range webPages {
		at := first.Add(last.Sub(first) * time.Duration(i) / webPages)
		for _, d := range must(r.Documents(t.Context(), store.DocumentFilter{From: at, OldestFirst: true, Limit: 1})) {
			if s, err := r.StoryOf(t.Context(), d.ID); err == nil {
				all = append(all, s)
			}
		}
	}
	return all
}

// reaches tells from when to when there are documents.
func reaches(t *testing.T, r store.Reader) (first, last time.Time) {
	t.Helper()
	return must(r.Documents(t.Context(), store.DocumentFilter{OldestFirst: true, Limit: 1}))[0].When(), must(r.Documents(t.Context(), store.DocumentFilter{Limit: 1}))[0].When()
}

// lookAtAll has every outlet's feed looked at every half hour, all the time, unless that was done.
func lookAtAll(t *testing.T, st *store.Store) {
	t.Helper()
	r := st.As(store.Everything)
	if feeds := must(r.Feeds(t.Context(), store.FeedFilter{})); len(feeds) > 0 {
		return
	}
	first, last := reaches(t, r)
	for _, o := range must(r.Outlets(t.Context())) {
		f := hearsay.Feed{ID: hearsay.FeedID("f-" + o.ID), Outlet: o.ID, Kind: hearsay.FeedRSS, URL: "https://" + o.Domain + "/rss", Every: time.Hour, Looked: last, Next: last.Add(time.Hour)}
		var looks []hearsay.Attempt
		for at := first; at.Before(last); at = at.Add(30 * time.Minute) {
			looks = append(looks, hearsay.Attempt{Feed: f.ID, URL: f.URL, At: at, Took: time.Second, Status: 200, Outcome: hearsay.Unchanged})
		}
		err := st.Write(t.Context(), func(tx *store.Tx) error {
			return errors.Join(tx.SaveFeeds(t.Context(), f), tx.AddAttempts(t.Context(), looks...))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// must is for what the ledger of a benchmark has.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// askPages asks for pages one after another, and gives how long each took, in order of length, and the bytes of the heaviest.
func askPages(t *testing.T, h http.Handler, addresses []string) (took []time.Duration, heaviest int) {
	t.Helper()
	for _, a := range addresses {
		w := httptest.NewRecorder()
		start := time.Now()
		h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, a, nil))
		took = append(took, time.Since(start))
		if w.Code != http.StatusOK {
			t.Errorf("GET %s = %d", a, w.Code)
		}
		heaviest = max(heaviest, w.Body.Len())
	}
	slices.Sort(took)
	return took, heaviest
}
