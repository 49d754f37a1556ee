// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"strings"

	"hearsay"
)

// Chinese has no blanks, so each character is a word here. A speaker stands at the beginning of the clause before the
// cue; behind him there may be time, place and manner, which begin with a word of the list.

// Characters that a speaker, and what stands between him and the cue, have at most.
const (
	longHanName     = 4
	longForeignName = 14
	longHanPhrase   = 24
)

// hanSubject finds the speaker before a Chinese cue: in its clause, or in one of two clauses before it.
func (f *foreign) hanSubject(sc *scene) bool {
	end := sc.first
	for n := 0; n < 3; n++ {
		from := end
		for from > max(sc.lo, end-2*longHanPhrase) && f.words[from-1].quote == 0 && (!f.is(from-1, mark) || f.inName(from-1)) {
			from--
		}
		if from == end && n == 0 && f.nounCue(sc) {
			return true
		}
		clause := f.hanLead(chunk{from, end})
		if s, ok := f.hanSpeaker(clause); ok {
			sc.via = f.hanCited(s, clause.last)
			return sc.take(s)
		}
		if n == 0 && f.hanAdverbial(clause) && (sc.prev != nil || f.afresh(from, end)) {
			return f.hanContinued(sc)
		}
		if from <= sc.lo || !strings.Contains(",，", f.words[from-1].word) || !clause.empty() && !f.hanAdverbial(clause) {
			return false
		}
		end = from - 1
	}
	return false
}

// nounCue reads "报道称", where the first of two verbs is what speaks.
func (f *foreign) nounCue(sc *scene) bool {
	const noun = 2
	if sc.last-sc.first <= noun {
		return false
	}
	s, ok := f.hanPhrase(chunk{sc.first, sc.first + noun})
	if !ok || s.voice.Kind != hearsay.DocumentVoice {
		return false
	}
	sc.first += noun
	sc.pieces = one(sc.chunk)
	return sc.take(s)
}

// afresh reports whether a clause [from, end) before a cue shows that who spoke goes on: a quotation stands before it, or
// it begins with "还" and the like.
func (f *foreign) afresh(from, end int) bool {
	_, quoted := f.quoteBefore(from)
	return quoted || from < end
}

// hanCited is whom the speaker cites: "路透社援引两名官员的话报道称".
func (f *foreign) hanCited(s speaker, end int) []hearsay.Voice {
	n := f.inSet("cite", s.last, end)
	if n == 0 {
		return nil
	}
	for i := s.last + n; i <= end; i++ {
		if i < end && f.inSet("cited", i, end) == 0 {
			continue
		}
		if cited, ok := f.hanPhrase(chunk{s.last + n, i}); ok && cited.voice.Kind != hearsay.UnknownVoice {
			return []hearsay.Voice{cited.voice}
		}
	}
	return nil
}

// inName reports whether the mark at i can stand within a name or a description: "奥拉·托尔克（Orla Tolk）".
func (f *foreign) inName(i int) bool {
	return strings.Contains("·•（）()《》〈〉-", f.words[i].word)
}

// hanContinued gives a cue without a subject who spoke last.
func (f *foreign) hanContinued(sc *scene) bool {
	if sc.prev != nil && sc.prev.source != nil {
		return f.share(sc, *sc.prev.source)
	}
	if len(f.met) == 0 || f.words[sc.first].start-f.met[len(f.met)-1].at > nearEnough {
		return false
	}
	sc.source, sc.shared, sc.around = nil, true, sc.chunk
	return true
}

// inSet gives the length, in words, of the longest entry of the class that begins at word i and ends before end.
func (f *foreign) inSet(class string, i, end int) int {
	const longest = 5
	set := f.l.sets[class]
	for n := min(longest, end-i); n > 0; n-- {
		if set[f.cut(chunk{i, i + n}).Text] {
			return n
		}
	}
	return 0
}

// hanLead takes off what stands before the speaker: conjunctions, times, dates.
func (f *foreign) hanLead(c chunk) chunk {
	for c.first < c.last {
		n := f.inSet("lead", c.first, c.last)
		if n == 0 {
			n = f.date(c)
		}
		if n == 0 {
			break
		}
		c.first += n
	}
	return c
}

// date gives the length of a date or time at the beginning: "3月4日".
func (f *foreign) date(c chunk) int {
	n := 0
	for i := c.first; i+1 < c.last; i += 2 {
		if !f.isNumber(i) || !strings.Contains("年月日号號时時点點分", f.words[i+1].word) {
			break
		}
		n += 2
	}
	return n
}

// hanAdverbial reports whether the clause says nothing but time, place or manner.
func (f *foreign) hanAdverbial(c chunk) bool {
	return c.empty() || f.inSet("place", c.first, c.last) > 0
}

// hanSpeaker reads a speaker at the beginning of c: the shortest one behind which an adverbial begins, or c as a whole.
func (f *foreign) hanSpeaker(c chunk) (speaker, bool) {
	if c.last-c.first > 2 && f.words[c.last-1].word == "地" && f.inSet("pronoun", c.first, c.first+1) > 0 {
		return f.hanPhrase(chunk{c.first, c.first + 1}) // "他高兴地说"
	}
	for i := c.first + 1; i <= c.last && i <= c.first+longHanPhrase; i++ {
		if i < c.last && f.inSet("stop", i, c.last) == 0 && f.date(chunk{i, c.last}) == 0 {
			continue
		}
		if s, ok := f.hanPhrase(chunk{c.first, i}); ok {
			return s, true
		}
	}
	return speaker{}, false
}

// hanAccording reads the source of "据X报道" from the gap of the cue.
func (f *foreign) hanAccording(s *saying) bool {
	source, ok := f.hanPhrase(f.trim(s.gap))
	return ok && s.take(source)
}

// hanTurn gives where another clause begins that goes on to word k: with a conjunction of the list or a semicolon; where
// it has no subject of its own, with a comma. 0 for nowhere.
func (f *foreign) hanTurn(k int, shared bool) int {
	for i := k; i >= 0 && i > k-longHanPhrase; i-- {
		if f.is(i, mark) {
			turns := shared || f.words[i].word == "；" || f.inSet("conjunction", i+1, k+1) > 0
			if turns {
				return i
			}
			return 0
		}
	}
	return 0
}
