// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package taxii_test

import (
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/hearsaytest/raced"
	"hearsay/internal/store"
	"hearsay/internal/taxii"
)

// still is a clock that stands.
func still() time.Time { return hearsaytest.At(12, 0) }

func answer(w *httptest.ResponseRecorder) string {
	return fmt.Sprintf("%d %v\n%s", w.Code, w.Result().Header, w.Body)
}

// TestH58PartnersAreNotToldWhatIsMarkedAbove, just below each marking: every answer is, to the byte and with its times, that of a ledger
// without the record, also when the record moves.
func TestH58PartnersAreNotToldWhatIsMarkedAbove(t *testing.T) {
	raced.Skip(t) // asks much, one after another
	for marking := hearsay.Green; marking <= hearsay.Red; marking++ {
		plain, more := newHouse(t, hearsaytest.Store(t), taxii.Clocked(still)), newHouse(t, hearsaytest.Store(t), taxii.Clocked(still))
		hidden := hearsaytest.NewWorld("hidden", marking, 1)
		tokens := map[*house]string{}
		for _, h := range []*house{plain, more} {
			hearsaytest.NewWorld("seen", hearsay.Clear, 0).Save(t, h.st)
			tokens[h] = h.token("north", marking-1)
		}
		hidden.Save(t, more.st)
		idle(t, more.st)
		sees := more.token("sees", marking)
		at := plain.collectionOf(tokens[plain], marking-1)
		above := more.collectionOf(sees, marking)
		all, _ := more.pages(sees, above+"objects/", nil) // proves that the test can fail
		report := ""
		for _, o := range all {
			if id := objectID(t, o); strings.HasPrefix(id, "report--") && strings.Contains(string(o), "marking-definition--"+markings[marking]) {
				report = id
			}
		}
		if report == "" {
			t.Fatalf("who may see %s is not told of it: %s", marking, all)
		}
		compare := func() {
			t.Helper()
			for _, path := range []string{"/taxii2/", "/taxii2/ledger/", "/taxii2/ledger/collections/", at, at + "objects/", at + "objects/?limit=2", at + "manifest/", at + "manifest/?match[type]=report,note",
				at + "objects/" + report + "/", at + "objects/" + report + "/versions/", at + "objects/?match[id]=" + report, above + "objects/" + report + "/", above + "manifest/"} {
				a, b := plain.do(tokens[plain], "GET", path), more.do(tokens[more], "GET", path)
				if strings.Contains(path, "limit=") { // the places are signed by others
					a.Body.Truncate(strings.Index(a.Body.String(), `"next"`))
					b.Body.Truncate(strings.Index(b.Body.String(), `"next"`))
					a.Header().Del("Content-Length")
					b.Header().Del("Content-Length")
				}
				if answer(a) != answer(b) {
					t.Errorf("%s: without the hidden record\n%s\nwith it\n%s", path, answer(a), answer(b))
				}
			}
		}
		compare()
		hearsaytest.Write(t, more.st, func(tx *store.Tx) error { return tx.DeleteClaimsOf(t.Context(), hidden.Story.ID) })
		if recalled, _ := more.pages(sees, above+"objects/", url.Values{"match[id]": {report}}); len(recalled) != 1 || !strings.Contains(string(recalled[0]), `"revoked":true`) {
			t.Errorf("who had it is told %s", recalled)
		}
		compare()
	}
}

// markings are those of TLP 2.0, as objects.
var markings = map[hearsay.TLP]string{hearsay.Green: "bab4a63c", hearsay.Amber: "55d920b0", hearsay.AmberStrict: "939a9414", hearsay.Red: "e828b379"}

