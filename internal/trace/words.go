// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// wordReader reads a text into hashes of its words. It does no more than comparing texts needs, for it reads every
// document, and text.Parse takes several times as long.
type wordReader struct {
	words []uint64
	aside []bool // for each word: it stands in a quotation, or in a notice of rights

	before rune // the rune read last
	hash   uint64
	within bool // a word
	mark   rune // that opened the quotation read at present: '"' for all double marks, '\'' for single ones, 0 outside
	opened int  // the word at which it was opened
}

// read reads a text paragraph by paragraph. A paragraph after one that ends with a colon is a quotation: what the words
// before it announce.
func (r *wordReader) read(s string) {
	announced := false
	for line := range strings.Lines(s) {
		first := len(r.words)
		r.paragraph(line)
		if announced && len(r.words) > first || r.notice(first) {
			r.setAside(first)
		}
		if len(r.words) > first {
			announced = strings.HasSuffix(strings.TrimSpace(line), ":")
		}
	}
}

func (r *wordReader) paragraph(line string) {
	r.before, r.mark = ' ', 0
	for i := 0; i < len(line); {
		c, n := rune(line[i]), 1
		if c >= utf8.RuneSelf {
			c, n = utf8.DecodeRuneInString(line[i:])
		}
		i += n
		switch {
		case c == ' ':
			r.endWord()
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			r.letter(c)
		case c >= 'A' && c <= 'Z':
			r.letter(c | 0x20)
		case c < utf8.RuneSelf || !unicode.In(c, unicode.L, unicode.N, unicode.M):
			r.endWord()
			r.punctuation(c, line[i:])
		case unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai): // written without blanks
			r.endWord()
			r.letter(c)
			r.endWord()
		default:
			r.letter(unicode.ToLower(c))
		}
		r.before = c
	}
	r.endWord()
	if r.mark == '"' { // one that goes on in the next paragraph; an apostrophe was none
		r.setAside(r.opened)
	}
}

func (r *wordReader) letter(c rune) {
	if !r.within {
		r.within, r.hash = true, 0xcbf29ce484222325
	}
	r.hash = (r.hash ^ uint64(c)) * 0x100000001b3 // FNV-1a
}

func (r *wordReader) endWord() {
	if r.within {
		r.within = false
		r.words, r.aside = append(r.words, scatter(r.hash)), append(r.aside, false)
	}
}

// scatter spreads what differs in few bits over all of them.
func scatter(h uint64) uint64 {
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	return h ^ h>>32
}

// punctuation opens and closes quotations; rest is what follows the mark. Two single marks are a double one.
func (r *wordReader) punctuation(c rune, rest string) {
	double, ok := doubles[c]
	switch {
	case !ok || double != c && r.before == c:
	case double == c || strings.HasPrefix(rest, string(c)):
		r.double(double)
	default:
		r.single(c, rest)
	}
}

// doubles are the double quotation marks, and for single ones the double mark that two of them are.
var doubles = map[rune]rune{
	'"': '"', '“': '“', '„': '„', '«': '«', '「': '「', '”': '”', '»': '»', '」': '」', '\'': '"', '`': '“', '‘': '“', '’': '”',
}

func (r *wordReader) double(c rune) {
	switch {
	case r.mark == '"' && strings.ContainsRune("”»」\"", c):
		r.setAside(r.opened)
		r.mark = 0
	case r.mark != '"' && strings.ContainsRune("“„«「\"", c):
		r.mark, r.opened = '"', len(r.words)
	}
}

// single tells marks from apostrophes: a mark opens before a word and after none, and closes before none.
func (r *wordReader) single(c rune, rest string) {
	next, _ := utf8.DecodeRuneInString(rest)
	switch {
	case r.mark == 0 && c != '’' && !isWord(r.before) && isWord(next) && !clitic(rest):
		r.mark, r.opened = '\'', len(r.words)
	case r.mark == '\'' && c != '‘' && !isWord(next):
		r.setAside(r.opened)
		r.mark = 0
	}
}

// clitic reports whether what follows an apostrophe is the end of a word that a text prints with a blank before it.
func clitic(rest string) bool {
	end := strings.IndexFunc(rest, func(c rune) bool { return !isWord(c) })
	switch rest[:max(0, end)] {
	case "s", "d", "m", "t", "re", "ve", "ll":
		return true
	}
	return false
}

func isWord(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }

func (r *wordReader) setAside(first int) {
	for i := first; i < len(r.aside); i++ {
		r.aside[i] = true
	}
}

// notices are three words in a row that make a paragraph a notice of rights, which an outlet prints under all it has.
var notices = func() [][]uint64 {
	var out [][]uint64
	for _, s := range []string{"all rights reserved", "terms of use", "not be published", "not be reproduced"} {
		r := wordReader{}
		r.paragraph(s)
		out = append(out, r.words)
	}
	return out
}()

func (r *wordReader) notice(first int) bool {
	for i := first; i+2 < len(r.words); i++ {
		for _, n := range notices {
			if r.words[i] == n[0] && slices.Equal(r.words[i:i+3], n) {
				return true
			}
		}
	}
	return false
}
