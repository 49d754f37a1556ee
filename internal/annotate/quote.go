// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import "hearsay/internal/text"

// saidBefore looks for what is said to the left of the source, which begins at token first.
func (s *scan) saidBefore(i int, v *verbCue, f *find, first int) bool {
	if !v.takes('q') || !s.leftSays(first) || f.source.last > i {
		return false
	}
	left, ok := s.left(first, i+1)
	if !ok {
		return false
	}
	f.content = one(left)
	if c, ok := s.phraseAfter(i + 1); ok && v.takes('a') && c.first == i+1 {
		s.addressee(c, f) // "…, two officials told the paper"
	}
	s.resume(i+1, left, f)
	return true
}

// leftSays reports whether something said can end right before token i.
func (s *scan) leftSays(i int) bool {
	if i <= s.lo {
		return false
	}
	w := s.tok(i - 1).Word
	return w == "," || w == "—" || text.IsCloseQuote(w) && !s.tok(i-1).Quoted && i-2 >= s.lo && s.tok(i-2).Quoted
}

// quoteBefore reports whether a quotation ends right before token i.
func (s *scan) quoteBefore(i int) bool {
	for i > s.lo && s.tok(i-1).Word == "," {
		i--
	}
	return i > s.lo && text.IsCloseQuote(s.tok(i-1).Word) && !s.tok(i-1).Quoted && i-2 >= s.lo && s.tok(i-2).Quoted
}

// inverted reads “…”, said the official: the source follows the verb.
func (s *scan) inverted(g group, v *verbCue, f *find) bool {
	if !v.takes('q') || v.takes('a') || !s.leftSays(g.first) || g.main+1 >= s.hi || g.first != g.main {
		return false
	}
	c, ok := s.phraseAfter(g.main + 1)
	if !ok || c.first != g.main+1 {
		return false
	}
	end := s.sentenceEnd()
	if c.last < end && !s.quoteBefore(g.first) {
		t := s.tok(c.last)
		if t.Word != "," && t.Tag != "CC" && t.Tag != "WP" && t.Tag != "IN" && t.Word != "." && t.Word != "(" && t.Tag != "RB" {
			return false
		}
	}
	left, ok := s.left(g.first, c.last)
	if !ok || !s.speaks(c) {
		return false
	}
	f.source, f.voice = &c, c
	f.content = one(left)
	s.resume(c.last, left, f)
	return true
}

// resume adds what is said after a parenthetic attribution: "If so, said the minister, then the port will close."
func (s *scan) resume(i int, left chunk, f *find) {
	end := s.sentenceEnd()
	for i < end && s.tok(i).Word != "," && !text.IsOpenQuote(s.tok(i).Word) {
		i++
	}
	if i >= end || i+1 >= end {
		return
	}
	if s.tok(i).Word == "," {
		i++
	}
	if text.IsOpenQuote(s.tok(i).Word) || s.tok(left.first).Tag == "IN" && !s.tok(left.first).Quoted || s.unfinished(left) || !s.hasVerb(left.first, left.last) && s.goesOn(i-1) == i {
		f.content = append(f.content, chunk{i, s.quoteEnd(i, s.clauseEnd(i))})
	}
}

// unfinished reports whether the clause breaks off behind its verb: "It was, he said, the worst of days".
func (s *scan) unfinished(c chunk) bool {
	t := s.tok(c.last - 1)
	return !t.Quoted && (isVerb(t.Tag) || t.Tag == "MD" || t.Lower == "that")
}

// quoteEnd moves the end of a content that began with a quotation mark past its closing mark.
func (s *scan) quoteEnd(start, end int) int {
	open := 0
	for i := start; i < end; i++ {
		if text.IsOpenQuote(s.tok(i).Word) && !s.tok(i).Quoted && (i == start || !s.tok(i-1).Quoted) {
			open++
		} else if text.IsCloseQuote(s.tok(i).Word) {
			open--
		}
	}
	if open > 0 {
		for end < s.hi && (s.tok(end).Quoted || s.tok(end).Word == "." || s.tok(end).Word == ",") && !text.IsCloseQuote(s.tok(end).Word) {
			end++
		}
		if end < s.hi && text.IsCloseQuote(s.tok(end).Word) {
			end++
		}
	}
	return end
}
