// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import "hearsay/internal/text"

// sentenceEnd is where the content of the sentence ends: before its final period, which belongs to no content,
// but after a closing quotation mark.
func (s *scan) sentenceEnd() int {
	end := s.hi
	for end > s.lo {
		w := s.tok(end - 1).Word
		if w != "." && w != "!" && w != "?" && w != "。" && w != "…" {
			break
		}
		end--
	}
	return end
}

// clauseEnd is where the clause that begins at start ends. Breaks inside quotation marks do not count, unless
// the clause itself began inside them.
func (s *scan) clauseEnd(start int) int {
	quoted := s.tok(start).Quoted
	end := s.sentenceEnd()
	for i := start + 1; i < end; i++ {
		t := s.tok(i)
		if quoted && text.IsCloseQuote(t.Word) {
			if start > s.lo && !s.tok(start-1).Quoted && text.IsOpenQuote(s.tok(start-1).Word) {
				quoted = false
				continue
			}
			return i
		}
		if t.Quoted && !quoted {
			continue
		}
		if s.breaks(i) {
			return s.trimComma(start, i)
		}
	}
	return s.trimComma(start, end)
}

func (s *scan) trimComma(start, end int) int {
	for end > start+1 && (s.tok(end-1).Word == "," || s.tok(end-1).Word == ";" || s.tok(end-1).Word == "—" || s.tok(end-1).Word == ":") {
		end--
	}
	return end
}

// breaks reports whether what is said ends before token i.
func (s *scan) breaks(i int) bool {
	t := s.tok(i)
	after := func(n int) *text.Token { return s.tok(min(i+n, s.hi-1)) }
	switch {
	case t.Word == ";":
		return true
	case t.Lower == "according" && after(1).Lower == "to":
		return true
	case t.Word == "," || t.Word == "—" || t.Word == "–":
		next := after(1)
		switch next.Lower {
		case "while", "although", "though", "whereas", "according", "citing", "adding", "saying", "noting", "quoting", "telling", "claiming", "insisting", "arguing", "warning", "thus", "prompting":
			return !s.insertion(i)
		}
		if next.Tag == "CC" && s.breaks(i+1) {
			return true
		}
		return s.parenthetic(i + 1)
	case t.Tag == "CC" && i+1 < s.hi:
		j := i + 1
		for j < s.hi-1 && (s.tok(j).Tag == "RB" || isAuxiliary(s.tok(j).Lower)) {
			j++
		}
		v := s.cueVerb(j)
		if v == nil || s.tok(j).Tag != "VBD" && s.tok(j).Tag != "VBZ" && s.tok(j).Tag != "VBG" {
			return false
		}
		return s.reports(j, v)
	}
	return false
}

// insertion reports whether the comma at i opens an aside between a subject and its verb: "Tolk, citing a clerk,
// alleged".
func (s *scan) insertion(i int) bool {
	end := s.asideEnd(i)
	if end == 0 || end+1 >= s.hi {
		return false
	}
	switch s.tok(end + 1).Tag {
	case "VBD", "VBZ", "VBP", "MD":
		return true
	}
	return false
}

// reports reports whether the verb at i is followed by what a cue of its kind needs.
func (s *scan) reports(i int, v *verbCue) bool {
	next := s.tok(min(i+1, s.hi-1))
	return next.Lower == "that" || text.IsOpenQuote(next.Word) || v.takes('o') || v.takes('n') && v.lemma != "show" || v.takes('a') ||
		v.takes('c') && i+1 < s.sentenceEnd() && s.inNP[i+1-s.lo] >= 0
}

// parenthetic reports whether an attribution of its own begins at token i, after a comma: "Han said", "said Han".
func (s *scan) parenthetic(i int) bool {
	if i >= s.hi {
		return false
	}
	if v := s.cueVerb(i); v.takes('q') && s.tok(i).Tag != "VB" {
		return i+1 < s.hi && s.inNP[i+1-s.lo] >= 0 || i+1 >= s.sentenceEnd()
	}
	c, ok := s.phraseAfter(i)
	if !ok || c.last >= s.hi {
		return false
	}
	v := s.cueVerb(c.last)
	if !v.takes('q') {
		return false
	}
	end := c.last + 1
	return end >= s.sentenceEnd() || s.tok(end).Word == "," || text.IsOpenQuote(s.tok(end).Word)
}

// left gives what is said before token end: from the beginning of its clause, or of its quotation. after is
// where the attribution ends: what goes on there behind a comma can hold the verb ("The ship, he said, was lost").
func (s *scan) left(end, after int) (chunk, bool) {
	for end > s.lo && (s.tok(end-1).Word == "," || s.tok(end-1).Word == "—") {
		end--
	}
	start := s.lo
	for i := end - 1; i > s.lo; i-- {
		w := s.tok(i).Word
		if s.tok(i).Quoted {
			continue
		}
		if w == ":" || w == ";" {
			start = i + 1
			break
		}
	}
	for start < end && (s.tok(start).Tag == "CC" || s.tok(start).Word == "," || s.tok(start).Lower == "meanwhile" || s.tok(start).Lower == "however") {
		start++
	}
	if end <= start {
		return chunk{}, false
	}
	whole := s.hasVerb(start, end) || subordinates(s.tok(start).Lower) || s.tok(start).Quoted || text.IsCloseQuote(s.tok(end-1).Word)
	if whole && end-start < 2 || !whole && (s.goesOn(after) == 0 || s.inNP[end-1-s.lo] < 0) {
		return chunk{}, false
	}
	return chunk{start, end}, true
}

