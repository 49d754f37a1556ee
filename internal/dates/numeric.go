// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package dates

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	isoPattern   = regexp.MustCompile(`^((?:1[6-9]|20)[0-9]{2})[-/]([0-9]{2})[-/]([0-9]{2})(?:[tT]([0-9]{2}):([0-9]{2})[0-9:.]*z?)?$`)
	monthPattern = regexp.MustCompile(`^((?:1[6-9]|20)[0-9]{2})-(0[1-9]|1[0-2])$`)
	slashPattern = regexp.MustCompile(`^([0-9]{1,2})([/.])([0-9]{1,2})[/.]((?:1[6-9]|20)[0-9]{2}|[0-9]{2})$`)
)

// numeric reads "2026-03-05", "2026-03-05T09:30", "2026-03", "3/25/2026", "25.3.2026". Where it is open which of two
// numbers is the month, both readings are kept.
func (f *finder) numeric(i int) match {
	w := f.w(i)
	if len(w) < 6 || len(w) > 32 || w[0] < '0' || w[0] > '9' {
		return match{}
	}
	if g := isoPattern.FindStringSubmatch(w); g != nil {
		return isoMatch(g, i)
	}
	if g := monthPattern.FindStringSubmatch(w); g != nil {
		return match{next: i + 1, at: point{unit: month, start: date(atoi(g[1]), time.Month(atoi(g[2])), 1)}}
	}
	g := slashPattern.FindStringSubmatch(w)
	if g == nil || strings.Count(w, g[2]) != 2 {
		return match{}
	}
	y := atoi(g[4])
	if len(g[4]) == 2 {
		if g[2] == "." {
			return match{} // more often a version or a number of a section
		}
		y += f.hundreds(y)
	}
	return slashMatch(y, atoi(g[1]), atoi(g[3]), g[2] == ".", i)
}

func isoMatch(g []string, i int) match {
	y, m, d := atoi(g[1]), atoi(g[2]), atoi(g[3])
	if !exists(y, m, d) {
		return match{}
	}
	p := point{unit: day, start: date(y, time.Month(m), d)}
	if h, n := atoi(g[4]), atoi(g[5]); g[4] != "" && h < 24 && n < 60 {
		p.unit, p.start = minute, p.start.Add(time.Duration(h)*time.Hour+time.Duration(n)*time.Minute)
	}
	return match{next: i + 1, at: p}
}

// slashMatch reads two numbers of which one is the month. With dots the day stands first.
func slashMatch(y, a, b int, dots bool, i int) match {
	dayFirst, monthFirst := exists(y, b, a), exists(y, a, b) && !dots
	switch {
	case dayFirst && monthFirst && a != b:
		return match{next: i + 1, at: point{unit: day, start: date(y, time.Month(a), b), other: date(y, time.Month(b), a)}}
	case dayFirst:
		return match{next: i + 1, at: point{unit: day, start: date(y, time.Month(b), a)}}
	case monthFirst:
		return match{next: i + 1, at: point{unit: day, start: date(y, time.Month(a), b)}}
	}
	return match{}
}

// atoi is for digits that a pattern has matched; "" is 0.
func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}
