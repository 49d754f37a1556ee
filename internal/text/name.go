// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package text

import (
	"strings"
	"unicode"

	"hearsay/internal/linear"
)

// A label of the finder of names says where in a name a token stands and of which kind the name is: "B-PERSON" begins
// it, "I-" goes on, "L-" is its last, "U-" its only token; "O" stands in none (Ratinov and Roth 2009).

// NameLabel gives the label of a token from the kinds of names of it and of its neighbours. Neighbours of the same
// kind are taken for one name, unless the token or the next one begins a name of its own.
func NameLabel(tokens []Token, i int) string {
	kind := tokens[i].Name
	if kind == "" {
		return "O"
	}
	before := i > 0 && tokens[i-1].Name == kind && !tokens[i].Begins
	after := i+1 < len(tokens) && tokens[i+1].Name == kind && !tokens[i+1].Begins
	switch {
	case before && after:
		return "I-" + kind
	case before:
		return "L-" + kind
	case after:
		return "B-" + kind
	}
	return "U-" + kind
}

// inName reports whether a name goes on behind a token of that label.
func inName(label string) bool { return label[0] == 'B' || label[0] == 'I' }

// follows reports whether label can stand behind another, and where last is true at the end of a sentence.
func follows(label, before string, last bool) bool {
	if last && inName(label) {
		return false
	}
	if inName(before) {
		return (label[0] == 'I' || label[0] == 'L') && label[1:] == before[1:]
	}
	return label[0] != 'I' && label[0] != 'L'
}

// MaybeName reports whether token i can be a part of a name, being written with a capital or standing before or
// within one; after is the label before it. Most words cannot, which saves the time to look at them.
func (f *Features) MaybeName(i int, after string) bool {
	w := &f.words[i]
	if w.anyCapital || inName(after) {
		return true
	}
	if i+1 < len(f.words) && f.words[i+1].anyCapital {
		switch f.Tokens[i].Lower {
		case "al", "de", "van", "von", "bin", "ben", "el", "la", "le", "du", "da", "di", "della", "del", "den", "der", "ter", "ibn", "abu":
			return true
		}
	}
	return false
}

// Name appends the features by which the label of token i is told, after the label of the token before it.
func (f *Features) Name(out []uint64, i int) []uint64 {
	w, before, after := f.at(i), f.at(i-1), f.at(i+1)
	before2, after2 := f.at(i-2), f.at(i+2)
	last, tag := f.name(i-1), f.tag(i)
	lists := f.listsOf(i)
	out = append(out,
		one(31, last),
		one(32, w.word),
		two(33, w.lower, last),
		one(34, before.lower),
		one(35, after.lower),
		one(36, before2.lower),
		one(37, after2.lower),
		two(38, tag, last),
		two(39, f.tag(i-1), tag),
		two(40, tag, f.tag(i+1)),
		two(41, w.shape, last),
		three(42, before.shape, w.shape, after.shape),
		one(43, w.last3),
		one(44, w.first3),
		two(45, before.lower, w.lower),
		two(46, w.lower, after.lower),
		three(47, f.tag(i-1), tag, f.tag(i+1)),
		three(48, last, after.lower, w.shape),
		three(49, last, before.lower, w.shape),
		three(50, last, lists, f.listsOf(i+1)),
		two(51, lists, last),
		two(52, f.listsOf(i-1), lists),
		two(53, f.listsOf(i+1), lists),
		one(54, w.last4), one(55, w.last2), two(56, w.shape, after.shape), two(57, before2.lower, before.lower), two(58, after.lower, after2.lower),
		three(59, f.listsOf(i-1), lists, f.listsOf(i+1)),
		two(60, f.heading, w.shape), two(61, f.heading, lists), three(62, number(min(i, 2)), w.shape, after.shape),
		two(63, f.listsOf(i-2), lists), two(64, f.listsOf(i+2), lists),
	)
	for in, k := f.begin[i], 0; in != 0; in, k = in>>1, k+1 {
		if in&1 != 0 {
			out = append(out, two(65, number(k), last), three(66, number(k), f.heading, after.shape))
		}
	}
	for in, k := f.inside[i], 0; in != 0; in, k = in>>1, k+1 {
		if in&1 != 0 {
			out = append(out, two(67, number(k), last))
		}
	}
	if s := f.elsewhere(i); s != 0 {
		out = append(out, one(68, s), two(69, s, last), three(110, s, f.elsewhere(i+1), last), two(111, s, lists), three(112, s, f.elsewhere(i-1), last), two(113, s, f.heading))
	}
	return out
}

// heading tells how the sentence is written: all in capitals, most words with one, or as usual.
func headingOf(words []written) linear.Hash {
	letters, all, first := 0, 0, 0
	for i := range words {
		if !words[i].letters {
			continue
		}
		letters++
		if words[i].capital {
			first++
		}
		if !words[i].anyLower {
			all++
		}
	}
	switch {
	case letters > 0 && 5*all >= 4*letters:
		return number(2)
	case letters > 3 && 10*first > 7*letters:
		return number(1)
	}
	return number(0)
}

// findNames gives each token of the sentence its kind of name.
func (m *Model) findNames(w *work) {
	f, tokens := &w.features, w.features.Tokens
	scores := w.scores[:len(m.name.Classes)]
	before := "O"
	for i := range tokens {
		label := "O"
		if f.MaybeName(i, before) {
			w.keys = f.Name(w.keys[:0], i)
			m.name.Score(w.keys, scores)
			best := -1
			for c, s := range scores {
				if (best < 0 || s > scores[best]) && follows(m.name.Classes[c], before, i+1 == len(tokens)) {
					best = c
				}
			}
			if best >= 0 {
				label = m.name.Classes[best]
			}
		}
		f.SetName(i, label)
		before = label
		tokens[i].Name, tokens[i].Begins = "", label[0] == 'B' || label[0] == 'U'
		if _, kind, ok := strings.Cut(label, "-"); ok {
			tokens[i].Name = kind
		}
	}
}

// hasLower and hasUpper report whether a word has a letter of that case.
func hasLower(word string) bool { return strings.IndexFunc(word, unicode.IsLower) >= 0 }

func hasUpper(word string) bool { return strings.IndexFunc(word, unicode.IsUpper) >= 0 }