// TestH61WhatIsAskedOfCollectionsIsBounded: times, places and matches that mean harm, floods, and other media types.
func TestH61WhatIsAskedOfCollectionsIsBounded(t *testing.T) {
	st := hearsaytest.Store(t)
	hearsaytest.NewWorld("base", hearsay.Clear, 0).Save(t, st)
	h := newHouse(t, st, taxii.Unhurried)
	token := h.token("north", hearsay.Clear)
	at := h.collectionOf(token, hearsay.Clear)
	for _, query := range []string{"added_after=yesterday", "added_after=0001-01-01T00:00:00Z", "added_after=99999-01-01T00:00:00Z", "added_after=2026-01-01", "added_after=2026-01-01T00:00:00Z&added_after=2027-01-01T00:00:00Z",
		"limit=0", "limit=-1", "limit=1e3", "limit=ten", "limit=99999999999999999999", "limit=", "next=", "next=AAAA", "next=%00", "next=" + strings.Repeat("a", 9000), "sort=added", "match[author]=x", "match[id]=", "match[id]=%ff",
		"match[id]=" + strings.Repeat("a,", 101), "match[version]=newest", "match[type]=a%20OR%201", "a;b", "%zz"} {
		for _, list := range []string{"objects/", "manifest/"} {
			if w := h.do(token, "GET", at+list+"?"+query); w.Code != 400 || !strings.Contains(w.Body.String(), `"http_status":"400"`) {
				t.Errorf("%.60s: %d %.200s", query, w.Code, w.Body)
			}
		}
	}
	for _, query := range []string{"limit=1000000000", "match[id]=report--1'%20OR--", "match[type]=notes'--,\"", "match[spec_version]=2.0", "match[version]=2001-01-01T00:00:00.000Z", "added_after=2999-01-01T00:00:00Z"} {
		if w := h.do(token, "GET", at+"objects/?"+query); query == "limit=1000000000" && w.Code != 200 || w.Code == 500 || query[:5] != "limit" && w.Code == 200 && strings.Contains(w.Body.String(), `"objects"`) {
			t.Errorf("%s: %d %.200s", query, w.Code, w.Body)
		}
	}
	for _, accept := range []string{"text/html", "application/json", "application/taxii+json;version=2.0", "application/vnd.oasis.stix+json", "application/taxii+json;version=2.1;q=0", ";;", strings.Repeat("text/html,", 1000)} {
		if w := h.do(token, "GET", at+"objects/", "Accept", accept); w.Code != 406 {
			t.Errorf("%.40s: %d", accept, w.Code)
		}
	}
	for _, accept := range []string{mediaType, "application/taxii+json", "text/html, application/taxii+json; version=2.1", "*/*"} {
		if w := h.do(token, "GET", at+"objects/", "Accept", accept); w.Code != 200 {
			t.Errorf("%s: %d", accept, w.Code)
		}
	}
}

// TestH61APlaceIsGoodForItsListAlone: changed anywhere, of somebody else, of another list or another question, it is refused.
func TestH61APlaceIsGoodForItsListAlone(t *testing.T) {
	st := hearsaytest.Store(t)
	hearsaytest.NewWorld("base", hearsay.Clear, 0).Save(t, st)
	h := newHouse(t, st, taxii.Unhurried)
	token, other := h.token("north", hearsay.Green), h.token("south", hearsay.Green)
	clear, green := h.collectionOf(token, hearsay.Clear), h.collectionOf(token, hearsay.Green)
	var p page
	h.get(token, clear+"objects/?limit=2", &p)
	if !p.More {
		t.Fatal("one page")
	}
	next := "next=" + p.Next
	for name, w := range map[string]*httptest.ResponseRecorder{
		"another's":          h.do(other, "GET", clear+"objects/?limit=2&"+next),
		"another collection": h.do(token, "GET", green+"objects/?limit=2&"+next),
		"another list":       h.do(token, "GET", clear+"manifest/?limit=2&"+next),
		"another question":   h.do(token, "GET", clear+"objects/?match[type]=note&"+next),
		"another beginning":  h.do(token, "GET", clear+"objects/?added_after=2026-01-01T00:00:00Z&"+next),
		"another server":     newHouse(t, st, taxii.Unhurried).do(token, "GET", clear+"objects/?limit=2&"+next),
	} {
		if w.Code != 400 {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	for i := range p.Next {
		changed := []byte(p.Next)
		changed[i] ^= 1
		if w := h.do(token, "GET", clear+"objects/?limit=2&next="+url.QueryEscape(string(changed))); w.Code != 400 && i < len(p.Next)-1 { // the last letter has bits that say nothing
			t.Fatalf("changed at %d: %d", i, w.Code)
		}
	}
	if w := h.do(token, "GET", clear+"objects/?limit=3&"+next); w.Code != 200 {
		t.Errorf("with another limit: %d %s", w.Code, w.Body)
	}
}

func TestH61PartnersWhoAskTooOftenAreToldWhenToComeAgain(t *testing.T) {
	h := newHouse(t, hearsaytest.Store(t), nil)
	token := h.token("north", hearsay.Clear)
	codes := map[int]int{}
	for range 300 {
		w := h.do(token, "GET", "/taxii2/")
		codes[w.Code]++
		if w.Code == 429 && w.Header().Get("Retry-After") != "1" {
			t.Fatalf("come again in %q", w.Header().Get("Retry-After"))
		}
	}
	guesses := map[int]int{}
	for range 300 {
		guesses[h.do("hs_guess", "GET", "/taxii2/").Code]++
	}
	if codes[200] < 100 || codes[429] == 0 || guesses[401] < 100 || guesses[429] == 0 || guesses[200] > 0 {
		t.Errorf("%v, guessing %v", codes, guesses)
	}
}
