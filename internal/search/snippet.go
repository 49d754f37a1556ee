// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"strings"
	"unicode/utf8"

	"hearsay"
)

// Snippet cuts about width bytes out of a text, around the first place that answers the query, and marks the
// answering words. The spans are places in the snippet. A text that does not answer gives its beginning.
func Snippet(text string, wanted []Sequence, width int) (snippet string, marks []hearsay.Span) {
	found := places(text, wanted)
	start := 0
	if len(found) > 0 {
		start = max(0, found[0].Start-width/3)
	}
	start = wordStart(text, start)
	end := wordEnd(text, min(len(text), start+width))
	snippet = text[start:end]
	for _, f := range found {
		if f.Start >= start && f.End <= end {
			marks = append(marks, hearsay.Cut(snippet, f.Start-start, f.End-start))
		}
	}
	return snippet, marks
}

// wordStart moves a place forward to where a rune, if possible a word, begins; not further than 20 bytes.
func wordStart(text string, at int) int {
	for at > 0 && at < len(text) && !utf8.RuneStart(text[at]) {
		at++
	}
	if at == 0 || at >= len(text) {
		return at
	}
	if blank := strings.IndexAny(text[at:min(len(text), at+20)], " \n"); blank >= 0 {
		return at + blank + 1
	}
	return at
}

// wordEnd moves a place back to where a rune, if possible a word, ends; not further than 20 bytes.
func wordEnd(text string, at int) int {
	for at < len(text) && !utf8.RuneStart(text[at]) {
		at++
	}
	if at == len(text) {
		return at
	}
	from := max(0, at-20)
	if blank := strings.LastIndexAny(text[from:at+1], " \n"); blank >= 0 {
		return from + blank
	}
	return at
}

// maxMarks bounds the work on one text.
const maxMarks = 50

// places finds the sequences in a text, in order, without overlap.
func places(text string, wanted []Sequence) []hearsay.Span {
	words := make([]Word, 0, len(text)/6)
	for w := range Words(text) {
		words = append(words, w)
	}
	var found []hearsay.Span
	for i := 0; i < len(words) && len(found) < maxMarks; i++ {
		if n := longest(words[i:], wanted); n > 0 {
			found = append(found, hearsay.Cut(text, words[i].Start, words[i+n-1].End))
			i += n - 1
		}
	}
	return found
}

// longest is how many words the longest of the sequences that begin here has.
func longest(words []Word, wanted []Sequence) int {
	n := 0
	for _, s := range wanted {
		if len(s.Words) > n && begins(words, s) {
			n = len(s.Words)
		}
	}
	return n
}

func begins(words []Word, s Sequence) bool {
	if len(s.Words) > len(words) {
		return false
	}
	last := len(s.Words) - 1
	for i, w := range s.Words {
		if words[i].Token != w && !(i == last && s.Prefix && strings.HasPrefix(words[i].Token, w)) {
			return false
		}
	}
	return true
}
