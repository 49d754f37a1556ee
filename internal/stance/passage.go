// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package stance

import (
	_ "embed"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay/internal/linear"
	"hearsay/internal/text"
)

// sign is what a word tells of how a text stands to what it says.
type sign int

const (
	noSign sign = iota
	negation
	refute
	hedge
	firm
	report
	source
	ask
	signKinds
)

// kindNames are the words for the kinds of sign; signs.txt uses them.
var kindNames = [signKinds]string{"", "negation", "refute", "hedge", "firm", "report", "source", "ask"}

//go:embed signs.txt
var signList string

var signs = readSigns(signList)

// readSigns reads the list; a word that stands in two lines keeps the first kind.
func readSigns(list string) map[string]sign {
	found := map[string]sign{"?": ask}
	for line := range strings.Lines(list) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		kind := sign(slices.Index(kindNames[:], words[0]))
		for _, w := range words[1:] {
			if found[w] == noSign {
				found[w] = kind
			}
		}
	}
	return found
}

// Passage is a text made ready to be compared: a claim, a headline or a whole article.
type Passage struct {
	sentences []sentence
	stems     []string           // of words that tell what it is about, each once, sorted
	at        map[string][]place // of a stem
}

type sentence []word

type word struct {
	hash   linear.Hash // of the word in lower case
	stem   string      // "" for a word that tells nothing of what the text is about
	number bool
	sign   sign
}

type place struct{ sentence, word int }

// Read makes a text ready.
func Read(s string) *Passage {
	t := text.Parse(s, nil)
	p := &Passage{at: map[string][]place{}}
	for _, span := range t.Sentences {
		var words sentence
		for _, token := range t.Tokens[span.First:span.Last] {
			w, ok := newWord(&token)
			if !ok {
				continue
			}
			if w.stem != "" {
				p.at[w.stem] = append(p.at[w.stem], place{len(p.sentences), len(words)})
			}
			words = append(words, w)
		}
		if len(words) > 0 {
			p.sentences = append(p.sentences, words)
		}
	}
	p.stems = slices.Sorted(maps.Keys(p.at))
	return p
}

// newWord leaves out marks other than the question mark.
func newWord(t *text.Token) (word, bool) {
	r, _ := utf8.DecodeRuneInString(t.Word)
	w := word{hash: linear.String(t.Lower), sign: signs[t.Lower]}
	switch {
	case unicode.IsDigit(r):
		w.number, w.stem = true, strings.ReplaceAll(t.Lower, ",", "")
	case unicode.IsLetter(r):
		if !text.Stopword(t.Lower) && w.sign != negation {
			w.stem = text.Stem(strings.TrimRight(t.Lower, "."))
		}
	default:
		return w, w.sign != noSign
	}
	return w, true
}
