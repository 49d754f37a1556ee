// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package assess_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hearsay"
	"hearsay/internal/assess"
)

func copies(from, to string) hearsay.Link {
	return hearsay.Link{From: hearsay.DocumentID(from), To: hearsay.DocumentID(to), Kind: hearsay.Copies, Reason: "90 of its 100 words"}
}

// counted are cases with what is counted of them, and a reason that must be given.
func counted() []counting {
	a, b, c := doc("a", "ledger", 0), doc("b", "post", 1), doc("c", "wire", 2)
	tolk, clerk := person("Orla Tolk", ""), hearsay.Voice{Name: "clerk", Kind: hearsay.UnnamedVoice}
	credited := doc("d", "post", 5)
	credited.Credit = "Nordwire"
	return []counting{
		{"one unnamed", []assess.Assertion{says(a, clerk)}, nil, "1-1 of which 0 named", ""},
		{"a stated number", []assess.Assertion{says(a, officials(3))}, nil, "1-3 of which 0 named", ""},
		{"a plural", []assess.Assertion{says(a, officials(0))}, nil, "1-2 of which 0 named", ""},
		{"unnamed of two outlets may overlap", []assess.Assertion{says(a, officials(2)), says(b, officials(3))}, nil, "1-5 of which 0 named", "may share a root"},
		{"the same unnamed again", []assess.Assertion{says(a, officials(2)), says(a, officials(2)), says(doc("e", "ledger", 4), officials(2))}, nil, "1-2 of which 0 named", ""},
		{"a named one is one wherever he speaks", []assess.Assertion{says(a, tolk), says(b, tolk), says(c, tolk)}, nil, "1-1 of which 1 named", ""},
		{"two named", []assess.Assertion{says(a, tolk), says(b, person("Mira Holloway", ""))}, nil, "2-2 of which 2 named", ""},
		{"a named and an unnamed", []assess.Assertion{says(a, tolk), says(b, clerk)}, nil, "1-2 of which 1 named", "may share a root"},
		{"a copy adds nothing", []assess.Assertion{says(a, officials(2)), says(b, officials(2))}, []hearsay.Link{copies("b", "a")}, "1-2 of which 0 named", "Quorn Post copies Harrow Ledger: 90 of its 100 words"},
		{"a copy of a copy", []assess.Assertion{says(a, clerk), own(b, false), own(c, false)}, []hearsay.Link{copies("b", "a"), copies("c", "b")}, "1-1 of which 0 named", "Nordwire copies Quorn Post"},
		{"a copy of what does not carry the claim", []assess.Assertion{says(b, clerk)}, []hearsay.Link{copies("b", "a")}, "1-1 of which 0 named", ""},
		{"credit to an outlet that we hold", []assess.Assertion{says(a, officials(2)), says(b, outlet("Harrow Ledger"), officials(2))}, nil, "1-2 of which 0 named", "Quorn Post credits Harrow Ledger"},
		{"credit to an outlet that we do not hold", []assess.Assertion{says(b, outlet("Harrow Ledger"), officials(2))}, nil, "1-2 of which 0 named", ""},
		{"two credit one that we do not hold", []assess.Assertion{says(b, outlet("Harrow Ledger")), says(c, outlet("Harrow Ledger"))}, nil, "1-1 of which 0 named", ""},
		{"the outlet alone", []assess.Assertion{own(a, false)}, nil, "1-1 of which 0 named", ""},
		{"two outlets alone", []assess.Assertion{own(b, false), own(c, false)}, nil, "1-2 of which 0 named", ""},
		{"what it saw itself", []assess.Assertion{own(a, true), own(b, false)}, nil, "1-2 of which 1 named", ""},
		{"the wire's text", []assess.Assertion{own(c, false), own(credited, false)}, nil, "1-1 of which 0 named", "Quorn Post credits Nordwire for the text"},
		{"person and body are one", []assess.Assertion{says(a, person("Orla Tolk", "Elsund Water Board")), says(b, body("Elsund Water Board"))}, nil, "1-1 of which 1 named", "are one voice"},
		{"two of one body and the body are one", []assess.Assertion{says(a, person("Orla Tolk", "Elsund Water Board")), says(c, person("Jonas Amsel", "Elsund Water Board")), says(b, body("Elsund Water Board"))},
			nil, "1-1 of which 1 named", "are one voice"},
		{"a document and its body are one", []assess.Assertion{says(a, record("report of the Elsund Water Board")), says(b, body("Elsund Water Board"))}, nil, "1-1 of which 1 named", "are one voice"},
		{"another body is another", []assess.Assertion{says(a, person("Orla Tolk", "Elsund Water Board")), says(b, body("Corrin Freight"))}, nil, "2-2 of which 2 named", ""},
		{"outlets of one owner", []assess.Assertion{says(a, clerk), says(doc("f", "courier", 3), clerk)}, nil, "1-2 of which 0 named", "one family"},
		{"a headline only sums up", []assess.Assertion{says(a, officials(2)), headlineOf(a, clerk)}, nil, "1-2 of which 0 named", ""},
		{"nobody at all", []assess.Assertion{says(a)}, nil, "1-1 of which 0 named", ""},
	}
}

