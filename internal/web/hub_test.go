// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/collect"
	"hearsay/internal/fetch"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
	"hearsay/internal/web"
)

// hubWorld is a paper with a hub, and a desk that both can reach.
type hubWorld struct {
	t                *testing.T
	st               *store.Store
	paper, hub, desk *httptest.Server
	in               *pipeline.Intake
	collector        *collect.Collector
	subscriber       *pipeline.Subscriber
	clock            time.Time
	items            int          // in the paper's feed
	offer            string       // its Link field
	forms            []url.Values // that the hub was sent
	status           int          // its answer
}

func newHubWorld(t *testing.T, st *store.Store) *hubWorld {
	t.Helper()
	w := &hubWorld{t: t, st: st, clock: time.Now().UTC().Truncate(time.Second), status: http.StatusAccepted}
	w.hub = httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/old" {
			http.Redirect(out, r, "/", http.StatusPermanentRedirect)
			return
		}
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		w.forms = append(w.forms, r.PostForm)
		out.WriteHeader(w.status)
	}))
	w.paper = httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		out.Header().Set("Link", w.offer)
		fmt.Fprint(out, "<rss><channel><title>Tarn Courier</title>")
		for n := range w.items {
			fmt.Fprintf(out, "<item><title>News</title><link>http://%s/news/%d</link></item>", r.Host, n)
		}
		fmt.Fprint(out, "</channel></rss>")
	}))
	w.offer = fmt.Sprintf(`<%s/old>; rel="hub", <%s/feed>; rel="self"`, w.hub.URL, w.paper.URL)
	w.subscriber = &pipeline.Subscriber{Store: st, Now: w.now}
	w.desk = httptest.NewServer(web.Handler(web.Options{Ledger: web.FromStore(st, web.Viewer), Closed: true, Hubs: w.subscriber,
		Log: slog.New(slog.DiscardHandler)}))
	var there []netip.AddrPort
	for _, s := range []*httptest.Server{w.paper, w.hub, w.desk} {
		t.Cleanup(s.Close)
		there = append(there, netip.MustParseAddrPort(strings.TrimPrefix(s.URL, "http://")))
	}
	client := fetch.New(fetch.Options{Every: time.Nanosecond, Loopback: there})
	w.subscriber.Hubs, w.subscriber.Callback = client, w.desk.URL+web.HubPath
	w.collector = &collect.Collector{Fetch: client, Seen: pipeline.KnownPages{Store: st}, Now: w.now}
	a, err := archive.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	w.in = &pipeline.Intake{Store: st, Archive: a}
	hearsaytest.Write(t, st, func(tx *store.Tx) error {
		return tx.SaveFeeds(t.Context(), hearsay.Feed{ID: "f", Outlet: "courier", Kind: hearsay.FeedRSS, URL: w.paper.URL + "/feed"})
	})
	return w
}

func (w *hubWorld) now() time.Time { return w.clock }

func (w *hubWorld) feed() hearsay.Feed {
	w.t.Helper()
	f, err := w.st.As(store.Everything).Feed(w.t.Context(), "f")
	if err != nil {
		w.t.Fatal(err)
	}
	return f
}

// look looks at the feed after a while, which has so many items then.
func (w *hubWorld) look(after time.Duration, items int) hearsay.Feed {
	w.t.Helper()
	w.clock, w.items = w.clock.Add(after), items
	if _, err := w.in.Collected(w.t.Context(), w.collector.Feed(w.t.Context(), w.feed())); err != nil {
		w.t.Fatal(err)
	}
	return w.feed()
}

