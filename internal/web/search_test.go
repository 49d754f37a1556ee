// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"hearsay"
	"hearsay/internal/store"
)

// page is what a visitor is shown.
func (v *visitor) page(path string) *goquery.Document {
	v.t.Helper()
	w := v.do("GET", path, nil)
	if w.Code != 200 {
		v.t.Fatalf("GET %s = %d: %s", path, w.Code, w.Body)
	}
	doc, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return doc
}

// mark gives a document another marking.
func (h *house) mark(id hearsay.DocumentID, marking hearsay.TLP) {
	h.t.Helper()
	d, err := h.st.As(store.Everything).Document(h.t.Context(), id)
	if err != nil {
		h.t.Fatal(err)
	}
	d.TLP = marking
	if err := h.st.Write(h.t.Context(), func(tx *store.Tx) error { return tx.SaveDocuments(h.t.Context(), d) }); err != nil {
		h.t.Fatal(err)
	}
}

// TestFacetsCountWhatTheAskerMaySee counts the answers by outlet, month, language and kind, each leading to the narrower query; what is
// marked above the asker's ceiling is not counted.
func TestFacetsCountWhatTheAskerMaySee(t *testing.T) {
	h := newHouse(t, nil)
	h.add("ann", hearsay.RoleReader, hearsay.Red)
	facets := func(v *visitor, query string) string {
		t.Helper()
		doc := v.page("/search?q=" + url.QueryEscape(query))
		return strings.Join(strings.Fields(doc.Find(".facets").Text()), " ")
	}
	outsider := h.visitor("")
	if got, want := facets(outsider, "ferry"), "of 6 documents OutletHarbour Post 2Coast Today 1Daily Anchor 1Isle Letter 1Nordwire 1"; got != want {
		t.Errorf("facets of ferry: %q, want %q", got, want)
	}
	doc := outsider.page("/search?q=ferry")
	narrow, _ := doc.Find(".facets a").First().Attr("href")
	if n := outsider.page(narrow).Find(".hits li").Length(); n != 2 {
		t.Errorf("%s has %d answers, want 2", narrow, n)
	}
	if got := facets(outsider, "kind:article language:zh ferry"); got != "" {
		t.Errorf("a query without answers has facets %q", got)
	}
	h.mark("dpost", hearsay.Red)
	if got := facets(outsider, "ferry"); !strings.HasPrefix(got, "of 5 documents") || strings.Contains(got, "Harbour Post 2") {
		t.Errorf("with one document marked RED an outsider is told %q", got)
	}
	if got := facets(h.visitor("ann"), "ferry"); !strings.HasPrefix(got, "of 6 documents OutletHarbour Post 2") {
		t.Errorf("who may see it is told %q", got)
	}
}

func TestQueriesAreKeptByWhoAsks(t *testing.T) {
	h := newHouse(t, nil)
	h.add("ann", hearsay.RoleReader, hearsay.Red)
	h.add("bo", hearsay.RoleReader, hearsay.Red)
	ann, bo := h.visitor("ann"), h.visitor("bo")
	saved := func(v *visitor) string {
		t.Helper()
		return strings.Join(strings.Fields(v.page("/search").Find(".saved a").Text()), " ")
	}
	keep := func(name, query string) int {
		return ann.do("POST", "/search/save", url.Values{"name": {name}, "q": {query}}).Code
	}
	for _, x := range []struct {
		name, query string
		want        int
	}{{"Ferry", "ferry outlet:post", 303}, {"", "island jobs", 303}, {"Ferry", "ferry", 303}, {"bad", `ferry "open`, 400}, {strings.Repeat("x", 101), "ferry", 400}} {
		if got := keep(x.name, x.query); got != x.want {
			t.Errorf("keep %q as %q = %d, want %d", x.query, x.name, got, x.want)
		}
	}
	if got := saved(ann); got != "Ferryisland jobs" {
		t.Errorf("ann keeps %q", got)
	}
	if got := saved(bo); got != "" {
		t.Errorf("bo sees %q of ann's", got)
	}
	if w := bo.do("POST", "/search/drop", url.Values{"name": {"Ferry"}}); w.Code != 303 || saved(ann) != "Ferryisland jobs" {
		t.Errorf("bo drops ann's query: %d, %q", w.Code, saved(ann))
	}
	ann.do("POST", "/search/drop", url.Values{"name": {"Ferry"}})
	if got := saved(ann); got != "island jobs" {
		t.Errorf("after dropping one ann keeps %q", got)
	}
	if w := h.visitor("").do("POST", "/search/save", url.Values{"q": {"ferry"}}); w.Code != 404 {
		t.Errorf("who is not in keeps a query: %d", w.Code)
	}
}