type counting struct {
	name   string
	as     []assess.Assertion
	links  []hearsay.Link
	want   string
	reason string
}

func TestOriginsAreCountedAsAnInterval(t *testing.T) {
	for _, x := range counted() {
		t.Run(x.name, func(t *testing.T) {
			k := caseOf(x.as...)
			k.Links = x.links
			i := assess.Origins(k)
			if got := fmt.Sprintf("%d-%d of which %d named", i.Low, i.High, i.Named); got != x.want {
				t.Errorf("Origins = %s, want %s; reasons: %q", got, x.want, i.Reasons)
			}
			if !strings.Contains(strings.Join(i.Reasons, "\n"), x.reason) {
				t.Errorf("reasons = %q, want one that says %q", i.Reasons, x.reason)
			}
			for _, o := range i.Origins {
				if o.Reason == "" || o.Document == "" || o.Documents < 1 {
					t.Errorf("origin %+v has no reason or no document", o)
				}
			}
		})
	}
}

func headlineOf(d *hearsay.Document, v hearsay.Voice) assess.Assertion {
	a := says(d, v)
	d.Body = 50
	a.Attribution.Cue[0].Start = 10
	return a
}

func TestCreditsInACircleAreOneOrigin(t *testing.T) {
	k := caseOf(says(doc("a", "ledger", 0), outlet("Quorn Post")), says(doc("b", "post", 1), outlet("Nordwire")), says(doc("c", "wire", 2), outlet("Harrow Ledger")))
	i := assess.Origins(k)
	if i.Low != 1 || i.High != 1 || i.Named != 0 {
		t.Errorf("Origins = %d-%d of which %d named, want 1-1 of which 0 named", i.Low, i.High, i.Named)
	}
	if want := "a loop: Harrow Ledger, Nordwire, Quorn Post credit one another"; !strings.Contains(strings.Join(i.Reasons, "\n"), want) {
		t.Errorf("reasons = %q, want %q", i.Reasons, want)
	}
	k.Assertions = append(k.Assertions, says(doc("d", "ledger", 3), person("Orla Tolk", "")))
	if i := assess.Origins(k); i.Low != 1 || i.High != 1 || i.Named != 1 {
		t.Errorf("with a named voice Origins = %d-%d of which %d named, want 1-1 of which 1 named", i.Low, i.High, i.Named)
	}
}

