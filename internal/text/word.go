// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package text

import (
	_ "embed"
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
)

//go:embed stopwords.txt
var stopwordList string

var stopwords = wordSet(stopwordList)

// Stem gives the stem of a lower-case English word (Porter's second algorithm).
func Stem(lower string) string {
	env := snowballstem.NewEnv(lower)
	english.Stem(env)
	return env.Current()
}

// Stopword reports whether the lower-case word tells nothing of what a text is about.
func Stopword(lower string) bool { return stopwords[lower] }

// Content gives the stems of the words of s that tell what it is about, in order, repeated ones included.
// Numbers are kept as digits without separators; Han text gives its pairs of neighbouring characters.
func Content(s string) []string {
	var out []string
	for stem := range ContentWords(s) {
		out = append(out, stem)
	}
	return out
}

// ContentWords yields what [Content] gives, each stem with the word in lower case as it stands.
func ContentWords(s string) iter.Seq2[string, string] {
	return func(yield func(stem, word string) bool) {
		last := ""
		for _, t := range Tokens(s) {
			r, _ := utf8.DecodeRuneInString(t.Word)
			stem, word := "", ""
			switch {
			case isIdeograph(r):
				if last != "" {
					stem, word = last+t.Word, last+t.Word
				}
			case unicode.IsDigit(r):
				stem, word = strings.ReplaceAll(t.Lower, ",", ""), t.Lower
			case unicode.IsLetter(r) && !stopwords[t.Lower]:
				word = strings.TrimRight(t.Lower, ".")
				stem = Stem(word)
			}
			last = ""
			if isIdeograph(r) {
				last = t.Word
			}
			if stem != "" && !yield(stem, word) {
				return
			}
		}
	}
}
