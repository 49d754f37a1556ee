// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package coordinate finds accounts that do the same within seconds, again and again, more than chance does; and tells at
// what hours an account is awake.
//
// What counts is not how often two accounts post the same thing, nor how fast a thing spreads: news that everybody
// shares brings strangers together every second. It is how often two of them are in step when they are near each other
// anyway. Where two accounts posted the same within ten windows of each other, their times are thought to be dealt out
// anew within that stretch (interval jitter, as in the study of neurons that fire together: Amarasingham and others
// 2012): then they fall into one window once in ten times, or as often as the others who posted the same thing then. See
// docs/design/posts.md.
package coordinate

import (
	"cmp"
	"slices"
	"time"
)

// Options are how groups are looked for. The zero value looks at windows of ten seconds and a minute.
type Options struct {
	Windows []time.Duration // of a second to a day
	Rate    float64         // expected share of those named that chance names, and the probability that it names anybody where nobody acts in step
}

// DefaultRate is the rate where none is given.
const DefaultRate = 0.01

// DefaultWindows are those of a group that acts by hand, and of a program.
func DefaultWindows() []time.Duration { return []time.Duration{10 * time.Second, time.Minute} }

// Result is what was found in one table.
type Result struct {
	Acts, Accounts, Objects int
	First, Last             time.Time
	Rate                    float64  // see [Options]
	Looks                   []Look   // a look for each window
	Groups                  []Group  // the largest first
	Flagged                 []string // the accounts of all groups, sorted
}

// Look is what one window asked.
type Look struct {
	Window, Reach time.Duration
	Tested        int     // accounts that were near another often enough that the answer could be yes
	Least         int     // occasions that this takes
	Bound         float64 // an account is named if chance gives what it did with at most this probability
	Crowded       int     // acts that were left out: too many others did the same around the same time
}

// Group is accounts that acted in step.
type Group struct {
	Accounts []string
	Window   time.Duration // the smallest in which all of it shows
	Chance   float64       // the probability that chance names a pair like its strongest anywhere in the run
	Pairs    int           // that were found in step
	Steps    int           // occasions on which these pairs were in step,
	Near     int           // of so many on which they were near each other;
	Expected float64       // chance gives so many
	Joint    []Joint       // what two or more of them did in step, what most did first
}

// Joint is one thing that several accounts of a group did within a window.
type Joint struct {
	Object   string
	Accounts []string
	Acts     []Act // the earliest first
}

// Act is when an account did it.
type Act struct {
	Account string
	At      time.Time
}

// Find looks for groups in a table. For a million acts and a window it takes a second, and five where every act is crowded
// about as much as may be; memory is in proportion to acts and accounts, about 60 bytes for each.
func (t *Table) Find(o Options) Result {
	o = o.filled()
	d := t.deal()
	r := Result{Acts: len(t.acts), Accounts: len(t.accounts.names), Objects: len(t.objects.names), Rate: o.Rate}
	if len(t.acts) > 0 {
		at := func(a act) int64 { return a.at }
		first := slices.MinFunc(t.acts, func(a, b act) int { return cmp.Compare(at(a), at(b)) })
		last := slices.MaxFunc(t.acts, func(a, b act) int { return cmp.Compare(at(a), at(b)) })
		r.First, r.Last = moment(first.at), moment(last.at)
	}
	var found []pair
	for _, w := range o.Windows {
		look, pairs := d.look(w, o.Rate/float64(len(o.Windows)))
		for i := range pairs {
			pairs[i].chance = min(1, pairs[i].chance*float64(len(o.Windows)))
		}
		r.Looks = append(r.Looks, look)
		found = append(found, pairs...)
	}
	r.Groups = d.groups(found)
	for _, g := range r.Groups {
		r.Flagged = append(r.Flagged, g.Accounts...)
	}
	slices.Sort(r.Flagged)
	return r
}

// Shuffles counts the accounts that are flagged in so many tables whose times are moved about within the reach of the
// longest window: what is slower stays as it was, and nobody is in step but by chance.
func (t *Table) Shuffles(o Options, n int, seed uint64) (flagged int) {
	longest := slices.Max(o.filled().Windows)
	for i := range n {
		flagged += len(t.Shuffled(Around, longest, seed+uint64(i)).Find(o).Flagged)
	}
	return flagged
}

func (o Options) filled() Options {
	if len(o.Windows) == 0 {
		o.Windows = DefaultWindows()
	}
	if o.Rate <= 0 {
		o.Rate = DefaultRate
	}
	return o
}

// reach is how far apart two acts may lie that are compared: ten windows, but no more than six hours where a window is
// shorter than two, since people sleep.
func reach(window time.Duration) time.Duration {
	return max(3*window, min(10*window, 6*time.Hour))
}

func moment(us int64) time.Time { return time.UnixMicro(us).UTC() }
