// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"slices"

	"hearsay/internal/text"
)

// scan is one sentence under examination: tokens [lo, hi) of the text, with its noun phrases.
type scan struct {
	t      *text.Text
	lex    *lexicon
	lo, hi int
	np     []chunk
	inNP   []int // for each token of the sentence the number of its noun phrase, or -1
}

// group is a verb with its auxiliaries and adverbs: tokens [first, main].
type group struct {
	first, main      int
	passive, negated bool
}

// group gathers the words that belong to the verb at main.
func (s *scan) group(main int) group {
	g := group{first: main, main: main}
	for i := main - 1; i >= s.lo; i-- {
		t := s.tok(i)
		switch {
		case t.Lower == "not" || t.Lower == "n't" || t.Lower == "never" || t.Lower == "neither":
			g.negated = true
		case t.Tag == "MD" || isAuxiliary(t.Lower) && (isVerb(t.Tag) || t.Tag == "MD" || t.Tag == "POS"):
			if isBe(t.Lower) && (s.tok(main).Tag == "VBN" || s.tok(main).Tag == "VBD") && s.onlyAdverbs(i+1, main) {
				g.passive = true
			}
		case t.Tag == "RB" && i > s.lo && t.Lower != "also" && t.Lower != "however":
			if prev := s.tok(i - 1); !isVerb(prev.Tag) && prev.Tag != "MD" && prev.Tag != "RB" {
				return g
			}
		case t.Tag == "TO" && i > s.lo && (isVerb(s.tok(i-1).Tag) || s.tok(i-1).Tag == "RP" || s.tok(i-1).Tag == "IN"):
			if s.tok(i-1).Tag != "IN" {
				continue
			}
			if i-2 < s.lo || !isVerb(s.tok(i-2).Tag) {
				return g
			}
		case t.Tag == "RP" || t.Tag == "IN":
			if s.tok(i+1).Tag != "TO" {
				return g
			}
		case isVerb(t.Tag) && s.tok(i+1).Tag == "TO", isVerb(t.Tag) && i+1 < main && s.tok(i+2).Tag == "TO" && s.tok(i+1).Tag == "RP",
			isVerb(t.Tag) && i+2 <= main && s.tok(i+2).Tag == "TO" && s.tok(i+1).Tag == "IN":
		default:
			return g
		}
		if t.Tag != "RB" || t.Lower == "not" || t.Lower == "n't" || t.Lower == "never" {
			g.first = i
		}
	}
	return g
}

func (s *scan) onlyAdverbs(first, last int) bool {
	for i := first; i < last; i++ {
		if s.tok(i).Tag != "RB" && s.tok(i).Tag != "VBN" {
			return false
		}
	}
	return true
}

func isBe(w string) bool {
	switch w {
	case "is", "was", "are", "were", "be", "been", "being", "'s", "'re":
		return true
	}
	return false
}

func isAuxiliary(w string) bool {
	switch w {
	case "has", "have", "had", "having", "does", "do", "did", "'ve", "'d", "'ll":
		return true
	}
	return isBe(w)
}

// subject is the noun phrase that does what the verb group tells; relative is set where it is "who" or "which",
// and antecedent then is what that stands for.
type subject struct {
	chunk
	relative   bool
	antecedent chunk
}

const deepest = 4 // levels of shared subjects and nested asides that are followed

// subjectOf looks for the subject to the left of the verb group.
func (s *scan) subjectOf(g group, depth int) (subject, bool) {
	if depth > deepest {
		return subject{}, false
	}
	i := g.first - 1
	if tag := s.tok(g.main).Tag; (tag == "VBG" || tag == "VBN") && !s.finite(g) {
		if sub, ok := s.reporterBefore(g.first, depth); ok {
			return sub, true
		}
		return s.mainSubject(g.first, depth)
	}
	for i >= s.lo {
		t := s.tok(i)
		c, inNP := s.chunkAt(i)
		switch {
		case t.Tag == "WP" || t.Tag == "WDT":
			ante, ok := s.phraseBefore(s.skipComma(i))
			if !ok && i == s.lo {
				return subject{}, false
			}
			return subject{chunk{i, i + 1}, true, ante}, true
		case inNP && s.timeChunk(c) && c.first > s.lo:
			i = c.first - 1
			if s.tok(i).Tag == "IN" {
				i--
			}
		case inNP:
			return s.acceptSubject(i+1, depth)
		case t.Tag == "RB":
			i--
		case t.Word == ")" && s.openBracket(i) > s.lo:
			i = s.openBracket(i) - 1
		case t.Word == "," || isDash(t.Word):
			c, ok := s.beforeAside(i)
			if !ok && t.Word == "," { // a comma too many: "The paper, alleged that"
				c, ok = s.phraseBefore(i)
				ok = ok && s.startsClause(c.first)
			}
			return subject{chunk: c}, ok
		case t.Tag == "CC":
			return s.mainSubject(i, depth)
		default:
			return subject{}, false
		}
	}
	return subject{}, false
}

