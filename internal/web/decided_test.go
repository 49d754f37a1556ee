// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"net/url"
	"strings"
	"testing"

	"hearsay"
)

// TestASourceThatSomebodyNamedIsShownBesideTheMachines is decided on the document's page, shown there with both readings, on the page of whom it names, and
// in the log.
func TestASourceThatSomebodyNamedIsShownBesideTheMachines(t *testing.T) {
	h := newHouse(t, nil)
	h.add("ann", hearsay.RoleAnalyst, hearsay.Red)
	ann := h.visitor("ann")
	for _, form := range []url.Values{
		{"kind": {"source"}, "object": {"a1"}, "other": {"http://desk.example/entity/eholm"}, "reason": {"there is one only"}},
		{"kind": {"act"}, "object": {"a1"}, "value": {"rumour"}, "reason": {"it was told at lunch"}},
	} {
		if w := ann.do("POST", "/decide", form); w.Code != 303 || w.Header().Get("Location") != "/decisions" {
			t.Fatalf("decide %v = %d %s", form, w.Code, w.Body)
		}
	}
	for _, want := range []struct{ path, selector, words string }{
		{"/document/dwire", ".notes", "three officials of the ministry"},
		{"/document/dwire", ".decided", "ann: the source is Ida Holm, because there is one only"},
		{"/document/dwire", ".decided", "ann: it is to rumour, because it was told at lunch"},
		{"/entity/eholm", ".responses", "The ferry line to Grünholm will close in May"},
		{"/decisions", ".ledger", "The ferry line to Grünholm will close in May; Ida Holm"},
	} {
		if got := strings.Join(strings.Fields(ann.page(want.path).Find(want.selector).Text()), " "); !strings.Contains(got, want.words) {
			t.Errorf("%s %s: %q, want %q in it", want.path, want.selector, got, want.words)
		}
	}
}

// TestADecidedStatusSaysWhyBeforeWhatIsDerived: the reason beneath a status is that of the status that is shown.
func TestADecidedStatusSaysWhyBeforeWhatIsDerived(t *testing.T) {
	h := newHouse(t, nil)
	h.add("ann", hearsay.RoleEditor, hearsay.Red)
	ann := h.visitor("ann")
	if w := ann.do("POST", "/decide", url.Values{"kind": {"status"}, "object": {"kclosing"}, "value": {"refuted"}, "reason": {"the timetable has it"}}); w.Code != 303 {
		t.Fatalf("decide = %d %s", w.Code, w.Body)
	}
	why := ann.page("/claim/kclosing").Find(".judgement .because")
	if first := strings.Join(strings.Fields(why.First().Text()), " "); !strings.HasPrefix(first, "ann decided so on ") || !strings.HasSuffix(first, ", because the timetable has it") {
		t.Errorf("the first reason is %q", first)
	}
	if second := why.Eq(1).Text(); why.Length() > 1 && !strings.HasPrefix(second, "What is derived: ") {
		t.Errorf("the second reason is %q", second)
	}
}

func TestDecisionsGoOnPageByPage(t *testing.T) {
	h := newHouse(t, nil)
	h.add("ann", hearsay.RoleAnalyst, hearsay.Red)
	ann := h.visitor("ann")
	for range 70 {
		if w := ann.do("POST", "/decide", url.Values{"kind": {"grade"}, "object": {"nordwire"}, "value": {"C"}, "reason": {"again"}}); w.Code != 303 {
			t.Fatalf("decide = %d", w.Code)
		}
	}
	seen, address := 0, "/decisions"
	for pages := 0; address != ""; pages++ {
		p := ann.page(address)
		seen += p.Find(".ledger tbody tr").Length()
		address, _ = p.Find(".more a").Attr("href")
		if pages > 3 {
			t.Fatal("the list has no end")
		}
	}
	if seen != 71 {
		t.Errorf("the pages have %d decisions, want 71", seen)
	}
	if w := ann.do("GET", "/decisions?after=jnone", nil); w.Code != 200 {
		t.Errorf("behind a decision that is not there: %d", w.Code)
	}
}
