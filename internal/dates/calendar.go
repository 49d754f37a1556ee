// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package dates

import (
	"strings"
	"time"
)

// monthDay is a month with or without day and year, as far as a text gives them.
type monthDay struct{ y, m, d int }

// calendar reads "Tuesday, 3 March 2026", "March 3", "March 2026", "March".
func (f *finder) calendar(i int) match {
	j := i
	if _, next, ok := f.lexInt("weekday", i); ok && f.capital(i) {
		j = next
		if f.is(j, ",") {
			j++
		}
		if f.is(j, "the") {
			j++
		}
	}
	md, next, ok := f.monthFirst(j)
	if !ok {
		md, next, ok = f.dayFirst(j)
	}
	if !ok || j > i && md.d == 0 || md.d == 0 && md.y == 0 && !f.monthAlone(i) {
		return match{}
	}
	return match{next: next, at: f.resolve(md, i), silent: f.is(i-1, "each", "every")}
}

// monthFirst reads "March 3, 2026", "March 3", "March 2026", "March of 2026".
func (f *finder) monthFirst(i int) (monthDay, int, bool) {
	m, next, ok := f.lexInt("month", i)
	if !ok || !f.capital(i) {
		if m, next, ok = f.lexInt("short", i); !ok || !f.capital(i) {
			return monthDay{}, i, false
		}
		if _, isDay := f.dayNumber(next); !isDay && f.yearNumber(next) == 0 {
			return monthDay{}, i, false
		}
	}
	md := monthDay{m: m}
	if d, ok := f.dayNumber(next); ok && exists(2000, m, d) {
		md.d = d
		next++
	}
	at := next
	if f.is(at, ",") || md.d == 0 && f.is(at, "of") {
		at++
	}
	if y := f.yearNumber(at); y > 0 {
		md.y, next = y, at+1
	} else if y, n := f.spokenYear(at); y > 0 {
		md.y, next = y, n
	} else if y, n := f.yearBehind(next); y > 0 { // "June 16th of last year"
		md.y, next = y, n
	}
	return md, next, true
}

// dayFirst reads "3 March 2026", "the 3rd of March".
func (f *finder) dayFirst(i int) (monthDay, int, bool) {
	d, ok := f.dayNumber(i)
	if !ok {
		return monthDay{}, i, false
	}
	at := i + 1
	if f.is(at, "of") {
		at++
	}
	m, next, ok := f.lexInt("month", at)
	if !ok {
		m, next, ok = f.lexInt("short", at)
	}
	if !ok || !f.capital(at) || !exists(2000, m, d) {
		return monthDay{}, i, false
	}
	md := monthDay{m: m, d: d}
	if f.is(next, ",") && f.yearNumber(next+1) > 0 {
		next++
	}
	if y := f.yearNumber(next); y > 0 {
		md.y = y
		next++
	}
	return md, next, true
}

// firstDay reads the 3 of "3 to 5 May" and "between 3 and 5 May": it is a day of the month that is named behind the last day.
func (f *finder) firstDay(i int) match {
	d, ok := f.dayNumber(i)
	last := i + 2
	if f.is(last, "the") {
		last++
	}
	until := f.is(i+1, "to", "until", "till", "through", "-", "–", "—") || f.is(i+1, "and") && (f.is(i-1, "between") || f.is(i-1, "the") && f.is(i-2, "between"))
	if !ok || !until {
		return match{}
	}
	md, _, ok := f.dayFirst(last)
	if !ok || md.d <= d {
		return match{}
	}
	at := f.resolve(md, last)
	at.start = at.start.AddDate(0, 0, d-md.d)
	return match{next: i + 1, at: at}
}

// lastDay reads the 5 of "May 3 to 5" and "between May 3 and 5": it is a day of the month that is named before the first day.
func (f *finder) lastDay(i int) match {
	d, ok := f.dayNumber(i)
	counts := strings.HasPrefix(f.tag(i+1), "N") || strings.HasPrefix(f.tag(i+1), "J") || f.tag(i+1) == "CD" || f.is(i+1, "%", "percent", "per")
	until := f.is(i-1, "to", "until", "till", "through", "-", "–", "—") || f.is(i-1, "and") && f.is(i-4, "between")
	if !ok || !until || counts || f.lastAt != i-1 || f.last.unit != day {
		return match{}
	}
	first, ok := f.dayNumber(i - 2)
	if _, _, month := f.lexInt("month", i-3); !ok || !month || first != f.last.start.Day() || d <= first || !exists(f.last.start.Year(), int(f.last.start.Month()), d) {
		return match{}
	}
	at := f.last
	at.start = at.start.AddDate(0, 0, d-first)
	return match{next: i + 1, at: at}
}

// dayNumber reads "3", "3rd".
func (f *finder) dayNumber(i int) (int, bool) {
	w := f.w(i)
	for _, end := range []string{"st", "nd", "rd", "th"} {
		w = strings.TrimSuffix(w, end)
	}
	d, ok := digits(w, 2)
	return d, ok && d >= 1 && d <= 31
}

// monthAlone tells a month from a name and from the verbs "may" and "march".
func (f *finder) monthAlone(i int) bool {
	if f.p.Tokens[i].Name == "PERSON" || f.tag(i) == "MD" {
		return false
	}
	if !f.is(i, "may", "march", "august") {
		return true
	}
	_, _, led := f.lex("leads", i-1)
	return led
}

// resolve gives a day or month its year where the text does not: by the tense, or the one that is nearest.
func (f *finder) resolve(md monthDay, i int) point {
	u, d := day, md.d
	if d == 0 {
		u, d = month, 1
	}
	if md.y > 0 {
		if !exists(md.y, md.m, d) {
			u, d = month, 1
		}
		return point{unit: u, start: date(md.y, time.Month(md.m), d)}
	}
	if f.knows < u {
		return point{unit: u, start: date(2000, time.Month(md.m), d), noYear: true}
	}
	y := f.ref.Year()
	if !exists(y, md.m, d) { // 29 February: the leap year that was last
		for !exists(y, md.m, d) {
			y--
		}
		return point{unit: u, start: date(y, time.Month(md.m), d)}
	}
	when := unclear // a day of last year is seldom named without it, whatever the tense
	switch {
	case f.is(i-1, "since", "ended"):
		when = past
	case u == month:
		when = f.tense(i)
	}
	return f.nearest(point{unit: u, start: date(y, time.Month(md.m), d)}, when, byYear)
}