func (s *scan) skipComma(i int) int {
	if i > s.lo && s.tok(i-1).Word == "," {
		return i - 1
	}
	return i
}

func (s *scan) openBracket(i int) int {
	for j := i - 1; j >= max(s.lo, i-12); j-- {
		if s.tok(j).Word == "(" {
			return j
		}
	}
	return -1
}

// acceptSubject takes the phrase that ends before end, unless it is an object of an earlier verb whose subject
// the verb shares.
func (s *scan) acceptSubject(end, depth int) (subject, bool) {
	c, ok := s.phraseBefore(end)
	if !ok {
		return subject{}, false
	}
	if c.first > s.lo && (s.tok(c.first-1).Tag == "WP" || s.tok(c.first-1).Tag == "WDT") && depth == 0 {
		return subject{chunk: c}, true
	}
	return subject{chunk: c}, true
}

// mainSubject gives the subject of the nearest finite verb to the left of token i at the same level of quotation.
func (s *scan) mainSubject(i, depth int) (subject, bool) {
	for j := i - 1; j >= s.lo; j-- {
		t := s.tok(j)
		if !isVerb(t.Tag) || t.Quoted != s.tok(i).Quoted {
			continue
		}
		g := s.group(j)
		if s.finite(g) {
			sub, ok := s.subjectOf(g, depth+1)
			if ok || g.first <= s.lo {
				return sub, ok
			}
		}
		j = min(j, g.first)
	}
	return subject{}, false
}

// reporterBefore gives the subject of the nearest finite cue verb to the left: who says goes on "adding".
func (s *scan) reporterBefore(i, depth int) (subject, bool) {
	for j := i - 1; j >= s.lo; j-- {
		if s.cueVerb(j) == nil || s.tok(j).Quoted != s.tok(i).Quoted || s.inNP[j-s.lo] >= 0 {
			continue
		}
		if g := s.group(j); s.finite(g) && !g.passive {
			return s.subjectOf(g, depth+1)
		}
	}
	return subject{}, false
}

// beforeAside gives the phrase before the aside that ends with the comma or dash at i: "Han" in "Han, citing an
// unnamed source, alleged". Asides may follow one another.
func (s *scan) beforeAside(i int) (chunk, bool) {
	for j := i - 1; j > s.lo; j-- {
		w := s.tok(j).Word
		if w != "," && !isDash(w) || s.tok(j).Quoted {
			continue
		}
		c, ok := s.phraseBefore(j)
		if !ok || s.modifier(c) {
			continue
		}
		if outer, ok := s.apposed(c); ok {
			return outer, true
		}
		return c, true
	}
	return chunk{}, false
}

func isDash(w string) bool { return w == "—" || w == "–" || w == "―" || w == "-" || w == "--" }

// modifier reports whether the phrase stands after a word that makes it part of an aside.
func (s *scan) modifier(c chunk) bool {
	if c.first == s.lo {
		return false
	}
	t := s.tok(c.first - 1)
	switch {
	case t.Tag == "IN" && t.Lower != "that", t.Tag == "TO", isVerb(t.Tag), t.Tag == "WP", t.Tag == "WDT", t.Tag == "WP$":
		return true
	case t.Tag == "CC" && c.first-2 >= s.lo && s.tok(c.first-2).Word == ",":
		return true
	}
	return false
}

// apposed gives the phrase that c explains ("Mollie Saltskog" for "a senior analyst with the group"), if it is
// directly before it and itself begins a clause.
func (s *scan) apposed(c chunk) (chunk, bool) {
	if c.first-1 <= s.lo || s.tok(c.first-1).Word != "," {
		return chunk{}, false
	}
	outer, ok := s.phraseBefore(c.first - 1)
	if !ok || s.modifier(outer) || s.isPerson(c) && !s.isPerson(outer) || outer.first > s.lo && !s.startsClause(outer.first) {
		return chunk{}, false
	}
	return outer, true
}

func (s *scan) isPerson(c chunk) bool { return s.personal(c.last - 1) }

// startsClause reports whether a clause can begin at token i.
func (s *scan) startsClause(i int) bool {
	if i <= s.lo {
		return true
	}
	t := s.tok(i - 1)
	return t.Tag == "CC" || t.Word == "," || t.Word == ":" || isQuoteMark(t.Word) || t.Lower == "that" || t.Tag == "RB" ||
		slices.Contains([]string{"after", "because", "as", "while", "although", "when", "since", "if", "before", "until"}, t.Lower)
}
