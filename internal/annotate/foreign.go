// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/internal/text"
)

// foreign is the state of a document in a language that has no model. Lists of words and punctuation tell all that is
// found there: cues, nouns for sources, names by their capitals, quotations by their marks. Ranges count its words.
type foreign struct {
	*work
	l        *tongue
	words    []foreignWord
	quotes   []quotation
	segments []chunk
	full     map[string]string // by last word of a person's name: the whole name
	seen     map[string]bool   // words that have a capital for more than their place
	people   []hearsay.Span    // where people are named, in order
	met      []met             // voices in the order in which they spoke
	open     *saying           // the attribution whose quotation may run on
}

// foreignWord is a word or mark of a language without a model: a token, or a part of one ("l'", "État", "-t-il").
type foreignWord struct {
	start, end int
	word       string
	lower      string
	line       int
	class      wordClass
	quote      int // number of the quotation it stands in, from 1; its marks are part of it. 0 for none
}

// foreign finds what the lists tell; a language that has none gives names alone.
func (w *work) foreign() {
	f := newForeign(w)
	f.readWords()
	f.readNames()
	if len(f.l.cues) == 0 {
		return
	}
	f.readQuotations()
	f.cutSegments()
	for _, seg := range f.segments {
		if f.words[seg.first].start < w.doc.Body || !f.prose(seg) {
			f.open = nil
			continue
		}
		f.segment(seg)
	}
	slices.SortStableFunc(f.out.Mentions, func(a, b hearsay.Mention) int { return a.Span.Before(b.Span) })
}

func newForeign(w *work) *foreign {
	f := &foreign{work: w, l: tongues[w.doc.Language], full: map[string]string{}, seen: map[string]bool{}}
	if f.l == nil {
		f.l = &tongue{}
	}
	return f
}

// readWords cuts elided words and pronouns behind hyphens off the tokens.
func (f *foreign) readWords() {
	f.words = make([]foreignWord, 0, len(f.t.Tokens))
	for i := range f.t.Tokens {
		t := &f.t.Tokens[i]
		rest := f.addElided(t)
		word := f.t.S[rest:t.End]
		if hyphen := strings.LastIndexByte(word, '-'); hyphen > 0 && f.l.sets["elided"] != nil {
			behind := strings.ToLower(word[hyphen+1:])
			if f.l.classes[behind]&(pronoun|noOne) != 0 {
				f.addWord(t, rest, rest+len(strings.TrimSuffix(word[:hyphen], "-t")))
				f.addWord(t, rest+hyphen+1, t.End)
				continue
			}
		}
		f.addWord(t, rest, t.End)
	}
}

// addElided adds the elided words at the beginning of a token and gives where the rest begins.
func (f *foreign) addElided(t *text.Token) int {
	rest := t.Start
	for elided := f.l.sets["elided"]; elided != nil; {
		i := strings.IndexAny(f.t.S[rest:t.End], "'’")
		if i <= 0 {
			break
		}
		_, n := utf8.DecodeRuneInString(f.t.S[rest+i:])
		if rest+i+n >= t.End || !elided[strings.ToLower(f.t.S[rest:rest+i])+"'"] {
			break
		}
		f.addWord(t, rest, rest+i+n)
		rest += i + n
	}
	return rest
}

func (f *foreign) addWord(t *text.Token, start, end int) {
	if start >= end {
		return
	}
	word := f.t.S[start:end]
	lower := strings.ReplaceAll(strings.ToLower(word), "’", "'")
	f.words = append(f.words, foreignWord{start: start, end: end, word: word, lower: lower, line: t.Line, class: f.l.classOf(word, lower)})
}

// is reports whether word i is in one of the classes.
func (f *foreign) is(i int, class wordClass) bool {
	return i >= 0 && i < len(f.words) && f.words[i].class&class != 0
}

func (f *foreign) lower(i int) string {
	if i < 0 || i >= len(f.words) {
		return ""
	}
	return f.words[i].lower
}

// cut is the text of a range of words.
func (f *foreign) cut(c chunk) hearsay.Span {
	return hearsay.Cut(f.t.S, f.words[c.first].start, f.words[c.last-1].end)
}

// prose reports whether the segment consists of words, and is no piece of a program or table.
func (f *foreign) prose(seg chunk) bool {
	words := 0
	for i := seg.first; i < seg.last; i++ {
		switch w := &f.words[i]; {
		case w.word == "{" || w.word == "}" || w.word == "|" || strings.HasPrefix(w.word, "="):
			return false
		case w.class&mark == 0:
			words++
		}
	}
	return 2*words >= seg.last-seg.first
}

// letters counts the letters of a range of words, up to a few.
func (f *foreign) letters(c chunk) int {
	const enough = 10
	n := 0
	for i := c.first; i < c.last && n < enough; i++ {
		for _, r := range f.words[i].word {
			if unicode.IsLetter(r) {
				n++
			}
		}
	}
	return n
}

// trim takes marks off the end of a range of words, and off its beginning where they open nothing.
func (f *foreign) trim(c chunk) chunk {
	for c.last > c.first && f.is(c.last-1, mark) && f.words[c.last-1].quote == 0 && f.words[c.last-1].word != ")" {
		c.last--
	}
	for c.first < c.last && f.is(c.first, mark) && f.words[c.first].quote == 0 && !strings.Contains("(¿¡", f.words[c.first].word) {
		c.first++
	}
	return c
}
