// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package trace turns what the documents of a story say into claims: attributions and statements that say the
// same thing are one claim, those that deny or confirm it are responses, and copies, credits and citations are
// links from document to document back towards an origin.
package trace

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"hearsay"
	"hearsay/internal/stance"
)

// Version is raised when the same documents give other claims.
const Version = 4

// Item is one document of a story with what was found in it.
type Item struct {
	Document     hearsay.Document
	Attributions []hearsay.Attribution
	Statements   []hearsay.Statement
}

// Result is what one story holds.
type Result struct {
	Claims     []hearsay.Claim
	Assertions []hearsay.Assertion
	Responses  []hearsay.Response
	Links      []hearsay.Link
}

// Decided tells what people decided about two claims: true for the same, false for not the same; ok is false
// where nobody decided. It may be nil where nobody decided anything.
type Decided func(a, b hearsay.ClaimID) (same, ok bool)

// Story traces the documents of one story. The result depends on the items, not on their order. copies are the
// links of kind Copies that [Copy] found; outlet tells which outlet a name is.
func Story(id hearsay.StoryID, items []Item, copies []hearsay.Link, outlet func(string) (hearsay.OutletID, bool), decided Decided) Result {
	slices.SortFunc(items, func(a, b Item) int {
		return cmp.Or(a.Document.When().Compare(b.Document.When()), cmp.Compare(a.Document.ID, b.Document.ID))
	})
	t := &tracer{story: id, items: items, outlet: outlet, decided: decided, stamp: hearsay.NewStamp("trace", Version),
		of: map[string]int{}, finder: finder{}}
	for i := range items {
		t.assertions(&items[i])
	}
	for i := range items {
		t.headlines(&items[i])
	}
	for i := range items {
		t.responses(&items[i])
	}
	t.contraries()
	t.credits(copies)
	return t.result()
}

// draft is a claim in the making.
type draft struct {
	claim   hearsay.Claim
	members []proposition // of its assertions, at most a few: wordings differ
	inDoc   map[hearsay.DocumentID]bool
	denied  bool // known only from its denial
}

type tracer struct {
	story   hearsay.StoryID
	items   []Item
	outlet  func(string) (hearsay.OutletID, bool)
	decided Decided
	stamp   hearsay.Stamp
	drafts  []*draft
	finder  finder         // of drafts
	of      map[string]int // attribution or statement → index of its draft
	out     Result
}

const wordings = 6 // of a claim that are kept for comparison

// assertions adds what the document asserts, by others' words and on its own authority.
func (t *tracer) assertions(item *Item) {
	for i := range item.Attributions {
		a := &item.Attributions[i]
		if headline(item, a) || !t.asserts(item, a) {
			continue
		}
		p := newProposition(a.Said(), speakerOf(a))
		t.add(item, p, place{string(a.ID), a.Content[0], hearsay.Assertion{Document: item.Document.ID, Attribution: a.ID}})
	}
	for _, s := range item.Statements {
		if s.Span.Start < item.Document.Body {
			continue // headlines come later: they name a claim, they make none
		}
		t.add(item, newProposition(s.Span.Text, ""), place{string(s.ID), s.Span, hearsay.Assertion{Document: item.Document.ID, Statement: s.ID}})
	}
}

// headline reports whether the attribution stands in the headline: it sums up what the body says, and makes no
// claim of its own.
func headline(item *Item, a *hearsay.Attribution) bool { return a.Cue[0].Start < item.Document.Body }

// longestTurn is how many bytes a speaker's turn may have that is one claim: a sentence or two.
const longestTurn = 300

// asserts reports whether an attribution asserts its content: it is no question, denial, doubt or silence, and
// stands inside none, and it says enough to be compared.
func (t *tracer) asserts(item *Item, a *hearsay.Attribution) bool {
	for b := a; b != nil; b = inside(item, b) {
		switch b.Act {
		case hearsay.Deny, hearsay.Doubt, hearsay.NoComment, hearsay.Ask:
			return false
		}
	}
	if a.Negated || a.Channel == hearsay.PostChannel {
		return false // a quoted post is a document of its own
	}
	if a.Frames() && (a.Channel == hearsay.TextChannel || len(a.Said()) > longestTurn) {
		return false // what it holds is claimed, not all of it at once
	}
	return newProposition(a.Said(), "").size() >= 3
}

func inside(item *Item, a *hearsay.Attribution) *hearsay.Attribution {
	if a.Inside == "" {
		return nil
	}
	for i := range item.Attributions {
		if item.Attributions[i].ID == a.Inside {
			return &item.Attributions[i]
		}
	}
	return nil
}

// place is where an assertion stands.
type place struct {
	id        string
	span      hearsay.Span
	assertion hearsay.Assertion
}

