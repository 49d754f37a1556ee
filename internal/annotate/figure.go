// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"cmp"
	"slices"
	"sort"

	"hearsay"
	"hearsay/internal/dates"
	"hearsay/internal/numbers"
	"hearsay/internal/text"
)

// weigh tells of everything said whether it says something of what it names, and what dates and numbers are in it.
func (w *work) weigh() {
	w.dates = dates.Find(w.t, w.doc.Published)
	for i := range w.out.Attributions {
		a := &w.out.Attributions[i]
		a.Bare = !takesClause(w.within(a.Cue[0]).Tokens)
		for _, s := range a.Content {
			part := w.within(s)
			a.Figures = append(a.Figures, w.figures(part, s)...)
			a.Bare = a.Bare && onlyNames(part.Tokens)
		}
	}
	for i := range w.out.Statements {
		s := &w.out.Statements[i]
		s.Figures = w.figures(w.within(s.Span), s.Span)
	}
}

// within is the part of the text that a span covers, as one sentence; its tokens keep their places in the document.
func (w *work) within(s hearsay.Span) *text.Text {
	tokens := w.t.Tokens
	first := sort.Search(len(tokens), func(i int) bool { return tokens[i].Start >= s.Start })
	last := first + sort.Search(len(tokens)-first, func(i int) bool { return tokens[first+i].Start >= s.End })
	return &text.Text{S: w.t.S, Tokens: tokens[first:last], Sentences: []text.Sentence{{First: 0, Last: last - first}}}
}

// figures gives the dates and numbers of a part of the text, in order. What date a number is said of must stand in the same
// part: "on Monday he said that 40 had fled" tells nothing of when they fled. A number of which only some are meant is left
// out: "a third of the 1,200 left" is not 1,200 who left.
func (w *work) figures(p *text.Text, within hearsay.Span) []hearsay.Figure {
	var out []hearsay.Figure
	first := sort.Search(len(w.dates), func(i int) bool { return w.dates[i].Span.Start >= within.Start })
	last := first + sort.Search(len(w.dates)-first, func(i int) bool { return w.dates[first+i].Span.End > within.End })
	found := w.dates[first:last]
	for _, d := range found {
		out = append(out, hearsay.Figure{Kind: hearsay.DateFigure, Span: d.Span, Value: d.Value, EDTF: d.EDTF, From: d.From, To: d.To})
	}
	for _, n := range numbers.Find(p, found) {
		if n.Part {
			continue
		}
		out = append(out, hearsay.Figure{Kind: hearsay.NumberFigure, Span: n.Span, Value: n.Value, Unit: n.Unit, Bound: string(n.Bound),
			Change: n.Change, When: n.When})
	}
	slices.SortFunc(out, func(a, b hearsay.Figure) int { return cmp.Or(a.Span.Before(b.Span), cmp.Compare(a.Kind, b.Kind)) })
	return out
}
