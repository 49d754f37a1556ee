// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"hearsay"
	"hearsay/internal/text"
)

// accordings finds "according to X".
func (s *scan) accordings() []*find {
	var out []*find
	for i := s.lo; i+2 < s.hi; i++ {
		if s.tok(i).Lower != "according" {
			continue
		}
		to := i + 1
		if s.tok(to).Lower != "to" && s.tok(to).Tag != "DT" { // "according the leader" is a common slip
			continue
		}
		first := to
		if s.tok(to).Lower == "to" {
			first = to + 1
		}
		c, ok := s.phraseAfter(first)
		if !ok {
			continue
		}
		f := &find{source: &c, voice: c, cue: one(chunk{i, first}), act: hearsay.Assert, weight: 0.9}
		if s.isPlainRumour(c) {
			f.act = hearsay.Rumour
		}
		if s.accordingContent(i, c, f) {
			out = append(out, s.finish(f, group{}))
		}
	}
	return compact(out)
}

func (s *scan) isPlainRumour(c chunk) bool {
	act, ok := s.lex.nouns[s.tok(c.last-1).Lower]
	return ok && act == hearsay.Rumour
}

// accordingContent takes the clause after the phrase where the phrase begins its clause, else the one before it.
func (s *scan) accordingContent(i int, c chunk, f *find) bool {
	begins := i == s.lo
	if !begins {
		prev := s.tok(i - 1)
		begins = i-1 == s.lo && (prev.Tag == "CC" || prev.Tag == "RB" || text.IsOpenQuote(prev.Word)) ||
			i-2 == s.lo && prev.Word == "," || prev.Word == ":" ||
			i-2 > s.lo && prev.Word == "," && s.tok(i-2).Lower == "finally"
	}
	if begins {
		start := s.afterSource(c)
		if start >= s.sentenceEnd() {
			return false
		}
		f.content = one(chunk{start, s.quoteEnd(start, s.clauseEnd(start))})
		return true
	}
	left, ok := s.left(i, s.hi)
	if !ok {
		return false
	}
	f.content = one(left)
	return true
}

// afterSource is where the clause begins after a source with its appositions: past the comma that is followed
// by a clause.
func (s *scan) afterSource(c chunk) int {
	end := s.sentenceEnd()
	for i := c.last; i < end; i++ {
		if s.tok(i).Word != "," || s.tok(i).Quoted {
			continue
		}
		if i+1 < end && (s.clauseFollows(i+1) || !s.opensAside(i+1)) {
			return i + 1
		}
	}
	if c.last < end && s.tok(c.last).Word == "," {
		return c.last + 1
	}
	return c.last
}

// clauseFollows reports whether a subject and its finite verb stand between token i and the next comma.
func (s *scan) clauseFollows(i int) bool {
	for j := i; j < s.sentenceEnd(); j++ {
		t := s.tok(j)
		switch t.Tag {
		case "WP", "WDT", "WP$":
			return false
		case "VBD", "VBZ", "VBP", "MD":
			return j > i
		}
		if t.Word == "," {
			return false
		}
	}
	return false
}

// opensAside reports whether token i can begin an apposition or a relative clause about what went before.
func (s *scan) opensAside(i int) bool {
	t := s.tok(i)
	return t.Tag == "DT" || t.Tag == "WP" || t.Tag == "WDT" || t.Tag == "WP$" || t.Tag == "CD" || t.Tag == "VBN" || t.Tag == "IN" || t.Tag == "PRP$"
}

// adverbs finds "allegedly" and its like: no source, and the clause around them is what is said.
func (s *scan) adverbs() []*find {
	var out []*find
	for i := s.lo; i < s.hi; i++ {
		act, ok := s.lex.adverbs[s.tok(i).Lower]
		if !ok {
			continue
		}
		c := s.clauseAround(i)
		if c.last-c.first < 3 {
			continue
		}
		content := []chunk{{c.first, i}, {i + 1, c.last}}
		if i == c.first {
			content = content[1:]
		}
		f := &find{cue: one(chunk{i, i + 1}), content: content, act: act, hedged: true, weight: 0.7}
		if !s.tok(i).Quoted {
			out = append(out, f)
		}
	}
	return out
}

// clauseAround is the clause that holds token i.
func (s *scan) clauseAround(i int) chunk {
	first, last := i, s.clauseEnd(i)
	for first > s.lo {
		t := s.tok(first - 1)
		if t.Word == ";" || t.Word == ":" || isQuoteMark(t.Word) || t.Lower == "that" && t.Tag == "IN" ||
			t.Tag == "CC" && first-2 >= s.lo && s.tok(first-2).Word == "," && first < i {
			break
		}
		first--
	}
	for first < i && (s.tok(first).Tag == "CC" || s.tok(first).Word == ",") {
		first++
	}
	return chunk{first, last}
}

