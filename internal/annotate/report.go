// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"hearsay"
	"hearsay/internal/text"
)

// find is an attribution in terms of tokens, before it becomes spans.
type find struct {
	source   *chunk // nil where the text names none
	voice    chunk  // the words that stand for the voice: the source, or what its relative pronoun stands for
	cue      []chunk
	content  []chunk
	act      hearsay.Act
	negated  bool
	hedged   bool
	through  []chunk // whom the source told it: "told the paper"
	via      []chunk // whom the source cites for it: "citing two officials"
	quotedBy bool    // the voice is the object of a verb of quoting: who quotes stands before it in the chain
	channel  chunk
	weight   float64        // how sure the rule is, 0 to 1; 0 where none found it
	likely   float64        // how sure the models are, 0 to 1; 0 where they did not find it
	known    *hearsay.Voice // who speaks, where another sentence says it
}

func one(c chunk) []chunk { return []chunk{c} }

// verbs finds the attributions whose cue is a verb.
func (s *scan) verbs() []*find {
	var out []*find
	for i := s.lo; i < s.hi; i++ {
		v := s.cueVerb(i)
		if v == nil || s.inNP[i-s.lo] >= 0 || s.tok(i).Tag == "VBN" && i == s.lo {
			continue
		}
		if f := s.verb(i, v); f != nil {
			out = append(out, f)
		}
	}
	return out
}

func (s *scan) verb(i int, v *verbCue) *find {
	g := s.group(i)
	if g.passive {
		return s.passiveVerb(g, v)
	}
	tag := s.tok(i).Tag
	if !s.finite(g) && tag != "VBG" || tag == "VBG" && !s.finite(g) && !s.participleCue(g) {
		return nil
	}
	f := &find{act: v.act, negated: g.negated, cue: one(chunk{g.first, i + 1}), weight: 0.9}
	if s.inverted(g, v, f) {
		return s.finish(f, g)
	}
	sub, ok := s.subjectOf(g, 0)
	if !ok {
		return nil
	}
	f.source, f.voice = &sub.chunk, sub.chunk
	if sub.relative {
		f.voice = sub.antecedent
		f.quotedBy = s.objectOfQuoting(sub.antecedent)
	}
	if !s.speaks(f.voice) {
		return nil
	}
	quoted := s.quoteBefore(sub.first) && s.saidBefore(i, v, f, sub.first)
	if !quoted && !s.says(i, v, f) && !s.saidBefore(i, v, f, sub.first) {
		return nil
	}
	return s.finish(f, g)
}

// participleCue reports whether a bare "-ing" form is used as a verb of the sentence: ", saying that".
func (s *scan) participleCue(g group) bool {
	if g.first == s.lo {
		return false
	}
	t := s.tok(g.first - 1)
	return t.Word == "," || t.Tag == "CC" || t.Word == "—" || isQuoteMark(t.Word) || t.Tag == "RB" ||
		s.lex.roles[t.Lower] == hearsay.DocumentVoice // "a statement denying that"
}

// speaks reports whether the phrase can say something: not a time, and not the empty "it" or "there".
func (s *scan) speaks(c chunk) bool {
	if c.last <= c.first || s.timeChunk(c) {
		return false
	}
	t := s.tok(c.last - 1)
	switch s.tok(c.first).Lower {
	case "nobody", "no", "none", "nothing", "neither", "everyone", "everybody", "anybody", "anyone", "somebody", "someone":
		return false
	}
	return t.Tag != "EX" && t.Lower != "that" && t.Lower != "this" && t.Lower != "which" && t.Lower != "what"
}

// objectOfQuoting reports whether the phrase follows a verb of quoting, as in "quoted an official, who said".
func (s *scan) objectOfQuoting(c chunk) bool {
	i := c.first - 1
	if i < s.lo {
		return false
	}
	v := s.cueVerb(i)
	return v != nil && (v.lemma == "quote" || v.lemma == "cite")
}

// says looks for what is said to the right of the verb at i.
func (s *scan) says(i int, v *verbCue, f *find) bool {
	if v.lemma == "quote" || v.lemma == "cite" {
		if s.tok(i).Tag == "VBG" {
			return false // see citations
		}
		return s.quotes(i, v, f)
	}
	next := i + 1
	if v.takes('a') && next < s.hi {
		if c, ok := s.phraseAfter(next); ok && c.first == next && s.contentFollows(c.last, v) {
			s.addressee(c, f)
			next = c.last
		}
	}
	if v.takes('r') {
		return s.takesBack(next, f)
	}
	if v.takes('f') && next < s.hi && (s.tok(next).Lower == "for" || s.tok(next).Lower == "on") && s.takeObject(next, f) {
		return true
	}
	start, by := s.right(next)
	if start >= s.sentenceEnd() {
		return false
	}
	s.noteChannel(next, start, f)
	switch {
	case by == "that" && v.takes('c'), by == "quote" && (v.takes('q') || v.takes('c')), by == "to" && v.takes('i'),
		by == "colon" && v.takes('q'):
	case by == "quote" && (v.takes('n') || v.takes('o')):
	case by == "" && v.takes('c') && s.clauseAt(start):
		f.weight = 0.8
	case by == "" && v.takes('o') && s.complement(start, v):
		start = next
		f.weight = 0.75
	case v.takes('n') && next < s.hi && s.inNP[next-s.lo] >= 0:
		start = next
		f.weight = 0.65
	default:
		return false
	}
	if v.lemma == "ask" && by == "to" && s.tok(min(start+1, s.hi-1)).Lower == "be" {
		return false // who asks not to be named says nothing of the matter
	}
	f.content = append(f.content, chunk{start, s.quoteEnd(start, s.clauseEnd(start))})
	return true
}

