// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package trace turns what the documents of a story say into claims: attributions and statements that say the
// same thing are one claim, those that deny or confirm it are responses, and copies, credits and citations are
// links from document to document back towards an origin.
package trace

import (
	"cmp"
	"slices"

	"hearsay"
	"hearsay/internal/annotate"
	"hearsay/internal/stance"
)

// Version is raised when the same documents give other claims.
const Version = 9

// Item is one document of a story with what was found in it.
type Item struct {
	Document     hearsay.Document
	Attributions []hearsay.Attribution
	Statements   []hearsay.Statement

	// Of versions, as [Revise] sets it: where a later one says again what was said before, by attribution or statement;
	// and of an earlier one, which says only what was dropped, the version after it.
	Was      map[string]string
	Replaced hearsay.DocumentID
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
		of: map[string]int{}, owning: map[hearsay.DocumentID]bool{}, finder: finder{at: map[uint64][]int{}}}
	for i := range items {
		t.assertions(&items[i])
	}
	for i := range items {
		t.headlines(&items[i])
	}
	for i := range items {
		t.responses(&items[i])
	}
	t.relate()
	t.credits(copies)
	return t.result()
}

// draft is a claim in the making.
type draft struct {
	claim   hearsay.Claim
	members []proposition // of its assertions, at most a few: wordings differ
	inDoc   map[hearsay.DocumentID]bool
	denied  bool                        // known only from its denial
	rumour  bool                        // told as a rumour, or known only from what somebody says against it
	begins  int                         // where the first document that tells it does so
	tellers map[hearsay.DocumentID]bool // documents that tell it so
	clarity int                         // of its wording
	founds  []hearsay.ClaimID           // the claims that its assertions would begin
}

func newDraft(t *tracer, item *Item, id hearsay.ClaimID) *draft {
	return &draft{
		claim: hearsay.Claim{ID: id, Story: t.story, TLP: item.Document.TLP, Stamp: t.stamp},
		inDoc: map[hearsay.DocumentID]bool{}, tellers: map[hearsay.DocumentID]bool{},
	}
}

type tracer struct {
	story   hearsay.StoryID
	items   []Item
	outlet  func(string) (hearsay.OutletID, bool)
	decided Decided
	stamp   hearsay.Stamp
	drafts  []*draft
	finder  finder                      // of drafts
	of      map[string]int              // attribution or statement → index of its draft
	owning  map[hearsay.DocumentID]bool // documents asked whether they may take something back
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
		t.add(item, saidBy(a), place{string(a.ID), wordingOf(item, a), a.Figures, hearsay.Assertion{Document: item.Document.ID, Attribution: a.ID}, a.Act == hearsay.Rumour})
	}
	for _, s := range item.Statements {
		if s.Span.Start < item.Document.Body || earlierVersion.MatchString(s.Span.Text) || leavesAsked(s.Span.Text) {
			continue // headlines come later: they name a claim, they make none; what an earlier version said is said no more
		}
		t.add(item, stated(&s), place{string(s.ID), s.Span, s.Figures, hearsay.Assertion{Document: item.Document.ID, Statement: s.ID}, false})
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
		if stance, _ := disclaims(b.Said()); stance != "" && b != a || !b.Frames() && leavesAsked(b.Said()) {
			return false // "no evidence that …", "it is unclear whether …"
		}
	}
	if a.Negated || a.Channel == hearsay.PostChannel || t.takesBackOwn(item, a) {
		return false // a quoted post is a document of its own; what an outlet quotes as its mistake it says no more
	}
	if a.Frames() && (a.Channel == hearsay.TextChannel || len(a.Said()) > longestTurn) {
		return false // what it holds is claimed, not all of it at once
	}
	p := weighed(a.Content, a.Figures, "")
	size := p.size() + p.dates() // a date has as much to tell as two words
	if p.nobody {
		size++
	}
	return !a.Bare && size >= 3
}

// english reports whether a document is in the language of which sentences are parsed.
func english(d *hearsay.Document) bool { return d.Language == "" || d.Language == "en" }

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
	wording   hearsay.Span
	figures   []hearsay.Figure
	assertion hearsay.Assertion
	rumour    bool // told as a rumour
}

// add counts an assertion to the claim that says the same, or makes a claim of it.
func (t *tracer) add(item *Item, p proposition, at place) {
	id := hearsay.NewClaimID(item.first(at.id))
	if !english(&item.Document) {
		p.clause = nil
	}
	best, why := t.sayer(p, id)
	at.assertion.Reason = why
	if best < 0 {
		best = len(t.drafts)
		t.drafts = append(t.drafts, newDraft(t, item, id))
		at.assertion.Reason = "the first to say it"
	}
	d := t.drafts[best]
	if len(d.members) < wordings {
		d.members = append(d.members, p)
		t.finder.note(best, p)
	}
	t.word(d, item, at.wording, at.figures)
	d.inDoc[item.Document.ID] = true
	d.claim.TLP = max(d.claim.TLP, item.Document.TLP)
	t.of[at.id] = best
	if at.rumour {
		d.rumour, d.tellers[item.Document.ID] = true, true
	}
	at.assertion.Claim, at.assertion.Founds, at.assertion.Replaced = d.claim.ID, id, item.Replaced
	d.founds = append(d.founds, id)
	t.out.Assertions = append(t.out.Assertions, at.assertion)
}

