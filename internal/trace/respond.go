// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"hearsay"
)

func percent(share float64) string { return strconv.Itoa(int(math.Round(100*share))) + " %" }

var stances = map[hearsay.Act]hearsay.Stance{
	hearsay.Confirm: hearsay.Confirms, hearsay.Deny: hearsay.Denies, hearsay.Doubt: hearsay.Doubts, hearsay.NoComment: hearsay.Declines,
}

// responses finds what the document says that parties do about the claims of the story.
func (t *tracer) responses(item *Item) {
	for i := range item.Attributions {
		a := &item.Attributions[i]
		if a.Source == nil || headline(item, a) || a.Negated && a.Act != hearsay.NoComment {
			continue
		}
		d, stance := t.response(item, a)
		party := a.Voice
		if own, outlet := t.takenBack(item, a); own != nil {
			d, stance, party = own, hearsay.Retracts, outlet
		}
		if d == nil {
			continue
		}
		x := hearsay.Response{
			Claim: d.claim.ID, Party: party, Stance: stance, What: a.Said(), Concerned: concerned(d, party),
			Document: item.Document.ID, Attribution: a.ID, At: item.Document.When(), Stamp: t.stamp,
		}
		if a.Act == hearsay.NoComment {
			x.Asker, x.Due = asked(around(item, a))
		}
		t.out.Responses = append(t.out.Responses, x)
	}
}

// response is the claim that an attribution responds to, or nil, and what it does about it.
func (t *tracer) response(item *Item, a *hearsay.Attribution) (*draft, hearsay.Stance) {
	stance, ok := stances[a.Act]
	if !ok {
		return t.disclaimed(item, a)
	}
	d := t.answered(item, a)
	if d == nil && (a.Act == hearsay.Deny || a.Act == hearsay.Doubt) {
		d = t.onlyAnswered(item, a)
	}
	stance = t.precise(item, a, d, stance)
	if d == nil && stance == hearsay.Policy {
		d = t.lastAnswered(item, a)
	}
	return d, stance
}

// lastAnswered is the claim that the party answered last in the document: a standing policy is told beside the answer that it
// explains.
func (t *tracer) lastAnswered(item *Item, a *hearsay.Attribution) *draft {
	for _, x := range slices.Backward(t.out.Responses) {
		if x.Document == item.Document.ID && x.Party.Name == a.Voice.Name {
			i := slices.IndexFunc(t.drafts, func(d *draft) bool { return d.claim.ID == x.Claim })
			return t.drafts[i]
		}
	}
	return nil
}

// answered is the claim that a response answers: the one its own words repeat, or, for "the report", "this" and
// the like, the one told last before it in the same document.
func (t *tracer) answered(item *Item, a *hearsay.Attribution) *draft {
	if i, ok := t.of[string(a.ID)]; ok {
		return t.drafts[i]
	}
	speaker := speakerOf(a)
	if takesBack(a) {
		speaker = "" // "its report" is no part of what was reported
	}
	p := weighed(item.about(a), a.Figures, speaker)
	var best *draft
	top := enough
	q := p.withoutComment()
	for _, i := range t.finder.near(q) {
		for _, m := range t.drafts[i].members {
			if l := q.answers(m, a.Act); l > top {
				best, top = t.drafts[i], l
			}
		}
	}
	if best != nil {
		return best
	}
	if names, points := generic(item.about(a), a.Figures); points {
		if d := t.toldBefore(item, a, names); d != nil || len(names) == 0 {
			return d
		}
	}
	return t.rumoured(item, a)
}

// enough is the share of a response's words, names and numbers that the claim must have which it answers.
const enough = 0.6

// withoutComment leaves out the words that are about commenting itself.
func (p proposition) withoutComment() proposition {
	p.words = p.words.without(func(w string) bool { return commentWords[w] })
	return p
}

// answers is how much of a response's words a claim has; a denial or confirmation must say the same as it.
func (q proposition) answers(claim proposition, act hearsay.Act) float64 {
	words := len(q.words) + q.dates()
	if act == hearsay.NoComment && words == 1 && common(q.names, claim.names) > 0 {
		words++ // "on Tolk's resignation" says what is meant
	}
	if words < 2 || common(q.words, claim.words) == 0 || !q.mayAnswer(claim, act == hearsay.Deny || act == hearsay.Confirm) {
		return 0
	}
	return within(q, claim)
}

// mayAnswer reports whether nothing in a response speaks against its being about the claim.
func (q proposition) mayAnswer(claim proposition, strict bool) bool {
	if conflict(q.names, claim.names) && common(q.names, claim.names) == 0 || differ(q, claim) {
		return false
	}
	if !strict {
		return true
	}
	return q.manner == claim.manner && !conflict(q.names, claim.names) && q.negated == claim.negated && q.stands(claim) != opposite
}

// commentWords are stems of words about commenting itself.
var commentWords = map[string]bool{
	"comment": true, "request": true, "question": true, "alleg": true, "claim": true, "rumor": true, "rumour": true,
	"ask": true, "contact": true, "reach": true, "approach": true, "call": true, "part": true, "element": true, "aspect": true, "charg": true, "immedi": true, "respons": true, "press": true, "time": true, "media": true, "accus": true, "seek": true, "messag": true, "email": true, "unansw": true, "answer": true, "stori": true, "articl": true,
}

