// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package watch_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/hearsaytest/cost"
	"hearsay/internal/hearsaytest/raced"
	"hearsay/internal/watch"
)

const asked = "https://office.example/people"

// series looks at pages one after another, as a desk does.
type series struct {
	t     *testing.T
	track watch.Track
	pages map[hearsay.CaptureID]*watch.View
	found []watch.Found
	again bool
}

func newSeries(t *testing.T) *series {
	return &series{t: t, pages: map[hearsay.CaptureID]*watch.View{}}
}

func (s *series) add(l watch.Look) {
	l.At = earlier.Add(time.Duration(len(s.pages)+1) * time.Hour)
	if l.View != nil {
		l.Capture = hearsay.CaptureID(hearsay.ID('c', l.View.Title, l.View.Text))
	}
	s.pages[hearsay.CaptureID(fmt.Sprint(len(s.pages)))] = nil // so that time goes on
	if l.View != nil {
		s.pages[l.Capture] = l.View
	}
	var more []watch.Found
	more, s.again = s.track.Add(&l, asked, func(id hearsay.CaptureID) *watch.View { return s.pages[id] })
	s.found = append(s.found, more...)
}

// show looks at a page that is there.
func (s *series) show(page string) {
	s.add(watch.Look{Status: 200, URL: asked, View: see(s.t, page)})
}

func (s *series) kinds() (out []hearsay.ChangeKind) {
	for _, f := range s.found {
		out = append(out, kindsOf(f.Changes)...)
	}
	return out
}

func office(t *testing.T, do func(*content)) string {
	c := contentOf(casts["en"])
	if do != nil {
		do(&c)
	}
	return fill(t, "testdata/pages/table.html", c)
}

func TestAChangeIsToldOnceTwoOfThreeLooksShowIt(t *testing.T) {
	s := newSeries(t)
	s.show(office(t, nil))
	s.show(office(t, func(c *content) { c.People = c.People[1:] }))
	if len(s.found) > 0 || !s.again {
		t.Fatalf("told after one look: %+v, again %v", s.found, s.again)
	}
	s.show(office(t, func(c *content) { c.People, c.Views = c.People[1:], 9 }))
	if diff := cmp.Diff(kinds(hearsay.NameLost), s.kinds()); diff != "" || s.again {
		t.Errorf("after the second: %s, again %v", diff, s.again)
	}
	for range 5 {
		s.show(office(t, func(c *content) { c.People = c.People[1:] }))
	}
	if len(s.found) != 1 {
		t.Errorf("told %d times", len(s.found))
	}
}

// H47: a page that is not the same for everybody, or from look to look.
func TestH47APageThatDiffersFromLookToLookIsUnsteady(t *testing.T) {
	s := newSeries(t)
	for i := range 12 {
		s.show(office(t, func(c *content) {
			if i%2 == 1 {
				c.Notice = "The office moves to the old customs house on Monday."
			}
		}))
	}
	if len(s.found) > 0 {
		t.Errorf("told: %+v", s.found)
	}
	if len(s.track.Unsteady) == 0 {
		t.Error("the page is not known to be unsteady")
	}
	// A name that vanishes from the steady part is found all the same.
	for i := range 3 {
		s.show(office(t, func(c *content) {
			if c.People = c.People[:3]; i%2 == 1 {
				c.Notice = "The office moves to the old customs house on Monday."
			}
		}))
	}
	if got := s.kinds(); !slices.Contains(got, hearsay.NameLost) || slices.Contains(got, hearsay.TextLost) {
		t.Errorf("got %v", got)
	}
}

func TestH47WhatRotatesWithoutAMarkIsLearnt(t *testing.T) {
	slogans := []string{"Fly to the islands", "Coffee from the hills of Tarn", "Win a boat this week", "New shoes for the rain", "Insure your barge today"}
	page := func(i int) string {
		return strings.Replace(office(t, nil), "</main>", `</main><div class="box"><p>`+slogans[i%5]+"</p></div>", 1)
	}
	s := newSeries(t)
	for i := range 15 {
		s.show(page(i))
	}
	if len(s.found) > 0 {
		t.Errorf("told: %+v", s.found)
	}
}

