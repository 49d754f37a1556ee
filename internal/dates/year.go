// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package dates

import "strings"

// The years that are taken for years where four digits stand alone.
const (
	firstYear = 1700
	lastYear  = 2099
)

// yearNumber is the year at i, written with four digits; 0 for none.
func (f *finder) yearNumber(i int) int {
	y, ok := digits(f.w(i), 4)
	if !ok || y < firstYear || y > lastYear {
		return 0
	}
	return y
}

// year reads a year alone: "1988", "fiscal 1989", "the year 2000", "nineteen ninety-six".
func (f *finder) year(i int) match {
	j := i
	if f.is(j, "the") {
		j++
	}
	if f.is(j, "fiscal", "calendar") {
		j++
	}
	if f.is(j, "year") {
		j++
	}
	y, next := f.yearNumber(j), j+1
	if y == 0 {
		y, next = f.spokenYear(j)
	}
	if y == 0 || j == i && f.quantity(i) {
		return match{}
	}
	if j == i+1 && f.is(i, "the") { // "the 1988 quarter", or else the article is not part of the year
		return match{}
	}
	return match{next: next, at: containing(date(y, 1, 1), year)}
}

// quantity tells that four digits count something: "$ 1990", "1990 people", "No. 1812".
func (f *finder) quantity(i int) bool {
	y := f.yearNumber(i)
	if _, _, ok := f.lex("counter", i-1); ok {
		return y > 0
	}
	if y == 0 {
		return false
	}
	if _, _, ok := f.lex("counted", i+1); ok {
		return true
	}
	return y < 1800 && !f.is(i-1, "in", "since", "by", "from", "until", "of", "to", "before", "after", "during")
}

// spokenYear reads years in words, as transcripts of broadcasts have them: "nineteen ninety-six".
func (f *finder) spokenYear(i int) (y, next int) {
	var hundreds int
	switch f.w(i) {
	case "eighteen":
		hundreds = 1800
	case "nineteen":
		hundreds = 1900
	case "twenty":
		hundreds = 2000
	case "two":
		if f.is(i+1, "thousand") {
			if n, next, ok := f.number(i + 2); ok && n < 100 {
				return 2000 + n, next
			}
			return 2000, i + 2
		}
		return 0, i
	default:
		return 0, i
	}
	n, next, ok := f.number(i + 1)
	if !ok || n < 10 || n > 99 || f.w(i + 1)[0] <= '9' {
		return 0, i
	}
	if one, after, ok := f.number(next); ok && n >= 20 && n%10 == 0 && one < 10 && !f.is(next, "a", "an") && f.w(next)[0] > '9' {
		return hundreds + n + one, after
	}
	return hundreds + n, next
}

// decades reads "the 1980s", "the '80s", "the nineties", "the 20th century".
func (f *finder) decades(i int) match {
	j := i
	if f.is(j, "the") {
		j++
	}
	if n, next, ok := f.lexInt("ordinal", j); ok && n > 0 && f.is(next, "century", "centuries") {
		return match{next: next + 1, at: containing(date(100*(n-1), 1, 1), century)}
	}
	if n, next, ok := f.lexInt("decade", j); ok && j > i {
		return match{next: next, at: containing(date(f.hundreds(n)+n, 1, 1), decade)}
	}
	w := strings.TrimPrefix(strings.TrimPrefix(f.w(j), "mid-"), "'")
	if f.is(j, "'") {
		j++
		w = f.w(j)
	}
	w = strings.TrimSuffix(strings.TrimSuffix(w, "s"), "'")
	y, ok := digits(w, 4)
	if !ok || f.w(j) == w || y%10 != 0 || !strings.HasSuffix(f.w(j), "s") && !f.is(j+1, "s", "'s") {
		return match{}
	}
	if len(w) == 2 && j > i {
		y += f.hundreds(y)
	}
	if y < firstYear || y > lastYear {
		return match{}
	}
	m := match{next: j + 1, at: containing(date(y, 1, 1), decade)}
	if strings.HasPrefix(f.w(j), "mid-") {
		m.mod = mid
	}
	return m
}

// hundreds is the century of "the twenties": the last one in which they had begun.
func (f *finder) hundreds(tens int) int {
	if f.knows == none {
		return 1900
	}
	h := f.ref.Year() / 100 * 100
	if h+tens > f.ref.Year() {
		h -= 100
	}
	return h
}
