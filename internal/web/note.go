// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"
	"slices"

	"hearsay"
)

// Note is an entry of the margin: an attribution, or a statement of the document itself.
type Note struct {
	Number      int
	Anchor      string // in the text
	Attribution *hearsay.Attribution
	Statement   *hearsay.Statement
	Decided     []DecidedLine   // what people decided about it
	Claims      []hearsay.Claim // that it is counted to
	Inside      int             // number of the note whose content holds this one; 0 for none
	Answers     int             // number of the note that this one responds to; 0 for none
	Orphaned    bool            // a span is not, or no longer, what stands in the text
	at          hearsay.Span
}

// DecidedLine is a decision about an attribution, with whom it names.
type DecidedLine struct {
	Decision hearsay.Decision
	Who      Named
}

// Back is the anchor of the note itself, to which its number in the text leads.
func (n Note) Back() string { return "n" + n.Anchor }

// chainOf is the chain of an attribution, or its voice where it has none.
func chainOf(a *hearsay.Attribution) []hearsay.Voice {
	if len(a.Chain) == 0 {
		return []hearsay.Voice{a.Voice}
	}
	return a.Chain
}

// notes numbers attributions and statements together, in the order of the text.
func notes(p *DocumentPage) []Note {
	all := make([]Note, 0, len(p.Attributions)+len(p.Statements))
	for i := range p.Attributions {
		a := &p.Attributions[i]
		n := Note{Anchor: attributionAnchor(a.ID), Attribution: a, Decided: p.Decided[a.ID], at: extent(attributionSpans(a))}
		n.Orphaned = !verbatim(p.Document.Text, attributionSpans(a))
		for _, c := range p.Claims {
			if c.Assertion.Attribution == a.ID {
				n.Claims = append(n.Claims, c.Claim)
			}
		}
		all = append(all, n)
	}
	for i := range p.Statements {
		s := &p.Statements[i]
		n := Note{Anchor: statementAnchor(s.ID), Statement: s, at: s.Span}
		n.Orphaned = !verbatim(p.Document.Text, []hearsay.Span{s.Span})
		for _, c := range p.Claims {
			if c.Assertion.Statement == s.ID {
				n.Claims = append(n.Claims, c.Claim)
			}
		}
		all = append(all, n)
	}
	slices.SortStableFunc(all, func(a, b Note) int {
		return cmp.Or(cmp.Compare(a.at.Start, b.at.Start), cmp.Compare(b.at.End, a.at.End), cmp.Compare(a.Anchor, b.Anchor))
	})
	numbers := map[string]int{}
	for i := range all {
		all[i].Number = i + 1
		numbers[all[i].Anchor] = i + 1
	}
	for i := range all {
		if a := all[i].Attribution; a != nil {
			all[i].Inside = numbers[attributionAnchor(a.Inside)]
			all[i].Answers = cmp.Or(numbers[attributionAnchor(hearsay.AttributionID(a.Answers))],
				numbers[statementAnchor(hearsay.StatementID(a.Answers))])
		}
	}
	return all
}

// attributionSpans are all places of an attribution.
func attributionSpans(a *hearsay.Attribution) []hearsay.Span {
	spans := slices.Concat(a.Cue, a.Content)
	if a.Source != nil {
		spans = append(spans, *a.Source)
	}
	return spans
}

// extent is the least span that holds all of spans; its text is left out.
func extent(spans []hearsay.Span) hearsay.Span {
	if len(spans) == 0 {
		return hearsay.Span{}
	}
	e := hearsay.Span{Start: spans[0].Start, End: spans[0].End}
	for _, s := range spans[1:] {
		e.Start, e.End = min(e.Start, s.Start), max(e.End, s.End)
	}
	return e
}

// verbatim tells whether all of spans are what stands in the text. Where one is not, the evidence is orphaned
// and says so; it is never moved to a look-alike.
func verbatim(text string, spans []hearsay.Span) bool {
	for _, s := range spans {
		if s.Start < 0 || s.Start > s.End || s.End > len(text) || text[s.Start:s.End] != s.Text {
			return false
		}
	}
	return len(spans) > 0
}
