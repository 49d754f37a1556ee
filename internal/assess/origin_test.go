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
	return hearsay.Link{From: hearsay.DocumentID(from), To: hearsay.DocumentID(to), Kind: hearsay.Copies, Share: 0.9, Reason: "90 of its 100 words"}
}

// counted are cases with what is counted of them, and a reason that must be given.
func counted() []counting {
	a, b, c := doc("a", "ledger", 0), doc("b", "post", 1), doc("c", "wire", 2)
	a.Text = "Two officials said so."
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
		{"an outlet whose name was taken for a word", []assess.Assertion{says(b, word("Harrow Ledger")), says(c, outlet("Harrow Ledger")), says(doc("e", "courier", 4), body("Harrow Ledger"))},
			nil, "1-1 of which 0 named", ""},
		{"an outlet that we hold, whose name was taken for a word", []assess.Assertion{says(a, officials(2)), says(b, word("Harrow Ledger"))}, nil, "1-2 of which 0 named", "Quorn Post credits Harrow Ledger"},
		{"the outlet alone", []assess.Assertion{own(a, false)}, nil, "1-1 of which 0 named", ""},
		{"two outlets alone", []assess.Assertion{own(b, false), own(c, false)}, nil, "1-2 of which 0 named", ""},
		{"what it saw itself", []assess.Assertion{own(a, true), own(b, false)}, nil, "1-2 of which 1 named", ""},
		{"the wire's text", []assess.Assertion{own(c, false), own(credited, false)}, nil, "1-1 of which 0 named", "Quorn Post credits Nordwire for the text"},
		{"person and body are one", []assess.Assertion{says(a, person("Orla Tolk", "Elsund Water Board")), says(b, body("Elsund Water Board"))}, nil, "1-1 of which 1 named", "are one voice"},
		{"two of one body and the body are one", []assess.Assertion{says(a, person("Orla Tolk", "Elsund Water Board")), says(c, person("Jonas Amsel", "Elsund Water Board")), says(b, body("Elsund Water Board"))},
			nil, "1-1 of which 1 named", "are one voice"},
		{"a document and its body are one", []assess.Assertion{says(a, record("report of the Elsund Water Board")), says(b, body("Elsund Water Board"))}, nil, "1-1 of which 1 named", "are one voice"},
		{"another body is another", []assess.Assertion{says(a, person("Orla Tolk", "Elsund Water Board")), says(b, body("Corrin Freight"))}, nil, "2-2 of which 2 named", ""},
		{"outlets of one owner", []assess.Assertion{says(a, clerk), says(doc("f", "courier", 3), clerk)}, nil, "1-2 of which 0 named", "Harrow Ledger and Elsund Courier are one family: both were owned by quillon"},
		{"a headline only sums up", []assess.Assertion{says(a, officials(2)), headlineOf(a, clerk)}, nil, "1-2 of which 0 named", ""},
		{"an engineer may have seen for himself", []assess.Assertion{says(a, engineer("Orla Tolk", "Elsund Water Board")), says(b, body("Elsund Water Board"))}, nil, "1-2 of which 1 named", "may pass on what it says"},
		{"two engineers of one body", []assess.Assertion{says(a, engineer("Orla Tolk", "Elsund Water Board")), says(b, engineer("Jonas Amsel", "Elsund Water Board"))}, nil, "1-2 of which 1 named", "are of one body"},
		{"engineers of two bodies", []assess.Assertion{says(a, engineer("Orla Tolk", "Elsund Water Board")), says(b, engineer("Jonas Amsel", "Corrin Freight"))}, nil, "2-2 of which 2 named", ""},
		{"a last name alone", []assess.Assertion{says(a, tolk), says(b, person("Tolk", ""))}, nil, "1-1 of which 1 named", "Tolk is Orla Tolk"},
		{"a last name that two have", []assess.Assertion{says(a, tolk), says(b, person("Bram Tolk", "")), says(c, person("Tolk", ""))}, nil, "1-3 of which 1 named", "the one name holds the other"},
		{"papers of one sort", []assess.Assertion{says(a, record("report of the Elsund Water Board")), says(b, record("Elsund report"))}, nil, "1-2 of which 1 named", "may be one paper"},
		{"one page, seen by two", []assess.Assertion{sees(a, "The page of the Elsund archive lists no ferry"), sees(b, "The archive's website lists no ferry"), sees(c, "The page of the Elsund archive lists no ferry")},
			nil, "1-2 of which 1 named", "may have looked at one page"},
		{"a page and its copy in other words", []assess.Assertion{sees(a, "The ministry's page lists no ferry"), sees(b, "The website of the ministry lists no ferry")}, nil, "1-1 of which 1 named", ""},
		{"a copy with a source of its own", []assess.Assertion{says(a, officials(2)), says(b, officials(2)), says(b, tolk)}, []hearsay.Link{half("b", "a")}, "1-3 of which 1 named", "Quorn Post adds a source that Harrow Ledger does not have: Orla Tolk"},
		{"a byline of an agency that we hold", []assess.Assertion{says(c, officials(2)), own(credited, false)}, nil, "1-2 of which 0 named", "Quorn Post credits Nordwire for the text"},
		{"a link to the article of another", []assess.Assertion{says(a, officials(2)), own(b, false)}, []hearsay.Link{{From: "b", To: "a", Kind: hearsay.Credits}}, "1-2 of which 0 named", "Quorn Post links to the article of Harrow Ledger"},
		{"with a source and without one", []assess.Assertion{says(a, officials(2)), own(doc("g", "ledger", 6), false)}, nil, "1-2 of which 0 named", "rests on the sources that it names elsewhere"},
		{"nobody at all", []assess.Assertion{says(a)}, nil, "1-1 of which 0 named", ""},
	}
}

