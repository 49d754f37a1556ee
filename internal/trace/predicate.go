// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace

import (
	_ "embed"
	"slices"
	"strings"

	"hearsay/internal/text"
)

//go:embed predicates.txt
var predicateList string

// pairs are pairs of lemmas, the first of both in the alphabet first.
type pairs map[[2]string]bool

func (p pairs) add(a, b string) { p[[2]string{min(a, b), max(a, b)}] = true }

func (p pairs) has(a, b string) bool { return p[[2]string{min(a, b), max(a, b)}] }

// predicates is how lemmas stand to each other.
var predicates = readPredicates(predicateList)

type predicateWords struct {
	opposite, kin, apart pairs
	light                map[string]bool
}

func readPredicates(list string) predicateWords {
	w := predicateWords{pairs{}, pairs{}, pairs{}, map[string]bool{}}
	for line := range strings.Lines(list) {
		kind, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		left, right, _ := strings.Cut(rest, "|")
		words := strings.Fields(left)
		for i, a := range words {
			switch kind {
			case "opposite":
				for b := range strings.FieldsSeq(right) {
					w.opposite.add(a, b)
				}
			case "kin":
				for _, b := range words[i+1:] {
					w.kin.add(a, b)
				}
			case "apart":
				for _, b := range words[i+1:] {
					w.apart.add(a, b)
				}
			case "light":
				w.light[a] = true
			}
		}
	}
	return w
}

// clause is what something said says of whom. It is read when it is first asked for: few things said are alike enough
// for it to matter.
type clause struct {
	said    string
	read    bool
	all     []string // lemmas of its words
	heads   []string // lemmas of its predicate: the verb, and those that it governs or is joined to; none where it is not known
	subject []string // lemmas of the words of its subject
	stems   []string // of the predicate as it is written
}

func (c *clause) parse() *clause {
	if c.read {
		return c
	}
	c.read = true
	tokens := text.Parse(c.said, text.Default()).Tokens
	for i := range tokens {
		if text.OpenClass(tokens[i].Tag) || tokens[i].Lower == "up" || tokens[i].Lower == "down" {
			c.all = append(c.all, lemmaOf(&tokens[i]))
		}
	}
	for i := range tokens {
		if tokens[i].Rel != "root" || tokens[i].Name != "" {
			continue
		}
		if verbal(tokens, i) {
			c.predicate(tokens, i)
			continue
		}
		for j := range tokens { // "rescue teams dug", of which the parser made a noun
			if finite(tokens[j]) && rootOf(tokens, j) == i {
				c.predicate(tokens, j)
			}
		}
	}
	return c
}

// finite reports whether a word is a verb that has a subject, as far as its form tells.
func finite(t text.Token) bool {
	return isVerb(t) && t.Tag != "VBG" && t.Tag != "VB" && t.Rel != "amod" && t.Rel != "cop" && !strings.HasPrefix(t.Rel, "aux") && !strings.HasPrefix(t.Rel, "acl")
}

func rootOf(tokens []text.Token, i int) int {
	for range tokens {
		if tokens[i].Head < 0 {
			break
		}
		i = tokens[i].Head
	}
	return i
}

// predicate notes the lemma of a verb and of what it governs.
func (c *clause) predicate(tokens []text.Token, at int) {
	lemma := lemmaOf(&tokens[at])
	c.heads, c.stems = append(c.heads, lemma), append(c.stems, text.Stem(tokens[at].Lower))
	for i := range tokens {
		if tokens[i].Head != at || i == at {
			continue
		}
		switch rel := tokens[i].Rel; {
		case rel == "xcomp", rel == "ccomp", (rel == "parataxis" || rel == "conj") && isVerb(tokens[i]) && !relative(tokens, i):
			c.predicate(tokens, i)
		case rel == "obj" && predicates.light[lemma]:
			c.heads, c.stems = append(c.heads, lemmaOf(&tokens[i])), append(c.stems, text.Stem(tokens[i].Lower))
		case strings.HasPrefix(rel, "nsubj") && len(c.subject) == 0:
			c.subject = append(c.subject, under(tokens, i)...)
		}
	}
}

// relative reports whether a verb has a relative word: the parser at times joins "which the company runs" to the sentence around it.
func relative(tokens []text.Token, at int) bool {
	return slices.ContainsFunc(tokens, func(t text.Token) bool { return t.Head == at && (t.Tag == "WDT" || t.Tag == "WP" || t.Tag == "WRB") })
}

