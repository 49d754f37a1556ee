// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package gate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hearsay"
	"hearsay/internal/dates"
	"hearsay/internal/numbers"
	"hearsay/internal/text"
)

// numbers refuses the numbers and the words of dates of a sentence that its ground does not hold.
func (c *checker) numbers(t *text.Text, g *ground) {
	found := numbers.Find(t, dates.Find(t, hearsay.Date{}))
	counted := inOutlets(t, g.outlets)
	for _, n := range found {
		if i := slices.IndexFunc(t.Tokens, func(k text.Token) bool { return k.Start >= n.Span.Start }); i >= 0 && counted[i] {
			continue
		}
		for i := range t.Tokens {
			counted[i] = counted[i] || n.Span.Start <= t.Tokens[i].Start && t.Tokens[i].End <= n.Span.End
		}
		if !slices.ContainsFunc(g.numbers, func(o numbers.Number) bool { return sameNumber(&n, &o) }) {
			c.uncounted(n.Span.Text)
		}
	}
	for i := range t.Tokens {
		k := &t.Tokens[i]
		calendar := inCalendar(k.Lower) && k.Word != k.Lower
		if !counted[i] && (calendar || counts(k.Lower) || strings.ContainsAny(k.Word, "0123456789")) && !g.has(k.Lower, calendar) && !g.dated(k.Lower) {
			c.uncounted(k.Word)
		}
	}
}

// inOutlets marks the words that belong to the name of an outlet, as it is written: "20 Minuten" gives no number, "20 minuten" does.
func inOutlets(t *text.Text, outlets []string) []bool {
	marks := make([]bool, len(t.Tokens))
	for _, name := range outlets {
		words := text.Tokens(name)
		for i := range t.Tokens {
			if len(words) == 0 || i+len(words) > len(t.Tokens) {
				break
			}
			if !slices.EqualFunc(t.Tokens[i:i+len(words)], words, func(k, w text.Token) bool { return k.Word == w.Word }) {
				continue
			}
			for j := range words {
				marks[i+j] = true
			}
		}
	}
	return marks
}

func (c *checker) uncounted(word string) {
	c.refuse(UncitedNum, word, fmt.Sprintf("it gives %s, and the words that it cites do not", word),
		"cite words that give the number, in figures or in words; the day of a date may also be that of the document")
}

var quantities = []string{
	"hundred", "hundreds", "thousand", "thousands", "million", "millions", "billion", "billions", "trillion", "trillions", "dozen", "dozens",
	"half", "halves", "third", "thirds", "quarter", "quarters", "fifth", "fifths", "tenth", "tenths", "twice", "thrice", "double", "doubled", "doubles",
	"triple", "tripled", "triples", "treble", "trebled", "second", "fourth", "sixth", "seventh", "eighth", "ninth", "couple", "pair",
}

// counts reports whether a word says how many although it is no number with a value: "dozens", "twice". The ground must have the very word.
func counts(lower string) bool { return slices.Contains(quantities, lower) }

// sameNumber compares values, and units where both tell one.
func sameNumber(a, b *numbers.Number) bool {
	return a.Value == b.Value && (a.Unit == b.Unit || a.Unit == "" || b.Unit == "") && a.Change == b.Change
}

// dated reports whether a word is part of the date of a document that is cited.
func (g *ground) dated(lower string) bool {
	return slices.ContainsFunc(g.days, func(d hearsay.Date) bool {
		t := d.Time.UTC()
		day, month, year := strconv.Itoa(t.Day()), strings.ToLower(t.Month().String()), strconv.Itoa(t.Year())
		switch d.Precision {
		case hearsay.ToTheTime, hearsay.ToDay:
			return lower == day || lower == month || lower == year || lower == strings.ToLower(t.Weekday().String()) || lower == t.Format("2006-01-02")
		case hearsay.ToMonth:
			return lower == month || lower == year
		case hearsay.ToYear:
			return lower == year
		}
		return false
	})
}

var calendar = []string{
	"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
	"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
}

// inCalendar reports whether a word is a month or a day of the week.
func inCalendar(lower string) bool { return slices.Contains(calendar, lower) }
