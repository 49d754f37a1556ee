// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package numbers

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/dates"
	"hearsay/internal/hearsaytest/raced"
	"hearsay/internal/text"
)

var published = hearsay.Date{Time: time.Date(2026, 3, 11, 0, 0, 0, 0, time.UTC), Precision: hearsay.ToDay}

// row is a number without the bytes it stands at.
type row struct {
	Text, Value, Unit string
	Bound             Bound
	Change            int
	When              string
}

func TestNumbersHaveUnitBoundChangeAndTime(t *testing.T) {
	for s, want := range map[string][]row{
		"There were 566 in the first quarter, 13 per cent more than a year earlier.": {
			{"566", "566", "", Exactly, 0, "2026-Q1"}, {"13 per cent", "13", "%", Exactly, 1, "2025-Q1"}},
		"The yard paid $3.2 billion in 2024.":                    {{"$3.2 billion", "3200000000", "dollar", Exactly, 0, "2024"}},
		"The yard paid more than €5m.":                           {{"more than €5m", "5000000", "euro", AtLeast, 0, ""}},
		"Some 170,000 people marched on Friday.":                 {{"Some 170,000", "170000", "people", About, 0, "2026-03-06"}},
		"Arrests fell by 12.50% last year.":                      {{"12.50%", "12.5", "%", Exactly, -1, "2025"}},
		"Up to twenty-one ships were seized in May 2019.":        {{"Up to twenty-one", "21", "ship", AtMost, 0, "2019-05"}},
		"Two hundred and fifty ships lay there.":                 {{"Two hundred and fifty", "250", "ship", Exactly, 0, ""}},
		"He built it over six years.":                            {{"six", "6", "year", Exactly, 0, ""}},
		"She counted 40 or more boats.":                          {{"40 or more", "40", "boat", AtLeast, 0, ""}},
		"On 3 May 2019 at 9:30 a.m. one of them left.":           nil,
		"The 10-year-old came in 1,2,3 steps and version 1.2.3.": nil,
	} {
		p := text.Parse(s, text.Default())
		var got []row
		for _, n := range Find(p, dates.Find(p, published)) {
			got = append(got, row{n.Span.Text, n.Value, n.Unit, n.Bound, n.Change, n.When})
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("numbers of %q (-want +got):\n%s", s, diff)
		}
	}
}

func TestBlanksGroupDigits(t *testing.T) {
	for s, want := range map[string]string{
		"170 000 people live there.":                  "170000 people",
		"170\u00a0000 people live there.":             "170000 people",
		"Some 1\u2009170\u202f000 people live there.": "1170000 people",
		"It cost 3 500 million crowns.":               "3500000000 crown",
		"In May 2019 300 people left.":                "300 people",
		"On 3 May 170 people left.":                   "170 people",
		"He scored 170, 000 and 12 goals.":            "170 ,0 ,12 goal",
		"He had 170  000 and no 007 100 cars.":        "170 ,0 ,7 ,100 car",
		"The row is 111 222 333 444 555 666 people.":  "111 ,222 ,333 ,444 ,555 ,666 people",
	} {
		p := text.Parse(s, text.Default())
		var got []string
		for _, n := range Find(p, dates.Find(p, published)) {
			got = append(got, n.Value+" "+n.Unit)
		}
		if diff := cmp.Diff(want, strings.Join(got, ",")); diff != "" {
			t.Errorf("numbers of %q (-want +got):\n%s", s, diff)
		}
	}
}

func TestSomeOfANumberAreAPart(t *testing.T) {
	for s, want := range map[string]bool{
		"About a third of the 1,200 workers left.":       true,
		"Two-thirds of the 1,200 workers left.":          true,
		"Half the 1,200 workers left.":                   true,
		"Most of Kestria's roughly 1,200 workers left.":  true,
		"A quarter of its more than 1,200 workers left.": true,
		"None of the mine's 1,200 workers left.":         true,
		"All of the 1,200 workers left.":                 false,
		"The 1,200 workers left.":                        false,
		"Most of the time 1,200 workers are there.":      false,
		"The third of the lists has 1,200 workers.":      false,
	} {
		p := text.Parse(s, text.Default())
		got := false
		for _, n := range Find(p, nil) {
			got = got || n.Value == "1200" && n.Part
		}
		if got != want {
			t.Errorf("part of 1,200 in %q = %v, want %v", s, got, want)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{
		"", "more than $", "€5m or more", "1,000,000.500 billion billion", "two hundred and", "99999999999999999999999 trillion trillion trillion",
		"up 5 % more", "one hundred", "0.0 0,000", "five hundred thousand million in May", "\xff 5 \xfe%", ". . , $ , 5",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 20_000 {
			s = s[:20_000]
		}
		p := text.Parse(s, nil)
		end := 0
		for _, n := range Find(p, dates.Find(p, published)) {
			if n.Span.Start < end || n.Span.End <= n.Span.Start || s[n.Span.Start:n.Span.End] != n.Span.Text {
				t.Fatalf("span %+v of %q is not verbatim, is empty or overlaps", n.Span, s)
			}
			if n.Value == "" || strings.Trim(n.Value, "0123456789.") != "" || n.Value[0] == '.' {
				t.Fatalf("value %q of %q is no number", n.Value, s)
			}
			end = n.Span.End
		}
	})
}

func TestFindTakesLinearTime(t *testing.T) {
	raced.Skip(t)
	const size = 100_000
	for _, unit := range []string{"5 ", "5 per cent ", "more than ", "two hundred and ", "billion ", "5", "in May 5 ships ", "$ ", "100 ", "the "} {
		p := text.Parse(strings.Repeat(unit, size/len(unit)), nil)
		ds := dates.Find(p, published)
		t.Run(unit, func(t *testing.T) {
			raced.Within(t, 2*time.Second, func() { Find(p, ds) })
		})
	}
}
