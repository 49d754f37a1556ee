// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"net/url"
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/api"
	people "hearsay/internal/desk"
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
