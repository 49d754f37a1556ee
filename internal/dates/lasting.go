// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package dates

import "time"

// lasting reads a number of units: "two years ago" is a date, "for two years" is how long something takes.
func (f *finder) lasting(i int) match {
	j := i
	if f.is(j, "the") {
		j++
	}
	if f.is(j, "past", "last", "next", "first", "coming", "recent", "latest", "final", "previous", "following") {
		j++
	}
	n, next, counted := f.number(j)
	_, k, many := f.lex("many", j)
	switch {
	case many && (!counted || k > next): // "a few" is more than "a"
		n, next = 0, k
	case !counted && j == i:
		return match{}
	case !counted:
		next = j
	}
	if f.is(next, "full", "more", "straight", "consecutive", "trading", "fiscal") {
		next++
	}
	v, next, ok := f.lex("unit", next)
	if !ok {
		return match{}
	}
	u, plural := unitNames[v], f.w(next-1) != v
	if m := f.counted(i, next, n, u); (counted || many) && m.next > 0 {
		return m
	}
	if !counted && !many && !plural { // "the past year" is left to relative
		return match{}
	}
	m := match{next: next, silent: true}
	if u == month && n >= 6 && f.knows >= year { // "the first nine months": what follows compares years
		m.at = containing(f.ref, year)
	}
	return m
}

// counted reads what follows "two years": "ago", "earlier", "from now". A count of 0 stands for "some".
func (f *finder) counted(i, next, n int, u unit) match {
	sign := 0
	ref, knows := f.ref, f.knows
	switch {
	case f.is(next, "ago"):
		sign = -1
	case f.is(next, "earlier", "before", "previously"):
		sign = -1
		ref, knows = f.anchor(next)
	case f.is(next, "later", "hence"):
		sign = 1
		ref, knows = f.anchor(next)
	case f.is(next, "from") && f.is(next+1, "now"):
		next, sign = next+1, 1
	default:
		return match{}
	}
	if (n == 0 || knows == none) && !f.is(next, "ago", "now") {
		return match{next: next + 1, silent: true}
	}
	if n == 0 || knows == none {
		return match{next: next + 1, at: point{unit: vague, name: map[int]string{-1: "PAST_REF", 1: "FUTURE_REF"}[sign]}}
	}
	if n == 1 && u == year && sign < 0 {
		if m := f.yearEarlier(i, next+1); m.next > 0 {
			return m
		}
	}
	if u == minute || knows < u || n > 3000 {
		return match{next: next + 1, silent: true}
	}
	return match{next: next + 1, at: containing(containing(ref, u).move(sign*n, u).start, u)}
}

// anchor is what "earlier" and "later" count from: the date named before, or the document's own.
func (f *finder) anchor(i int) (time.Time, unit) {
	if f.last.unit != none && i-f.lastAt <= reach {
		return f.last.start, minute
	}
	return f.ref, f.knows
}