// round has the hubs asked that are due, and gives what they were sent.
func (w *hubWorld) round() []url.Values {
	w.t.Helper()
	w.forms = nil
	if err := w.subscriber.Round(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	return w.forms
}

func (w *hubWorld) call(method, address string, body io.Reader, signature string) (int, string, http.Header) {
	w.t.Helper()
	r, err := http.NewRequestWithContext(w.t.Context(), method, address, body)
	if err != nil {
		w.t.Fatal(err)
	}
	if signature != "" {
		r.Header.Set("X-Hub-Signature", signature)
	}
	got, err := http.DefaultClient.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer got.Body.Close()
	b, err := io.ReadAll(got.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return got.StatusCode, string(b), got.Header
}

// verify is the hub that wants a request confirmed.
func (w *hubWorld) verify(form url.Values, changes ...string) (int, string, http.Header) {
	w.t.Helper()
	q := url.Values{"hub.mode": form["hub.mode"], "hub.topic": form["hub.topic"], "hub.challenge": {"<b>word</b>"}, "hub.lease_seconds": {"864000"}}
	for i := 0; i < len(changes); i += 2 {
		q.Set(changes[i], changes[i+1])
	}
	return w.call("GET", form.Get("hub.callback")+"?"+q.Encode(), nil, "")
}

func sign(name string, h func() hash.Hash, secret, body string) string {
	sum := hmac.New(h, []byte(secret))
	io.WriteString(sum, body)
	return name + "=" + hex.EncodeToString(sum.Sum(nil))
}

// push is the hub that pushes something.
func (w *hubWorld) push(form url.Values) {
	w.t.Helper()
	w.clock = w.clock.Add(time.Second)
	const body = "<rss><channel><title>Not what the paper says</title></channel></rss>"
	if code, _, _ := w.call("POST", form.Get("hub.callback"), strings.NewReader(body), sign("sha256", sha256.New, form.Get("hub.secret"), body)); code != 202 {
		w.t.Errorf("a push was answered with %d", code)
	}
}

func (w *hubWorld) isDue(after time.Duration) bool {
	w.t.Helper()
	due, err := pipeline.DueFeeds(w.t.Context(), w.st, w.clock.Add(after))
	if err != nil {
		w.t.Fatal(err)
	}
	return len(due) > 0
}

// subscribed is a world in which the hub has confirmed what it was asked for.
func subscribed(t *testing.T, st *store.Store) (*hubWorld, url.Values) {
	t.Helper()
	w := newHubWorld(t, st)
	w.look(0, 1)
	forms := w.round()
	if len(forms) != 1 {
		t.Fatalf("the hub was sent %v", forms)
	}
	if code, body, _ := w.verify(forms[0]); code != 200 || body != "<b>word</b>" {
		t.Fatalf("verified: %d %q", code, body)
	}
	return w, forms[0]
}

// TestHubThatAFeedNamesIsSubscribedTo: asked by way of a redirect, once, and its push makes the feed due.
func TestHubThatAFeedNamesIsSubscribedTo(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		w := newHubWorld(t, st)
		if f := w.look(0, 1); f.State.Hub != w.hub.URL+"/old" || f.State.Topic != w.paper.URL+"/feed" {
			t.Fatalf("the feed offers %+v", f.State)
		}
		forms := w.round()
		if len(forms) != 1 {
			t.Fatalf("the hub was sent %v", forms)
		}
		form := forms[0]
		if form.Get("hub.mode") != "subscribe" || form.Get("hub.topic") != w.paper.URL+"/feed" || len(form.Get("hub.secret")) < 20 ||
			len(strings.TrimPrefix(form.Get("hub.callback"), w.desk.URL+"/hub/")) < 20 || form.Get("hub.lease_seconds") != "864000" {
			t.Errorf("the hub was sent %v", form)
		}
		if again := w.round(); len(again) != 0 {
			t.Errorf("asked again at once: %v", again)
		}
		code, body, header := w.verify(form)
		if code != 200 || body != "<b>word</b>" || header.Get("Content-Type") != "application/octet-stream" || header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("verified: %d %q %v", code, body, header)
		}
		w.clock = w.clock.Add(2 * time.Minute)
		if w.isDue(0) {
			t.Fatal("the feed is due by itself, which proves nothing")
		}
		w.push(form)
		if !w.isDue(0) || !w.feed().Notice.Waits {
			t.Error("a push does not make the feed due")
		}
		f := w.look(0, 2)
		if w.isDue(30*time.Second) || f.Notice.Waits {
			t.Error("the feed is due again behind the look")
		}
		w.push(form)
		if w.isDue(30*time.Second) || !w.isDue(2*time.Minute) {
			t.Error("a second push within a minute is not put off")
		}
		documents, err := st.As(store.Everything).Captures(t.Context(), store.CaptureFilter{})
		if err != nil || len(documents) != 4 { // the feed twice, its two pages
			t.Errorf("%d captures, %v: is something kept that the hub said?", len(documents), err)
		}
	})
}

// TestFeedIsLookedAtSeldomWhilePushesCome: within the three hours that prove looking; when news come of which the hub does not
// tell, as often as others, and the hub is asked anew.
func TestFeedIsLookedAtSeldomWhilePushesCome(t *testing.T) {
	w, form := subscribed(t, hearsaytest.Store(t))
	if f := w.look(20*time.Minute, 1); f.Every > collect.Latest {
		t.Errorf("before the first push: every %v", f.Every)
	}
	w.push(form)
	f := w.look(time.Minute, 2)
	if gap := f.Next.Sub(f.Looked); f.Every != collect.Relied || gap > 3*time.Hour {
		t.Errorf("after a push: every %v, next after %v", f.Every, gap)
	}
	for n := range collect.UntoldMost {
		if f.Every != collect.Relied {
			t.Errorf("after %d looks with untold news: every %v", n, f.Every)
		}
		f = w.look(2*time.Hour, 3+n)
	}
	if f.Every > collect.Latest {
		t.Errorf("after %d looks with untold news: every %v", collect.UntoldMost, f.Every)
	}
	events, err := w.st.As(store.Everything).Events(t.Context(), store.EventFilter{Kinds: []hearsay.EventKind{hearsay.HubSilent}})
	if err != nil || len(events) != 1 || !strings.Contains(events[0].Text, w.hub.URL) {
		t.Errorf("events %+v, %v", events, err)
	}
	w.clock = w.clock.Add(24 * time.Hour)
	if again := w.round(); len(again) != 1 {
		t.Errorf("a silent hub was asked %d times, want once", len(again))
	}
	w.push(form)
	if f = w.look(time.Minute, 9); f.Every != collect.Relied || f.State.Untold != 0 {
		t.Errorf("a hub that speaks again: every %v, %+v", f.Every, f.State)
	}
}

