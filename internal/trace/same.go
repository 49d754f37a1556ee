// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/internal/text"
)

// manner is whether something is said to be so, to come, or to be possible: "has resigned", "would resign" and
// "may resign" are three claims.
type manner int

const (
	actual manner = iota
	coming
	possible
)

// proposition is what is compared of something said.
type proposition struct {
	words   set // stems, names and numbers left out
	names   set // words of names, lower case
	numbers set
	negated bool
	nobody  bool    // the negation is one of "nobody", "nothing", "none", which stand for whom it is said of
	few     float64 // what a number must be for "dozens" or "hundreds" of them; 0 where nothing of the kind is said
	asked   bool    // it tells of a question whether something is so
	manner  manner
	clause  *clause // nil where the language is one that is not parsed

	weighed bool             // figures are known
	figures []hearsay.Figure // dates, and numbers with what they count
}

// newProposition reads what is said. speaker is the named voice that says it, to which "she" and "it" refer; it
// may be empty.
func newProposition(said, speaker string) proposition {
	tokens := text.Tokens(unedited(said))
	p := proposition{clause: &clause{said: unedited(said)}, asked: asks(tokens)}
	self, turning := false, turns(tokens)
	for i, t := range tokens {
		r, _ := utf8.DecodeRuneInString(t.Word)
		switch {
		case turning[i] == turn:
			p.negated = !p.negated
			p.nobody = p.nobody || strings.HasPrefix(t.Lower, "no") && t.Lower != "not" && t.Lower != "nor"
		case turning[i] == turned:
		case unicode.IsDigit(r):
			p.number(tokens, i)
		case plenty[t.Lower] > 0:
			p.few = max(p.few, plenty[t.Lower])
			p.word(t.Lower)
		case refers(t.Lower):
			self = true
		case numberWords[t.Lower] != "" && i+1 < len(tokens):
			p.numbers.add(numberWords[t.Lower])
		case t.Word == "May":
			p.words.add("may") // the month leaves nothing open
		case unicode.IsUpper(r) && (i > 0 || !text.Stopword(t.Lower)) && !months[t.Lower]:
			if titled[t.Lower] {
				p.word(t.Lower)
			} else if !text.Stopword(t.Lower) {
				p.names.add(strings.TrimSuffix(t.Lower, "."))
			}
		default:
			p.word(t.Lower)
		}
	}
	if self && speaker != "" {
		for w := range strings.FieldsSeq(strings.ToLower(speaker)) {
			if !text.Stopword(w) {
				p.names.add(w)
			}
		}
	}
	return p
}

func (p *proposition) word(lower string) {
	switch lower {
	case "may", "might", "could", "possibly", "perhaps":
		p.manner = possible
	case "will", "would", "shall", "'ll":
		p.manner = max(p.manner, coming)
	}
	r, _ := utf8.DecodeRuneInString(lower)
	if !unicode.IsLetter(r) || text.Stopword(lower) {
		return
	}
	p.words.add(text.Stem(lower))
}

// number notes a number; a day of a month is a word, for two dates in one sentence are no contradiction.
func (p *proposition) number(tokens []text.Token, i int) {
	near := func(j int) bool { return j >= 0 && j < len(tokens) && months[tokens[j].Lower] }
	if near(i-1) || near(i+1) {
		p.words.add("day " + tokens[i].Word)
		return
	}
	p.numbers.add(strings.ReplaceAll(tokens[i].Word, ",", ""))
}

func refers(w string) bool {
	switch w {
	case "he", "she", "it", "they", "his", "her", "its", "their", "him", "them", "himself", "herself", "itself", "themselves", "i", "we", "our", "my":
		return true
	}
	return false
}

var numberWords = map[string]string{
	"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
	"eleven": "11", "twelve": "12", "dozen": "12", "hundred": "100", "thousand": "1000",
}

// plenty is the least number that words for many stand for.
var plenty = map[string]float64{"dozens": 24, "hundreds": 200, "thousands": 2000, "millions": 2e6}

// fewerThan reports whether one of two things said has "dozens" where the other has but twelve.
func fewerThan(a, b proposition) bool {
	return a.few > 0 && b.few == 0 && len(b.numbers) > 0 && !slices.ContainsFunc(b.numbers, func(m member) bool {
		n, err := strconv.ParseFloat(m.word, 64)
		return err != nil || n >= a.few
	})
}

var months = map[string]bool{
	"january": true, "february": true, "march": true, "april": true, "may": true, "june": true, "july": true,
	"august": true, "september": true, "october": true, "november": true, "december": true,
}

// titled are words that stand with a capital in titles of people and in headlines and tell no two actors apart.
var titled = map[string]bool{
	"mayor": true, "president": true, "minister": true, "captain": true, "dr": true, "mr": true, "ms": true, "mrs": true,
	"general": true, "secretary": true, "chief": true, "director": true, "prime": true, "professor": true,
}

// likeness is the share of words, names and numbers that two propositions have in common (Dice), names and
// numbers counting double.
func likeness(a, b proposition) float64 {
	size := a.size() + b.size()
	if size == 0 {
		return 0
	}
	return float64(2*shared(a, b)) / float64(size)
}

// within is the share of a's words, names and numbers that b has as well.
func within(a, b proposition) float64 {
	if a.size() == 0 {
		return 0
	}
	return float64(shared(a, b)) / float64(a.size())
}

// shared is the size of what two propositions have in common.
func shared(a, b proposition) int {
	return common(a.words, b.words) + 2*common(a.names, b.names) + 2*common(a.numbers, b.numbers) + sharedDates(a, b)
}

func (p proposition) size() int { return len(p.words) + 2*len(p.names) + 2*len(p.numbers) + p.dates() }

// relation is how two things said stand to each other.
type relation int

const (
	different relation = iota
	same
	contrary    // the same but for its negation, or for a word that has an opposite
	otherFigure // the same but for a number or a date
)

// Likeness from which two propositions say the same: of everything, and of what is neither name nor number, for
// two things said of the same people are two claims.
const alike, alikeWords = 0.58, 0.4

func wordLikeness(a, b proposition) float64 {
	return float64(2*common(a.words, b.words)) / float64(max(1, len(a.words)+len(b.words)))
}

// compare tells whether two propositions say the same thing. A claim about A is none about B, 170 is not 17,000,
// "may" is not "has", and the negation is the contrary, never the same, as is
// the opposite. Two predicates of which nothing is known are two claims.
func compare(a, b proposition) (relation, float64) {
	if a.manner != b.manner || a.asked != b.asked || conflict(a.names, b.names) || wordLikeness(a, b) < alikeWords || fewerThan(a, b) || fewerThan(b, a) {
		return different, 0
	}
	differs := differ(a, b)
	if differs {
		a.numbers, b.numbers = nil, nil
	}
	l := likeness(a, b)
	if l < alike {
		return different, l
	}
	turned := a.negated != b.negated && !beside(a, b)
	switch stands := a.stands(b); {
	case stands == apart || turned && (differs || stands == opposite) || differs && stands == opposite:
		return different, l // what is not raised need not be cut
	case differs:
		return otherFigure, l
	case turned || stands == opposite:
		return contrary, l
	}
	return same, l
}
