// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package dates

import (
	"strings"
	"time"
)

// direction reads "last", "this", "next" and their like; anchored says that it counts from the date named before.
func (f *finder) direction(i int) (n int, anchored, ok bool) {
	switch f.w(i) {
	case "last", "past", "previous", "prior", "preceding":
		return -1, f.is(i, "previous", "preceding"), true
	case "this", "current", "present", "ongoing":
		return 0, false, true
	case "next", "coming", "upcoming":
		return 1, false, true
	case "following", "ensuing":
		return 1, true, true
	case "that", "same":
		return 0, true, true
	}
	return 0, false, false
}

// relative reads "last week", "the following month", "this summer", "last night", "that year", "next May".
func (f *finder) relative(i int) match {
	j := i
	if f.is(j, "the", "its") {
		j++
	}
	n, anchored, ok := f.direction(j)
	if !ok && j > i {
		return f.definite(j)
	}
	if !ok || f.is(j, "that") && j > i {
		return match{}
	}
	article := j > i
	j++
	if f.is(j, "fiscal", "calendar", "financial", "full", "budget", "school", "academic", "model") {
		j++
	}
	if u, name, next := f.unitAt(j); u != none {
		if u != quarter && (f.is(j-1, "last") && article || f.is(j-1, "past")) {
			return match{next: next, silent: true} // "over the past year" is how long, not when
		}
		return f.shifted(u, name, n, anchored, next)
	}
	if m, next, ok := f.lexInt("month", j); ok && f.capital(j) && !anchored {
		return f.namedMonth(m, n, next)
	}
	return match{}
}

// definite reads "the weekend", "the summer", "the full year".
func (f *finder) definite(i int) match {
	u, name, next := f.unitAt(i)
	switch {
	case f.is(i, "full") && f.is(i+1, "year"):
		return f.shifted(year, "", 0, false, i+2)
	case u == season && !f.is(next, "of", "in", "from"): // "the fall of the government"
		return f.shifted(u, name, 0, false, next)
	case u == weekend && f.knows >= day:
		return f.thisWeekend(next, f.tense(i) != future)
	}
	return match{}
}

// thisWeekend gives the weekend of this week, or the one before it where that is told of as over.
func (f *finder) thisWeekend(next int, over bool) match {
	p := containing(f.ref, weekend)
	if over && p.start.After(f.ref) {
		p = p.move(-1, week)
	}
	return match{next: next, at: p}
}

// unitAt reads a unit in the singular, a season or a part of the day.
func (f *finder) unitAt(i int) (u unit, name string, next int) {
	if v, next, ok := f.lex("season", i); ok {
		return season, v, next
	}
	if v, next, ok := f.lex("part", i); ok {
		return part, v, next
	}
	if v, next, ok := f.lex("unit", i); ok && v == f.w(i) && unitNames[v] != minute {
		return unitNames[v], "", next
	}
	return none, "", i
}

// shifted gives the unit n before or after the one in which the reference lies.
func (f *finder) shifted(u unit, name string, n int, anchored bool, next int) match {
	ref, knows := f.ref, f.knows
	if anchored {
		if f.last.unit == none || next-f.lastAt > reach {
			return match{}
		}
		ref, knows = f.last.start, minute
		if f.last.unit < u && n == 0 {
			return match{}
		}
	}
	if u == season {
		return f.inSeason(name, n, next)
	}
	if u == part {
		return f.partOfDay(name, n, next)
	}
	if u == weekend && n == 0 && !anchored && knows >= day {
		return f.thisWeekend(next, f.tense(next-1) == past)
	}
	if knows < u || u == day && !anchored && n == 0 {
		return match{}
	}
	return match{next: next, at: containing(containing(ref, u).move(n, u).start, u).as(u)}
}

func (p point) as(u unit) point {
	p.unit = u
	return p
}

// inSeason gives the season of this name: the one of this year, and of last or next year where its own is not over or
// not yet come.
func (f *finder) inSeason(name string, n, next int) match {
	if f.knows < month {
		return match{}
	}
	p := point{unit: season, name: name, start: date(f.ref.Year(), seasonMonths[name], 1)}
	if name == "WI" && f.ref.Month() < 6 && n <= 0 { // in January, "this winter" began last year
		p = p.move(-1, year)
	}
	over := f.ref.After(p.start.AddDate(0, 3, 0))
	if n < 0 && !over || n > 0 && !f.ref.Before(p.start) {
		p = p.move(n, year)
	}
	return match{next: next, at: p}
}

