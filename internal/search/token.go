// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Word is a token of the index and the bytes of the text that it stands for.
type Word struct {
	Token      string
	Start, End int
	Paired     bool // of a script without blanks: a pair of letters, or the last letter of the run
	First      bool // the first of a run of pairs
}

const (
	maxTokenRunes = 60
	maxTokens     = 50_000 // of one document; what comes behind is not found
)

// Tokens gives the tokens of a text in order, at most 50,000: letters in lower case and without accents, and
// runs of Chinese, Japanese, Korean, Thai, Lao, Khmer and Burmese as overlapping pairs of letters.
func Tokens(text string) []string {
	var tokens []string
	for w := range Words(text) {
		if len(tokens) == maxTokens {
			break
		}
		tokens = append(tokens, w.Token)
	}
	return tokens
}

// Words gives the tokens of a text with their places.
func Words(text string) iter.Seq[Word] {
	return func(yield func(Word) bool) {
		for start := 0; start < len(text); {
			r, size := utf8.DecodeRuneInString(text[start:])
			if !inWord(r) {
				start += size
				continue
			}
			end := runEnd(text, start, unpaired(r))
			if !yieldRun(text, start, end, yield) {
				return
			}
			start = end
		}
	}
}

// runEnd is where the run of word letters that begins at start ends: at a letter that is in no word, or where
// the writing changes between words with blanks and without.
func runEnd(text string, start int, blanks bool) int {
	for i, r := range text[start:] {
		if !inWord(r) || !unicode.IsMark(r) && !isShapeless(r) && unpaired(r) != blanks {
			return start + i
		}
	}
	return len(text)
}

func yieldRun(text string, start, end int, yield func(Word) bool) bool {
	first, _ := utf8.DecodeRuneInString(text[start:])
	if unpaired(first) {
		token := normal(text[start:end])
		return token == "" || yield(Word{Token: token, Start: start, End: end})
	}
	var at []int // where each letter of the run begins
	for i, r := range text[start:end] {
		if !isShapeless(r) {
			at = append(at, start+i)
		}
	}
	at = append(at, end)
	for i := 0; i+1 < len(at); i++ {
		stop := at[min(i+2, len(at)-1)]
		token := normal(text[at[i]:stop])
		if token != "" && !yield(Word{token, at[i], stop, true, i == 0}) {
			return false
		}
	}
	return true
}

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return isShapeless(r) || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// isShapeless reports whether a character has no shape of its own: a soft hyphen, a joiner, a mark of direction, a tag. A
// word with one in it is the word.
func isShapeless(r rune) bool {
	switch {
	case r == '\u00ad', r >= '\u200b' && r <= '\u200f', r >= '\u202a' && r <= '\u202e',
		r >= '\u2060' && r <= '\u206f', r == '\ufeff', r >= 0xe0000 && r <= 0xe007f:
		return true
	}
	return false
}

var withoutBlanks = []*unicode.RangeTable{
	unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar,
}

// unpaired reports whether r is of a script that puts blanks between words.
func unpaired(r rune) bool {
	const prolonged, halfProlonged = 'ー', 'ｰ' // belong to no one script, but stand in Japanese words only
	return r < 0x0e00 || !unicode.In(r, withoutBlanks...) && r != prolonged && r != halfProlonged
}

// normal is the form in which a word is indexed and looked for; empty where nothing of it is left.
func normal(word string) string {
	ascii := true
	for i := 0; i < len(word); i++ {
		ascii = ascii && word[i] < utf8.RuneSelf
	}
	if !ascii {
		word = norm.NFC.String(strings.Map(letter, norm.NFKD.String(word)))
	}
	word = strings.ToLower(word)
	if len(word) > maxTokenRunes {
		if r := []rune(word); len(r) > maxTokenRunes {
			word = string(r[:maxTokenRunes])
		}
	}
	return word
}

// letter drops accents (the combining marks of Latin, Greek and Cyrillic) and whatever is no letter once it is
// taken apart.
func letter(r rune) rune {
	if r >= 0x300 && r <= 0x36f || isShapeless(r) || !inWord(r) {
		return -1
	}
	return r
}
