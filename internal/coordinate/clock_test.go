// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package coordinate_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"hearsay/internal/coordinate"
)

// habits of an invented person, who lives so many hours before UTC.
type person struct {
	offset  int
	office  bool // posts at work only
	perDay  int
	through int // days
}

// times are when the person posts: awake from about seven for about sixteen hours, or at work from about half past eight,
// with days that differ. How they are drawn has nothing of how the clock reads them.
func (p person) times(r *rand.Rand) []time.Time {
	wake := 7 + 1.2*r.NormFloat64()
	sleep := wake + 16 + .7*r.NormFloat64()
	if p.office {
		wake = 8.5 + .7*r.NormFloat64()
		sleep = wake + 8.5
	}
	evenings := r.IntN(2) == 0
	var out []time.Time
	for day := range p.through {
		if p.office && day%7 >= 5 {
			continue
		}
		from, to := wake+.5*r.NormFloat64(), sleep+.5*r.NormFloat64()
		for range r.IntN(2*p.perDay + 1) {
			hour := from + (to-from)*r.Float64()
			if evenings && !p.office && r.Float64() < .5 {
				hour = 18 + 5*r.Float64()
			}
			at := begin.Add(seconds(3600 * (float64(24*day) + hour - float64(p.offset))))
			for range 1 + r.IntN(3) { // who posts once goes on
				out = append(out, at)
				at = at.Add(seconds(600 * r.Float64()))
			}
		}
	}
	return out
}

func holds(c coordinate.Clock, offset int) bool {
	for _, z := range c.Zones {
		if (z.Offset-offset+48)%24 == 0 {
			return true
		}
	}
	return false
}

// TestZonesHoldTheRightOneAsOftenAsIsSaid holds that what is said to be nine tenths sure is, of a thousand invented people.
func TestZonesHoldTheRightOneAsOftenAsIsSaid(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 0))
	n, held, zones := 0, 0, 0
	for i := range 1000 {
		p := person{offset: r.IntN(23) - 10, office: i%3 == 0, perDay: 5, through: []int{30, 90, 365}[i%3]}
		c := coordinate.NewClock(p.times(r))
		if strings.HasPrefix(c.Why, "too few") {
			continue
		}
		n++
		if zones += len(c.Zones); holds(c, p.offset) {
			held++
		}
	}
	if n < 900 || float64(held) < .88*float64(n) {
		t.Errorf("the zones hold the right one of %d of %d people, want nine tenths", held, n)
	}
	if zones > 6*n {
		t.Errorf("%d zones are given for %d people: that tells too little", zones, n)
	}
	t.Logf("%d of %d held, %.1f zones each", held, n, float64(zones)/float64(n))
}

func TestClockThatTellsNothingSaysSo(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 0))
	var program, shifts []time.Time
	for i := range 4000 {
		program = append(program, begin.Add(time.Duration(i)*20*time.Minute))
	}
	for _, offset := range []int{-8, 0, 8} {
		shifts = append(shifts, person{offset: offset, office: true, perDay: 5, through: 90}.times(r)...)
	}
	var once []time.Time
	for i := range 500 {
		once = append(once, begin.Add(time.Duration(i)*time.Second))
	}
	for name, c := range map[string]struct {
		times []time.Time
		why   string
	}{
		"nobody": {nil, "too few"}, "a week": {person{offset: 3, perDay: 5, through: 7}.times(r), "too few"}, "one evening": {once, "too few"},
		"a program": {program, "no night"}, "three shifts": {shifts, "no night"},
	} {
		if got := coordinate.NewClock(c.times); len(got.Zones) > 0 || !strings.Contains(got.Why, c.why) {
			t.Errorf("%s: %v, %q", name, got.Zones, got.Why)
		}
	}
}

func TestClockCountsByUTC(t *testing.T) {
	moscow := time.FixedZone("", 3*3600)
	c := coordinate.NewClock([]time.Time{time.Date(2026, 3, 2, 1, 30, 0, 0, moscow), time.Date(2026, 3, 2, 1, 40, 0, 0, moscow)})
	if c.Hours[22] != 2 || c.Active[22] != 1 || c.Weekdays[time.Sunday] != 2 || c.Days != 1 || c.Posts != 2 {
		t.Errorf("%+v", c)
	}
	r := rand.New(rand.NewPCG(4, 0))
	c = coordinate.NewClock(person{offset: 3, perDay: 5, through: 90}.times(r))
	if local := (c.Quiet + 3) % 24; local < 21 && local > 3 || c.Asleep > .1 {
		t.Errorf("its night begins at %d UTC and holds %.2f of its posts", c.Quiet, c.Asleep)
	}
}