// falseWords are stems of words for what is not so: "the report is wrong" says which by pointing.
var falseWords = map[string]bool{
	"fals": true, "untru": true, "wrong": true, "nonsens": true, "baseless": true, "unfound": true, "groundless": true, "fabric": true, "fake": true, "incorrect": true,
	"rubbish": true, "lie": true, "report": true, "account": true,
}

// generic reports whether the words of a response only point to what was told before it; whose are the words of a name in them
// ("the Courier's report").
func generic(said []hearsay.Span, figures []hearsay.Figure) (whose set, points bool) {
	p := weighed(said, figures, "")
	if len(p.withoutComment().words.without(func(w string) bool { return falseWords[w] })) > 0 {
		return nil, false
	}
	return p.names, len(p.numbers) == 0
}

// toldBefore is the claim of the nearest assertion before the response in its document, of those that the named voice tells where
// a name is given.
func (t *tracer) toldBefore(item *Item, a *hearsay.Attribution, whose set) *draft {
	var best *draft
	at := -1
	consider := func(id string, start int) {
		if i, ok := t.of[id]; ok && start < a.Cue[0].Start && start > at {
			best, at = t.drafts[i], start
		}
	}
	for i := range item.Attributions {
		if b := &item.Attributions[i]; tells(b, whose) {
			consider(string(b.ID), b.Cue[0].Start)
		}
	}
	for _, s := range item.Statements {
		if s.Span.Start >= item.Document.Body && len(whose) == 0 {
			consider(string(s.ID), s.Span.Start)
		}
	}
	return best
}

// tells reports whether a voice in the chain of the attribution goes by the name; no name is anybody's.
func tells(a *hearsay.Attribution, whose set) bool {
	return len(whose) == 0 || slices.ContainsFunc(a.Chain, func(v hearsay.Voice) bool {
		words := strings.Fields(strings.ToLower(v.Name))
		return !slices.ContainsFunc(whose, func(m member) bool { return !slices.Contains(words, m.word) })
	})
}

// onlyAnswered makes a claim of what is denied or doubted where nothing we hold asserts it.
func (t *tracer) onlyAnswered(item *Item, a *hearsay.Attribution) *draft {
	about := told(a.Content)
	p := weighed(about, a.Figures, speakerOf(a))
	if p.size() < 5 || len(p.words)+p.dates() < 2 || !strings.Contains(" "+a.Said()+" ", " that ") {
		return nil // "the claims" alone says nothing
	}
	d := newDraft(t, item, hearsay.NewClaimID(item.first(string(a.ID))))
	d.founds = append(d.founds, d.claim.ID)
	d.members, d.denied, d.rumour = []proposition{p}, a.Act == hearsay.Deny, true
	d.tellers[item.Document.ID] = true
	b := *a
	b.Content = about
	t.word(d, item, wordingOf(item, &b), a.Figures)
	t.of[string(a.ID)] = len(t.drafts)
	t.finder.note(len(t.drafts), p)
	t.drafts = append(t.drafts, d)
	return d
}

// noReply tells "did not respond" from "declined to comment", by the cue and what stands between it and the content.
func noReply(item *Item, a *hearsay.Attribution) bool {
	cue := a.Cue[0].Text
	if from, to := a.Cue[0].Start, a.Content[0].Start; from < to && to <= len(item.Document.Text) {
		cue = item.Document.Text[from:to]
	}
	cue += " " + a.Cue[len(a.Cue)-1].Text
	for _, w := range []string{"respond", "repl", "answer", "reached", "available", "return"} {
		if strings.Contains(strings.ToLower(cue), w) {
			return true
		}
	}
	return false
}

// takesBack reports whether the source withdraws what it said itself.
func takesBack(a *hearsay.Attribution) bool {
	cue := strings.ToLower(a.Cue[len(a.Cue)-1].Text)
	return strings.Contains(cue, "withdr") || strings.Contains(cue, "retract")
}

// made reports whether the voice made the claim: an outlet by a document of its own, anybody by being in a chain.
func (t *tracer) made(d *draft, v hearsay.Voice) bool {
	id, isOutlet := t.outlet(v.Name)
	for i := range t.items {
		item := &t.items[i]
		if !d.inDoc[item.Document.ID] {
			continue
		}
		if isOutlet && item.Document.Outlet == id {
			return true
		}
		for j := range item.Attributions {
			a := &item.Attributions[j]
			if at, ok := t.of[string(a.ID)]; ok && t.drafts[at] == d && slices.ContainsFunc(a.Chain, func(o hearsay.Voice) bool { return o.Name == v.Name }) {
				return true
			}
		}
	}
	return false
}

// concerned reports whether the party can know: the claim names it, or the body it speaks for. Who denies what
// nobody we hold says is taken to be the one it is said of.
func concerned(d *draft, v hearsay.Voice) bool {
	if d.denied {
		return v.Named
	}
	if !v.Named && v.Body == "" {
		return false
	}
	for _, name := range []string{v.Name, v.Body} {
		words := newProposition("x "+name, "").names
		for _, m := range d.members {
			if len(words) > 0 && common(words, m.names) == len(words) {
				return true
			}
		}
	}
	return false
}
