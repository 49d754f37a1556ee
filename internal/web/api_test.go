// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/api"
	people "hearsay/internal/desk"
	"hearsay/internal/taxii"
	"hearsay/internal/web"
)

// TestTheSessionReadsTheAPI up to the ceiling of who is in, and changes nothing there; a page of another site cannot even ask.
func TestTheSessionReadsTheAPI(t *testing.T) {
	h := newHouse(t, nil)
	h.add("ed", hearsay.RoleAdmin, hearsay.Green)
	h.handler = web.Handler(web.Options{Ledger: web.FromStore(h.st, web.Viewer), Door: h.door, Sessions: people.Sessions{Store: h.st}, API: api.Handler(api.Options{Store: h.st, Door: h.door})})
	in, out := h.visitor("ed"), h.visitor("")
	if w := in.do("GET", "/api/v1/account", nil); w.Code != 200 || !strings.Contains(w.Body.String(), `"ceiling":"GREEN"`) {
		t.Errorf("who is in: %d %s", w.Code, w.Body)
	}
	if w := out.do("GET", "/api/v1/account", nil); w.Code != 401 {
		t.Errorf("who is not: %d", w.Code)
	}
	if w := in.do("GET", "/api/v1/claims/kclosing", nil); w.Code != 200 || w.Result().Header.Get("Content-Type") != "application/json" || w.Result().Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("a claim: %d %v", w.Code, w.Result().Header)
	}
	for _, path := range []string{"/api/v1/decisions", "/api/v1/hooks"} {
		if w := in.do("POST", path, url.Values{}); w.Code != 403 || !strings.Contains(w.Body.String(), "takes a token") {
			t.Errorf("writing by session at %s: %d %s", path, w.Code, w.Body)
		}
		if w := in.do("POST", path, url.Values{}, "Sec-Fetch-Site", "cross-site"); w.Code != 403 {
			t.Errorf("from another site at %s: %d", path, w.Code)
		}
	}
	if w := in.do("GET", "/api/v2/claims", nil); w.Code != 404 || !strings.Contains(w.Body.String(), "openapi.json") {
		t.Errorf("what there is not: %d %s", w.Code, w.Body)
	}
}

// TestAStreamEndsWithTheSession: who leaves, or gets another password, is sent nothing more.
func TestAStreamEndsWithTheSession(t *testing.T) {
	for name, end := range map[string]func(h *house, in *visitor) error{
		"leaves": func(_ *house, in *visitor) error {
			in.do("POST", "/logout", url.Values{})
			return nil
		},
		"another password": func(h *house, _ *visitor) error {
			return h.door.SetPassword(t.Context(), "ed", "five other words of no kin")
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, nil)
			h.add("ed", hearsay.RoleReader, hearsay.Green)
			h.handler = web.Handler(web.Options{Ledger: web.FromStore(h.st, web.Viewer), Door: h.door, Sessions: people.Sessions{Store: h.st},
				API: api.Handler(api.Options{Store: h.st, Door: h.door, Tick: time.Millisecond})})
			server := httptest.NewServer(h.handler)
			defer server.Close()
			in := h.visitor("ed")
			r, err := http.NewRequestWithContext(t.Context(), "GET", server.URL+"/api/v1/events/stream", nil)
			if err != nil {
				t.Fatal(err)
			}
			r.AddCookie(in.cookie)
			answer, err := server.Client().Do(r)
			if err != nil || answer.StatusCode != 200 {
				t.Fatalf("%v %v", answer, err)
			}
			defer answer.Body.Close()
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				_, _ = io.Copy(io.Discard, answer.Body)
			}()
			select {
			case <-ended:
				t.Fatal("it ends by itself, so the test proves nothing")
			case <-time.After(200 * time.Millisecond):
			}
			if err := end(h, in); err != nil {
				t.Fatal(err)
			}
			select {
			case <-ended:
			case <-time.After(20 * time.Second):
				t.Error("it goes on")
			}
		})
	}
}

// TestH54SearchesOnThePagesAreCountedToo, together with those through the API.
func TestH54SearchesOnThePagesAreCountedToo(t *testing.T) {
	turns := people.NewTurns(2, 0)
	h := newHouse(t, func(o *web.Options) { o.Searches = turns })
	h.add("ann", hearsay.RoleReader, hearsay.Clear)
	a, err := h.door.Named(t.Context(), "ann")
	if err != nil {
		t.Fatal(err)
	}
	v := h.visitor("ann")
	for range 2 {
		if _, err := turns.Take(string(a.ID)); err != nil {
			t.Fatal(err)
		}
	}
	if w := v.do("GET", "/search?q=ferry", nil); w.Code != 503 {
		t.Errorf("a third search: %d", w.Code)
	}
	if w := h.visitor("").do("GET", "/search?q=ferry", nil); w.Code != 200 {
		t.Errorf("of somebody else: %d", w.Code)
	}
}

// TestPartnersComeInByTokenAlone: the browser's session is nothing under /taxii2/, and a method that changes is refused there.
func TestPartnersComeInByTokenAlone(t *testing.T) {
	h := newHouse(t, nil)
	h.add("ed", hearsay.RoleAdmin, hearsay.Green)
	h.handler = web.Handler(web.Options{Ledger: web.FromStore(h.st, web.Viewer), Door: h.door, Sessions: people.Sessions{Store: h.st}, Partners: taxii.Handler(taxii.Options{Store: h.st, Door: h.door})})
	if w := h.visitor("ed").do("GET", "/taxii2/", nil); w.Code != 401 || w.Result().Header.Get("Content-Type") != "application/taxii+json;version=2.1" {
		t.Errorf("by session: %d %v", w.Code, w.Result().Header)
	}
	h.handler = web.Handler(web.Options{Ledger: web.FromStore(h.st, web.Viewer)})
	if w := h.visitor("").do("GET", "/taxii2/", nil); w.Code != 404 {
		t.Errorf("where nothing is shared: %d", w.Code)
	}
}
