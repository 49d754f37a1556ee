// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"slices"

	"hearsay/internal/text"
)

const tailTokens = 60 // of a letter in which it is signed

// valediction are the words of the formulas that close a letter: one of the true ones is enough, with the others they close what
// begins with a salutation.
var valediction = map[string]bool{
	"yours": true, "sincerely": true, "respectfully": true, "faithfully": true, "cordially": true, "affectionately": true, "regards": true,
	"love": true, "fondly": true, "warmly": true, "gratefully": true, "wishes": true, "truly": true, "cheers": true,
	"your": false, "best": false, "with": false, "ever": false, "as": false, "in": false, "always": false, "thanks": false, "i": false,
}

const longestFormula = 7 // tokens: "I am, Sir, yours most truly"

// signature finds the name under a letter: "Sincerely, Orla Tolk". Words that can be something else ("In haste,") close only what
// begins with a salutation, or where the name is the last word.
func (w *work) signature() (whole, bool) {
	tokens := w.t.Tokens
	greets := w.salutation()
	if !greets && !w.firstPerson() {
		return whole{}, false
	}
	for i := max(len(tokens)-tailTokens, 1); i < len(tokens); i++ {
		first := tokens[i]
		if !startsUpper(first.Word) || !w.starts(i) && !valediction[first.Lower] {
			continue
		}
		end, comma := w.formulaEnd(i)
		if end == i {
			continue
		}
		name, ok := w.signedBy(end)
		if !ok {
			continue
		}
		closes := slices.ContainsFunc(tokens[i:end], func(t text.Token) bool { return valediction[t.Lower] })
		_, may := valediction[first.Lower]
		last := name.last+2 >= len(tokens)
		if comma && (closes || may && (greets || last) || greets && last) || closes && last {
			return whole{name, chunk{i, end}, chunk{w.bodyToken(), i}, true}, true
		}
	}
	return whole{}, false
}

// formulaEnd is where the formula ends that begins at token i, before a name; comma tells whether behind a comma or at the end of its
// line. It is i where no name follows.
func (w *work) formulaEnd(i int) (end int, comma bool) {
	tokens := w.t.Tokens
	for end := i + 1; end < len(tokens) && end-i <= longestFormula; end++ {
		t, prev := tokens[end], tokens[end-1]
		switch {
		case t.Lower == "sir" || t.Lower == "madam" || prev.Word == "," && valediction[t.Lower]:
		case startsUpper(t.Word) || t.Word == "[":
			return end, !isLower(prev.Word) && !startsUpper(prev.Word) || t.Line != prev.Line
		case !isLower(t.Word) && t.Word != "," && !isDash(t.Word):
			return i, false
		}
	}
	return i, false
}

// salutation reports whether the text addresses somebody as letters do.
func (w *work) salutation() bool {
	for i := range min(headTokens, len(w.t.Tokens)) {
		if w.t.Tokens[i].Word == "Dear" {
			return true
		}
	}
	return false
}

// signedBy is the name that follows the closing formula, or what stands there in brackets.
func (w *work) signedBy(first int) (chunk, bool) {
	tokens := w.t.Tokens
	for i := first; i < len(tokens); i++ {
		if tokens[i].Word == "[" {
			end := i + 1
			for end < len(tokens) && tokens[end].Word != "]" {
				end++
			}
			return chunk{i + 1, end}, end > i+1
		}
		if c := w.nameAt(i); c.last > c.first {
			return c, true
		}
	}
	return chunk{}, false
}

// bodyToken is the first token behind the headline.
func (w *work) bodyToken() int {
	for i := range w.t.Tokens {
		if w.t.Tokens[i].Start >= w.doc.Body {
			return i
		}
	}
	return 0
}