// subordinates reports whether the word begins a clause, so that a verb is in it even where the tagger sees none.
func subordinates(lower string) bool {
	switch lower {
	case "if", "unless", "because", "although", "once", "when":
		return true
	}
	return false
}

// goesOn gives where a clause that a parenthetic attribution interrupted goes on with its verb, or 0.
func (s *scan) goesOn(after int) int {
	if after+1 >= s.sentenceEnd() || s.tok(after).Word != "," {
		return 0
	}
	next := s.tok(after + 1)
	if next.Tag == "VBD" || next.Tag == "VBZ" || next.Tag == "VBP" || next.Tag == "MD" || text.IsOpenQuote(next.Word) {
		return after + 1
	}
	return 0
}

func (s *scan) hasVerb(first, last int) bool {
	for i := first; i < last; i++ {
		switch s.tok(i).Tag {
		case "VBD", "VBZ", "VBP", "MD", "VB":
			return true
		}
	}
	return false
}

// hasPredicate reports whether a clause that begins with "that" has a verb, or a participle, for which its verb is easily taken.
func (s *scan) hasPredicate(first, last int) bool {
	for i := first; i < last; i++ {
		if s.tok(i).Tag == "VBN" {
			return true
		}
	}
	return s.hasVerb(first, last)
}

// right finds where what is said begins after token i, skipping particles, times and short adjuncts, and
// reports what introduces it: "that", a quotation mark, "to" or nothing.
func (s *scan) right(i int) (start int, by string) {
	end := s.sentenceEnd()
	for j := i; j < end && j < i+18; j++ {
		t := s.tok(j)
		c, inNP := s.chunkAt(j)
		switch {
		case t.Lower == "that" && (t.Tag == "IN" || t.Tag == "WDT" || j == i):
			return j, "that"
		case text.IsOpenQuote(t.Word) && (t.Word != "\"" && t.Word != "''" || s.tok(min(j+1, s.hi-1)).Quoted):
			return j, "quote"
		case t.Word == ":" && j+1 < end:
			return j + 1, "colon"
		case j == i && (t.Lower == "whether" || t.Lower == "if" || t.Lower == "how" || t.Lower == "why"):
			return j, "that"
		case t.Tag == "TO" && j+1 < end && s.tok(j+1).Tag == "VB":
			return j, "to"
		case t.Tag == "RB" || t.Tag == "RP":
		case inNP && s.timeChunk(c):
			j = c.last - 1
		case (t.Tag == "IN" || t.Tag == "TO") && s.adjunct(j) > j:
			j = s.adjunct(j) - 1
		case t.Word == "," && (text.IsOpenQuote(s.tok(min(j+1, end-1)).Word) || j > i && s.tok(min(j+1, end-1)).Lower == "that"):
		case t.Word == "," && s.asideEnd(j) > 0:
			j = s.asideEnd(j)
		default:
			return j, ""
		}
	}
	return end, ""
}

// asideEnd gives the comma that closes an aside which opens with the comma at i: ", citing two officials,"; or 0.
func (s *scan) asideEnd(i int) int {
	switch s.tok(min(i+1, s.hi-1)).Lower {
	case "citing", "quoting", "without", "however", "too", "meanwhile", "in", "on", "after", "following", "during":
	default:
		return 0
	}
	for j := i + 2; j < min(s.hi, i+16); j++ {
		if s.tok(j).Word == "," {
			return j
		}
	}
	return 0
}

// adjunct gives the end of a prepositional phrase at i that is not what is said: a time, a place where it was
// said, or to whom; i where there is none.
func (s *scan) adjunct(i int) int {
	c, ok := s.chunkAt(i + 1)
	if !ok || c.first != i+1 {
		return i
	}
	if s.timeChunk(c) {
		return c.last
	}
	switch s.tok(i).Lower {
	case "in", "on", "at", "to", "during", "through", "via", "by", "from", "for":
		whole, ok := s.phraseAfter(i + 1)
		if ok && (whole.last >= s.hi || s.tok(whole.last).Lower == "that" || text.IsOpenQuote(s.tok(whole.last).Word) || s.channelNoun(whole) || s.tok(i).Lower == "to") {
			return whole.last
		}
	}
	return i
}

// channelNoun reports whether the phrase names a means by which things are said.
func (s *scan) channelNoun(c chunk) bool {
	for i := c.first; i < c.last; i++ {
		switch s.tok(i).Lower {
		case "statement", "interview", "tweet", "twitter", "post", "letter", "email", "e-mail", "report", "speech", "press", "conference", "briefing", "article", "memo", "message", "facebook", "television", "radio", "telegram", "hearing", "filing", "court", "parliament", "website", "blog", "response", "reply", "testimony", "editorial", "broadcast":
			return true
		}
	}
	return false
}
