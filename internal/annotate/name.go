// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"strings"

	"hearsay"
	"hearsay/internal/text"
)

// names finds the names of the text: what the model takes for names, and other runs of proper nouns.
func (w *work) names() {
	tokens := w.t.Tokens
	for i := 0; i < len(tokens); {
		if !nameWord(tokens, i) {
			i++
			continue
		}
		end := i + 1
		for end < len(tokens) && nameWord(tokens, end) && tokens[end].Line == tokens[i].Line && together(tokens[i:end+1]) {
			end++
		}
		if english.titles[tokens[i].Lower] && end > i+1 {
			i++ // "Mayor" is no part of the name
		}
		w.name(i, end)
		i = end
	}
}

// nameWord reports whether token i can be a word of a name.
func nameWord(tokens []text.Token, i int) bool {
	t := &tokens[i]
	return !isLower(t.Word) && t.Tag != "POS" && !isQuoteMark(t.Word) && (t.Name != "" && !isVerb(t.Tag) || isProper(t.Tag)) && !isDay(t.Lower) && !isMonth(t.Lower)
}

// together reports whether the last token goes on the name before it: two kinds of names side by side are two
// names, unless the whole ends like the name of a body.
func together(tokens []text.Token) bool {
	last, prev := &tokens[len(tokens)-1], &tokens[len(tokens)-2]
	if last.Name == prev.Name || last.Name == "" || prev.Name == "" {
		return true
	}
	return english.bodies[last.Lower] || english.outlets[last.Word]
}

func (w *work) name(first, end int) {
	tokens := w.t.Tokens
	last := &tokens[end-1]
	kind := hearsay.OtherEntity
	for i := first; i < end; i++ {
		if tokens[i].Name != "" {
			kind = kindOf(tokens[i].Name)
		}
	}
	switch {
	case end == first+1 && english.known[last.Word]:
		kind = hearsay.OutletEntity
	case english.outlets[last.Word] && end > first+1 && (kind != hearsay.PersonEntity || first > 0 && tokens[first-1].Lower == "the"):
		kind = hearsay.OutletEntity
	case english.bodies[last.Lower],
		kind == hearsay.PersonEntity && end > first+1 && first > 0 && tokens[first-1].Lower == "the" && tokens[first-1].Line == last.Line:
		kind = hearsay.OrganizationEntity
	}
	if end == first+1 && (kind == hearsay.OtherEntity && startsSentence(tokens, first) || strings.HasPrefix(last.Tag, "JJ")) {
		return // a word with a capital for its place alone; "Chinese", which names nobody
	}
	span := w.span(chunk{first, end})
	w.out.Mentions = append(w.out.Mentions, hearsay.Mention{Document: w.doc.ID, Span: span, Kind: kind, Name: span.Text})
}

// startsSentence reports whether a capital at token i may be due to its place alone.
func startsSentence(tokens []text.Token, i int) bool {
	return i == 0 || tokens[i-1].Line != tokens[i].Line || tokens[i-1].Tag == "." || isQuoteMark(tokens[i-1].Word)
}

func kindOf(name string) hearsay.EntityKind {
	switch name {
	case "PERSON":
		return hearsay.PersonEntity
	case "ORGANIZATION":
		return hearsay.OrganizationEntity
	case "LOCATION":
		return hearsay.PlaceEntity
	}
	return hearsay.OtherEntity
}