// TestSubscriptionIsRenewedBeforeItEnds: and pushes are heard all the while, and no longer.
func TestSubscriptionIsRenewedBeforeItEnds(t *testing.T) {
	w, form := subscribed(t, hearsaytest.Store(t))
	const day = 24 * time.Hour
	if w.clock = w.clock.Add(7 * day); len(w.round()) != 0 {
		t.Error("renewed after seven days of ten")
	}
	w.clock = w.clock.Add(day)
	again := w.round()
	if len(again) != 1 || again[0].Get("hub.callback") != form.Get("hub.callback") {
		t.Fatalf("after eight days of ten the hub was sent %v", again)
	}
	w.push(form)
	if code, _, _ := w.verify(again[0], "hub.lease_seconds", "99999999999"); code != 200 {
		t.Errorf("renewing was answered with %d", code)
	}
	if until := w.feed().Notice.Until.Sub(w.clock); until != 30*day {
		t.Errorf("a lease of thousands of years is taken for %v", until)
	}
	w.clock = w.clock.Add(31 * day)
	if code, _, _ := w.call("POST", form.Get("hub.callback"), strings.NewReader(""), sign("sha256", sha256.New, form.Get("hub.secret"), "")); code != 404 {
		t.Errorf("a push after the lease was answered with %d", code)
	}
}

func TestHubThatSaysNoIsAskedAgainAfterAWeek(t *testing.T) {
	w, form := subscribed(t, hearsaytest.Store(t))
	for n := range collect.UntoldMost { // that it was silent besides makes no haste
		w.look(time.Hour, 2+n)
	}
	if code, body, _ := w.verify(form, "hub.mode", "denied", "hub.reason", "no\nmore "+strings.Repeat("x", 9999)); code != 200 || body != "" {
		t.Errorf("denied: %d %q", code, body)
	}
	sub, err := w.st.As(store.Everything).Subscription(t.Context(), "f")
	if err != nil || sub.Runs(w.clock) || !strings.HasPrefix(sub.Reason, "denied: no more x") || len(sub.Reason) > 220 {
		t.Errorf("%+v, %v", sub, err)
	}
	if w.clock = w.clock.Add(6 * 24 * time.Hour); len(w.round()) != 0 {
		t.Error("asked again within a week")
	}
	w.clock, w.status = w.clock.Add(25*time.Hour), http.StatusForbidden
	if len(w.round()) != 1 {
		t.Error("not asked again after a week")
	}
	if sub, _ = w.st.As(store.Everything).Subscription(t.Context(), "f"); sub.Mode != "" || !strings.Contains(sub.Reason, "403") {
		t.Errorf("after status 403: %+v", sub)
	}
}

func TestHubThatAFeedNamesNoMoreIsLeft(t *testing.T) {
	w, form := subscribed(t, hearsaytest.Store(t))
	if code, _, _ := w.verify(form, "hub.mode", "unsubscribe"); code != 404 {
		t.Errorf("somebody else may unsubscribe us: %d", code)
	}
	w.offer = strings.Replace(w.offer, "/old", "/new", 1)
	w.look(time.Hour, 1)
	left := w.round()
	if len(left) != 1 || left[0].Get("hub.mode") != "unsubscribe" || left[0].Get("hub.secret") != "" {
		t.Fatalf("the hub was sent %v", left)
	}
	if code, body, _ := w.verify(left[0]); code != 200 || body == "" {
		t.Errorf("unsubscribing: %d %q", code, body)
	}
	if joined := w.round(); len(joined) != 1 || joined[0].Get("hub.mode") != "subscribe" || joined[0].Get("hub.callback") == form.Get("hub.callback") {
		t.Errorf("the new hub was sent %v", joined)
	}
	w.offer = ""
	w.look(time.Hour, 1)
	w.round() // forgets what was never confirmed
	if all, err := w.st.As(store.Everything).Subscriptions(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("left: %+v, %v", all, err)
	}
}
