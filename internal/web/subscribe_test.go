// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"hearsay"
	people "hearsay/internal/desk"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
	"hearsay/internal/web"
)

func (h *house) subscriber(address string) hearsay.Subscriber {
	h.t.Helper()
	x, err := h.st.As(store.Everything).SubscriberAt(h.t.Context(), address)
	if err != nil {
		h.t.Fatal(err)
	}
	return x
}

func link(path string, x hearsay.Subscriber, token string) string {
	return path + "?" + url.Values{"s": {string(x.ID)}, "t": {token}}.Encode()
}

func TestSubscribingTakesAYesAndLeavingTakesNoDoor(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		var log bytes.Buffer
		h := &house{t: t, st: st}
		h.handler = web.Handler(web.Options{Ledger: web.FromStore(st, web.Viewer), Subscribers: &people.Subscribers{Store: st}, Mails: true, Log: slog.New(slog.NewTextHandler(&log, nil))})
		v := h.visitor("")
		if w := v.do("GET", "/digests", nil); !strings.Contains(w.Body.String(), `href="/subscribe"`) {
			t.Error("the list of digests does not lead to it")
		}
		first := v.do("POST", "/subscribe", url.Values{"address": {"Ann@Paper.example"}}).Body.String()
		x := h.subscriber("ann@paper.example")
		if x.State != hearsay.SubscriberAsked || strings.Contains(first, "Ann@") {
			t.Fatalf("%+v", x)
		}
		confirm := link("/subscribe/confirm", x, people.ConfirmToken(&x))
		if w := v.do("GET", confirm, nil); w.Code != 200 || h.subscriber(x.Address).State != hearsay.SubscriberAsked {
			t.Fatalf("following the link: %d, %s", w.Code, h.subscriber(x.Address).State)
		}
		for _, wrong := range []string{"", people.LeaveToken(&x), strings.Repeat("0", 40), strings.Repeat("0", 4000), "\x00", "\xff"} {
			if w := v.do("POST", link("/subscribe/confirm", x, wrong), url.Values{}); w.Code != 404 || h.subscriber(x.Address).State != hearsay.SubscriberAsked {
				t.Fatalf("confirmed by %q: %d", wrong, w.Code)
			}
		}
		if w := v.do("POST", confirm, url.Values{}); w.Code != 200 || h.subscriber(x.Address).State != hearsay.SubscriberConfirmed {
			t.Fatalf("%d %+v", w.Code, h.subscriber(x.Address))
		}
		if second := v.do("POST", "/subscribe", url.Values{"address": {"ann@paper.example"}}).Body.String(); second != first {
			t.Errorf("the answer tells that the address is known:\n%s", second)
		}

		leave := link("/unsubscribe", x, people.LeaveToken(&x))
		if w := v.do("GET", leave, nil); w.Code != 200 || !strings.Contains(w.Body.String(), x.Address) || h.subscriber(x.Address).State != hearsay.SubscriberConfirmed {
			t.Fatalf("following the link: %d\n%s", w.Code, w.Body)
		}
		if w := v.do("GET", link("/unsubscribe", x, people.ConfirmToken(&x)), nil); w.Code != 404 || strings.Contains(w.Body.String(), x.Address) {
			t.Errorf("a wrong token: %d", w.Code)
		}
		// As a program for e-mail does it: from elsewhere, without cookie or origin.
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, leave, strings.NewReader("List-Unsubscribe=One-Click"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		h.handler.ServeHTTP(w, r)
		if w.Code != 200 || h.subscriber(x.Address).State != hearsay.SubscriberLeft {
			t.Fatalf("one click: %d, %s", w.Code, h.subscriber(x.Address).State)
		}
		if w := v.do("POST", confirm, url.Values{}); w.Code != 404 || h.subscriber(x.Address).State != hearsay.SubscriberLeft {
			t.Errorf("the old yes undoes it: %d, %s", w.Code, h.subscriber(x.Address).State)
		}
		for _, token := range []string{people.LeaveToken(&x), people.ConfirmToken(&x)} {
			if strings.Contains(log.String(), token) {
				t.Errorf("the log has a token:\n%s", &log)
			}
		}
	})
}

func TestAQuestionHoldsForTwoDays(t *testing.T) {
	st := hearsaytest.Store(t)
	subs, ctx, now := people.Subscribers{Store: st}, t.Context(), april(7, 9)
	x, err := subs.Ask(ctx, "ann@paper.example", "", now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := subs.Confirm(ctx, x.ID, people.ConfirmToken(&x), now.Add(people.QuestionHolds+time.Second)); err == nil {
		t.Error("confirmed after that")
	}
	y, err := subs.Ask(ctx, "ann@paper.example", "", now.Add(72*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := subs.Confirm(ctx, x.ID, people.ConfirmToken(&x), now.Add(72*time.Hour)); err == nil {
		t.Error("confirmed by an earlier question")
	}
	if _, err := subs.Confirm(ctx, x.ID, people.ConfirmToken(&y), now.Add(72*time.Hour)); err != nil {
		t.Error(err)
	}
}

func TestAskingForLettersIsBounded(t *testing.T) {
	h := newHouse(t, nil)
	v := h.visitor("")
	for _, wrong := range []string{"", "ann", "ann@", "@paper.example", "a b@paper.example", "ann@paper.example\r\nBcc: x@y.example", "Ann <ann@paper.example>", "ann@127.0.0.1", "ann@localhost", `"ann"@paper.example`} {
		if w := v.do("POST", "/subscribe", url.Values{"address": {wrong}}); w.Code != 400 {
			t.Errorf("%q: %d", wrong, w.Code)
		}
	}
	codes := map[int]int{}
	for range 40 {
		w := v.do("POST", "/subscribe", url.Values{"address": {"bo@paper.example"}})
		if codes[w.Code]++; w.Code == 429 && w.Header().Get("Retry-After") == "" {
			t.Error("not told when to come again")
		}
	}
	if codes[429] < 20 || codes[200] == 0 {
		t.Errorf("%v", codes)
	}
}