// half is a copy that has as many words of its own; the documents of these tests say in their text whom they asked.
func half(from, to string) hearsay.Link {
	l := copies(from, to)
	l.Share = 0.5
	return l
}

func engineer(name, of string) hearsay.Voice {
	v := person(name, of)
	v.Role = "engineer"
	return v
}

func sees(d *hearsay.Document, text string) assess.Assertion {
	a := own(d, true)
	a.Statement.Span.Text = text
	return a
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

func TestWhoSaysTheSameWordsIsOne(t *testing.T) {
	tolk, clerk, diplomat := person("Orla Tolk", ""), hearsay.Voice{Name: "clerk", Kind: hearsay.UnnamedVoice}, hearsay.Voice{Name: "diplomat", Kind: hearsay.UnnamedVoice}
	const words = "the pumps stood still for nine days"
	for _, x := range []struct {
		name, want string
		as         []assess.Assertion
		quoted     []assess.Quotation
	}{
		{"two unnamed", "1-1", []assess.Assertion{says(doc("a", "ledger", 0), clerk), says(doc("b", "post", 1), diplomat)},
			[]assess.Quotation{{Document: "a", Voice: "clerk", Runs: runs(words)}, {Document: "b", Voice: "diplomat", Runs: runs(words)}}},
		{"three officials and the one of them who is named", "1-3", []assess.Assertion{says(doc("a", "ledger", 0), officials(3)), says(doc("b", "post", 1), tolk)},
			[]assess.Quotation{{Document: "a", Voice: "officials", Runs: runs(words)}, {Document: "b", Voice: "Orla Tolk", Runs: runs(words)}}},
		{"other words", "1-2", []assess.Assertion{says(doc("a", "ledger", 0), clerk), says(doc("b", "post", 1), diplomat)},
			[]assess.Quotation{{Document: "a", Voice: "clerk", Runs: runs(words)}, {Document: "b", Voice: "diplomat", Runs: runs("nobody had told us of any leak")}}},
		{"words of somebody else", "1-2", []assess.Assertion{says(doc("a", "ledger", 0), clerk), says(doc("b", "post", 1), diplomat)},
			[]assess.Quotation{{Document: "a", Voice: "Bram Vosk", Runs: runs(words)}, {Document: "b", Voice: "Bram Vosk", Runs: runs(words)}}},
	} {
		k := caseOf(x.as...)
		k.Quotations = x.quoted
		i := assess.Origins(k)
		if got := fmt.Sprintf("%d-%d", i.Low, i.High); got != x.want {
			t.Errorf("%s: Origins = %s, want %s; reasons: %q", x.name, got, x.want, i.Reasons)
		}
	}
}

func TestWeakestLinkAndWhatWouldRaiseTheLowBound(t *testing.T) {
	a, b := doc("a", "ledger", 0), doc("b", "post", 1)
	tolk, clerk := person("Orla Tolk", ""), hearsay.Voice{Name: "clerk", Kind: hearsay.UnnamedVoice}
	for _, x := range []struct {
		name, weakest, raise string
		as                   []assess.Assertion
	}{
		{"nothing", "", "", nil},
		{"one unnamed", "clerk of Harrow Ledger, unnamed: 1 of 1 documents rest on it", "the name of clerk of Harrow Ledger and one more source that does not have it of the same", []assess.Assertion{says(a, clerk)}},
		{"several unnamed", "officials of Harrow Ledger, unnamed: 1 of 1 documents rest on it", "the names of two of officials of Harrow Ledger, if each knows of it for himself", []assess.Assertion{says(a, officials(3))}},
		{"unnamed of two outlets", "clerk of Harrow Ledger, unnamed: 1 of 2 documents rest on it", "the names of clerk of Harrow Ledger and clerk of Quorn Post, if neither has it of the other", []assess.Assertion{says(a, clerk), says(b, clerk)}},
		{"a named one and the outlet", "Quorn Post, an outlet that does not say whom it has it from: 1 of 2 documents rest on it", "the name of Quorn Post, if it has it neither of nor through Orla Tolk", []assess.Assertion{says(a, tolk), own(b, false)}},
		{"named alone", "Orla Tolk, a named source: 2 of 2 documents rest on it", "a source or a document that has it neither of nor through Orla Tolk", []assess.Assertion{says(a, tolk), says(b, tolk)}},
		{"two of one body", "Jonas Amsel, a named source: 1 of 2 documents rest on it", "that Jonas Amsel and Orla Tolk know of it each for themselves",
			[]assess.Assertion{says(a, engineer("Orla Tolk", "Corrin Freight")), says(b, engineer("Jonas Amsel", "Corrin Freight"))}},
	} {
		i := assess.Origins(caseOf(x.as...))
		if i.Weakest != x.weakest || i.Raise != x.raise {
			t.Errorf("%s: weakest link %q, raise %q, want %q and %q", x.name, i.Weakest, i.Raise, x.weakest, x.raise)
		}
	}
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
	if i := assess.Origins(k); i.Low != 1 || i.High != 2 || i.Named != 1 {
		t.Errorf("with a named voice Origins = %d-%d of which %d named, want 1-2 of which 1 named, for the circle may have begun with another", i.Low, i.High, i.Named)
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
	for range rapid.IntRange(0, 4).Draw(t, "quotations") {
		k.Quotations = append(k.Quotations, assess.Quotation{
			Document: hearsay.DocumentID(fmt.Sprint("d", rapid.IntRange(0, n-1).Draw(t, "quotes"))),
			Voice:    rapid.SampledFrom(voices).Draw(t, "voice").Name, Runs: runs(rapid.SampledFrom([]string{"one", "two"}).Draw(t, "words")),
		})
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

func runs(words string) [][]string { return [][]string{strings.Fields(words)} }
