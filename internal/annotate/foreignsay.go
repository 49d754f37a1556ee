// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"slices"
	"strings"

	"hearsay"
)

// saying is an attribution while its segment is read.
type saying struct {
	*scene
	content []chunk
	direct  bool
	voice   hearsay.Voice
	through []hearsay.Voice // whom it is heard from: "selon le Courrier, le maire a dit"
}

// start is the first word of the attribution.
func (s *saying) start() int {
	start := s.around.first
	for _, c := range s.content {
		start = min(start, c.first)
	}
	return start
}

// end is the word behind all that belongs to the attribution.
func (s *saying) end() int {
	end := s.around.last
	for _, c := range s.content {
		end = max(end, c.last)
	}
	return end
}

// segment finds the attributions of one segment, from left to right. One within what another one says is left out,
// unless that one only tells whom the text has it from.
func (f *foreign) segment(seg chunk) {
	if q, ok := f.wholeQuote(seg); ok {
		f.runOn(q)
		return
	}
	var said []*saying
	ms := f.matches(seg)
	for i := range ms {
		sc := &scene{cueMatch: &ms[i], seg: seg, lo: seg.first, next: seg.last, around: ms[i].chunk}
		if i+1 < len(ms) {
			sc.next = ms[i+1].first
		}
		if len(said) > 0 {
			sc.prev = said[len(said)-1]
			sc.lo = sc.prev.passed(sc.first)
		}
		s, ok := f.say(sc)
		switch {
		case !ok:
			continue
		case sc.prev == nil, s.start() >= sc.prev.end(), f.part(sc.prev, s):
		case sc.prev.cue.class == "according" && sc.prev.around.last <= s.start() && sc.prev.content[0].first <= s.around.first:
			s.through = append(slices.Clone(sc.prev.through), sc.prev.voice)
			said = said[:len(said)-1]
		default:
			continue
		}
		said = append(said, s)
		f.meet(s)
	}
	f.open = nil
	for _, s := range said {
		f.record(s)
		f.open = s
	}
}

// passed is the word before which all belongs to the attribution, seen from a cue at word k.
func (s *saying) passed(k int) int {
	lo := s.around.last
	for _, c := range s.content {
		if c.last <= k {
			lo = max(lo, c.last)
		}
	}
	return lo
}

// part ends what is said in prev where a conjunction shows that the text goes on with another attribution.
func (f *foreign) part(prev, s *saying) bool {
	k := s.around.first - 1
	if start := s.start(); start < s.around.first {
		return s.direct && !prev.direct && strings.Contains(":：", f.words[start-1].word) && f.end(prev, start)
	}
	for f.is(k, clitic|adverb|negator) && !f.is(k, mark|that) {
		k--
	}
	if f.is(k, that) && f.is(k-1, conjunction) {
		k--
	}
	last := prev.content[len(prev.content)-1]
	if k <= last.first || k >= last.last {
		return false
	}
	switch {
	case f.l.han:
		k = f.hanTurn(k, s.shared)
	case !f.is(k, conjunction|and) && f.words[k].word != ";" && !(s.gerund && f.words[k].word == ","):
		return false
	}
	return f.end(prev, k)
}

// end ends what is said with word k.
func (f *foreign) end(s *saying, k int) bool {
	last := &s.content[len(s.content)-1]
	if k <= last.first {
		return false
	}
	cut := f.trim(chunk{last.first, min(k, last.last)})
	if cut.empty() {
		return false
	}
	*last = cut
	return true
}

// say reads the attribution of one cue.
func (f *foreign) say(sc *scene) (*saying, bool) {
	s := &saying{scene: sc}
	ok := false
	switch sc.cue.class {
	case "verb":
		if f.l.han {
			ok = f.hanSubject(sc)
		} else {
			ok = f.subject(sc)
		}
		if ok {
			s.content, s.direct = f.content(sc)
		}
	case "according":
		ok = f.according(s)
	case "aside":
		if ok = f.aside(sc) && f.subjectBehind(sc) && f.clauseEnds(f.skipTimes(sc.around.last, sc.seg.last), sc.seg); ok {
			sc.liked = true
			s.content, s.direct = f.content(sc)
		}
	case "behind":
		ok = f.behind(s)
	case "again":
		if ok = f.continued(sc); ok {
			right, direct := f.saidBehind(sc)
			s.content, s.direct = one(right), direct
			ok = direct
		}
	case "silent":
		ok = f.silent(s)
	}
	return s, ok && f.enough(s) && f.settle(s)
}

