// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package posts

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// layouts are how files write times; those without a zone are UTC.
var layouts = []string{
	time.RFC3339Nano, "2006-01-02 15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999", "2006-01-02T15:04:05.999999999",
	"2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05 MST", "2006-01-02T15:04:05Z0700", "2006-01-02 15:04", "2006-01-02T15:04",
	time.RubyDate, time.RFC1123Z, time.RFC1123, time.UnixDate, time.ANSIC, "02/Jan/2006:15:04:05 -0700",
}

// clock reads the times of one file, which are mostly written alike.
type clock struct{ last int }

// read gives the time that a text means; day says that it names only a day. Numbers are seconds since 1970, or thousandths,
// millionths or billionths of them, by their size.
func (c *clock) read(s string) (at time.Time, day, ok bool) {
	s = strings.TrimSpace(s)
	if len(s) > 64 {
		return at, false, false
	}
	if n, err := strconv.ParseFloat(s, 64); err == nil {
		return sinceEpoch(s, n)
	}
	for i := range layouts {
		k := (c.last + i) % len(layouts)
		if t, err := time.Parse(layouts[k], s); err == nil {
			c.last = k
			return t.UTC(), false, true
		}
	}
	t, err := time.Parse(time.DateOnly, s)
	return t, true, err == nil
}

func sinceEpoch(s string, n float64) (at time.Time, day, ok bool) {
	if math.IsNaN(n) || n < 0 || n > 1e19 {
		return at, false, false
	}
	whole, err := strconv.ParseInt(s, 10, 64)
	switch {
	case err != nil:
		for n > 1e11 {
			n /= 1000
		}
		sec, frac := math.Modf(n)
		return time.Unix(int64(sec), int64(frac*1e6)*1000).UTC(), false, true
	case whole < 1e11:
		return time.Unix(whole, 0).UTC(), false, true
	case whole < 1e14:
		return time.UnixMilli(whole).UTC(), false, true
	case whole < 1e17:
		return time.UnixMicro(whole).UTC(), false, true
	}
	return time.Unix(0, whole).UTC(), false, true
}
