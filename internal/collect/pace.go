// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"time"

	"hearsay"
)

// Pace lets feeds go no faster than a twentieth above what they come to when all goes its usual way, so that those which
// became due while nobody looked are spread over minutes instead of all at once. The zero value is ready; it is for one
// goroutine.
type Pace struct {
	last time.Time
	room float64 // looks that may begin
	out  map[hearsay.FeedID]bool
}

const (
	above     = 1.05            // the share of the usual rate at which what is late is caught up with
	leastRate = 3600.0          // looks an hour that may always begin: few feeds need no spreading
	mostSaved = 4 * time.Second // time for which looks that did not begin are saved up
)

// Take gives the feeds that may be looked at now, of those that are due, the longest due first. hourly is how many looks an
// hour all feeds come to. A feed that was taken is not given again before it is [Pace.Done].
func (p *Pace) Take(due []hearsay.Feed, hourly float64, now time.Time) []hearsay.Feed {
	rate := rateOf(hourly)
	passed := min(now.Sub(p.last), mostSaved)
	if passed < 0 { // the clock was put back
		passed = 0
	}
	p.last = now
	p.room = min(p.room+rate*passed.Hours(), rate*mostSaved.Hours())
	if p.out == nil {
		p.out = map[hearsay.FeedID]bool{}
	}
	var taken []hearsay.Feed
	for _, f := range due {
		if p.room < 1 {
			break
		}
		if !p.out[f.ID] {
			p.out[f.ID] = true
			p.room--
			taken = append(taken, f)
		}
	}
	return taken
}

// Most is how many feeds [Pace.Take] gives at once at most.
func (p *Pace) Most(hourly float64) int { return int(rateOf(hourly) * mostSaved.Hours()) }

func rateOf(hourly float64) float64 { return max(hourly*above, leastRate) }

// Done hears that the look at a feed has ended.
func (p *Pace) Done(id hearsay.FeedID) { delete(p.out, id) }

// Out is how many feeds are being looked at.
func (p *Pace) Out() int { return len(p.out) }