// word gives the claim this wording if it has none, or a less clear one. Of equals the first stays.
func (t *tracer) word(d *draft, item *Item, wording hearsay.Span, figures []hearsay.Figure) {
	if d.claim.Silent == "" {
		d.claim.Silent = annotate.Silent(wording.Text, func(name string) bool { _, known := t.outlet(name); return known })
	}
	c := clarity(wording.Text)
	if d.claim.Text == "" {
		d.begins = wording.Start
	} else if c <= d.clarity {
		return
	}
	d.clarity = c
	d.claim.Text, d.claim.Source, d.claim.Span, d.claim.Figures = wording.Text, item.Document.ID, wording, nil
	for _, f := range figures {
		if wording.Holds(f.Span) {
			d.claim.Figures = append(d.claim.Figures, f)
		}
	}
}

// headlines counts what the headline says to the claim of its own document that it is most like.
func (t *tracer) headlines(item *Item) {
	for i := range item.Attributions {
		if a := &item.Attributions[i]; headline(item, a) && t.asserts(item, a) {
			t.sumUp(item, a.Said(), saidBy(a), string(a.ID), hearsay.Assertion{Document: item.Document.ID, Attribution: a.ID})
		}
	}
	for _, s := range item.Statements {
		if s.Span.Start < item.Document.Body && !leavesAsked(s.Span.Text) {
			t.sumUp(item, s.Span.Text, stated(&s), string(s.ID), hearsay.Assertion{Document: item.Document.ID, Statement: s.ID})
		}
	}
}

// inHeadline reads what a headline says. Where most of its words have a capital, only those are names that are names
// in the claims of its document.
func (t *tracer) inHeadline(item *Item, p proposition) proposition {
	if len(p.names) <= 2*len(p.words) {
		return p
	}
	var known set
	for _, d := range t.drafts {
		if d.inDoc[item.Document.ID] {
			for _, m := range d.members {
				for _, name := range m.names {
					known.add(name.word)
				}
			}
		}
	}
	for _, name := range p.names {
		if !known.has(name.word) {
			p.word(name.word)
		}
	}
	p.names = p.names.without(func(name string) bool { return !known.has(name) })
	return p
}

const summed = 0.4 // share of a headline's words that a claim must have

func (t *tracer) sumUp(item *Item, said string, p proposition, id string, as hearsay.Assertion) {
	p = t.inHeadline(item, p)
	if !english(&item.Document) {
		p.clause = nil
	}
	best, top := -1, summed
	for i, d := range t.drafts {
		if !d.inDoc[item.Document.ID] {
			continue
		}
		for _, m := range d.members {
			if l := within(p, m); l > top && !differ(m, p) && m.negated == p.negated && m.stands(p) != opposite {
				best, top = i, l
			}
		}
	}
	if best < 0 || denies(said, t.drafts[best].claim.Text) {
		return // "… denies …" in a headline asserts nothing
	}
	t.of[id] = best
	as.Claim, as.Founds, as.Reason = t.drafts[best].claim.ID, hearsay.NewClaimID(item.first(id)), "headline of a document that carries it"
	t.out.Assertions = append(t.out.Assertions, as)
}

// denies reports whether a headline speaks against the claim that it is about.
func denies(headline, claim string) bool {
	return stance.Shipped().JudgeRelated(stance.Read(claim), stance.Read(headline)).Stance == stance.Disagree
}

// relate links claims of which one is the other negated, and those that are one but for a number or a date.
func (t *tracer) relate() {
	for i, a := range t.drafts {
		for _, j := range t.finder.near(a.members...) {
			if j < i {
				a.relate(t.drafts[j])
			}
		}
	}
}

// relate links a claim to an earlier one.
func (d *draft) relate(earlier *draft) {
	differs := false
	for _, p := range d.members {
		for _, q := range earlier.members {
			rel, _ := compare(p, q)
			if rel == contrary && d.claim.Negates == "" {
				d.claim.Negates = earlier.claim.ID
			}
			if rel != otherFigure || differs {
				continue
			}
			if x, y, found := difference(p, q); found {
				differs = true
				d.claim.Differs = append(d.claim.Differs,
					hearsay.Difference{Claim: earlier.claim.ID, In: x.Kind, Here: x.Span.Text, There: y.Span.Text})
			}
		}
	}
}

func (t *tracer) result() Result {
	for _, d := range t.drafts {
		t.out.Claims = append(t.out.Claims, d.claim)
	}
	return t.out
}