// under gives the lemmas of a word and of the nouns and adjectives that hang on it.
func under(tokens []text.Token, at int) []string {
	out := []string{lemmaOf(&tokens[at])}
	for i := range tokens {
		if tokens[i].Head == at && i != at && text.OpenClass(tokens[i].Tag) && !isVerb(tokens[i]) {
			out = append(out, under(tokens, i)...)
		}
	}
	return out
}

// lemmaOf is the lemma of a word, of participles that pass for adjectives that of the verb.
func lemmaOf(t *text.Token) string {
	if t.Lemma == "" {
		return t.Lower
	}
	return t.Lemma
}

func isVerb(t text.Token) bool { return strings.HasPrefix(t.Tag, "VB") }

// verbal reports whether a word is a verb, or a noun or adjective that is said of a subject.
func verbal(tokens []text.Token, at int) bool {
	return isVerb(tokens[at]) || slices.ContainsFunc(tokens, func(t text.Token) bool {
		return t.Head == at && (t.Rel == "cop" || strings.HasPrefix(t.Rel, "nsubj"))
	})
}

// standing is how the predicates of two things said stand to each other.
type standing int

const (
	unknown  standing = iota
	akin              // one predicate, or two for one thing
	apart             // two predicates
	opposite          // two of which at most one can be so
)

// stand compares two predicates.
func stand(a, b *clause) standing {
	if a == nil || b == nil || a.said == b.said {
		return unknown
	}
	a, b = a.parse(), b.parse()
	if opposed(a, b) {
		if len(a.subject) > 0 && len(b.subject) > 0 && !slices.ContainsFunc(a.subject, func(w string) bool { return slices.Contains(b.subject, w) }) {
			return apart // "Quorn won", "Elsund lost"
		}
		return opposite
	}
	if a.vague() && b.vague() || len(a.heads) > 0 && a.vague() || len(b.heads) > 0 && b.vague() {
		return unknown
	}
	for _, x := range a.told() {
		for _, y := range b.told() {
			if !predicates.light[x] && spelt(x) == spelt(y) || predicates.kin.has(x, y) {
				return akin
			}
		}
	}
	return apart
}

// vague reports whether it is not known what is said of the subject.
func (c *clause) vague() bool {
	return !slices.ContainsFunc(c.heads, func(lemma string) bool { return !predicates.light[lemma] })
}

// told gives the words of which one must be a word of the other's predicate if both say one thing: the predicate, or all
// words where the parser finds none.
func (c *clause) told() []string {
	if len(c.heads) == 0 {
		return c.all
	}
	return c.heads
}

// spelt is the stem of a lemma in one of the two spellings of English.
func spelt(lemma string) string {
	if s, ok := strings.CutSuffix(lemma, "ise"); ok {
		lemma = s + "ize"
	}
	return text.Stem(lemma)
}

// opposed reports whether each of two things said has a word that the other lacks, and these are opposites.
func opposed(a, b *clause) bool {
	for _, x := range a.all {
		if slices.Contains(b.all, x) {
			continue
		}
		for _, y := range b.all {
			if predicates.opposite.has(x, y) && !slices.Contains(a.all, y) {
				return true
			}
		}
	}
	return false
}

// Most content words agree where two things said share so many beside their predicates, and such a share of them: then
// another verb is another wording.
const restWords, restShare = 4, 0.8

// reword reports whether two things said with unlike predicates agree in nearly everything else, so that they are one in other
// words.
func reword(a, b proposition) bool {
	for _, x := range a.clause.heads {
		for _, y := range b.clause.heads {
			if predicates.apart.has(x, y) {
				return false
			}
		}
	}
	if a.inside(b) || b.inside(a) {
		return true
	}
	x, y := a.rest(), b.rest()
	n := common(x, y)
	return n >= restWords && float64(2*n) >= restShare*float64(len(x)+len(y))
}

// inside reports whether one thing said is a part of the other: "the ferry sank" of "two sailors told the board that the ferry sank".
func (p proposition) inside(q proposition) bool {
	return common(p.words, q.words) == len(p.words) && slices.ContainsFunc(p.clause.heads, func(lemma string) bool { return slices.Contains(q.clause.all, lemma) })
}

// rest are the words of what is said without its predicate.
func (p proposition) rest() set {
	return p.words.without(func(w string) bool { return slices.Contains(p.clause.stems, w) })
}

// stands compares the predicates of two things said. Where all words are the same, or all but a few, so is the predicate.
func (p proposition) stands(q proposition) standing {
	if n := common(p.words, q.words); p.clause == nil || q.clause == nil || n == len(p.words) && n == len(q.words) {
		return unknown
	}
	s := stand(p.clause, q.clause)
	if s == apart && reword(p, q) {
		return akin
	}
	return s
}