func TestAnUnsteadyPlaceThatComesToRestIsToldOf(t *testing.T) {
	s := newSeries(t)
	notice := func(n string) string { return office(t, func(c *content) { c.Notice = n }) }
	for i := range 6 {
		s.show(notice([]string{"Enquiries go to the post room.", "The office moves to the customs house."}[i%2]))
	}
	for range 12 {
		s.show(notice("All harbours are closed until the storm is over."))
	}
	if got := s.kinds(); !slices.Contains(got, hearsay.TextGiven) {
		t.Errorf("got %v", got)
	}
}

func TestTheStatesOfAPageAreToldApart(t *testing.T) {
	page := func(title, body string) *watch.View {
		return see(t, "<html><head><title>"+title+"</title></head><body>"+body+"</body></html>")
	}
	there := see(t, office(t, nil))
	for _, test := range []struct {
		name     string
		look     watch.Look
		want     watch.State
		evidence string
	}{
		{"the same", watch.Look{Status: 200, URL: asked, View: there}, watch.Present, ""},
		{"with a slash", watch.Look{Status: 200, URL: asked + "/", View: there}, watch.Present, ""},
		{"moved", watch.Look{Status: 200, URL: "https://office.example/about/people", View: there}, watch.Moved, "/about/people"},
		{"404", watch.Look{Status: 404}, watch.Removed, "404"},
		{"410", watch.Look{Status: 410}, watch.Removed, "410"},
		{"503", watch.Look{Status: 503}, watch.Down, "503"},
		{"no answer", watch.Look{Failure: "connection refused"}, watch.Down, "refused"},
		{"robots", watch.Look{Refused: "robots.txt does not let us"}, watch.Blocked, "robots"},
		{"403", watch.Look{Status: 403}, watch.Blocked, "403"},
		{"451", watch.Look{Status: 451}, watch.Blocked, "451"},
		{"401", watch.Look{Status: 401}, watch.Walled, "401"},
		{"soft 404", watch.Look{Status: 200, URL: asked, View: page("Ministry of Ports", "<h1>Sorry</h1><p>The page you are looking for no longer exists.</p>")}, watch.SoftRemoved, "no longer exists"},
		{"soft 404 in French", watch.Look{Status: 200, URL: asked, View: page("Page introuvable", "<p>Oups.</p>")}, watch.SoftRemoved, "introuvable"},
		{"the front page", watch.Look{Status: 200, URL: "https://office.example/", View: page("Ministry of Ports", "<h1>Welcome</h1><p>News of the harbours.</p>")}, watch.SoftRemoved, "front page"},
		{"challenge", watch.Look{Status: 200, URL: asked, View: page("Just a moment...", "<p>Checking your browser before you go on.</p>")}, watch.Blocked, "checking your browser"},
		{"login", watch.Look{Status: 200, URL: "https://office.example/login?next=people", View: page("Intranet", "<form><input name=u><input type=password></form><p>Your name</p>")}, watch.Walled, "password"},
		{"members", watch.Look{Status: 200, URL: asked, View: page("Ministry", "<p>Please log in to read this page.</p>")}, watch.Walled, "log in"},
		{"emptied, not removed", watch.Look{Status: 200, URL: asked, View: see(t, office(t, func(c *content) { c.People, c.Notice = nil, "No records could be found." }))}, watch.Present, ""},
		{"rewritten, not removed", watch.Look{Status: 200, URL: asked, View: page("Leadership", "<h1>Leadership</h1><p>The ministry is led by its minister and three deputies, who are named by the council each spring.</p>")}, watch.Present, ""},
	} {
		got, why := watch.Judge(&test.look, asked, there)
		if got != test.want || !strings.Contains(why, test.evidence) {
			t.Errorf("%s: %s (%s), want %s (%s)", test.name, got, why, test.want, test.evidence)
		}
	}
}

func TestAPageThatGoesAndComesIsToldTwice(t *testing.T) {
	s := newSeries(t)
	s.show(office(t, nil))
	s.add(watch.Look{Status: 404})
	s.add(watch.Look{Status: 404})
	s.show(office(t, nil))
	s.show(office(t, nil))
	var got []watch.State
	for _, f := range s.found {
		got = append(got, f.From, f.To)
	}
	if diff := cmp.Diff([]watch.State{watch.Present, watch.Removed, watch.Removed, watch.Present}, got); diff != "" {
		t.Error(diff)
	}
	s.add(watch.Look{Failure: "timeout"})
	s.show(office(t, nil))
	if len(s.found) != 2 {
		t.Error("one failed look is told as news")
	}
}

