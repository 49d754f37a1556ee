// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// quotation is a range of words between quotation marks, these included. One that is open has no closing mark in its
// paragraph.
type quotation struct {
	chunk
	open bool
}

// closing gives the marks that close what a mark opens.
var closing = map[string]string{
	"«": "»", "»": "«", "“": "”", "„": "“”", "\"": "\"", "''": "''", "「": "」", "『": "』", "‚": "‘’", "‹": "›", "‘": "’",
}

// readQuotations finds the outermost quotations of each paragraph.
func (f *foreign) readQuotations() {
	for first := 0; first < len(f.words); {
		last := first + 1
		for last < len(f.words) && f.words[last].line == f.words[first].line {
			last++
		}
		f.quotationsOf(chunk{first, last})
		first = last
	}
	for n, q := range f.quotes {
		for i := q.first; i < q.last; i++ {
			f.words[i].quote = n + 1
		}
	}
}

// quotationsOf finds those of one paragraph. A mark within its own kind nests; a quotation that is not closed as often
// as it is opened ends with the last mark that could close it.
func (f *foreign) quotationsOf(line chunk) {
	open, depth, end := -1, 0, -1
	for i := line.first; i < line.last; i++ {
		w := f.words[i].word
		switch {
		case open < 0 && f.opens(i):
			open, depth, end = i, 1, -1
		case open < 0:
		case strings.Contains(closing[f.words[open].word], w) && f.is(i, mark):
			end = i
			if depth--; depth == 0 {
				f.quotes = append(f.quotes, quotation{chunk: chunk{open, i + 1}})
				open = -1
			}
		case w == f.words[open].word:
			depth++
		}
	}
	switch {
	case open < 0:
	case end > open:
		f.quotes = append(f.quotes, quotation{chunk: chunk{open, end + 1}})
	case f.words[open].word != "\"" && (open == line.first || strings.Contains(":：", f.words[open-1].word)) && line.last > open+1:
		f.quotes = append(f.quotes, quotation{chunk{open, line.last}, true})
	}
}

// opens reports whether the mark at i opens a quotation.
func (f *foreign) opens(i int) bool {
	w := &f.words[i]
	if w.class&mark == 0 || closing[w.word] == "" {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(f.t.S[:w.start])
	after, _ := utf8.DecodeRuneInString(f.t.S[w.end:])
	loose := w.start == 0 || unicode.IsSpace(before) || strings.ContainsRune("([—–-:", before)
	switch w.word {
	case "»":
		return f.l.compounds && loose && !unicode.IsSpace(after)
	case "‘":
		return f.l.han || loose && f.l.compounds
	case "\"", "''":
		return loose && !unicode.IsSpace(after) || f.l.han
	case "“":
		return f.l.han || loose
	}
	return true
}

// quoteAt is the quotation that begins at word i.
func (f *foreign) quoteAt(i int) (quotation, bool) {
	if i < 0 || i >= len(f.words) || f.words[i].quote == 0 {
		return quotation{}, false
	}
	q := f.quotes[f.words[i].quote-1]
	return q, q.first == i
}

// quoteBefore is the quotation that ends right before word i.
func (f *foreign) quoteBefore(i int) (quotation, bool) {
	if i <= 0 || i > len(f.words) || f.words[i-1].quote == 0 {
		return quotation{}, false
	}
	q := f.quotes[f.words[i-1].quote-1]
	return q, q.last == i
}

// cutSegments cuts the words into sentences that no quotation is broken by: with all that is said in them they are
// where a cue looks for its source and content.
func (f *foreign) cutSegments() {
	first := 0
	for i := 0; i < len(f.words); {
		next := i + 1
		if q, ok := f.quoteAt(i); ok {
			next = q.last
		}
		if next >= len(f.words) || f.words[next].line != f.words[i].line || f.endsAt(first, i, next) {
			f.segments = append(f.segments, chunk{first, min(next, len(f.words))})
			first = next
		}
		i = next
	}
}

// endsAt reports whether a segment that begins at first ends with word or quotation i, and the next begins at next.
func (f *foreign) endsAt(first, i, next int) bool {
	_, quoted := f.quoteAt(next)
	begins := quoted || f.is(next, capital) || unicode.IsDigit(rune(f.words[next].word[0])) || f.words[next].word == "—" || f.words[next].word == "–"
	if q, ok := f.quoteAt(i); ok {
		if !f.is(q.last-2, final) {
			return false
		}
		if f.l.han { // “…。”他说
			return q.first != first && !f.is(next, mark) || quoted
		}
		return begins
	}
	if !f.is(i, final) {
		return false
	}
	return f.l.han || begins && !f.is(i-1, honorific)
}

// wholeQuote is the quotation that is all of the segment but for marks at its end.
func (f *foreign) wholeQuote(seg chunk) (quotation, bool) {
	q, ok := f.quoteAt(seg.first)
	if !ok {
		return quotation{}, false
	}
	return q, f.trim(chunk{q.last, max(q.last, seg.last)}).empty()
}

func (c chunk) empty() bool { return c.last <= c.first }