// seasonOf reads "the summer of 1990", "spring 2020".
func (f *finder) seasonOf(i int) match {
	j := i
	if f.is(j, "the") {
		j++
	}
	name, next, ok := f.lex("season", j)
	if f.is(next, "of", ",") {
		next++
	}
	y := f.yearNumber(next)
	if !ok || y == 0 {
		return match{}
	}
	return match{next: next + 1, at: point{unit: season, name: name, start: date(y, seasonMonths[name], 1)}}
}

// partOfDay reads the rest of "this morning", "last night".
func (f *finder) partOfDay(name string, n, next int) match {
	if f.knows < day || n > 0 {
		return match{}
	}
	p := containing(f.ref, day).move(n, day)
	p.unit, p.name = part, name
	return match{next: next, at: p}
}

// namedMonth reads the rest of "last May": the last one that is over, or the next one that is still to come.
func (f *finder) namedMonth(m, n, next int) match {
	if f.knows < month {
		return match{}
	}
	p := point{unit: month, start: date(f.ref.Year(), time.Month(m), 1)}
	this := containing(f.ref, month).start
	if n < 0 && !p.start.Before(this) || n > 0 && !p.start.After(this) {
		p = p.move(n, year)
	}
	return match{next: next, at: p}
}

// near reads "today", "yesterday morning", "tonight", "the day before".
func (f *finder) near(i int) match {
	if f.is(i, "tonight") {
		return f.partOfDay("NI", 0, i+1)
	}
	if n, next, ok := f.lexInt("day", i); ok && f.knows >= day {
		return match{next: next, at: containing(f.ref, day).move(n, day)}
	}
	if f.is(i, "overnight") && f.knows >= day {
		return f.partOfDay("NI", 0, i+1)
	}
	j := i
	if f.is(j, "the") {
		j++
	}
	u, _, next := f.unitAt(j)
	if j == i || u == none || u >= part || f.last.unit == none || i-f.lastAt > reach {
		return match{}
	}
	n := map[string]int{"before": -1, "earlier": -1, "after": 1, "later": 1}[f.w(next)]
	if n == 0 || strings.ContainsAny(f.tag(next+1), "DPN") { // "the day before the debate" is for who knows when that was
		return match{}
	}
	return match{next: next + 1, at: containing(f.last.start, u).move(n, u)}
}

// weekday reads "Friday", "last Friday", "next Tuesday". Without more it is the day that the verb points to, and where
// that does not tell the one just past, for news tells what has happened.
func (f *finder) weekday(i int) match {
	j, n, given := i, 0, false
	if d, anchored, ok := f.direction(j); ok && !anchored {
		j, n, given = j+1, d, true
	}
	wd, next, ok := f.lexInt("weekday", j)
	if !ok || !f.capital(j) || f.is(j-1, "black", "good", "ash", "bloody", "super", "palm") {
		return match{}
	}
	if f.knows < day {
		return match{next: next, at: point{unit: day, start: date(2000, 1, 2+wd), noYear: true, name: "weekday"}}
	}
	today := containing(f.ref, day)
	back := (int(today.start.Weekday()) - wd + 7) % 7 // days since the last one, 0 for today
	when := f.tense(i)
	if when == unclear && f.side(i) == until {
		when = future
	}
	switch {
	case n < 0 && back == 0:
		back = 7
	case n > 0, !given && when == future && back > 0, given && n == 0 && back > 0 && when != past:
		back -= 7
	}
	return match{next: next, at: today.move(-back, day)}
}

// feast reads days that have a name: "Christmas", "New Year's Eve".
func (f *finder) feast(i int) match {
	v, next, ok := f.lex("feast", i)
	if !ok || !f.capital(i) && !f.is(i, "the") || f.knows < year {
		return match{}
	}
	m, d := 0, 0
	for k := range len(v) {
		if v[k] == '-' {
			m, d = atoi(v[:k]), atoi(v[k+1:])
		}
	}
	md := monthDay{m: m, d: d}
	if f.is(next, ",") && f.yearNumber(next+1) > 0 {
		next++
	}
	if y := f.yearNumber(next); y > 0 {
		md.y = y
		next++
	}
	return match{next: next, at: f.resolve(md, i)}
}
