// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package dates

import (
	"fmt"
	"time"
)

// unit is how long a stretch of time is, from the longest to the shortest.
type unit int

const (
	none unit = iota
	vague
	century
	decade
	year
	half
	quarter
	season
	month
	week
	weekend
	day
	part
	minute
)

var unitNames = map[string]unit{
	"century": century, "decade": decade, "year": year, "quarter": quarter, "month": month, "week": week,
	"weekend": weekend, "day": day, "hour": minute,
}

// point is a stretch of time that is one of its unit and begins at start.
type point struct {
	unit   unit
	start  time.Time
	name   string    // of a season, a part of a day or something vague, as TIMEX3 has it
	noYear bool      // the year is not known; of a weekday, the week neither
	other  time.Time // of 5/12/2020: the other reading
}

// monday is the first day of the week of t.
func monday(t time.Time) time.Time { return t.AddDate(0, 0, -(int(t.Weekday())+6)%7) }

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

func date(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

// exists reports whether the calendar has the day.
func exists(y, m, d int) bool {
	return d >= 1 && date(y, time.Month(m), d).Day() == d && m >= 1 && m <= 12
}

// containing gives the stretch of a unit in which t lies.
func containing(t time.Time, u unit) point {
	y, m := t.Year(), t.Month()
	switch u {
	case century:
		t = date(y/100*100, 1, 1)
	case decade:
		t = date(y/10*10, 1, 1)
	case year:
		t = date(y, 1, 1)
	case half:
		t = date(y, (m-1)/6*6+1, 1)
	case quarter:
		t = date(y, (m-1)/3*3+1, 1)
	case month:
		t = date(y, m, 1)
	case week:
		t = monday(midnight(t))
	case weekend:
		t = monday(midnight(t)).AddDate(0, 0, 5)
	case day:
		t = midnight(t)
	}
	return point{unit: u, start: t}
}

// move gives the stretch that lies n units of length u later; the point keeps its own unit.
func (p point) move(n int, u unit) point {
	switch u {
	case century:
		p.start = p.start.AddDate(100*n, 0, 0)
	case decade:
		p.start = p.start.AddDate(10*n, 0, 0)
	case year:
		p.start = p.start.AddDate(n, 0, 0)
	case half:
		p.start = p.start.AddDate(0, 6*n, 0)
	case quarter:
		p.start = p.start.AddDate(0, 3*n, 0)
	case month:
		p.start = p.start.AddDate(0, n, 0)
	case week, weekend:
		p.start = p.start.AddDate(0, 0, 7*n)
	case day, part, minute:
		p.start = p.start.AddDate(0, 0, n)
	}
	return p
}

var seasonMonths = map[string]time.Month{"SP": 3, "SU": 6, "FA": 9, "WI": 12}

// value writes the point as TIMEX3 does.
func (p point) value() string {
	y := p.start.Format("2006")
	if p.noYear {
		y = "XXXX"
	}
	switch p.unit {
	case vague:
		return p.name
	case century:
		return y[:2]
	case decade:
		return y[:3]
	case half:
		return fmt.Sprintf("%s-H%d", y, (p.start.Month()-1)/6+1)
	case quarter:
		return fmt.Sprintf("%s-Q%d", y, (p.start.Month()-1)/3+1)
	case season:
		return y + "-" + p.name
	case month:
		return y + p.start.Format("-01")
	case week, weekend:
		return p.weekValue()
	case day, part, minute:
		return p.dayValue(y)
	}
	return y
}

func (p point) weekValue() string {
	y, w := p.start.ISOWeek()
	if p.unit == weekend {
		return fmt.Sprintf("%04d-W%02d-WE", y, w)
	}
	return fmt.Sprintf("%04d-W%02d", y, w)
}

func (p point) dayValue(y string) string {
	start := p.start
	if p.unit == minute && p.name == "24:00" { // the day that it ends
		start = start.AddDate(0, 0, -1)
		y = start.Format("2006")
	}
	d := y + start.Format("-01-02")
	if p.noYear && p.name == "weekday" {
		d = fmt.Sprintf("XXXX-WXX-%d", (int(p.start.Weekday())+6)%7+1)
	}
	switch {
	case p.unit == part:
		return d + "T" + p.name
	case p.unit == minute && p.name != "":
		return d + "T" + p.name
	case p.unit == minute:
		return d + p.start.Format("T15:04")
	case !p.other.IsZero():
		return y + "-XX-XX"
	}
	return d
}

// between gives the days between which the point lies, the last one not included; "" where that is open or not known. What is
// only about a time may lie as far off as that time is long, a day by three days.
func (p point) between(m mod, s side) (from, to string) {
	if p.unit == none || p.unit == vague || p.noYear || !p.other.IsZero() {
		return "", ""
	}
	u, n := p.unit, 1
	switch u {
	case season:
		u, n = month, 3
	case weekend:
		u, n = day, 2
	case part, minute:
		u = day
	}
	wide := point{unit: u, start: midnight(p.start)}
	first, after := wide, wide.move(n, u)
	if m == about {
		if u == day {
			n = 3
		}
		first, after = first.move(-n, u), after.move(n, u)
	}
	from, to = first.start.Format(dayLayout), after.start.Format(dayLayout)
	switch s {
	case onward:
		to = ""
	case until:
		from = ""
	}
	return from, to
}
