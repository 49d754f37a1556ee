// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package dates

import "strings"

// quarterly reads "the third quarter", "third-quarter", "Q3 2025", "the first half of 1990", "the 1988 third quarter",
// "next year's first quarter".
func (f *finder) quarterly(i int) match {
	j := i
	if f.is(j, "the", "its", "their", "his") {
		j++
	}
	if f.is(j, "fiscal", "calendar") {
		j++
	}
	y := f.yearNumber(j)
	if y > 0 {
		j++
	} else if m := f.relative(j); m.next > j && m.at.unit == year && f.is(m.next, "'s") {
		y, j = m.at.start.Year(), m.next+1
	}
	if f.is(j, "'s") && y > 0 {
		j++
	}
	if f.is(j, "fiscal") {
		j++
	}
	u, n, next := f.ordinalPeriod(j)
	if u == none {
		return match{}
	}
	if y == 0 {
		y, next = f.yearBehind(next)
	}
	if y > 0 {
		return match{next: next, at: periodOf(y, u, n)}
	}
	if f.knows < month {
		p := periodOf(2000, u, n)
		p.noYear = true
		return match{next: next, at: p}
	}
	return match{next: next, at: f.yearless(u, n, next-1)}
}

// ordinalPeriod reads "third quarter", "third-quarter", "3Q", "first half".
func (f *finder) ordinalPeriod(i int) (u unit, n, next int) {
	if n, next, ok := f.lexInt("quarterly", i); ok {
		return quarter, n, next
	}
	w, fiscal := strings.CutPrefix(f.w(i), "fiscal-")
	if n := listed("quarterly", w); fiscal && n > 0 {
		return quarter, n, i + 1
	}
	if n, next, ok := f.lexInt("halfly", i); ok && !f.is(i, "first-half", "second-half") {
		return half, n, next
	}
	n, next, ok := f.lexInt("ordinal", i)
	if !ok && fiscal {
		n, next = listed("ordinal", w), i+1
		ok = n > 0
	}
	switch {
	case !ok:
	case f.is(next, "fiscal") && f.is(next+1, "quarter"):
		return quarter, n, next + 2
	case f.is(next, "quarter") && n <= 4:
		return quarter, n, next + 1
	case f.is(next, "half") && n <= 2 && f.yearAhead(next+1):
		return half, n, next + 1
	}
	return none, 0, i
}

// yearAhead reports whether a year is said behind "the first half", for halves are of many things.
func (f *finder) yearAhead(i int) bool {
	y, _ := f.yearBehind(i)
	return y > 0
}

// yearBehind reads "1990", "of 1990", "of next year", "of fiscal 1990" behind a quarter.
func (f *finder) yearBehind(i int) (y, next int) {
	j := i
	if f.is(j, "of", "in", ",") {
		j++
	}
	if f.is(j, "fiscal", "the") {
		j++
	}
	if y := f.yearNumber(j); y > 0 {
		return y, j + 1
	}
	if m := f.relative(j); m.next > j && m.at.unit == year && !m.silent {
		return m.at.start.Year(), m.next
	}
	return 0, i
}

func periodOf(y int, u unit, n int) point {
	length := 3
	if u == half {
		length = 6
	}
	return point{unit: u, start: date(y, 1, 1).AddDate(0, length*(n-1), 0)}
}

// yearless gives a quarter without a year its year: that of the document, unless the quarter is yet to come and the text
// does not look ahead, or is over and it does.
func (f *finder) yearless(u unit, n, at int) point {
	p, now := periodOf(f.ref.Year(), u, n), containing(f.ref, u)
	when := f.tense(at)
	switch {
	case p.start.After(now.move(1, u).start) && when != future:
		return p.move(-1, year)
	case p.start.After(now.start) && when == past && n == 4:
		return p.move(-1, year)
	case p.start.Before(now.start) && when == future && n == 1:
		return p.move(1, year)
	}
	return p
}

// comparison reads what reports of figures compare with: "a year earlier", "the year-ago quarter", "the latest period".
func (f *finder) comparison(i int) match {
	j := i
	if f.is(j, "the", "a", "its") {
		j++
	}
	if m := f.relative(i); m.next > i && m.at.unit == year && f.is(m.next, "'s") && f.is(m.next+1, "quarter", "period") {
		return f.ofYear(m.at.start.Year(), m.next+2)
	}
	switch {
	case f.is(j, "year-ago", "year-earlier"):
		j++
		if f.is(j, "third", "first", "second", "fourth") {
			j++
		}
		if f.is(j, "period", "quarter") {
			j++
		}
		return f.yearEarlier(i, j)
	case j > i && f.is(j, "same", "corresponding", "comparable") && f.is(j+1, "period", "quarter"):
		if m := f.relative(j + 2); m.next > 0 && m.at.unit == year {
			return f.yearEarlier(i, m.next)
		}
		if m := f.lasting(j + 2); m.next > 0 && !m.silent {
			return f.yearEarlier(i, m.next)
		}
	case j > i && f.is(j, "latest", "most") && f.is(j+1, "period", "quarter"):
		return f.latest(i, j+2)
	case j > i && f.is(j, "quarter") && f.is(i, "the"):
		return f.ended(i, j+1)
	case j > i && f.is(j, "year") && f.is(j+1, "ended", "ending"):
		if m := f.calendar(j + 2); m.next > 0 {
			return match{next: j + 1, silent: true, at: containing(m.at.start, year)}
		}
	case j > i && f.yearNumber(j) > 0 && f.is(j+1, "period", "quarter"):
		return f.ofYear(f.yearNumber(j), j+2)
	}
	return match{}
}

// yearEarlier gives the term that is reported on a year before; where there is none, last year.
func (f *finder) yearEarlier(i, next int) match {
	if f.term.unit != none && i-f.termAt <= reach {
		return match{next: next, at: f.term.move(-1, year), compared: true}
	}
	if f.knows < year {
		return match{}
	}
	return match{next: next, at: containing(f.ref, year).move(-1, year)}
}

// latest gives the term that is reported on, or else the quarter that was over when the document was published.
func (f *finder) latest(i, next int) match {
	if f.term.unit != none && i-f.termAt <= reach && (f.knows < month || f.term.start.Before(containing(f.ref, quarter).start)) {
		return match{next: next, at: f.term}
	}
	if f.knows < month {
		return match{}
	}
	return match{next: next, at: containing(f.ref, quarter).move(-1, quarter)}
}

// ended reads "the quarter ended Sept. 30": the quarter that has the middle of the three months before that
// day; without a day, the one reported on.
func (f *finder) ended(i, next int) match {
	if f.is(next, "ended", "ending", "that") {
		k := next + 1
		if f.is(k, "ended") {
			k++
		}
		if m := f.calendar(k); m.next > k {
			return match{next: next, at: containing(m.at.start.AddDate(0, 0, -45), quarter)}
		}
	}
	if f.term.unit == none || i-f.termAt > reach {
		return match{}
	}
	return match{next: next, at: f.term}
}

// ofYear gives the term that is reported on in the year that is named.
func (f *finder) ofYear(y, next int) match {
	if f.term.unit == none || next-f.termAt > reach {
		return match{next: next, at: containing(date(y, 1, 1), year)}
	}
	p := f.term
	return match{next: next, at: p.move(y-p.start.Year(), year), compared: true}
}