// add counts an assertion to the claim that says the same, or makes a claim of it.
func (t *tracer) add(item *Item, p proposition, at place) {
	id := hearsay.NewClaimID(at.id)
	best, why := t.sayer(p, id)
	at.assertion.Reason = why
	if best < 0 {
		best = len(t.drafts)
		wording := withoutThat(at.span)
		t.drafts = append(t.drafts, &draft{
			claim: hearsay.Claim{ID: id, Story: t.story, Text: wording.Text, Source: item.Document.ID, Span: wording, TLP: item.Document.TLP, Stamp: t.stamp},
			inDoc: map[hearsay.DocumentID]bool{},
		})
		at.assertion.Reason = "the first to say it"
	}
	d := t.drafts[best]
	if len(d.members) < wordings {
		d.members = append(d.members, p)
		t.finder.note(best, p)
	}
	d.inDoc[item.Document.ID] = true
	d.claim.TLP = max(d.claim.TLP, item.Document.TLP)
	t.of[at.id] = best
	at.assertion.Claim = d.claim.ID
	t.out.Assertions = append(t.out.Assertions, at.assertion)
}

// withoutThat is the span without the conjunction that a clause of reported speech begins with.
func withoutThat(s hearsay.Span) hearsay.Span {
	for _, word := range []string{"that ", "whether "} {
		if strings.HasPrefix(s.Text, word) {
			return hearsay.Span{Start: s.Start + len(word), End: s.End, Text: s.Text[len(word):]}
		}
	}
	return s
}

// headlines counts what the headline says to the claim of its own document that it is most like.
func (t *tracer) headlines(item *Item) {
	for i := range item.Attributions {
		if a := &item.Attributions[i]; headline(item, a) && t.asserts(item, a) {
			t.sumUp(item, a.Said(), string(a.ID), hearsay.Assertion{Document: item.Document.ID, Attribution: a.ID})
		}
	}
	for _, s := range item.Statements {
		if s.Span.Start < item.Document.Body {
			t.sumUp(item, s.Span.Text, string(s.ID), hearsay.Assertion{Document: item.Document.ID, Statement: s.ID})
		}
	}
}

// inHeadline reads what a headline says. Where most of its words have a capital, only those are names that are names
// in the claims of its document.
func (t *tracer) inHeadline(item *Item, said string) proposition {
	p := newProposition(said, "")
	if len(p.names) <= 2*len(p.words) {
		return p
	}
	known := map[string]bool{}
	for _, d := range t.drafts {
		if d.inDoc[item.Document.ID] {
			for _, m := range d.members {
				maps.Copy(known, m.names)
			}
		}
	}
	for name := range maps.Clone(p.names) {
		if !known[name] {
			delete(p.names, name)
			p.word(name)
		}
	}
	return p
}

const summed = 0.4 // share of a headline's words that a claim must have

func (t *tracer) sumUp(item *Item, said, id string, as hearsay.Assertion) {
	p := t.inHeadline(item, said)
	best, top := -1, summed
	for i, d := range t.drafts {
		if !d.inDoc[item.Document.ID] {
			continue
		}
		for _, m := range d.members {
			if l := within(p, m); l > top && !conflict(m.numbers, p.numbers) && m.negated == p.negated {
				best, top = i, l
			}
		}
	}
	if best < 0 || denies(said, t.drafts[best].claim.Text) {
		return // "… denies …" in a headline asserts nothing
	}
	t.of[id] = best
	as.Claim, as.Reason = t.drafts[best].claim.ID, "headline of a document that carries it"
	t.out.Assertions = append(t.out.Assertions, as)
}

// denies reports whether a headline speaks against the claim that it is about.
func denies(headline, claim string) bool {
	return stance.Shipped().JudgeRelated(stance.Read(claim), stance.Read(headline)).Stance == stance.Disagree
}

// contraries links claims of which one is the other negated.
func (t *tracer) contraries() {
	for i, a := range t.drafts {
		near := map[int]bool{}
		for _, p := range a.members {
			for _, j := range t.finder.near(p) {
				near[j] = j < i
			}
		}
		for _, j := range slices.Sorted(maps.Keys(near)) {
			if near[j] && a.claim.Negates == "" && contradicts(a, t.drafts[j]) {
				a.claim.Negates = t.drafts[j].claim.ID
			}
		}
	}
}

func contradicts(a, b *draft) bool {
	for _, p := range a.members {
		for _, q := range b.members {
			if rel, _ := compare(p, q); rel == contrary {
				return true
			}
		}
	}
	return false
}

func (t *tracer) result() Result {
	for _, d := range t.drafts {
		t.out.Claims = append(t.out.Claims, d.claim)
	}
	return t.out
}
