// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package dates

import (
	"fmt"
	"strings"
)

// mod narrows a stretch of time, or blurs it.
type mod string

const (
	start mod = "START"
	mid   mod = "MID"
	end   mod = "END"
	about mod = "APPROX"
)

// side says that a stretch is one end of something: "since April", "until Friday".
type side int

const (
	onward side = iota + 1
	until
)

const dayLayout = "2006-01-02"

// edtf writes the point in the Extended Date/Time Format; "" where that has no form for it. ref is the day of the
// document, which is what "now" means.
func (p point) edtf(m mod, s side, ref string) string {
	e := p.edtfPlain(ref)
	if p.unit != vague && (m == start || m == mid || m == end) {
		if third := p.third(m); third != "" {
			e = third
		}
	} else if m == about && p.plain() {
		e += "~"
	}
	if e == "" || p.unit == vague || s == 0 || !p.other.IsZero() {
		return e
	}
	return open(e, s)
}

// plain reports whether EDTF has one date, and no interval or choice, for the point.
func (p point) plain() bool {
	switch p.unit {
	case none, vague, week, weekend, part, minute:
		return false
	}
	return p.other.IsZero() && p.name == ""
}

// open makes an interval without one of its ends.
func open(e string, s side) string {
	from, to, isInterval := strings.Cut(e, "/")
	if !isInterval {
		to = from
	}
	if s == onward {
		return from + "/.."
	}
	return "../" + to
}

// edtfPlain writes the point without what narrows it. Seasons, quarters and halves have the numbers that EDTF gives them
// in the place of a month; weeks, which it does not know, are intervals of days; part of a day is the day.
func (p point) edtfPlain(ref string) string {
	y := p.start.Format("2006")
	if p.noYear {
		y = "XXXX"
	}
	switch p.unit {
	case vague:
		return map[string]string{"PRESENT_REF": ref, "PAST_REF": upTo(ref), "FUTURE_REF": onFrom(ref)}[p.name]
	case century:
		return y[:2] + "XX"
	case decade:
		return y[:3] + "X"
	case half:
		return fmt.Sprintf("%s-%d", y, 40+(p.start.Month()-1)/6)
	case quarter:
		return fmt.Sprintf("%s-%d", y, 33+(p.start.Month()-1)/3)
	case season:
		return fmt.Sprintf("%s-%d", y, 20+seasonMonths[p.name]/3)
	case month:
		return y + p.start.Format("-01")
	case week:
		return p.start.Format(dayLayout) + "/" + p.start.AddDate(0, 0, 6).Format(dayLayout)
	case weekend:
		return p.start.Format(dayLayout) + "/" + p.start.AddDate(0, 0, 1).Format(dayLayout)
	case day, part, minute:
		return p.edtfDay(y)
	}
	return y
}

func upTo(ref string) string {
	if ref == "" {
		return ""
	}
	return "../" + ref
}

func onFrom(ref string) string {
	if ref == "" {
		return ""
	}
	return ref + "/.."
}

func (p point) edtfDay(y string) string {
	switch {
	case p.noYear && p.name == "weekday":
		return "" // there is no way to say "some Friday"
	case !p.other.IsZero():
		a, b := p.start, p.other
		if b.Before(a) {
			a, b = b, a
		}
		return "[" + a.Format(dayLayout) + "," + b.Format(dayLayout) + "]"
	case p.unit == minute && !p.noYear:
		return p.start.Format("2006-01-02T15:04:05")
	}
	return y + p.start.Format("-01-02")
}

// third is the first, middle or last third of the point, both ends approximate: "mid-February" begins and ends on
// no day that anybody has fixed.
func (p point) third(m mod) string {
	n := map[mod]int{start: 0, mid: 1, end: 2}[m]
	if p.noYear {
		return ""
	}
	switch p.unit {
	case decade:
		from := [3]int{0, 4, 7}[n]
		return p.years(from, [3]int{3, 6, 9}[n])
	case century:
		return p.years(33*n, [3]int{32, 65, 99}[n])
	case year:
		from, to := p.start.AddDate(0, 4*n, 0), p.start.AddDate(0, 4*n+3, 0)
		return from.Format("2006-01~/") + to.Format("2006-01~")
	case half, quarter:
		length := map[unit]int{half: 2, quarter: 1}[p.unit]
		from, to := p.start.AddDate(0, length*n, 0), p.start.AddDate(0, length*n+length-1, 0)
		return from.Format("2006-01~/") + to.Format("2006-01~")
	case month:
		last := p.start.AddDate(0, 1, -1).Day()
		return p.days([3]int{1, 11, 21}[n], [3]int{10, 20, last}[n])
	}
	return ""
}

func (p point) years(from, to int) string {
	y := p.start.Year()
	return fmt.Sprintf("%04d~/%04d~", y+from, y+to)
}

func (p point) days(from, to int) string {
	return p.start.AddDate(0, 0, from-1).Format("2006-01-02~/") + p.start.AddDate(0, 0, to-1).Format("2006-01-02~")
}
