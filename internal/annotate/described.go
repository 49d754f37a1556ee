// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"slices"
	"sort"
	"strings"

	"hearsay"
	"hearsay/internal/text"
)

// said is what the text says of somebody whom it names.
type said struct {
	name string
	of   hearsay.Span
}

// descriptions gives the named voices that are not described where they speak what the text says of them elsewhere: "Tolk is
// a straight shooter", "he called Tolk “a straight shooter”".
func (w *work) descriptions() {
	var all []said
	for i := range w.out.Mentions {
		m := &w.out.Mentions[i]
		if m.Kind == hearsay.PlaceEntity || m.Kind == hearsay.OtherEntity {
			continue
		}
		if of, ok := w.predicate(w.tokenAt(m.Span.End)); ok {
			all = append(all, said{m.Span.Text, of})
		}
		if of, ok := w.calledAs(m); ok {
			all = append(all, said{m.Span.Text, of})
		}
	}
	if len(all) == 0 {
		return
	}
	for i := range w.out.Attributions {
		a := &w.out.Attributions[i]
		isSource := slices.Index(a.Chain, a.Voice)
		for k := range a.Chain {
			describeBy(&a.Chain[k], all)
		}
		if isSource >= 0 {
			a.Voice = a.Chain[isSource]
		}
	}
}

func describeBy(v *hearsay.Voice, all []said) {
	if !v.Named || v.Description != "" || v.Kind == hearsay.DocumentVoice {
		return
	}
	words := strings.Fields(v.Name)
	for _, s := range all {
		called := strings.Fields(s.name)
		if called[len(called)-1] == words[len(words)-1] {
			v.Description, v.Described = s.of.Text, s.of
			return
		}
	}
}

// tokenAt is the first token that begins at a byte or behind it.
func (w *work) tokenAt(at int) int {
	return sort.Search(len(w.t.Tokens), func(i int) bool { return w.t.Tokens[i].Start >= at })
}

// predicate is what is said of a name before token i by "is" or "was": a noun phrase with "a" or "an", or a quotation.
func (w *work) predicate(i int) (hearsay.Span, bool) {
	tokens := w.t.Tokens
	if i == 0 || i+2 >= len(tokens) || tokens[i].Lemma != "be" || !isFinite(tokens[i].Tag) || tokens[i].Line != tokens[i-1].Line {
		return hearsay.Span{}, false
	}
	for i++; i+1 < len(tokens) && tokens[i].Tag == "RB"; i++ {
		if nobody(tokens[i].Lower) || tokens[i].Lower == "not" || tokens[i].Lower == "n't" || tokens[i].Lower == "never" {
			return hearsay.Span{}, false
		}
	}
	return w.nounPhrase(i)
}

// nounPhrase is the noun phrase that begins with "a", "an" or an opening mark at token i.
func (w *work) nounPhrase(i int) (hearsay.Span, bool) {
	tokens := w.t.Tokens
	if i < len(tokens) && text.IsOpenQuote(tokens[i].Word) {
		i++
	}
	if i >= len(tokens) || tokens[i].Lower != "a" && tokens[i].Lower != "an" {
		return hearsay.Span{}, false
	}
	end := i + 1
	for end < len(tokens) && tokens[end].Line == tokens[i].Line && ofPhrase(&tokens[end]) {
		end++
	}
	if !isNoun(tokens[end-1].Tag) {
		return hearsay.Span{}, false
	}
	return w.span(chunk{i, end}), true
}

func ofPhrase(t *text.Token) bool {
	switch t.Tag {
	case "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "CD", "POS", "VBN", "VBG", "HYPH":
		return true
	}
	return t.Word == "-"
}

// callers are verbs whose object is called what follows it.
var callers = []string{"call", "describe", "label", "brand", "characterise", "characterize", "portray", "hail", "dub", "deem", "term"}

// calledAs is what somebody calls the person or body that a mention names: the quotation, or the noun phrase behind it.
func (w *work) calledAs(m *hearsay.Mention) (hearsay.Span, bool) {
	for i := range w.out.Attributions {
		a := &w.out.Attributions[i]
		c := a.Content[0]
		at := w.tokenAt(m.Span.Start)
		if !c.Holds(m.Span) || at-w.tokenAt(c.Start) > 2 || !slices.ContainsFunc(w.within(a.Cue[0]).Tokens, func(t text.Token) bool { return slices.Contains(callers, t.Lemma) }) {
			continue
		}
		last := a.Content[len(a.Content)-1].End
		for k := w.tokenAt(m.Span.End); k < len(w.t.Tokens) && w.t.Tokens[k].Start < last; k++ {
			if text.IsOpenQuote(w.t.Tokens[k].Word) || w.t.Tokens[k-1].Lower == "as" || k == w.tokenAt(m.Span.End) {
				if of, ok := w.nounPhrase(k); ok && of.End <= last {
					return of, true
				}
			}
		}
	}
	return hearsay.Span{}, false
}