func TestSpansAreVerbatim(t *testing.T) {
	a, b := see(t, office(t, nil)), see(t, office(t, func(c *content) { c.People, c.Number, c.Link = c.People[2:], "9", "/x" }))
	for _, c := range watch.Compare(a, b) {
		if c.Before.Text != "" && a.Text[c.Before.Start:c.Before.End] != c.Before.Text {
			t.Errorf("%s: before %+v", c.Kind, c.Before)
		}
		if c.After.Text != "" && b.Text[c.After.Start:c.After.End] != c.After.Text {
			t.Errorf("%s: after %+v", c.Kind, c.After)
		}
	}
}

func TestASelectorWatchesOnePartOfAPage(t *testing.T) {
	selector, err := watch.NewSelector("main table.people")
	if err != nil {
		t.Fatal(err)
	}
	see := func(do func(*content)) *watch.View {
		v, err := watch.See(office(t, do), asked, selector)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	base := see(nil)
	if got := watch.Compare(base, see(func(c *content) { c.Notice, c.Number = "Closed.", "3" })); len(got) > 0 {
		t.Errorf("outside of it: %+v", got)
	}
	if diff := cmp.Diff(kinds(hearsay.NameLost), kindsOf(watch.Compare(base, see(func(c *content) { c.People = c.People[1:] })))); diff != "" {
		t.Error(diff)
	}
}

func TestH48CostlySelectorsAreRefused(t *testing.T) {
	for _, css := range []string{
		strings.Repeat("div ", 100), "p:has(p:has(p))", "p:matches((a+)+$)", "p:contains(x)", "p[", strings.TrimSpace(strings.Repeat(".x ", 30)), ".y .x .x", strings.Repeat("a,", 60_000), "p:not(:not(:not(b)))",
	} {
		if _, err := watch.NewSelector(css); !errors.Is(err, hearsay.ErrInvalid) {
			t.Errorf("%.30q: %v", css, err)
		}
	}
	raced.Skip(t)
	deep := strings.Repeat("<div class=x>", 400) + strings.Repeat("<p class=x>y", 50_000)
	selector, err := watch.NewSelector(".y .x > p, .z .x")
	if err != nil {
		t.Fatal(err)
	}
	took := cost.Of(func() { _, err = watch.See(deep, asked, selector) }).CPU
	if err != nil || took > 3*time.Second {
		t.Errorf("a selector that chooses nothing took %s: %v", took, err)
	}
}

func TestH49HugeDifferencesAreQuick(t *testing.T) {
	raced.Skip(t)
	page := func(word string) string {
		var b strings.Builder
		for i := range 200_000 {
			fmt.Fprintf(&b, "<p>%s number %d of the list of all of them</p>\n", word, i)
		}
		return b.String()
	}
	for name, pages := range map[string][2]string{
		"all lines":       {page("earlier"), page("later")},
		"one line":        {strings.Repeat("word ", 2<<20), strings.Repeat("thing ", 2<<20)},
		"one line marked": {strings.Repeat("12 comments ", 1<<20), strings.Repeat("x1 ago ", 1<<20)},
	} {
		took := cost.Of(func() { watch.Compare(see(t, pages[0]), see(t, pages[1])) }).CPU
		if limit := 3 * time.Second; took > limit {
			t.Errorf("%s: %s", name, took)
		}
	}
}

// FuzzSee sees and compares any two pages without panic, and with verbatim spans.
func FuzzSee(f *testing.F) {
	f.Add("<ul><li>Anna Vell, Minister<li>Jorin Tamsel</ul>", "<ul><li>Jorin Tamsel</ul><p>17 March")
	f.Add("<table><tr><td>王立新<td>局长</table>", "<dl><dt>x<dd>y<div class=ad>z")
	f.Fuzz(func(t *testing.T, x, y string) {
		a, errA := watch.See(x, asked, watch.Selector{})
		b, errB := watch.See(y, asked, watch.Selector{})
		if errA != nil || errB != nil {
			return
		}
		for _, c := range watch.Compare(a, b) {
			if c.Before.Text != a.Text[c.Before.Start:c.Before.End] || c.After.Text != b.Text[c.After.Start:c.After.End] {
				t.Fatalf("%+v", c)
			}
		}
	})
}
