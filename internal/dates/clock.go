// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package dates

import (
	"fmt"
	"strings"
	"time"
)

// hour is a time of day, as it is said: where the text names a zone, the hours stay those of that zone.
type hour struct{ h, m int }

// clock reads "9:30 a.m.", "at 10 p.m. Wednesday", "noon", "5 p.m. EST, Nov. 6". Without a day it is the document's.
func (f *finder) clock(i int) match {
	h, next, ok := f.hourAt(i)
	if !ok {
		return match{}
	}
	if _, _, ok := f.lex("zone", next); ok {
		next++
		if f.is(next, "time") {
			next++
		}
	}
	d, end := f.dayBehind(next)
	if d.unit != day {
		if f.knows < day {
			return match{}
		}
		d, end = containing(f.ref, day), next
	}
	return match{next: end, at: h.on(d)}
}

// on puts the time on a day. Midnight is the end of the day that is named with it, T24:00 as ISO 8601 allows.
func (h hour) on(d point) point {
	d.unit, d.name = minute, fmt.Sprintf("%02d:%02d", h.h, h.m)
	d.start = d.start.Add(time.Duration(h.h)*time.Hour + time.Duration(h.m)*time.Minute)
	return d
}

// hourAt reads the time of day at i.
func (f *finder) hourAt(i int) (hour, int, bool) {
	switch {
	case f.is(i, "noon"):
		return hour{12, 0}, i + 1, true
	case f.is(i, "midnight"):
		return hour{24, 0}, i + 1, true
	}
	w := f.w(i)
	if w == "" || len(w) > 8 {
		return hour{}, i, false
	}
	half, next := f.halfDay(i + 1)
	for _, s := range []string{"am", "pm", "a.m", "p.m", "a.m.", "p.m."} {
		if rest, ok := strings.CutSuffix(w, s); ok && rest != "" {
			w, half, next = rest, s[:1], i+1
		}
	}
	hh, mm, colon := strings.Cut(w, ":")
	if !colon && half != "" {
		hh, mm, _ = strings.Cut(w, ".")
	}
	h, ok := digits(hh, 2)
	m, minutes := digits(mm, 2)
	if !ok || h > 23 || m > 59 || (mm != "" && (!minutes || len(mm) != 2)) {
		return hour{}, i, false
	}
	switch {
	case half == "" && !(minutes && f.is(i-1, "at", "by", "until", "around", "from", "before", "after", "about", "um", "vers")):
		return hour{}, i, false
	case half == "":
		return hour{h, m}, i + 1, true
	case h < 1 || h > 12:
		return hour{}, i, false
	}
	h %= 12
	if half == "p" {
		h += 12
	}
	return hour{h, m}, next, true
}

// halfDay reads "a.m.", "p.m." and their other spellings behind an hour.
func (f *finder) halfDay(i int) (string, int) {
	switch f.w(i) {
	case "a.m.", "am", "a.m":
		return "a", i + 1
	case "p.m.", "pm", "p.m":
		return "p", i + 1
	}
	if f.is(i, "in") && f.is(i+1, "the") {
		switch f.w(i + 2) {
		case "morning":
			return "a", i + 3
		case "afternoon", "evening":
			return "p", i + 3
		}
	}
	return "", i
}

// dayBehind reads the day that follows a time: "Wednesday", "on 3 March", ", Nov. 6", "today".
func (f *finder) dayBehind(i int) (point, int) {
	j := i
	if f.is(j, ",") {
		j++
	}
	if f.is(j, "on") {
		j++
	}
	for _, rule := range []func(int) match{f.calendar, f.weekday, f.near} {
		if m := rule(j); m.next > j && m.at.unit == day && !m.at.noYear && !m.silent {
			return m.at, m.next
		}
	}
	return point{}, i
}

// followed adds to a day what is said of its hours: "Friday morning", "yesterday at noon", "3 March at 9:30 a.m.".
func (f *finder) followed(m match) match {
	if m.at.unit != day || m.at.noYear || !m.at.other.IsZero() {
		return m
	}
	if name, next, ok := f.lex("part", m.next); ok {
		m.at.unit, m.at.name, m.next = part, name, next
		return m
	}
	k := m.next
	if f.is(k, ",") {
		k++
	}
	if f.is(k, "at") {
		k++
	}
	if h, next, ok := f.hourAt(k); ok && k > m.next {
		m.at, m.next = h.on(m.at), next
	}
	return m
}
