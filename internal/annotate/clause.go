// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"slices"
	"strings"

	"hearsay/internal/text"
)

const shortQuotation = 8 // tokens, the marks included: less can be a name or a word that somebody used

// clausal reports whether the content begins with a clause or a quotation.
func (s *scan) clausal(f *find, c chunk) bool {
	if c.first < s.lo || c.last <= c.first {
		return true
	}
	first := s.t.Tokens[c.first]
	if first.Quoted && !s.t.Tokens[f.cue[0].first].Quoted {
		return true
	}
	end := min(c.last, s.hi)
	if text.IsOpenQuote(first.Word) {
		return s.quoting(f) || c.last-c.first > shortQuotation || s.hasVerb(c.first, end)
	}
	switch first.Lower {
	case "that":
		return end-c.first > 3 || s.hasPredicate(c.first, end)
	case "whether", "if", "how", "why", "what", "who", "where", "which":
		return s.hasPredicate(c.first, end)
	case "like", "as":
		return s.clauseFrom(c.first+1, end)
	case "when":
		return s.cueIs(f, "remember", "recall", "ask", "wonder", "tell", "forget", "learn")
	}
	if isGerund := first.Tag == "VBG"; isGerund && s.cueIs(f, "remember", "recall", "imagine") {
		return true
	}
	return s.clauseFrom(c.first, end) || s.clauseTold(c.first, end) || s.governsClause(f, chunk{c.first, end}) || s.quotesWithin(f, chunk{c.first, end})
}

// quoting reports whether the cue is a verb that quotations follow.
func (s *scan) quoting(f *find) bool {
	for _, c := range f.cue {
		for i := max(c.first, s.lo); i < min(c.last, s.hi); i++ {
			if s.cueVerb(i).takes('q') {
				return true
			}
		}
	}
	return false
}

// cueIs reports whether a word of the cue is one of those.
func (s *scan) cueIs(f *find, lemmas ...string) bool {
	for _, c := range f.cue {
		for _, t := range s.t.Tokens[c.first:c.last] {
			if slices.Contains(lemmas, t.Lemma) {
				return true
			}
		}
	}
	return false
}

// clauseTold reports whether the content begins with who was told, and goes on with what: "him he was late", "Orla Tolk that it sank".
func (s *scan) clauseTold(first, end int) bool {
	c, ok := s.phraseAfter(first)
	if !ok || c.last >= end || s.tok(c.last-1).Tag != "PRP" && !isProper(s.tok(c.last-1).Tag) {
		return false
	}
	for i := c.last; i < min(c.last+2, end); i++ {
		if s.tok(i).Lower == "that" {
			return s.hasPredicate(i, end)
		}
	}
	return s.tok(c.last-1).Tag == "PRP" && s.clauseFrom(c.last, end)
}

// quotesWithin reports whether a quotation of some length follows behind a mark within the content.
func (s *scan) quotesWithin(f *find, c chunk) bool {
	if s.t.Tokens[f.cue[0].first].Quoted {
		return false
	}
	for i := c.first + 1; i+shortQuotation < c.last; i++ {
		if mark := s.tok(i - 1).Word; text.IsOpenQuote(s.tok(i).Word) && s.tok(i+shortQuotation).Quoted && (mark == ":" || mark == ";") {
			return true
		}
	}
	return false
}

// clauseFrom reports whether a subject and a finite verb follow, adverbs, times and prepositional phrases before them left aside.
func (s *scan) clauseFrom(first, end int) bool {
	i := first
	for i < end {
		t := s.tok(i)
		c, ok := s.chunkAt(i)
		switch {
		case t.Tag == "RB" || t.Tag == "UH" || t.Tag == "CC" && i == first || t.Word == "," || t.Word == "—":
			i++
		case t.Tag == "IN" && t.Lower != "of" && t.Lower != "about" && i+1 < end && s.inNP[i+1-s.lo] >= 0:
			next, _ := s.chunkAt(i + 1)
			i = next.last
		case ok && s.timeChunk(c) && c.last < end && s.inNP[c.last-s.lo] >= 0:
			i = c.last
		case ok:
			return s.finiteAfter(i, end)
		default:
			return false
		}
	}
	return false
}

// finiteAfter reports whether the noun phrase at i is the subject of a finite verb.
func (s *scan) finiteAfter(i, end int) bool {
	c, ok := s.phraseAfter(i)
	if !ok {
		return false
	}
	for j := c.last; j < end; j++ {
		switch t := s.tok(j); {
		case isFinite(t.Tag):
			return true
		case t.Tag != "RB":
			return false
		}
	}
	return false
}

// governsClause reports whether the tree has in the content a finite clause that depends on the cue, or one that depends on nothing in
// the content and has the first noun phrase for its subject.
func (s *scan) governsClause(f *find, c chunk) bool {
	phrase, ok := s.phraseAfter(c.first)
	if !ok {
		phrase = chunk{c.first, c.first}
	}
	for i := c.first; i < c.last; i++ {
		t := s.tok(i)
		if c.first <= t.Head && t.Head < c.last {
			continue
		}
		byCue := slices.ContainsFunc(f.cue, func(q chunk) bool { return q.first <= t.Head && t.Head < q.last })
		switch {
		case t.Rel == "ccomp" && byCue && s.finiteUpTo(c.first, i):
			return true
		case (t.Rel == "ccomp" || t.Rel == "root" || t.Rel == "parataxis") && s.finiteWithin(i, c, phrase):
			return true
		}
	}
	return false
}

func (s *scan) finiteUpTo(first, last int) bool {
	for i := first; i <= last; i++ {
		if isFinite(s.tok(i).Tag) {
			return true
		}
	}
	return false
}

// finiteWithin reports whether the token is a finite verb, or has a finite auxiliary, and its subject stands in the phrase.
func (s *scan) finiteWithin(head int, c, phrase chunk) bool {
	finite, subject := isFinite(s.tok(head).Tag), false
	for i := c.first; i < c.last; i++ {
		if t := s.tok(i); t.Head == head {
			finite = finite || isFinite(t.Tag)
			subject = subject || strings.HasPrefix(t.Rel, "nsubj") && i < phrase.last
		}
	}
	return finite && subject
}

func isFinite(tag string) bool { return tag == "VBD" || tag == "VBZ" || tag == "VBP" || tag == "MD" }
