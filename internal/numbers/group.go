// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package numbers

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mostGroups is how many groups of three digits a number may have behind its first; more are a row of numbers.
const mostGroups = 4

// grouped adds to one to three digits the groups of three that single blanks set off, as in "170 000", of whatever width the
// blanks are. A row of more groups than a number has is read as single numbers.
func (f *finder) grouped(digits string, next int) (string, int) {
	if len(digits) > 3 || digits[0] == '0' || !allDigits(digits) {
		return digits, next
	}
	if before := f.w(next - 2); allDigits(before) && len(before) <= 3 && f.dated[next-2] == 0 && f.isGroup(next-1) {
		return digits, next // it goes on with a row
	}
	all, end := digits, next
	for f.isGroup(end) {
		if end-next == mostGroups {
			return digits, next
		}
		all += f.w(end)
		end++
	}
	return all, end
}

// isGroup reports whether token i is three digits, one blank behind the token before and with no date in it.
func (f *finder) isGroup(i int) bool {
	w := f.w(i)
	if len(w) != 3 || !allDigits(w) || f.dated[i] > 0 {
		return false
	}
	between := f.p.S[f.p.Tokens[i-1].End:f.p.Tokens[i].Start]
	r, size := utf8.DecodeRuneInString(between)
	return size == len(between) && unicode.Is(unicode.Zs, r)
}

// reach is how many tokens before a number may stand between it and the word that makes a part of it.
const reach = 4

// part reports whether the words before token i say that some of the number are meant and not all: "a third of the",
// "most of its", "half the".
func (f *finder) part(i int) bool {
	if !f.definite(i - 1) {
		return false
	}
	for k := i - 2; k >= max(f.first, i-1-reach); k-- {
		switch w := f.w(k); {
		case w == "half":
			return true
		case w == "of":
			_, _, some := f.lex("part", k-1)
			_, part, percent := strings.Cut(f.w(k-1), "-") // "two-thirds of"
			return some || percent && words["part"][part] != ""
		case !f.definite(k) && !unicode.IsLetter(rune(w[0])):
			return false
		}
	}
	return false
}

// definite reports whether token i makes a certain group of what follows: "the", "its", "Kestria's".
func (f *finder) definite(i int) bool {
	switch f.w(i) {
	case "the", "its", "their", "his", "her", "our", "my", "your", "these", "those", "'s", "’s", "'", "’":
		return true
	}
	return false
}