// TestLongChainsOfCreditsAreFollowedOnce holds that many articles which credit one another twice are followed in a
// moment: paths double with each of them, documents do not.
func TestLongChainsOfCreditsAreFollowedOnce(t *testing.T) {
	var as []assess.Assertion
	for n := range 60 {
		d, other := doc(fmt.Sprintf("a%02d", n), "ledger", n), "Quorn Post"
		if n%2 == 1 {
			d.Outlet, other = "post", "Harrow Ledger"
		}
		if n == 0 {
			as = append(as, says(d, officials(2)))
			continue
		}
		as = append(as, says(d, outlet(other)), says(d, outlet(other)))
	}
	done := make(chan assess.Interval, 1)
	go func() { done <- assess.Origins(caseOf(as...)) }()
	select {
	case i := <-done:
		if i.Low != 1 || i.High != 2 {
			t.Errorf("Origins = %d-%d, want 1-2", i.Low, i.High)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("Origins of 60 articles took more than 10 s")
	}
}

// randomCase draws documents of four outlets, with chains of all kinds and copies among them.
func randomCase(t *rapid.T) assess.Case {
	voices := []hearsay.Voice{
		person("Orla Tolk", "Elsund Water Board"), person("Jonas Amsel", "Elsund Water Board"), person("Mira Holloway", ""), body("Elsund Water Board"), body("Corrin Freight"), officials(0), officials(3),
		{Name: "clerk", Kind: hearsay.UnnamedVoice}, {Kind: hearsay.UnknownVoice}, record("report of Corrin Freight"),
		outlet("Harrow Ledger"), outlet("Elsund Courier"), outlet("Nordwire"), outlet("Quorn Post"), outlet("Unheard Tribune"),
	}
	var k assess.Case
	n := rapid.IntRange(1, 7).Draw(t, "documents")
	for i := range n {
		d := doc(fmt.Sprint("d", i), rapid.SampledFrom([]hearsay.OutletID{"ledger", "courier", "wire", "post", ""}).Draw(t, "outlet"), rapid.IntRange(0, 9).Draw(t, "hour"))
		for range rapid.IntRange(1, 3).Draw(t, "assertions") {
			switch rapid.IntRange(0, 4).Draw(t, "kind") {
			case 0:
				k.Assertions = append(k.Assertions, own(d, rapid.Bool().Draw(t, "observed")))
			default:
				k.Assertions = append(k.Assertions, says(d, rapid.SliceOfN(rapid.SampledFrom(voices), 0, 3).Draw(t, "chain")...))
			}
		}
		if rapid.Bool().Draw(t, "copies") {
			k.Links = append(k.Links, copies(fmt.Sprint("d", i), fmt.Sprint("d", rapid.IntRange(0, n-1).Draw(t, "of"))))
		}
	}
	k.Outlets, k.Outlet = outlets, named
	return k
}

func TestLowIsNeverAboveHigh(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := randomCase(t)
		i := assess.Origins(k)
		if i.Low < 1 || i.Low > i.High || i.Named > len(i.Origins) || i.Named > i.Low && i.Low != 1 {
			t.Fatalf("Origins = %d-%d, %d named of %d", i.Low, i.High, i.Named, len(i.Origins))
		}
		a := assess.Claim(k, i)
		if a.Low != i.Low || a.High != i.High || a.Status == "" {
			t.Fatalf("assessment %+v does not hold what Origins gave: %+v", a, i)
		}
	})
}

func TestCopyNeverRaisesTheInterval(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := randomCase(t)
		before := assess.Origins(k)
		of := rapid.SampledFrom(k.Assertions).Draw(t, "original").Document
		late := doc("late", rapid.SampledFrom([]hearsay.OutletID{"", "other"}).Draw(t, "outlet"), 99)
		k.Assertions = append(k.Assertions, says(late, officials(4)), says(late, person("Brandt Vale", "")))
		k.Links = append(k.Links, copies("late", string(of.ID)))
		if after := assess.Origins(k); after.Low != before.Low || after.High != before.High || after.Named != before.Named {
			t.Fatalf("with a copy Origins = %d-%d, before %d-%d", after.Low, after.High, before.Low, before.High)
		}
	})
}

func TestOrderOfAssertionsDoesNotMoveTheInterval(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := randomCase(t)
		want := assess.Origins(k)
		k.Assertions = rapid.Permutation(k.Assertions).Draw(t, "assertions")
		if got := assess.Origins(k); got.Low != want.Low || got.High != want.High || got.Named != want.Named {
			t.Fatalf("Origins = %d-%d (%d named) in another order, before %d-%d (%d named)", got.Low, got.High, got.Named, want.Low, want.High, want.Named)
		}
	})
}
