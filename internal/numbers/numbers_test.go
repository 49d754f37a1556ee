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
	for _, unit := range []string{"5 ", "5 per cent ", "more than ", "two hundred and ", "billion ", "5", "in May 5 ships ", "$ "} {
		p := text.Parse(strings.Repeat(unit, size/len(unit)), nil)
		ds := dates.Find(p, published)
		t.Run(unit, func(t *testing.T) {
			raced.Within(t, 2*time.Second, func() { Find(p, ds) })
		})
	}
}
