// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

var abbreviations = sync.OnceValue(func() map[string]bool { return listWords("abbreviations") })

// cutSentence parts a paragraph after its first sentence. more is false where there is only one.
func cutSentence(s string) (first, rest string, more bool) {
	for i, r := range s {
		if !strings.ContainsRune(".?!…。？！", r) {
			continue
		}
		end := i + utf8.RuneLen(r)
		for end < len(s) {
			c, n := utf8.DecodeRuneInString(s[end:])
			if !strings.ContainsRune("”’\"')]»?!.", c) {
				break
			}
			end += n
		}
		tail := strings.TrimLeftFunc(s[end:], unicode.IsSpace)
		wide := r == '。' || r == '？' || r == '！'
		if tail == "" {
			return s, "", false
		}
		if len(tail) == len(s)-end && !wide || r == '.' && isAbbreviated(s[:i]) || !opensSentence(tail) {
			continue
		}
		return s[:end], tail, true
	}
	return s, "", false
}

// isAbbreviated reports whether the word before a full stop is an abbreviation or an initial.
func isAbbreviated(before string) bool {
	word := before[strings.LastIndexFunc(before, unicode.IsSpace)+1:]
	word = strings.TrimLeft(word, "(“\"'‘[")
	if utf8.RuneCountInString(word) == 1 {
		r, _ := utf8.DecodeRuneInString(word)
		return unicode.IsUpper(r)
	}
	return abbreviations()[word]
}

func opensSentence(s string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, "“\"‘'([«¿¡"))
	return !unicode.IsLower(r)
}
