// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package coordinate

import (
	"math"
	"slices"
	"time"
)

// Clock is when an account is active, and where on earth its days would be those of a person.
type Clock struct {
	Posts    int
	Days     int     // on which it posted, UTC
	Hours    [24]int // posts by hour of the day, UTC
	Weekdays [7]int  // posts by day of the week, Sunday first, UTC
	Active   [24]int // days on which it posted in the hour
	Quiet    int     // the first of the eight hours in a row with least posts, UTC
	Asleep   float64 // posts in these eight hours, as a share of all; a third where every hour is alike
	Zones    []Zone  // those that come into question, the likeliest first; none where the clock tells nothing
	Why      string  // why it tells nothing
}

// Zone is a distance from UTC, in hours, and how likely it is that of the account.
type Zone struct {
	Offset int
	Likely float64
}

const (
	fewestCells = 60   // hours of days with a post, fewer of which tell nothing
	fewestDays  = 10   // the same of days
	sure        = 0.9  // probability that the zones given hold the right one
	flat        = 0.15 // of its activity in its quietest eight hours; with more it has no night
)

// NewClock reads the clock of an account from the times of its posts. It supposes a person who sleeps at night, at most
// three hours earlier or later than most; it knows nothing of summer time, and may be deceived by whoever lets a program
// post.
func NewClock(times []time.Time) Clock {
	c := Clock{Posts: len(times)}
	cells, dates := map[int64]bool{}, map[int64]bool{}
	for _, t := range times {
		t = t.UTC()
		c.Hours[t.Hour()]++
		c.Weekdays[t.Weekday()]++
		hour := t.Unix() / 3600
		if !cells[hour] {
			cells[hour] = true
			c.Active[t.Hour()]++
		}
		dates[t.Unix()/86400] = true
	}
	c.Days = len(dates)
	c.findNight()
	switch {
	case len(cells) < fewestCells || c.Days < fewestDays:
		c.Why = "too few posts: it takes some in 60 hours on 10 days"
	case c.nightActivity(len(cells)) > flat:
		c.Why = "it has no night: a program, or several people"
	default:
		c.Zones = c.zones()
	}
	return c
}

// findNight finds the eight hours with least activity.
func (c *Clock) findNight() {
	least := math.MaxInt
	for from := range 24 {
		n, posts := 0, 0
		for h := range 8 {
			n += c.Active[(from+h)%24]
			posts += c.Hours[(from+h)%24]
		}
		if n < least {
			least, c.Quiet, c.Asleep = n, from, float64(posts)/float64(max(1, c.Posts))
		}
	}
}

func (c *Clock) nightActivity(cells int) float64 {
	n := 0
	for h := range 8 {
		n += c.Active[(c.Quiet+h)%24]
	}
	return float64(n) / float64(max(1, cells))
}

// days are how active people are by the hours of their own day: one for those who post when they are awake, one for those
// who post at work.
var days = [2][24]float64{
	{3, 1.5, .7, .4, .3, .4, .9, 2, 3.2, 4.2, 4.8, 5, 5.2, 5.2, 5, 5, 5, 5.1, 5.3, 5.6, 5.8, 5.8, 5.4, 4.4},
	{.1, .1, .1, .1, .1, .1, .2, .8, 2.5, 7.5, 9.5, 10, 9, 9, 10, 10, 9.5, 7.5, 4, 2, 1.2, .8, .4, .2},
}

// habits are how likely it is that somebody lives so many hours before or behind others, from three before on.
var habits = [7]float64{.03, .1, .22, .3, .22, .1, .03}

// zones gives the most likely distances from UTC, by Bayes' rule: what is counted are hours of days and not posts, for
// who has posted once goes on.
func (c *Clock) zones() []Zone {
	var all []Zone
	most := math.Inf(-1)
	byShift := map[int]float64{}
	for o := -15; o <= 17; o++ {
		byShift[o] = c.fit(o)
		most = max(most, byShift[o])
	}
	sum := 0.0
	for o := -12; o <= 14; o++ {
		p := 0.0
		for i, w := range habits {
			p += w * math.Exp(byShift[o+i-3]-most)
		}
		if o <= -11 || o >= 13 { // hardly anybody lives there, and the same hours are kept a day apart
			p *= 0.02
		}
		all, sum = append(all, Zone{o, p}), sum+p
	}
	for i := range all {
		all[i].Likely /= sum
	}
	slices.SortStableFunc(all, func(a, b Zone) int {
		switch {
		case a.Likely > b.Likely:
			return -1
		case a.Likely < b.Likely:
			return 1
		}
		return a.Offset - b.Offset
	})
	held := 0.0
	for i, z := range all {
		if held += z.Likely; held >= sure {
			return all[:i+1]
		}
	}
	return all
}

// fit is the logarithm of how likely the activity is at a distance from UTC, whichever of the days is kept. Each hour counts
// for less than it would if the hours of one day knew nothing of each other.
func (c *Clock) fit(offset int) float64 {
	const independent = 0.35 // of the hours
	total := math.Inf(-1)
	for _, day := range days {
		sum, fit := 0.0, 0.0
		for _, w := range day {
			sum += w
		}
		for h, n := range c.Active {
			fit += independent * float64(n) * math.Log(day[((h+offset)%24+24)%24]/sum)
		}
		total = max(total, fit) + math.Log1p(math.Exp(min(total, fit)-max(total, fit)))
	}
	return total
}
