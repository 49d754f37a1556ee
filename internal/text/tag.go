// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Tag gives each token of one sentence its part of speech, then its kind of name.
func (m *Model) Tag(tokens []Token) {
	var features []uint64
	scores := make([]int32, max(len(m.pos.Classes), len(m.name.Classes)))
	prev, prev2 := "<s>", "<s>"
	headline := titleCase(tokens)
	for i := range tokens {
		features = TagFeatures(features[:0], tokens, i, prev, prev2)
		best := m.pos.Best(features, scores[:len(m.pos.Classes)])
		if !m.open[best] && !m.closed[tokens[i].Lower] {
			best = max(0, greatest(scores[:len(m.pos.Classes)], m.open))
		}
		if markClass(m.pos.Classes[best]) && lettered(tokens[i].Word) {
			best = max(0, greatest(scores[:len(m.pos.Classes)], m.worded))
		}
		tokens[i].Tag = m.pos.Classes[best]
		repair(tokens, i, headline)
		if i > 0 {
			prev = tokens[i-1].Tag
		}
		prev2, prev = prev, tokens[i].Tag
	}
	last := "<s>"
	for i := range tokens {
		features = NameFeatures(features[:0], tokens, i, last)
		last = m.name.Classes[m.name.Best(features, scores[:len(m.name.Classes)])]
		if tokens[i].Name = last; last == "O" {
			tokens[i].Name = ""
		}
	}
}

// lettered reports whether the word is one of letters, and no sign of a currency or number.
func lettered(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsLetter(r) && !strings.HasSuffix(word, "$") && utf8.RuneCountInString(word) > 2
}

// repair mends two mistakes that a tagger trained on other names makes with names it never saw, and one with
// nouns that are also adjectives. It looks only at how words are written and at tags already given.
func repair(tokens []Token, i int, headline bool) {
	t := &tokens[i]
	if !headline && upper(t.Word) && !strings.HasPrefix(t.Tag, "NNP") && len(t.Word) > 2 {
		inside := i > 0 && !opening(tokens[i-1].Word) && (openClass(t.Tag))
		first := i == 0 && (strings.HasPrefix(t.Tag, "VB") || t.Tag == "JJ" || t.Tag == "NN" || t.Tag == "FW") && i+1 < len(tokens) && upper(tokens[i+1].Word)
		if inside && t.Tag != "JJ" || first && !isDemonym(t.Lower) {
			t.Tag = "NNP"
		}
	}
	verb := t.Tag == "VBD" || t.Tag == "VBZ" || t.Tag == "MD"
	if verb && i > 1 && tokens[i-1].Tag == "JJ" && tokens[i-2].Tag == "DT" {
		tokens[i-1].Tag = "NN" // "an official told"
	}
	if t.Tag == "VBN" && i > 0 && strings.HasPrefix(tokens[i-1].Tag, "NNP") && !headline && i+1 < len(tokens) && (tokens[i+1].Tag == "" && followsFinite(tokens[i+1].Lower)) {
		t.Tag = "VBD" // "Peldrake Shipping denied on Friday that"
	}
}

// openClass reports whether words of that tag are not a closed list, so that a capital tells a name.
func openClass(tag string) bool {
	return strings.HasPrefix(tag, "VB") || strings.HasPrefix(tag, "NN") || tag == "FW" || tag == "RB" || tag == "UH"
}

// followsFinite reports whether the word often follows a finite verb of saying.
func followsFinite(lower string) bool {
	switch lower {
	case "that", "on", "the", "it", "he", "she", "they", "a", "an":
		return true
	}
	return false
}

func isDemonym(lower string) bool {
	return strings.HasSuffix(lower, "ese") || strings.HasSuffix(lower, "ian") || strings.HasSuffix(lower, "ish")
}

func upper(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}

// opening reports whether a sentence can begin after the mark, so that a capital says nothing.
func opening(w string) bool {
	return IsOpenQuote(w) || w == ":" || w == "-" || w == "—" || w == "(" || w == "[" || w == "‘" || w == "'"
}

// titleCase reports whether most words of the sentence begin with a capital, as in a headline.
func titleCase(tokens []Token) bool {
	words, capitals := 0, 0
	for i := range tokens {
		if r, _ := utf8.DecodeRuneInString(tokens[i].Word); unicode.IsLetter(r) {
			words++
			if unicode.IsUpper(r) {
				capitals++
			}
		}
	}
	return words > 3 && 10*capitals > 6*words
}

// hash is FNV-1a over a template number and strings; 0 is kept free for "no feature".
type hash uint64

func feature(template byte) hash {
	return (14695981039346656037 ^ hash(template)) * 1099511628211
}