// enough reports whether what is said is more than a word or two that happen to stand there.
func (f *foreign) enough(s *saying) bool {
	const letters, characters = 6, 3
	n := 0
	for _, c := range s.content {
		n += f.letters(c)
	}
	switch {
	case s.direct || s.cue.class == "silent":
		return n > 0
	case f.l.han:
		return n >= characters
	}
	return n >= letters
}

// according reads "selon X, …" and "…, selon X".
func (f *foreign) according(s *saying) bool {
	if f.l.han {
		if !f.hanAccording(s) {
			return false
		}
	} else {
		source, ok := f.phrase(s.last, min(s.seg.last, s.last+longClause), anyCase|bare)
		if !ok || f.is(source.first, adverb) {
			return false
		}
		if comma := f.comma(source.last, s.seg); comma > 0 && f.is(source.last, preposition) {
			source = f.placed(source, comma) // "fuentes cercanas al caso"
		}
		s.take(f.explained(source, s.seg.last))
	}
	lo, end := s.lo, s.around.first
	for lo < end && f.is(lo, mark|conjunction|and|adverb) && f.words[lo].quote == 0 {
		lo++
	}
	const fewest = 3
	next := f.lower(s.around.last)
	if f.is(end-1, conjunction|and) || f.lower(end-1) == ":" || end-lo < fewest && (next == "," || f.l.compounds) {
		lo = end // "toujours selon lui, …"
	}
	s.content = f.aroundAside(s, chunk{lo, end})
	return len(s.content) > 0
}

// aroundAside is what is said around an attribution that governs nothing: all behind it where it begins the clause;
// else what stands before, and what goes on behind a second comma.
func (f *foreign) aroundAside(s *saying, left chunk) []chunk {
	p := s.around.last
	comma := p < s.seg.last && strings.Contains(",，:：", f.words[p].word)
	if left.empty() {
		if comma {
			p = f.behindAside(p+1, s.seg)
		}
		right := f.trim(chunk{p, max(p, s.seg.last)})
		if right.empty() {
			return nil
		}
		q, ok := f.quoteAt(right.first)
		s.direct = ok && q.last == right.last
		return one(right)
	}
	begun := f.words[left.last-1].word == ","
	left = f.trim(left)
	if q, ok := f.quoteAt(left.first); ok && q.last == left.last {
		s.direct = true
		return one(left)
	}
	if left.empty() {
		return nil
	}
	if begun != comma || comma && f.is(p+1, conjunction|and|relative|that) {
		return one(left)
	}
	if right := f.trim(chunk{p, max(p, s.seg.last)}); right.last-right.first > 1 {
		return []chunk{left, right}
	}
	return one(left)
}

// behind reads "dem Minister zufolge …".
func (f *foreign) behind(s *saying) bool {
	source, ok := f.endingAt(s.first, s.lo)
	if !ok {
		return false
	}
	s.take(source)
	lo, end := s.lo, source.first
	if f.is(end-1, capital) && end-1 >= lo && !f.is(end-1, adverb) {
		end-- // "Angaben der Polizei zufolge"
	}
	left := f.trim(chunk{lo, max(lo, end)})
	if right := f.trim(chunk{s.last, max(s.last, s.seg.last)}); left.empty() && !right.empty() {
		s.content = one(right)
	} else if !right.empty() {
		s.content = []chunk{left, right}
	} else if !left.empty() {
		s.content = one(left)
	}
	return len(s.content) > 0
}

// silent reads "n'a pas souhaité s'exprimer": what is refused is what is said.
func (f *foreign) silent(s *saying) bool {
	sc := s.scene
	ok := false
	if f.l.han {
		ok = f.hanSubject(sc)
	} else {
		ok = f.subjectWithin(sc) || f.aside(sc) && f.subjectAcross(sc) || f.subjectBefore(sc) || f.subjectBehind(sc)
	}
	if !ok {
		return false
	}
	refused := s.refused
	if refused.empty() {
		refused = chunk{s.last - 1, s.last}
	}
	if last := s.pieces[len(s.pieces)-1]; last.first >= refused.last {
		for refused.last < last.first && !f.is(refused.last, adverb) {
			refused.last++ // "lehnte einen Kommentar zu den Vorwürfen zunächst ab"
		}
	} else {
		for refused.last < min(s.seg.last, s.last+2*longClause) && (!f.is(refused.last, mark) || f.words[refused.last].quote > 0) {
			refused.last++
		}
	}
	if s.source.first >= refused.first && s.source.first < refused.last {
		refused.last = s.source.first
	}
	s.content = one(f.trim(refused))
	if from := f.skipTimes(s.gap.first, s.gap.last); !s.gap.empty() && from < s.gap.last && s.gap.last <= refused.first && s.source.last <= from {
		s.content = []chunk{f.trim(chunk{from, s.gap.last}), s.content[0]}
	}
	return true
}