// contentFollows reports whether what is said begins after an addressee that ends at token i.
func (s *scan) contentFollows(i int, v *verbCue) bool {
	start, by := s.right(i)
	return by == "that" || by == "quote" || by == "to" && v.takes('i') || by == "" && start < s.sentenceEnd() && s.clauseAt(start)
}

// addressee notes whom the source spoke to; an outlet that was told stands before the
// source in the chain; resolve knows which of those told are outlets.
func (s *scan) addressee(c chunk, f *find) {
	if s.isOutlet(c) || s.hasProper(c) {
		f.through = append(f.through, c)
	}
	f.channel = chunk{c.first - 1, c.last}
}

func (s *scan) noteChannel(first, last int, f *find) {
	if last > first && s.channelNoun(chunk{first, min(last, s.hi)}) {
		f.channel = chunk{first, last}
	}
}

// takesBack reads "has withdrawn its report that …": the object must be something said.
func (s *scan) takesBack(next int, f *find) bool {
	if next >= s.sentenceEnd() {
		return false
	}
	c, ok := s.chunkAt(next)
	if !ok || c.first != next {
		return false
	}
	noun := s.tok(c.last - 1).Lower
	if _, said := s.lex.nouns[noun]; !said && noun != "article" && noun != "story" {
		return false
	}
	f.content = one(chunk{next, s.clauseEnd(next)})
	return true
}

func (s *scan) takeObject(preposition int, f *find) bool {
	if preposition+1 >= s.sentenceEnd() || s.inNP[preposition+1-s.lo] < 0 {
		return false
	}
	if c, ok := s.chunkAt(preposition + 1); ok && s.timeChunk(c) {
		return false
	}
	f.content = one(chunk{preposition + 1, s.clauseEnd(preposition + 1)})
	f.weight = 0.6
	return true
}

// clauseAt reports whether a clause begins at start: a noun phrase with a finite verb after it.
func (s *scan) clauseAt(start int) bool {
	end := s.clauseEnd(start)
	i := start
	for i < end && (s.tok(i).Tag == "RB" || s.tok(i).Tag == "IN" || s.tok(i).Tag == "WRB") {
		i++
	}
	if i >= end || s.inNP[i-s.lo] < 0 && !text.IsOpenQuote(s.tok(i).Word) && s.tok(i).Tag != "VBG" && s.tok(i).Tag != "WP" {
		return false
	}
	for j := i; j < end; j++ {
		switch s.tok(j).Tag {
		case "VBD", "VBZ", "VBP", "MD":
			return true
		}
	}
	return false
}

// complement reports whether an object and what is said of it follow a verb such as "call", "accuse".
func (s *scan) complement(start int, v *verbCue) bool {
	if s.inNP[start-s.lo] < 0 {
		return false
	}
	end := s.clauseEnd(start)
	for j := start; j < end; j++ {
		switch w := s.tok(j); {
		case text.IsOpenQuote(w.Word), w.Lower == "as":
			return true
		case (v.lemma == "accuse" || v.lemma == "blame") && (w.Lower == "of" || w.Lower == "for"):
			return true
		}
	}
	c, ok := s.phraseAfter(start)
	return ok && v.lemma == "call" && c.last < end && s.inNP[c.last-s.lo] >= 0
}

// quotes reads "quoted an official as saying that", "cited three officials".
func (s *scan) quotes(i int, v *verbCue, f *find) bool {
	c, ok := s.phraseAfter(i + 1)
	if !ok {
		start := i + 1
		if start < s.hi && text.IsOpenQuote(s.tok(start).Word) {
			f.content = one(chunk{start, s.quoteEnd(start, s.clauseEnd(start))})
			if inner, ok := s.chunkAt(start + 1); ok {
				f.via = one(inner)
			}
			return true
		}
		return false
	}
	f.via = one(c)
	if c.last+1 < s.hi && s.tok(c.last).Lower == "as" && s.tok(c.last+1).Tag == "VBG" {
		start, _ := s.right(c.last + 2)
		if start >= s.sentenceEnd() {
			return false
		}
		f.cue = append(f.cue, chunk{c.last, c.last + 2})
		f.content = one(chunk{start, s.quoteEnd(start, s.clauseEnd(start))})
		return true
	}
	f.content = one(chunk{i + 1, s.clauseEnd(i + 1)})
	f.weight = 0.6
	return true
}

// finish settles what depends on the whole: hedges, citations and silence told in the content.
func (s *scan) finish(f *find, g group) *find {
	if len(f.content) == 0 {
		return nil
	}
	for _, c := range f.content {
		if f.source != nil && c.first < f.source.last && f.source.first < c.last && c.first <= f.source.first && f.source.last <= c.last {
			return nil
		}
		f.hedged = f.hedged || s.hedged(c)
	}
	if f.act == hearsay.Assert && s.noInformation(f.content[0]) {
		f.act = hearsay.NoComment
	}
	s.denies(f)
	return f
}

// hedged reports whether the content leaves open whether it is so.
func (s *scan) hedged(c chunk) bool {
	for i := c.first; i < c.last; i++ {
		if s.tok(i).Lower == "may" && isProper(s.tok(i).Tag) {
			continue // the month
		}
		switch s.tok(i).Lower {
		case "may", "might", "could", "possibly", "perhaps", "probably", "likely", "apparently", "allegedly", "reportedly", "seemingly", "appears", "appeared", "seems", "seemed":
			return true
		}
	}
	return false
}