// passiveVerb reads "is believed to", "was accused by X of", "it is said that", "was reported by X".
func (s *scan) passiveVerb(g group, v *verbCue) *find {
	i := g.main
	f := &find{act: v.act, negated: g.negated, cue: one(chunk{g.first, i + 1}), weight: 0.7}
	if act, ok := s.lex.passives[s.tok(i).Lower]; ok {
		f.act = act
	}
	if v.lemma == "quote" {
		return s.quotedAsSaying(g, f)
	}
	sub, ok := s.subjectOf(g, 0)
	if !ok {
		return nil
	}
	if by := s.agent(i + 1); by.last > by.first && s.speaks(by) && (v.takes('n') || v.takes('o')) {
		f.source, f.voice, f.act = &by, by, v.act
		f.content = []chunk{sub.chunk}
		if by.last < s.sentenceEnd() && s.tok(sub.first).Lower == "it" && s.tok(by.last).Lower == "that" {
			f.content = one(chunk{by.last, s.clauseEnd(by.last)}) // "it was reported by X that"
			return s.finish(f, g)
		}
		if end := s.clauseEnd(by.last - 1); end > by.last && (s.tok(by.last).Lower == "as" || s.tok(by.last).Lower == "of" || s.tok(by.last).Lower == "for") {
			f.content = append(f.content, chunk{by.last, end})
		}
		return s.finish(f, g)
	}
	if _, ok := s.lex.passives[s.tok(i).Lower]; !ok {
		return nil
	}
	start, kind := s.right(i + 1)
	if kind != "to" && kind != "that" || start >= s.sentenceEnd() {
		return nil
	}
	f.hedged = true
	f.content = []chunk{{start, s.clauseEnd(start)}}
	if kind == "to" {
		subject := sub.chunk
		if sub.relative {
			subject = sub.antecedent
		}
		if subject.last > subject.first {
			f.content = []chunk{subject, {start, s.clauseEnd(start)}}
		}
	} else if s.tok(sub.first).Lower != "it" {
		return nil
	}
	return f
}

// agent is the phrase after "by" that follows a passive verb within a few words.
func (s *scan) agent(i int) chunk {
	for j := i; j < min(i+4, s.hi-1); j++ {
		if s.tok(j).Lower == "by" {
			c, _ := s.phraseAfter(j + 1)
			return c
		}
		if c, ok := s.chunkAt(j); ok && !s.timeChunk(c) {
			break
		}
	}
	return chunk{}
}

// quotedAsSaying reads "X was quoted (by Y) as saying that".
func (s *scan) quotedAsSaying(g group, f *find) *find {
	sub, ok := s.subjectOf(g, 0)
	if !ok {
		return nil
	}
	i := g.main + 1
	if by := s.agent(i); by.last > by.first {
		f.through = one(by)
		i = by.last
	}
	if i+1 >= s.hi || s.tok(i).Lower != "as" || s.tok(i+1).Tag != "VBG" {
		return nil
	}
	start, _ := s.right(i + 2)
	if start >= s.sentenceEnd() {
		return nil
	}
	f.source, f.voice, f.act = &sub.chunk, sub.chunk, hearsay.Assert
	f.cue = append(f.cue, chunk{i, i + 2})
	f.content = one(chunk{start, s.quoteEnd(start, s.clauseEnd(start))})
	return s.finish(f, g)
}

// nouns finds "rumours that …", "speculation on Monday that …": a noun with a that-clause.
func (s *scan) nouns() []*find {
	var out []*find
	for i := s.lo; i < s.hi-2; i++ {
		act, ok := s.lex.nouns[s.tok(i).Lower]
		if !ok || !isNoun(s.tok(i).Tag) {
			continue
		}
		that := s.thatClause(i + 1)
		if c, ok := s.chunkAt(i); ok && c.first > s.lo && s.cueVerb(c.first-1).takes('n') {
			continue // the verb takes the noun and its clause: "expressed concern that"
		}
		if that == 0 || !s.hasPredicate(that, s.clauseEnd(that)) {
			continue
		}
		f := &find{cue: one(chunk{i, i + 1}), content: one(chunk{that, s.quoteEnd(that, s.clauseEnd(that))}), act: act, weight: 0.6, hedged: act == hearsay.Rumour}
		s.nounSource(i, f)
		out = append(out, f)
	}
	return out
}

// thatClause gives where "that" begins within the few words after a noun, past participles, asides and times.
func (s *scan) thatClause(i int) int {
	for j := i; j < min(i+9, s.hi-2); j++ {
		t := s.tok(j)
		c, inNP := s.chunkAt(j)
		switch {
		case t.Lower == "that" && t.Tag != "WDT" && (t.Tag == "IN" || s.inNP[j+1-s.lo] >= 0):
			return j
		case t.Tag == "VBG" && s.cueVerb(j) != nil && s.participleCue(s.group(j)):
			return 0 // the participle is the cue: "a statement denying that"
		case t.Tag == "VBG" || t.Tag == "RB" || t.Word == "," && j > i:
		case inNP && s.timeChunk(c), t.Tag == "IN" && s.inNP[j+1-s.lo] >= 0, inNP && j > i && s.tok(c.first-1).Tag == "IN":
		case t.Tag == "VBN" && j == i:
		default:
			return 0
		}
	}
	return 0
}

// nounSource looks for who is behind the noun: a possessor, or the subject of "are abuzz with rumours".
func (s *scan) nounSource(i int, f *find) {
	c, ok := s.chunkAt(i)
	if !ok {
		return
	}
	for j := i - 1; j > c.first; j-- {
		if s.tok(j).Tag == "POS" {
			f.source, f.voice = &chunk{c.first, j}, chunk{c.first, j}
			return
		}
	}
	if c.first-1 > s.lo && s.tok(c.first-1).Lower == "with" {
		if sub, ok := s.mainSubject(c.first, 0); ok && s.speaks(sub.chunk) {
			f.source, f.voice = &sub.chunk, sub.chunk
		}
	}
}

func compact(finds []*find) []*find {
	out := finds[:0]
	for _, f := range finds {
		if f != nil {
			out = append(out, f)
		}
	}
	return out
}
