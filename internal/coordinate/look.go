// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package coordinate

import (
	"cmp"
	"slices"
	"time"
)

const (
	// crowd is how many others may do the same within reach of an act. Where more do, that two of them are in step tells
	// nothing, and comparing all would take for ever.
	crowd = 100
	// leastSteps is how often two accounts are in step before that can be a pattern.
	leastSteps = 3
	// mostNear is the number of things from which on they are no longer told apart.
	mostNear = 16
)

// pair is two accounts that were found in step in one window, the one with the lower number first.
type pair struct {
	a, b     int32
	window   time.Duration
	chance   float64 // of itself; corrected for the number of partners and accounts once these are known
	steps    int
	near     int
	expected float64
}

// look is the search of one window.
type look struct {
	*dealt
	window, reach int64
	lo, hi        []int32   // the acts within reach of each act: those at [lo, hi); none where a crowd is
	usual         []float32 // the share of them that lies within the window
	beside        []beside
	touched       []int32
	turn          int32 // counts the calls of meet
	crowded       bool  // so many are in step with who is looked at that they are no company
	partners      map[int32]*partners
	encounters    []encounter
	waiting       map[[2]int32]pair // found from the side of the first account, not yet from that of the second
	found         []pair
}

// beside is what is known of one account while another is looked at.
type beside struct {
	turn         int32   // of meet in which it is known
	near, step   int32   // times at which they did the same within reach, and within the window
	nearOn, stOn int32   // the objects of the last of these, from 1
	nearAt, stAt int64   // when these were
	usual        float32 // times at which they would be in step if they were like all others there
	asked        bool    // it is to be tested
}

// keepsCompany reports whether an account was so often in step with who is looked at, and hardly ever near without being so.
// Where a crowd keeps company, nobody does.
func (l *look) keepsCompany(b *beside, least int32) bool {
	return b.step >= least && 4*b.step >= 3*b.near && !l.crowded
}

// partners counts with how many others an account was near on at least so many things, from leastSteps on.
type partners [mostNear - leastSteps]int32

func (d *dealt) look(window time.Duration, rate float64) (Look, []pair) {
	l := &look{dealt: d, window: window.Microseconds(), reach: reach(window).Microseconds(), lo: make([]int32, len(d.acts)),
		hi: make([]int32, len(d.acts)), usual: make([]float32, len(d.acts)), beside: make([]beside, len(d.accounts.names)), waiting: map[[2]int32]pair{}, partners: map[int32]*partners{}}
	told := Look{Window: window, Reach: reach(window), Crowded: l.bounds()}
	for a := range d.position {
		l.count(int32(a))
	}
	told.Least, told.Tested = l.least(rate)
	for a := range d.position {
		if l.partnersOf(int32(a), told.Least) > 0 {
			l.account(int32(a), told.Least, rate)
		}
	}
	named := l.judge(&told, rate)
	for i := range named {
		named[i].window = window
	}
	return told, named
}

// bounds finds what lies within reach of each act, and counts those that a crowd surrounds.
func (l *look) bounds() (crowded int) {
	for i := 0; i < len(l.acts); {
		end := i
		for end < len(l.acts) && l.acts[end].object == l.acts[i].object {
			end++
		}
		lo, hi := i, i
		for k := i; k < end; k++ {
			for l.acts[k].at-l.acts[lo].at > l.reach {
				lo++
			}
			for hi < end && l.acts[hi].at-l.acts[k].at <= l.reach {
				hi++
			}
			if hi-lo-1 > crowd {
				crowded++
				continue
			}
			l.lo[k], l.hi[k] = int32(lo), int32(hi)
			l.usual[k] = float32(l.within(k, lo, hi)) / float32(max(1, hi-lo-1))
		}
		i = end
	}
	return crowded
}

// within counts the acts of [lo, hi) that lie in the window around act k, but for that.
func (l *look) within(k, lo, hi int) int {
	byTime := func(a act, at int64) int { return cmp.Compare(a.at, at) }
	first, _ := slices.BinarySearchFunc(l.acts[lo:hi], l.acts[k].at-l.window, byTime)
	after, _ := slices.BinarySearchFunc(l.acts[lo:hi], l.acts[k].at+l.window+1, byTime)
	return after - first - 1
}

// meet counts with whom an account was near and in step.
func (l *look) meet(a int32) {
	l.touched = l.touched[:0]
	l.turn++
	for _, i := range l.position[a] {
		mine := l.acts[i]
		for _, other := range l.acts[l.lo[i]:l.hi[i]] {
			if other.account == a {
				continue
			}
			b := &l.beside[other.account]
			if b.turn != l.turn {
				*b = beside{turn: l.turn}
				l.touched = append(l.touched, other.account)
			}
			if b.nearOn != mine.object+1 || mine.at-b.nearAt > l.reach {
				b.near, b.usual = b.near+1, b.usual+l.usual[i]
			}
			b.nearOn, b.nearAt = mine.object+1, mine.at
			if !l.inStep(mine, other) {
				continue
			}
			if b.stOn != mine.object+1 || mine.at-b.stAt > l.reach {
				b.step++
			}
			b.stOn, b.stAt = mine.object+1, mine.at
		}
	}
}

func (l *look) inStep(a, b act) bool { return a.at-b.at <= l.window && b.at-a.at <= l.window }

// count notes how many partners an account has.
func (l *look) count(a int32) {
	if len(l.position[a]) < leastSteps {
		return
	}
	l.meet(a)
	var p partners
	for _, other := range l.touched {
		for k := leastSteps; k <= min(int(l.beside[other].near), mostNear-1); k++ {
			p[k-leastSteps]++
		}
	}
	if p[0] > 0 {
		l.partners[a] = &p
	}
}

// account tests those with whom an account was in step so often that chance may not explain it.
func (l *look) account(a int32, least int, rate float64) {
	l.meet(a)
	asked, company := false, 0
	l.crowded = false
	for _, other := range l.touched {
		if b := &l.beside[other]; int(b.near) >= least && l.keepsCompany(b, leastSteps) {
			company++
		}
	}
	l.crowded = company > crowd
	most := rate / float64(l.partnersOf(a, least))
	for _, other := range l.touched {
		b := &l.beside[other]
		b.asked = int(b.near) >= least && b.step >= leastSteps && l.mayBe(b) <= most
		asked = asked || b.asked
	}
	if asked {
		l.collect(a)
		l.test(a)
	}
}

// mayBe is a quick lower bound of the probability that chance puts two accounts in step so often. Who hardly ever is near
// without being in step may be of a group that is alone with what it does: then those around tell nothing.
func (l *look) mayBe(b *beside) float64 {
	share := l.share()
	if !l.keepsCompany(b, 0) {
		share = max(share, float64(b.usual)/float64(b.near))
	}
	return likeliest(int(b.near), int(b.step), share)
}

// share is how often chance puts two acts that are within reach into one window.
func (l *look) share() float64 { return float64(l.window) / float64(l.reach) }
