// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// A blog archive that was saved as text glues the caption of a picture to the first word of the post: the caption
// "Old Bridge" and "The council met" become "Old BridgeThe council met". The seam is where a capital follows a
// letter, a digit or a closing mark without a blank. Names have capitals inside too ("McDonald", "YouTube"), so a
// seam needs evidence: a word that opens sentences behind it, or parts that the rest of the file knows as words.

const (
	maxCaptionWords = 14
	maxCaptionBytes = 120
	openerScore     = 6 // more than all other evidence for a cut inside a name
)

// wordCounts says how often each word stands in a file.
type wordCounts map[string]int

func wordsOf(text string) wordCounts {
	words := wordCounts{}
	for _, w := range strings.FieldsFunc(text, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-'
	}) {
		words[w]++
	}
	return words
}

var (
	camelNames   = sync.OnceValue(func() map[string]bool { return listWords("camel") })
	namePrefixes = sync.OnceValue(func() map[string]bool { return listWords("prefixes") })
	peoples      = sync.OnceValue(func() map[string]bool { return listWords("peoples") })
	openers      = sync.OnceValue(func() map[string]bool { return listWords("openers") })
)

// cutCaption parts the caption from the first paragraph of a post; the caption is empty where there is no seam.
// Without words only a seam before a word that opens sentences counts.
func cutCaption(paragraph string, words wordCounts) (caption, body string) {
	start, count := 0, 0
	for start < len(paragraph) && start < maxCaptionBytes && count < maxCaptionWords {
		end := start + strings.IndexFunc(paragraph[start:]+" ", unicode.IsSpace)
		token := paragraph[start:end]
		if at := seam(token, paragraph[:start], paragraph[end:], words); at > 0 {
			caption = strings.TrimSpace(paragraph[:start+at])
			return caption, paragraph[start+at:]
		}
		if strings.HasSuffix(token, ".") && count > 0 && len(token) > 3 && !isAbbreviated(strings.TrimSuffix(token, ".")) {
			break // a sentence has ended: this is prose
		}
		_, n := utf8.DecodeRuneInString(paragraph[end:])
		start, count = end+n, count+1
	}
	return "", paragraph
}

// seam gives the place in token where a caption ends, or 0. before and after are the text around the token.
func seam(token, before, after string, words wordCounts) int {
	if at := quoteSeam(token); at > 0 {
		return at
	}
	core := strings.TrimRightFunc(token, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	core = strings.TrimSuffix(strings.TrimSuffix(core, "’s"), "'s")
	if camelNames()[core] || camelNames()[strings.TrimSuffix(core, "s")] {
		return 0
	}
	least := 1
	if words[core] > 1 {
		least = openerScore // a name that comes again in one piece, or the same picture over two posts
	}
	best, bestScore := 0, least-1
	for at := range token {
		if at == 0 || !isSeam(token, at) || insideName(token, at) {
			continue
		}
		if s := seamScore(token[:at], token[at:], around{before, after}, words); s > bestScore {
			best, bestScore = at, s
		}
	}
	return best
}

// quoteSeam finds an opening quotation mark, or a capital after a closing mark, in the middle of a token.
func quoteSeam(token string) int {
	var last rune
	for at, r := range token {
		rest := token[at+utf8.RuneLen(r):]
		switch {
		case at == 0:
		case (r == '“' || r == '«' || r == '„') && rest != "" && (unicode.IsLetter(last) || unicode.IsDigit(last)):
			return at
		case strings.ContainsRune(")]”»", last) && unicode.IsUpper(r):
			return at
		}
		last = r
	}
	return 0
}

// isSeam reports whether a caption can end before token[at:]: a capital after a small letter or a digit, the last
// capital of a run ("IAFrench"), or a number after a word.
func isSeam(token string, at int) bool {
	last, _ := utf8.DecodeLastRuneInString(token[:at])
	r, n := utf8.DecodeRuneInString(token[at:])
	next, _ := utf8.DecodeRuneInString(token[at+n:])
	switch {
	case unicode.IsUpper(r) && (unicode.IsLower(last) || unicode.IsDigit(last) || last == '.' && at > 3):
		return true
	case unicode.IsUpper(r) && unicode.IsUpper(last):
		return unicode.IsLower(next) || r == 'A' && at >= 3 && at+n == len(token)
	}
	return unicode.IsDigit(r) && unicode.IsLower(last) && at >= 4 && len(token)-at >= 2
}

// insideName reports whether at lies within a name that has a capital inside, or after the beginning of a surname.
func insideName(token string, at int) bool {
	left := token[:at]
	if namePrefixes()[left] || utf8.RuneCountInString(left) == 1 {
		return true
	}
	for end := at + 1; end <= len(token); end++ {
		if camelNames()[token[:end]] {
			return true
		}
	}
	if i := strings.LastIndexByte(left, '-'); i >= 0 {
		return namePrefixes()[left[i+1:]]
	}
	return false
}

// around is the text on both sides of a token.
type around struct{ before, after string }

// seamScore weighs the evidence for a seam; 0 is none.
func seamScore(left, right string, text around, words wordCounts) int {
	word := right
	if i := strings.IndexFunc(right, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' }); i > 0 {
		word = right[:i]
	}
	score := 0
	if openers()[word] && text != (around{}) {
		score += openerScore
	}
	if word == "A" && !isSeamBeforeA(left, text.after, words) {
		return 0
	}
	if words == nil || startsSentence(text.before) {
		return score
	}
	if peoples()[word] {
		score += 3
	}
	if words[strings.ToLower(word)] > 0 {
		score += 3
	}
	if words[word] > 0 {
		score += 2
	}
	if words[lastWord(left)] > 0 {
		score += 2
	}
	if score == 0 && isCaptionLike(text.before, left) && len(word) > 2 {
		score = 1
	}
	return score
}

// startsSentence reports whether the words before a seam begin as sentences do and captions do not: "A PetroChina
// envoy", "In DeepCove". A caption may begin with "The".
func startsSentence(before string) bool {
	first, _, more := strings.Cut(before, " ")
	return more && first != "The" && openers()[first] && !peoples()[first]
}

// isSeamBeforeA asks more of the shortest opener: a small letter must follow, and behind capitals ("NASA") the rest
// must be a word that the file knows ("the BBC" for "BBCA").
func isSeamBeforeA(left, after string, words wordCounts) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimSpace(after))
	last, _ := utf8.DecodeLastRuneInString(left)
	return unicode.IsLower(r) && (!unicode.IsUpper(last) || words[lastWord(left)] > 0)
}

func lastWord(s string) string {
	i := strings.LastIndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' })
	if i < 0 {
		return s
	}
	_, n := utf8.DecodeRuneInString(s[i:])
	return s[i+n:]
}

// isCaptionLike reports whether the words up to a seam read like a caption and not like a sentence: at least one
// word before, all of them capitalised or small.
func isCaptionLike(before, left string) bool {
	fields := strings.Fields(before + left)
	if len(fields) < 2 || openers()[fields[0]] {
		return false
	}
	for _, f := range fields {
		r, _ := utf8.DecodeRuneInString(f)
		if unicode.IsLower(r) && len(f) > 3 {
			return false
		}
	}
	return true
}
