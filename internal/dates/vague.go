// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package dates

import "strings"

// vague reads what is before, now or to come, and no more: "now", "recently", "in the future".
func (f *finder) vague(i int) match {
	for _, class := range []string{"PRESENT_REF", "PAST_REF", "FUTURE_REF"} {
		if _, next, ok := f.lex(class, i); ok {
			if f.is(i, "now") && f.is(i+1, "that") || f.is(i, "soon") && (f.is(i-1, "as") || f.is(i-1, "too")) {
				return match{next: next, silent: true}
			}
			return match{next: next, at: point{unit: vague, name: class}}
		}
	}
	switch {
	case f.is(i, "the") && f.is(i+1, "past") && !strings.HasPrefix(f.tag(i+2), "N") && f.tag(i+2) != "CD" && f.tag(i+2) != "JJ":
		return match{next: i + 2, at: point{unit: vague, name: "PAST_REF"}}
	case f.is(i, "current") && !f.is(i+1, "account", "accounts", "affairs"):
		return match{next: i + 1, at: point{unit: vague, name: "PRESENT_REF"}}
	}
	return match{}
}

// narrowed reads "early 1991", "mid-February", "the end of the month", "year's end", "around Nov. 1".
func (f *finder) narrowed(i int) match {
	if m := f.yearEnd(i); m.next > i {
		return m
	}
	if rest, ok := strings.CutPrefix(f.w(i), "mid-"); ok && rest != "" {
		return f.hyphened(i, rest)
	}
	j := i
	if f.is(j, "the") && f.is(j+1, "early", "late", "mid") {
		j++
	}
	v, next, ok := f.lex("narrow", j)
	if !ok {
		return f.roughly(i)
	}
	if f.is(next, "in", "on") && f.is(j, "earlier", "later", "early", "late") {
		next++
	}
	m := f.plain(next)
	if m.next <= next || m.silent || m.at.unit == vague || m.at.unit >= part {
		m = f.thePeriod(next)
	}
	if name, k, ok := f.lex("season", next); m.next <= next && ok && (next > i+1 || f.is(i-1, "in", "since", "by")) {
		m = f.inSeason(name, 0, k)
	}
	if m.next <= next {
		return match{}
	}
	if m.mod == "" {
		m.mod = mod(v)
	}
	return m
}

// roughly reads "around Nov. 1"; before something that lasts it is not about a date.
func (f *finder) roughly(i int) match {
	_, next, ok := f.lex("rough", i)
	if !ok {
		return match{}
	}
	m := f.plain(next)
	counts := f.yearNumber(next) > 0 && f.is(i, "some", "nearly", "almost") // "some 2000 ships"
	if m.next <= next || m.silent || m.at.unit == vague || m.at.unit == week || counts {
		return match{}
	}
	m.mod = about
	return m
}

// hyphened reads "mid-February", "mid-1988"; decades are read as such.
func (f *finder) hyphened(i int, rest string) match {
	if y, ok := digits(rest, 4); ok && y >= firstYear && y <= lastYear {
		return match{next: i + 1, at: containing(date(y, 1, 1), year), mod: mid}
	}
	m := listed("month", rest)
	if m == 0 {
		return match{}
	}
	md, next := monthDay{m: m}, i+1
	if y := f.yearNumber(next); y > 0 {
		md.y, next = y, next+1
	}
	return match{next: next, at: f.resolve(md, i), mod: mid}
}

// thePeriod reads "the month" and "the year", which alone are no date, behind "the end of".
func (f *finder) thePeriod(i int) match {
	u, name, next := f.unitAt(i + 1)
	if !f.is(i, "the") || u == none || u == part || u == day {
		return match{}
	}
	return f.shifted(u, name, 0, false, next)
}

// yearEnd reads "year end", "year's end", "year-end".
func (f *finder) yearEnd(i int) match {
	if f.knows < year {
		return match{}
	}
	j := i
	if f.is(j, "the") {
		j++
	}
	next := 0
	switch {
	case f.is(j, "year-end", "yearend"):
		next = j + 1
	case f.is(j, "year") && f.is(j+1, "end"):
		next = j + 2
	case f.is(j, "year") && f.is(j+1, "'s") && f.is(j+2, "end"):
		next = j + 3
	}
	return match{next: next, at: containing(f.ref, year), mod: end}
}