func (h hash) with(s string) hash {
	for i := range len(s) {
		h = (h ^ hash(s[i])) * 1099511628211
	}
	return (h ^ 0x1f) * 1099511628211
}

func (h hash) key() uint64 { return uint64(h | 1) }

// around gives the lower-cased word at distance d of i, or a boundary mark.
func around(tokens []Token, i, d int) string {
	switch j := i + d; {
	case j < 0:
		return "<s>"
	case j >= len(tokens):
		return "</s>"
	default:
		return tokens[j].Lower
	}
}

func tagAround(tokens []Token, i, d int) string {
	if j := i + d; j >= 0 && j < len(tokens) {
		return tokens[j].Tag
	}
	return "-"
}

func suffix(s string, n int) string {
	i := len(s)
	for range n {
		_, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
	}
	return s[i:]
}

func prefix(s string, n int) string {
	i := 0
	for range n {
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
	}
	return s[:i]
}

// shape tells how a word is written: X upper, x lower, d digit; runs are given once.
func shape(s string) string {
	var out [12]byte
	n := 0
	for _, r := range s {
		c := byte('-')
		switch {
		case unicode.IsUpper(r):
			c = 'X'
		case unicode.IsLetter(r):
			c = 'x'
		case unicode.IsDigit(r):
			c = 'd'
		case r == '.' || r == '$' || r == '%':
			c = byte(r)
		}
		if n > 0 && out[n-1] == c {
			continue
		}
		if n == len(out) {
			break
		}
		out[n] = c
		n++
	}
	return string(out[:n])
}

// TagFeatures appends the features by which the part of speech of token i is told; prev and prev2 are the tags
// before it. They follow Ratnaparkhi (1996) with shapes added.
func TagFeatures(f []uint64, tokens []Token, i int, prev, prev2 string) []uint64 {
	w, sh := tokens[i].Lower, shape(tokens[i].Word)
	before, after := around(tokens, i, -1), around(tokens, i, 1)
	first := "n"
	if i == 0 {
		first = "y"
	}
	return append(f,
		feature(1).key(),
		feature(2).with(w).key(),
		feature(3).with(suffix(w, 3)).key(),
		feature(4).with(suffix(w, 2)).key(),
		feature(5).with(suffix(w, 1)).key(),
		feature(6).with(prefix(w, 1)).key(),
		feature(7).with(prev).key(),
		feature(8).with(prev).with(prev2).key(),
		feature(9).with(prev).with(w).key(),
		feature(10).with(before).key(),
		feature(11).with(suffix(before, 3)).key(),
		feature(12).with(around(tokens, i, -2)).key(),
		feature(13).with(after).key(),
		feature(14).with(suffix(after, 3)).key(),
		feature(15).with(around(tokens, i, 2)).key(),
		feature(16).with(sh).with(first).key(),
		feature(17).with(sh).with(prev).key(),
		feature(18).with(w).with(after).key(),
		feature(19).with(before).with(w).key(),
		feature(20).with(prev).with(suffix(after, 2)).key(),
		feature(21).with(tokens[i].Word).key(),
		feature(22).with(suffix(w, 4)).key(),
	)
}

// NameFeatures appends the features by which the kind of name of token i is told; last is the kind before it.
func NameFeatures(f []uint64, tokens []Token, i int, last string) []uint64 {
	t := tokens[i]
	word := func(d int) string {
		if j := i + d; j >= 0 && j < len(tokens) {
			return tokens[j].Word
		}
		return "-"
	}
	return append(f,
		feature(31).with(last).key(),
		feature(32).with(t.Word).key(),
		feature(33).with(t.Lower).with(last).key(),
		feature(34).with(word(-1)).key(),
		feature(35).with(word(1)).key(),
		feature(36).with(word(-2)).key(),
		feature(37).with(word(2)).key(),
		feature(38).with(t.Tag).with(last).key(),
		feature(39).with(tagAround(tokens, i, -1)).with(t.Tag).key(),
		feature(40).with(t.Tag).with(tagAround(tokens, i, 1)).key(),
		feature(41).with(shape(t.Word)).with(last).key(),
		feature(42).with(shape(word(-1))).with(shape(t.Word)).with(shape(word(1))).key(),
		feature(43).with(suffix(t.Lower, 3)).with(t.Tag).key(),
		feature(44).with(prefix(t.Lower, 3)).with(t.Tag).key(),
		feature(45).with(word(-1)).with(t.Word).key(),
		feature(46).with(t.Word).with(word(1)).key(),
		feature(47).with(tagAround(tokens, i, -2)).with(tagAround(tokens, i, -1)).with(t.Tag).key(),
		feature(48).with(last).with(word(1)).with(shape(t.Word)).key(),
		feature(49).with(last).with(word(-1)).with(shape(t.Word)).key(),
	)
}
