// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package text turns a string into sentences of words with byte offsets, tags and names. It knows nothing of
// documents or attributions; it is pure, and all its results are slices of the text it was given.
package text

import (
	"strings"
	"unicode/utf8"
)

// Token is a word or a mark of punctuation: S[Start:End] of the text it belongs to.
type Token struct {
	Start, End int
	Word       string // verbatim
	Lower      string // Word in lower case, with curly apostrophes made straight
	Lemma      string // the word as a dictionary has it, in lower case; Lower before tagging
	Tag        string // Penn Treebank tag, "" before tagging
	Name       string // "PERSON", "ORGANIZATION", "LOCATION", "MISC" or "" where it is no name
	Begins     bool   // the name begins with this token
	Quoted     bool   // stands between double quotation marks
	Line       int    // number of the paragraph (line) it stands in
	Head       int    // number of the token that governs it; -1 for the root of a sentence and before parsing
	Rel        string // how it depends on its head: a relation of Universal Dependencies, "root" for the root
}

// Sentence is a range of tokens [First, Last).
type Sentence struct{ First, Last int }

// Text is a string with its tokens and sentences.
type Text struct {
	S         string
	Tokens    []Token
	Sentences []Sentence
}

// Parse splits s into tokens and sentences and, with a model, tags them, gives them lemmas and heads and finds
// names. The model may be nil.
func Parse(s string, m *Model) *Text {
	t := &Text{S: s, Tokens: Tokens(s)}
	markQuotes(t.Tokens)
	t.Sentences = sentences(t.Tokens)
	if m != nil {
		m.Annotate(t.Tokens, t.Sentences)
	}
	return t
}

// Slice is the text from the start of token first to the end of token last-1.
func (t *Text) Slice(first, last int) string {
	if first >= last {
		return ""
	}
	return t.S[t.Tokens[first].Start:t.Tokens[last-1].End]
}

// SentenceOf gives the number of the sentence that holds token i.
func (t *Text) SentenceOf(i int) int {
	lo, hi := 0, len(t.Sentences)
	for lo < hi {
		mid := (lo + hi) / 2
		if t.Sentences[mid].Last <= i {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// lower makes a word comparable: lower case, straight apostrophes.
func lower(w string) string {
	for i := 0; ; i++ {
		if i == len(w) {
			return strings.ToLower(w)
		}
		if w[i] >= utf8.RuneSelf {
			break
		}
	}
	return strings.ReplaceAll(strings.ToLower(w), "’", "'")
}

// IsOpenQuote reports whether the word can open a quotation in double marks.
func IsOpenQuote(w string) bool {
	return w == "“" || w == "\"" || w == "«" || w == "„" || w == "「" || w == "``" || w == "''"
}

// IsCloseQuote reports whether the word can close one.
func IsCloseQuote(w string) bool {
	return w == "”" || w == "\"" || w == "»" || w == "」" || w == "''"
}

// markQuotes sets Quoted on the tokens between double quotation marks. A quotation ends with its paragraph, for
// an unbalanced mark must not swallow the rest of the text.
func markQuotes(tokens []Token) {
	open := false
	for i := range tokens {
		if i > 0 && tokens[i].Line != tokens[i-1].Line {
			open = false
		}
		w := tokens[i].Word
		switch {
		case open && IsCloseQuote(w):
			open = false
		case !open && IsOpenQuote(w):
			open = true
		default:
			tokens[i].Quoted = open
		}
	}
}
