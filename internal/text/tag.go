// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay/internal/linear"
)

// Tag appends the features by which the part of speech of token i is told, after those of the tokens before it.
// They follow Ratnaparkhi (1996) with shapes added.
func (f *Features) Tag(out []uint64, i int) []uint64 {
	w, before, after := f.at(i), f.at(i-1), f.at(i+1)
	prev, prev2 := f.tag(i-1), f.tag(i-2)
	first := number(min(i, 1))
	return append(out,
		templates[1].Key(),
		one(2, w.lower),
		one(3, w.last3),
		one(4, w.last2),
		one(5, w.last1),
		one(6, w.first1),
		one(7, prev),
		two(8, prev, prev2),
		one(10, before.lower),
		one(11, before.last3),
		one(12, f.at(i-2).lower),
		one(13, after.lower),
		one(14, after.last3),
		one(15, f.at(i+2).lower),
		two(16, w.shape, first),
		two(17, w.shape, prev),
		two(18, w.lower, after.lower),
		two(19, before.lower, w.lower),
		one(21, w.word),
		one(22, w.last4),
		two(25, w.shape, after.shape),
		one(26, w.first3),
	)
}

// spoken holds verbs that are never nouns, though after "an official", if that is taken for an adjective, they may be taken for one.
var spoken = map[string]string{"said": "VBD", "told": "VBD", "says": "VBZ"}

// tag gives each token of the sentence its part of speech.
func (m *Model) tag(w *work) {
	f, tokens := &w.features, w.features.Tokens
	for i := range tokens {
		if f.repeats(i) {
			tokens[i].Tag = tokens[i-1].Tag
			f.tags[i] = f.tags[i-1]
			continue
		}
		tag, ok := m.fixed[tokens[i].Word]
		switch {
		case ok:
		case pasts[tokens[i].Word]:
			tag = "VBD"
		default:
			tag = m.likelyTag(w, i)
			if verb := spoken[tokens[i].Lower]; verb != "" && strings.HasPrefix(tag, "NN") && i > 0 && tokens[i-1].Tag == "JJ" {
				tag = verb
			}
		}
		if i > 0 && tokens[i-1].Tag == "NNP" && f.words[i].capital && strings.HasPrefix(tag, "VB") && f.heading == number(0) {
			tag = "NNP" // "Tarn Shipping"
		}
		tokens[i].Tag = tag
		if i > 1 && finite(tag) && tokens[i-1].Tag == "JJ" && tokens[i-2].Tag == "DT" {
			tokens[i-1].Tag = "NN" // "an official told": some nouns are mostly adjectives
			f.SetTag(i-1, "NN")
		}
		f.SetTag(i, tag)
	}
}

// likelyTag is the tag that the model gives to token i.
func (m *Model) likelyTag(w *work, i int) string {
	scores := w.scores[:len(m.pos.Classes)]
	w.keys = w.features.Tag(w.keys[:0], i)
	m.pos.Score(w.keys, scores)
	best := linear.Greatest(scores, nil)
	if !m.open[best] && !m.closed[w.features.Tokens[i].Lower] {
		best = max(0, linear.Greatest(scores, m.open))
	}
	if markClass(m.pos.Classes[best]) && lettered(w.features.Tokens[i].Word) {
		best = max(0, linear.Greatest(scores, m.worded))
	}
	if i == 0 && w.features.words[0].capital && isBase(m.pos.Classes[best]) && !m.verbs[w.features.Tokens[0].Lower] {
		best = max(0, linear.Greatest(scores, m.nouns)) // a name that nobody knows, and no order
	}
	return m.pos.Classes[best]
}

// isBase reports whether the tag is of a verb as orders have it.
func isBase(tag string) bool { return tag == "VB" || tag == "VBP" }

// tagAgain makes a name of a word at the beginning of a sentence, where all have a capital, if the text has it as a name
// within a sentence and never in small letters.
func (m *Model) tagAgain(w *work, sentences []Sentence) {
	tokens := w.features.text
	names, small := map[string]bool{}, map[string]bool{}
	for _, s := range sentences {
		for i := s.First; i < s.Last; i++ {
			switch t := &tokens[i]; {
			case t.Word == t.Lower:
				small[t.Word] = true
			case i > s.First && t.Tag == "NNP":
				names[t.Word] = true
			}
		}
	}
	for _, s := range sentences {
		if t := &tokens[s.First]; names[t.Word] && !small[t.Lower] && t.Tag != "NNP" && !m.closed[t.Lower] {
			t.Tag = "NNP"
			w.features.all.tags[s.First] = linear.String("NNP")
		}
	}
}

// repeats reports whether all that is looked at for the tag of token i is as it was for the token before, so that the
// tag must be the same. Runs of one mark are long in what is no language.
func (f *Features) repeats(i int) bool {
	if i < 3 || i+2 >= len(f.words) || f.tags[i-1] != f.tags[i-2] || f.tags[i-2] != f.tags[i-3] {
		return false
	}
	w := f.words[i].word
	return f.words[i-3].word == w && f.words[i-2].word == w && f.words[i-1].word == w && f.words[i+1].word == w && f.words[i+2].word == w
}

// finite reports whether only a finite verb has that tag.
func finite(tag string) bool { return tag == "VBD" || tag == "VBZ" || tag == "MD" }

// lettered reports whether the word is one of letters, and no sign of a currency or number.
func lettered(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsLetter(r) && !strings.HasSuffix(word, "$") && utf8.RuneCountInString(word) > 2
}
