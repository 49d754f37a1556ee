// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"fmt"
	"hash"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
	"hearsay/internal/web"
)

// TestH77OnlyWhatWasAskedForIsConfirmed: another topic, another mode, a request that nobody made, one that was confirmed already.
func TestH77OnlyWhatWasAskedForIsConfirmed(t *testing.T) {
	w := newHubWorld(t, hearsaytest.Store(t))
	w.look(0, 1)
	form := w.round()[0]
	for _, change := range [][]string{
		{"hub.topic", "https://other.example/feed"}, {"hub.topic", ""}, {"hub.mode", "unsubscribe"}, {"hub.mode", ""}, {"hub.mode", "publish"},
		{"hub.challenge", ""}, {"hub.challenge", strings.Repeat("x", 4000)}, {"hub.topic", "x", "hub.mode", "denied"},
	} {
		if code, body, _ := w.verify(form, change...); code != 404 || strings.Contains(body, "<b>") {
			t.Errorf("%v: %d", change, code)
		}
	}
	if f := w.feed(); !f.Notice.Until.IsZero() {
		t.Fatalf("a lease began: %+v", f.Notice)
	}
	if code, _, _ := w.call("POST", form.Get("hub.callback"), strings.NewReader(""), sign("sha256", sha256.New, form.Get("hub.secret"), "")); code != 404 {
		t.Errorf("a push before it was confirmed: %d", code)
	}
	w.clock = w.clock.Add(2 * time.Hour)
	if code, _, _ := w.verify(form); code != 404 {
		t.Errorf("confirmed after two hours: %d", code)
	}
	form = w.round()[0]
	for i, want := range []int{200, 404} {
		if code, _, _ := w.verify(form); code != want {
			t.Errorf("challenge %d: %d, want %d", i, code, want)
		}
	}
}

// TestH77PushesAreSigned by the secret of this subscription, by any of the methods that are named; whoever signs otherwise
// is not told so.
func TestH77PushesAreSigned(t *testing.T) {
	w, form := subscribed(t, hearsaytest.Store(t))
	const body = "<rss/>"
	secret := form.Get("hub.secret")
	w.clock = w.clock.Add(2 * time.Minute)
	for name, signature := range map[string]string{
		"none": "", "of another": sign("sha256", sha256.New, "x", body), "of no secret": sign("sha256", sha256.New, "", body),
		"of another body": sign("sha256", sha256.New, secret, body+" "), "unknown": sign("md5", sha256.New, secret, body), "cut": sign("sha256", sha256.New, secret, body)[:50],
		"empty": "sha256=", "no hex": "sha256=zz",
	} {
		if code, _, _ := w.call("POST", form.Get("hub.callback"), strings.NewReader(body), signature); code != 202 || w.isDue(0) {
			t.Errorf("signature %s: %d, due %v", name, code, w.isDue(0))
		}
	}
	for name, h := range map[string]func() hash.Hash{"sha1": sha1.New, "sha256": sha256.New, "sha384": sha512.New384, "SHA512": sha512.New} {
		if code, _, _ := w.call("POST", form.Get("hub.callback"), strings.NewReader(body), sign(name, h, secret, body)); code != 202 || !w.isDue(0) {
			t.Errorf("signed by %s: %d, due %v", name, code, w.isDue(0))
		}
		w.look(0, 1)
		w.clock = w.clock.Add(2 * time.Minute)
	}
}

// TestH77PushOf100MegabytesIsRefused: and is not held.
func TestH77PushOf100MegabytesIsRefused(t *testing.T) {
	w, form := subscribed(t, hearsaytest.Store(t))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	r := httptest.NewRequestWithContext(t.Context(), "POST", form.Get("hub.callback"), io.LimitReader(zeros{}, 100<<20))
	r.Header.Set("X-Hub-Signature", sign("sha256", sha256.New, form.Get("hub.secret"), ""))
	got := httptest.NewRecorder()
	w.desk.Config.Handler.ServeHTTP(got, r)
	runtime.ReadMemStats(&after)
	if got.Code != http.StatusRequestEntityTooLarge || w.feed().Notice.Waits {
		t.Errorf("%d, waits %v", got.Code, w.feed().Notice.Waits)
	}
	if held := after.TotalAlloc - before.TotalAlloc; held > 4<<20 {
		t.Errorf("%d bytes were allocated for it", held)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

// TestH77UnknownAddressesAreLikeKnownOnes that are used in another way.
func TestH77UnknownAddressesAreLikeKnownOnes(t *testing.T) {
	w, form := subscribed(t, hearsaytest.Store(t))
	known, unknown := form.Get("hub.callback"), w.desk.URL+"/hub/NOBODYKNOWSTHISPATHATALLXX"
	answer := func(method, address string) string {
		code, body, header := w.call(method, address, nil, "")
		header.Del("Date")
		return fmt.Sprintln(code, body, header)
	}
	want := answer("GET", unknown)
	for _, method := range []string{"GET", "PUT", "DELETE", "PATCH"} {
		if got := answer(method, known); got != want {
			t.Errorf("%s of a known path: %s, want %s", method, got, want)
		}
	}
	if got := answer("POST", unknown); got != want || !strings.HasPrefix(got, "404") {
		t.Errorf("POST of an unknown path: %s", got)
	}
	without := httptest.NewRecorder()
	web.Handler(web.Options{Ledger: web.FromStore(w.st, web.Viewer)}).ServeHTTP(without, httptest.NewRequestWithContext(t.Context(), "GET", unknown, nil))
	if without.Code != 404 || !bytes.Contains([]byte(want), without.Body.Bytes()) {
		t.Errorf("a desk without hubs: %d", without.Code)
	}
}

// TestH77HubInsideIsNotAsked: an offer is an address like any other.
func TestH77HubInsideIsNotAsked(t *testing.T) {
	w := newHubWorld(t, hearsaytest.Store(t))
	w.offer = fmt.Sprintf(`<http://169.254.169.254/latest>; rel="hub", <%s/feed>; rel="self"`, w.paper.URL)
	w.look(0, 1)
	w.round()
	sub, err := w.st.As(store.Everything).Subscription(t.Context(), "f")
	if err != nil || sub.Mode != "" || !strings.Contains(sub.Reason, "not public") {
		t.Errorf("%+v, %v", sub, err)
	}
}
