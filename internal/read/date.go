// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	dateparser "github.com/markusmobius/go-dateparser"
	"github.com/markusmobius/go-dateparser/date"

	"hearsay"
)

var exactLayouts = []struct {
	layout    string
	precision hearsay.Precision
}{
	{time.RFC3339Nano, hearsay.ToTheTime}, {"2006-01-02T15:04:05.999999999Z0700", hearsay.ToTheTime},
	{"2006-01-02T15:04Z07:00", hearsay.ToTheTime}, {"2006-01-02T15:04:05", hearsay.ToTheTime},
	{"2006-01-02T15:04", hearsay.ToTheTime}, {"2006-01-02 15:04:05Z07:00", hearsay.ToTheTime},
	{"2006-01-02 15:04:05", hearsay.ToTheTime}, {"2006-01-02 15:04", hearsay.ToTheTime},
	{time.RFC1123Z, hearsay.ToTheTime}, {"Mon, 2 Jan 2006 15:04:05 -0700", hearsay.ToTheTime},
	{"2 Jan 2006 15:04:05 -0700", hearsay.ToTheTime},
	{"2006-01-02", hearsay.ToDay}, {"20060102", hearsay.ToDay}, {"2006/01/02", hearsay.ToDay},
	{"2 January 2006", hearsay.ToDay}, {"January 2, 2006", hearsay.ToDay}, {"January 2 2006", hearsay.ToDay},
	{"2 Jan 2006", hearsay.ToDay}, {"Jan 2, 2006", hearsay.ToDay}, {"Monday, January 2, 2006", hearsay.ToDay},
	{"Monday, 2 January 2006", hearsay.ToDay}, {"2-Jan-2006", hearsay.ToDay},
	{"January 2006", hearsay.ToMonth}, {"2006-01", hearsay.ToMonth}, {"2006", hearsay.ToYear},
}

var (
	yearPattern    = regexp.MustCompile(`(?:^|[^0-9])(1[89]|20)[0-9]{2}(?:[^0-9]|$)`)
	clockPattern   = regexp.MustCompile(`(?:^|[^0-9.])[0-9]{1,2}[:h.][0-9]{2}(?:[^0-9.]|\.?$)`)
	ordinalPattern = regexp.MustCompile(`\b([0-9]{1,2})(?:st|nd|rd|th)\b`)
)

// dateReader reads the dates of one capture. lang is the language they are written in, or empty; ref is the time at
// which they were read; slow is how many more may go to the parser that takes a millisecond.
type dateReader struct {
	lang string
	ref  time.Time
	slow int
}

// failedDateCosts is how many more dates an unreadable one counts for: a capture with many has its own idea of dates.
const failedDateCosts = 24

func newDateReader(lang string, ref time.Time) *dateReader {
	return &dateReader{lang: lang, ref: ref, slow: maxSlowDates}
}

// parse reads a date as exactly as it is written. Dates of more than 64 bytes, and those more than 24 h after the
// capture, are none.
func (r *dateReader) parse(s string) (hearsay.Date, bool) {
	d, ok := parseExact(s)
	if !ok && r.slow > 0 && len(s) <= maxDateBytes && yearPattern.MatchString(s) {
		r.slow--
		if d, ok = parseSlow(s, r.lang, r.ref); !ok {
			r.slow -= failedDateCosts
		}
	}
	if !ok || !plausible(d, r.ref) {
		return hearsay.Date{}, false
	}
	return d, true
}

// plausible refuses dates from before printing news on the web made sense and from the future.
func plausible(d hearsay.Date, ref time.Time) bool {
	if d.Time.Year() < 1600 || d.Time.Year() > 9000 {
		return false
	}
	return ref.IsZero() || !d.Time.After(ref.Add(24*time.Hour))
}

func parseExact(s string) (hearsay.Date, bool) {
	s = strings.TrimSpace(strings.ReplaceAll(s, "\u00a0", " "))
	if s == "" || len(s) > maxDateBytes {
		return hearsay.Date{}, false
	}
	if strings.ContainsAny(s, "tnrs") {
		s = ordinalPattern.ReplaceAllString(s, "")
	}
	for _, l := range exactLayouts {
		if t, err := time.Parse(l.layout, s); err == nil {
			return hearsay.Date{Time: t.UTC(), Precision: l.precision}, true
		}
	}
	return hearsay.Date{}, false
}

// parseSlow asks go-dateparser, which knows two hundred languages and takes about a millisecond. A year must be
// written out: without one, prose that only looks like a date would be read as one. Of "GMT+0100" go-dateparser takes
// sometimes the GMT and sometimes the whole, as its maps fall out in a process; it is not shown it.
func parseSlow(s, lang string, ref time.Time) (hearsay.Date, bool) {
	s, east := cutOffset(strings.TrimSpace(strings.ReplaceAll(s, "\u00a0", " ")))
	if ref.IsZero() {
		ref = time.Unix(0, 0).UTC()
	}
	cfg := &dateparser.Configuration{CurrentTime: ref, DefaultTimezone: time.UTC}
	if dateparser.IsKnownLocale(lang) {
		cfg.Languages = []string{lang}
	}
	got, err := dateparser.Parse(cfg, s)
	if err != nil && cfg.Languages != nil {
		cfg.Languages = nil
		got, err = dateparser.Parse(cfg, s)
	}
	if err != nil || got.IsZero() {
		return hearsay.Date{}, false
	}
	got.Time = got.Time.Add(-east)
	return atPrecision(got, s), true
}

// offsetPattern finds a distance from Greenwich, with the name of the zone that scripts write behind it.
var offsetPattern = regexp.MustCompile(`(?i)\s*\b(?:GMT|UTC)\s?([+-])([0-9]{1,2})(?::?([0-9]{2}))?\b(?:\s*\([^()]*\))?`)

// cutOffset takes a distance from Greenwich out of a date.
func cutOffset(s string) (rest string, east time.Duration) {
	m := offsetPattern.FindStringSubmatchIndex(s)
	if m == nil {
		return s, 0
	}
	part := func(i int) time.Duration {
		if m[2*i] < 0 {
			return 0
		}
		n, _ := strconv.Atoi(s[m[2*i]:m[2*i+1]])
		return time.Duration(n)
	}
	east = part(2)*time.Hour + part(3)*time.Minute
	if s[m[2]:m[3]] == "-" {
		east = -east
	}
	return s[:m[0]] + s[m[1]:], east
}

func atPrecision(got date.Date, s string) hearsay.Date {
	t := got.Time.UTC()
	switch {
	case got.Period == date.Year:
		return hearsay.Date{Time: time.Date(t.Year(), 1, 1, 0, 0, 0, 0, time.UTC), Precision: hearsay.ToYear}
	case got.Period == date.Month:
		return hearsay.Date{Time: time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC), Precision: hearsay.ToMonth}
	case clockPattern.MatchString(s):
		return hearsay.Date{Time: t, Precision: hearsay.ToTheTime}
	}
	return hearsay.Date{Time: t.Truncate(24 * time.Hour), Precision: hearsay.ToDay}
}
