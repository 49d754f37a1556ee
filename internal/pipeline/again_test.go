// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/collect"
	"hearsay/internal/fetch"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

const (
	beforeEdit = "The Tarn harbour office said on Monday that the quay may stay closed for 8 weeks after the storm."
	afterEdit  = "The quay stays closed for 18 weeks after the storm."
)

// editedPage is a page of a paper whose article, and whatever stands around it, changes.
func editedPage(text, noise string) string {
	rest := "<p>The storm came on Saturday night and took a part of the wall with it, and boats were brought to the inner basin before it broke.</p>" +
		"<p>Fishing crews were told to use the old landing on the other side of the bay until the wall is mended and the lamps are lit again.</p>"
	return "<html><head><title>Quay closed after storm</title></head><body><header>" + noise + "</header><article><h1>Quay closed after storm</h1><p>" + text + "</p>" +
		strings.Repeat(rest, 2) + "</article><footer>Read " + noise + " times. <script>var x = '" + noise + "'</script></footer></body></html>"
}

// TestEditInSilenceIsNoticed: a known article is looked at again, conditionally; what changes around its text is no version and
// no event, what its text says otherwise is both.
func TestEditInSilenceIsNoticed(t *testing.T) {
	ctx, st := t.Context(), hearsaytest.Store(t)
	var page atomic.Value
	var asked, unchanged atomic.Int32
	page.Store(editedPage(beforeEdit, "1001"))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/rss":
			fmt.Fprintf(w, "<rss><channel><title>Tarn Courier</title><item><title>Quay</title><link>http://%s/quay?utm_source=rss</link></item></channel></rss>", r.Host)
		case "/quay":
			asked.Add(1)
			body := page.Load().(string)
			w.Header().Set("ETag", fmt.Sprintf("%q", fmt.Sprint(len(body), body[60:90])))
			if r.Header.Get("If-None-Match") == w.Header().Get("ETag") {
				unchanged.Add(1)
				w.WriteHeader(http.StatusNotModified)
				return
			}
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, body)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	at := netip.MustParseAddrPort(strings.TrimPrefix(server.URL, "http://"))
	p := newPlant(t, st)
	clock := time.Now().UTC().Truncate(time.Second)
	c := &collect.Collector{Fetch: fetch.New(fetch.Options{Every: time.Nanosecond, Loopback: []netip.AddrPort{at}}), Seen: pipeline.KnownPages{Store: st},
		Now: func() time.Time { return clock }}
	engine := &pipeline.Engine{Store: st, Archive: p.Archive}
	feed := hearsay.Feed{ID: "f", Outlet: "courier", Kind: hearsay.FeedRSS, URL: server.URL + "/rss"}
	hearsaytest.Write(t, st, func(tx *store.Tx) error { return tx.SaveFeeds(ctx, feed) })
	if _, err := p.Collected(ctx, c.Feed(ctx, feed)); err != nil {
		t.Fatal(err)
	}
	began := clock
	again := func(after time.Duration, body string, inputs, documents, events int) {
		t.Helper()
		if body != "" {
			page.Store(body)
		}
		clock = began.Add(after)
		report, err := p.Again(ctx, c, clock, 10)
		if err != nil || report.Inputs != inputs || !report.Balanced() {
			t.Errorf("after %v: %+v, %v; want %d inputs", after, report, err, inputs)
		}
		if err := engine.Run(ctx); err != nil {
			t.Fatal(err)
		}
		docs, err := st.As(store.Everything).Documents(ctx, store.DocumentFilter{})
		if err != nil || len(docs) != documents {
			t.Errorf("after %v: %d documents, %v; want %d", after, len(docs), err, documents)
		}
		told, err := st.As(store.Everything).Events(ctx, store.EventFilter{Kinds: []hearsay.EventKind{hearsay.DocumentChanged}})
		if err != nil || len(told) != events {
			t.Errorf("after %v: events %+v, %v; want %d", after, told, err, events)
		}
	}
	again(time.Minute, "", 0, 1, 0)
	again(2*time.Hour, "", 0, 1, 0)                                 // 304
	again(7*time.Hour, editedPage(beforeEdit, "2002"), 1, 1, 0)     // noise
	again(27*time.Hour, editedPage(afterEdit, "3003"), 1, 2, 1)     // the edit
	again(28*time.Hour, editedPage(afterEdit, "4004"), 0, 2, 1)     // not looked at yet
	again(4*24*time.Hour, editedPage(afterEdit, "5005"), 1, 2, 1)   // noise
	again(8*24*time.Hour, editedPage(afterEdit, "6006"), 1, 2, 1)   // the last look
	again(90*24*time.Hour, editedPage(beforeEdit, "7007"), 0, 2, 1) // nobody looks any more
	if asked.Load() != 6 || unchanged.Load() != 1 {
		t.Errorf("the page was asked for %d times, %d of them without news", asked.Load(), unchanged.Load())
	}
	events, err := st.As(store.Everything).Events(ctx, store.EventFilter{Kinds: []hearsay.EventKind{hearsay.DocumentChanged}})
	if err != nil || len(events) == 0 {
		t.Fatal(err)
	}
	for _, want := range []hearsay.ChangeKind{hearsay.SourceLost, hearsay.HedgeLost, hearsay.FigureChanged} {
		if !strings.Contains(events[0].Text, string(want)) {
			t.Errorf("the event says %q, not %q", events[0].Text, want)
		}
	}
	d, err := st.As(store.Everything).Document(ctx, events[0].Document)
	if err != nil || d.Prior == "" || d.URL != server.URL+"/quay" || d.Outlet != "courier" {
		t.Errorf("the later version: %+v, %v", d, err)
	}
}
