// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import "strings"

// chunk is a noun phrase without its modifiers to the right: tokens [first, last).
type chunk struct{ first, last int }

// chunks finds the base noun phrases of the sentence and notes for each token which one it is in.
func (s *scan) chunks() {
	s.np = s.np[:0]
	s.inNP = s.inNP[:0]
	for range s.hi - s.lo {
		s.inNP = append(s.inNP, -1)
	}
	for i := s.lo; i < s.hi; {
		end := s.chunkEnd(i)
		if end == i {
			i++
			continue
		}
		for j := i; j < end; j++ {
			s.inNP[j-s.lo] = len(s.np)
		}
		s.np = append(s.np, chunk{i, end})
		i = end
	}
}

// chunkEnd is where the noun phrase that begins at i ends, or i where none begins.
func (s *scan) chunkEnd(i int) int {
	last := -1 // last token that can be a head
	j := i
	for ; j < s.hi; j++ {
		t := s.tok(j)
		switch {
		case j > i && s.opensChunk(j):
			return s.closeChunk(i, last)
		case isNoun(t.Tag) || t.Tag == "CD" || t.Tag == "PRP" || t.Tag == "EX":
			last = j
			if t.Tag == "PRP" || isDay(t.Lower) && j+1 < s.hi && !isProper(s.tok(j+1).Tag) {
				return s.closeChunk(i, last)
			}
		case t.Tag == "DT" || t.Tag == "PDT" || t.Tag == "PRP$" || strings.HasPrefix(t.Tag, "JJ") || t.Tag == "POS" || t.Tag == "$" || t.Tag == "WP$":
			if t.Tag == "DT" && last < 0 && (t.Lower == "that" || t.Lower == "this" || t.Lower == "these" || t.Lower == "those" || t.Lower == "some" || t.Lower == "all") {
				last = j
			}
		case (t.Tag == "VBG" || t.Tag == "VBN") && j > i && last < 0 && s.headFollows(j):
		case (t.Tag == "VBG" || t.Tag == "VBN") && j == i && s.headFollows(j) && (i == s.lo || s.tok(i-1).Word == ","):
		case t.Tag == "RB" && j == i && s.headFollows(j) && strings.HasPrefix(s.tok(j+1).Tag, "JJ"):
		case j > i && (t.Word == "[" || t.Word == "]" || t.Word == "&"):
		case j > i && isQuoteMark(t.Word) && s.shortQuote(j):
		case t.Word == "(" && last >= 0 && s.bracketed(j) > 0:
			j = s.bracketed(j)
			last = j
		default:
			return s.closeChunk(i, last)
		}
	}
	return s.closeChunk(i, last)
}

func (s *scan) closeChunk(first, last int) int {
	if last < 0 {
		return first
	}
	return last + 1
}

// opensChunk reports whether token i begins a new noun phrase although it could go on with the one before.
func (s *scan) opensChunk(i int) bool {
	t := s.tok(i)
	switch t.Tag {
	case "PRP$", "PRP", "PDT", "EX":
		return true
	case "DT":
		return !startsUpper(t.Word) && !isQuoteMark(s.tok(i-1).Word) || t.Lower == "the"
	}
	return t.Line != s.tok(i-1).Line
}

// headFollows reports whether an adjective or noun follows directly, so that the participle at i modifies it.
func (s *scan) headFollows(i int) bool {
	if i+1 >= s.hi {
		return false
	}
	tag := s.tok(i + 1).Tag
	return isNoun(tag) || strings.HasPrefix(tag, "JJ") || tag == "CD"
}

// shortQuote reports whether the quotation mark at i opens or closes a pair with at most four words between, so
// that it may stand within a noun phrase ("three “senior” officials").
func (s *scan) shortQuote(i int) bool {
	for j := max(s.lo, i-5); j < min(s.hi, i+6); j++ {
		if j != i && isQuoteMark(s.tok(j).Word) {
			after := max(i, j) + 1
			return after < s.hi && isNoun(s.tok(after).Tag)
		}
	}
	return false
}

// bracketed gives the closing bracket of a short aside such as "(MSS)" or "(董经纬)" that opens at i, or 0.
func (s *scan) bracketed(i int) int {
	for j := i + 1; j < min(s.hi, i+9); j++ {
		if s.tok(j).Word == ")" {
			return j
		}
		if isVerb(s.tok(j).Tag) && !isProper(s.tok(j).Tag) {
			return 0
		}
	}
	return 0
}

