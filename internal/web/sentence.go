// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"hearsay"
	"hearsay/internal/text"
)

// longestSentence is the length up to which a sentence is quoted whole; beyond it only the words themselves are.
const longestSentence = 900

// sentences remembers the texts that were cut for one page.
type sentences map[hearsay.DocumentID]*text.Text

// around gives the whole sentence, or sentences, in which a span lies, verbatim; empty for an empty span.
func (s sentences) around(d hearsay.Document, at hearsay.Span) string {
	whole := s.span(d, at)
	return d.Text[whole.Start:whole.End]
}

// span is like around, but gives the place.
func (s sentences) span(d hearsay.Document, at hearsay.Span) hearsay.Span {
	if at.Start < 0 || at.End <= at.Start || at.End > len(d.Text) {
		return hearsay.Span{}
	}
	t := s[d.ID]
	if t == nil {
		t = text.Parse(d.Text, nil)
		s[d.ID] = t
	}
	whole := hearsay.Span{Start: at.Start, End: at.End}
	for _, sentence := range t.Sentences {
		if sentence.Last <= sentence.First {
			continue
		}
		start, end := t.Tokens[sentence.First].Start, t.Tokens[sentence.Last-1].End
		if start < at.End && at.Start < end {
			whole.Start, whole.End = min(whole.Start, start), max(whole.End, end)
		}
	}
	if whole.End-whole.Start > longestSentence {
		return hearsay.Span{Start: at.Start, End: at.End}
	}
	return whole
}
