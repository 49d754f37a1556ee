// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package dates

import (
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/hearsaytest/raced"
	"hearsay/internal/text"
)

// seeds hold every rule, and what is at the edge of it.
var seeds = []string{
	"", "Aug. 2, 1999 at 10:30 p.m. EST", "the end of the", "early late mid-", "29 February 2023 and Feb. 29", "99999 years ago and 9999 centuries ago",
	"the year-ago quarter ended", "31/31/2020 0000-00-00 2020-13-01 12.12.12", "nineteen ninety nine hundred", "last next this the that",
	"2020年13月40日去年", "'80s ' s the 0s 1990s", "24:00 25:61 12 a.m. 0 p.m. midnight", "'s 's quarter's year's end", "\xff Friday\xfe morning", "5/6/00",
	"im am Mai 1er de 2020", "a year earlier two years later from now", strings.Repeat("the ", 50) + "first half of next year's",
}

func FuzzFind(f *testing.F) {
	for i, s := range seeds {
		f.Add(s, int64(1_700_000_000+i), uint8(i))
	}
	precisions := []hearsay.Precision{hearsay.NoDate, hearsay.ToYear, hearsay.ToMonth, hearsay.ToDay, hearsay.ToTheTime}
	f.Fuzz(func(t *testing.T, s string, at int64, precision uint8) {
		if len(s) > 20_000 {
			s = s[:20_000]
		}
		on := hearsay.Date{Time: time.Unix(at, 0), Precision: precisions[int(precision)%len(precisions)]}
		p := text.Parse(s, nil)
		end := 0
		for _, d := range Find(p, on) {
			if d.Span.Start < end || d.Span.End <= d.Span.Start || d.Span.End > len(s) || s[d.Span.Start:d.Span.End] != d.Span.Text {
				t.Fatalf("span %+v of %q is not verbatim, is empty or overlaps", d.Span, s)
			}
			if d.Value == "" || strings.Contains(d.Value, "%!") || strings.Contains(d.EDTF, "%!") {
				t.Fatalf("date %+v of %q has no value", d, s)
			}
			end = d.Span.End
		}
	})
}

// TestFindTakesLinearTime reads 100 kB of what is slow where a rule looks back or ahead without bound. The limit is
// far above what is needed (some 0.05 s), for machines that are busy.
func TestFindTakesLinearTime(t *testing.T) {
	raced.Skip(t)
	const size = 100_000
	for _, unit := range []string{
		"Orla Tolk left on Friday, two years ago. ", "the ", "the end of ", "early ", "last ", "1990 ", "a year earlier ", "year's ", "the quarter ",
		"quarter ended ", "May ", "10 ", "10 p.m., ", "new ", "two ", "Friday ", "in ", "about ", "a", "年", "twenty-", "next year's ",
	} {
		s := strings.Repeat(unit, size/len(unit))
		p := text.Parse(s, nil)
		t.Run(unit, func(t *testing.T) {
			raced.Within(t, 2*time.Second, func() { Find(p, published) })
		})
	}
}