func isQuoteMark(w string) bool {
	switch w {
	case "“", "”", "\"", "‘", "’", "'", "«", "»", "''", "``":
		return true
	}
	return false
}

func isDay(lower string) bool {
	switch lower {
	case "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday", "today":
		return true
	}
	return false
}

// timeChunk reports whether the noun phrase is a time: "Tuesday", "last week", "June 4".
func (s *scan) timeChunk(c chunk) bool {
	for i := c.first; i < c.last; i++ {
		switch w := s.tok(i).Lower; {
		case isDay(w):
			return true
		case i == c.last-1 && isTimeNoun(w):
			return true
		case isMonth(w) && s.tok(i).Tag == "NNP":
			return true
		}
	}
	return false
}

func isTimeNoun(w string) bool {
	switch w {
	case "week", "month", "year", "day", "morning", "evening", "afternoon", "night", "weekend", "weeks", "months", "days", "years", "hours", "minutes":
		return true
	}
	return false
}

func isMonth(w string) bool {
	switch w {
	case "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december":
		return true
	}
	return false
}

// chunkAt gives the noun phrase that token i is in, and whether it is in one.
func (s *scan) chunkAt(i int) (chunk, bool) {
	if i < s.lo || i >= s.hi || s.inNP[i-s.lo] < 0 {
		return chunk{}, false
	}
	return s.np[s.inNP[i-s.lo]], true
}

// phraseBefore gives the whole noun phrase that ends before token end: base phrases joined by prepositions
// ("officials in South Korea"), and by "and" where no verb governs them.
func (s *scan) phraseBefore(end int) (chunk, bool) {
	c, ok := s.chunkAt(end - 1)
	if !ok || s.timeChunk(c) {
		return chunk{}, false
	}
	for c.first-1 > s.lo {
		join := s.tok(c.first - 1)
		left, ok := s.chunkAt(c.first - 2)
		if !ok && (join.Tag == "IN" || join.Tag == "TO") && isParticiple(s.tok(c.first-2).Tag) && c.first-3 >= s.lo {
			left, ok = s.chunkAt(c.first - 3) // "personnel detailed to the agency"
		}
		if !ok || s.timeChunk(left) {
			break
		}
		if join.Tag == "IN" && joinsNouns(join.Lower) || join.Tag == "TO" && s.tok(left.last-1).Tag != "PRP" ||
			join.Tag == "CC" && !s.governed(left) || join.Tag == "VBN" || join.Tag == "VBG" && join.Lower != "including" {
			c.first = left.first
			continue
		}
		break
	}
	return c, true
}

// isParticiple reports whether a word so tagged can be a past participle after its noun; taggers mistake them.
func isParticiple(tag string) bool { return tag == "VBN" || tag == "VBD" || tag == "JJ" }

func joinsNouns(preposition string) bool {
	switch preposition {
	case "of", "in", "at", "for", "from", "with", "to", "on", "inside", "within", "near", "by", "against", "between", "about", "behind", "under":
		return true
	}
	return false
}

// governed reports whether a verb or preposition stands directly before the phrase, so that it is an object.
func (s *scan) governed(c chunk) bool {
	if c.first <= s.lo {
		return false
	}
	t := s.tok(c.first - 1)
	return isVerb(t.Tag)
}

// phraseAfter gives the whole noun phrase that begins at token first: base phrases joined by prepositions, with
// appositions between commas left out.
func (s *scan) phraseAfter(first int) (chunk, bool) {
	c, ok := s.chunkAt(first)
	if !ok || c.first != first && s.tok(first-1).Word != "(" {
		if !ok {
			return chunk{}, false
		}
		c.first = first
	}
	for c.last+1 < s.hi {
		join := s.tok(c.last)
		right, ok := s.chunkAt(c.last + 1)
		if !ok || s.timeChunk(right) || right.first != c.last+1 {
			break
		}
		if join.Tag == "IN" && joinsNouns(join.Lower) || join.Tag == "TO" || join.Tag == "CC" && s.tok(right.first).Tag != "PRP" || join.Lower == "familiar" {
			c.last = right.last
			continue
		}
		break
	}
	return c, true
}
