// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package text

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed abbreviations.txt
var abbreviationList string

var abbreviations = wordSet(abbreviationList)

// wordSet reads a list, one entry a line, "#" begins a comment.
func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for line := range strings.Lines(list) {
		word, _, _ := strings.Cut(line, "#")
		if word = strings.TrimSpace(word); word != "" {
			set[word] = true
		}
	}
	return set
}

// Tokens splits s the way the Penn Treebank does (clitics apart, hyphenated words whole), but never alters a
// byte. Runs of Han, kana and Hangul are cut at each character, since they carry no blanks.
func Tokens(s string) []Token {
	tokens := make([]Token, 0, len(s)/5+1)
	line := 0
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\n':
			line++
			i += n
		case unicode.IsSpace(r) || r == '\uFEFF' || r == '\u200B':
			i += n
		default:
			end := i + chunk(s[i:])
			tokens = cutWord(tokens, s, i, end, line)
			i = end
		}
	}
	return tokens
}

// chunk is the length of the run at the beginning of s that belongs together: a word with inner marks, a
// number, or one mark of punctuation.
func chunk(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	if isIdeograph(r) {
		return n
	}
	if !isWordRune(r) {
		return markLength(s, r, n)
	}
	i := n
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if isIdeograph(r) || !isWordRune(r) && !inner(s, i, r, n) {
			break
		}
		i += n
	}
	return i
}

// markLength keeps dashes and dots in a row together, and a currency sign or "#" and "@" with what follows.
func markLength(s string, r rune, n int) int {
	i := n
	switch r {
	case '-', '.', '…', '=', '*', '_':
		for strings.HasPrefix(s[i:], string(r)) {
			i += n
		}
	case '\'', '`': // two of them are a double quotation mark
		if strings.HasPrefix(s[i:], string(r)) {
			i += n
		}
	case '@', '#':
		for i < len(s) {
			q, m := utf8.DecodeRuneInString(s[i:])
			if !isWordRune(q) && q != '_' && q != '-' {
				break
			}
			i += m
		}
	}
	return i
}

// inner reports whether the mark at i joins the letters or digits on its two sides.
func inner(s string, i int, r rune, n int) bool {
	next, m := utf8.DecodeRuneInString(s[i+n:])
	after := m > 0 && isWordRune(next) && !isIdeograph(next)
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	switch r {
	case '\'', '’', '-', '‐', '‑', '&', '/', '_':
		return after && (r != '/' || unicode.IsDigit(before) == unicode.IsDigit(next))
	case ',', ':':
		return after && unicode.IsDigit(before) && unicode.IsDigit(next)
	case '.':
		return after || abbreviated(s[:i])
	case '@':
		return after
	}
	return false
}

// abbreviated reports whether the period after the end of s belongs to the word it ends with: an abbreviation,
// a single capital, or letters with periods between ("U.S").
func abbreviated(s string) bool {
	start := len(s)
	for start > 0 {
		r, n := utf8.DecodeLastRuneInString(s[:start])
		if !isWordRune(r) && r != '.' {
			break
		}
		start -= n
	}
	word := s[start:]
	if abbreviations[word] {
		return true
	}
	if utf8.RuneCountInString(word) == 1 {
		r, _ := utf8.DecodeRuneInString(word)
		return unicode.IsUpper(r)
	}
	if i := strings.LastIndexByte(word, '.'); i >= 0 {
		return utf8.RuneCountInString(word[i+1:]) == 1
	}
	return false
}

func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r|0x20 >= 'a' && r|0x20 <= 'z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

// firstIdeograph is the first letter of Thai, before which no script is written without blanks.
const firstIdeograph = '\u0E01'

func isIdeograph(r rune) bool {
	return r >= firstIdeograph && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}

// clitics are cut off the end of a word, longest first.
var clitics = []string{"n't", "'re", "'ve", "'ll", "'s", "'m", "'d"}

func cutWord(tokens []Token, s string, start, end, line int) []Token {
	if !mayEndInClitic(s[start:end]) {
		return append(tokens, token(s, start, end, line))
	}
	for _, c := range clitics {
		cut := end - cliticLength(s[start:end], c)
		if cut == end {
			continue
		}
		if cut <= start {
			break
		}
		tokens = append(tokens, token(s, start, cut, line))
		return append(tokens, token(s, cut, end, line))
	}
	return append(tokens, token(s, start, end, line))
}

// mayEndInClitic is a quick look for an apostrophe where one of a clitic would stand.
func mayEndInClitic(word string) bool {
	for i := max(0, len(word)-len("’")-len("ll")); i < len(word); i++ {
		if word[i] == '\'' || word[i] == "’"[0] {
			return true
		}
	}
	return false
}

// cliticLength is the number of bytes at the end of word that are the clitic, in either case and with either
// apostrophe; 0 where it does not end so.
func cliticLength(word, clitic string) int {
	i := len(word)
	for k := len(clitic) - 1; k >= 0; k-- {
		r, n := utf8.DecodeLastRuneInString(word[:i])
		if r == '’' {
			r = '\''
		}
		if unicode.ToLower(r) != rune(clitic[k]) {
			return 0
		}
		i -= n
	}
	return len(word) - i
}

func token(s string, start, end, line int) Token {
	low := lower(s[start:end])
	return Token{Start: start, End: end, Word: s[start:end], Lower: low, Lemma: low, Line: line, Head: -1}
}

// NewToken makes a token of a word alone, as training does; it has no place in a text.
func NewToken(word string) Token { return token(word, 0, len(word), 0) }
