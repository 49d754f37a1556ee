// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package coordinate

import (
	"cmp"
	"slices"
)

// encounter is one act of another account within reach of one of who is looked at.
type encounter struct {
	other   int32
	at, act int32 // places of the act looked at, and of the other's
}

// collect finds all encounters with those who are to be tested, one account after another, each in the order of objects.
func (l *look) collect(a int32) {
	l.encounters = l.encounters[:0]
	for _, i := range l.position[a] {
		for j := l.lo[i]; j < l.hi[i]; j++ {
			if other := l.acts[j].account; other != a && l.beside[other].asked {
				l.encounters = append(l.encounters, encounter{other, i, j})
			}
		}
	}
	slices.SortStableFunc(l.encounters, func(x, y encounter) int { return cmp.Compare(x.other, y.other) })
}

// test asks of each of them how probable it is by chance that it was in step so often. A pair is as improbable as from the
// side from which it is less so.
func (l *look) test(a int32) {
	for i := 0; i < len(l.encounters); {
		j := i
		for j < len(l.encounters) && l.encounters[j].other == l.encounters[i].other {
			j++
		}
		l.pair(a, l.encounters[i:j])
		i = j
	}
}

func (l *look) pair(a int32, with []encounter) {
	b := with[0].other
	p := pair{a: min(a, b), b: max(a, b), chance: 1}
	var chances []float64
	for _, o := range l.occasions(a, with) {
		chances = append(chances, o.chance)
		p.near, p.expected = p.near+1, p.expected+o.chance
		if o.step {
			p.steps++
		}
	}
	if p.steps >= leastSteps {
		p.chance = tail(chances, p.steps)
	}
	key := [2]int32{p.a, p.b}
	if a < b {
		l.waiting[key] = p
	} else if other, ok := l.waiting[key]; ok {
		if other.chance > p.chance {
			p = other
		}
		l.found = append(l.found, p)
	}
}

// occasion is one time at which two accounts were near each other.
type occasion struct {
	at     int64
	step   bool
	chance float64
}

// occasions are the times at which another was near a, in order. What they did within reach of what they had done before
// is the same occasion, whatever they shared on it: two people who read the same page at the same hour pass on all
// that stands there. Of an occasion the first thing counts.
func (l *look) occasions(a int32, with []encounter) []occasion {
	var all []occasion
	for i := 0; i < len(with); {
		j := i
		for j < len(with) && l.goesOn(with[max(i, j-1)], with[j]) {
			j++
		}
		all = append(all, l.meeting(a, with[i:j]))
		i = j
	}
	slices.SortFunc(all, func(x, y occasion) int { return cmp.Compare(x.at, y.at) })
	first := true
	last := int64(0)
	return slices.DeleteFunc(all, func(o occasion) bool {
		again := !first && o.at-last <= l.reach
		first, last = false, o.at
		return again
	})
}

// goesOn reports whether an encounter is with the same object as the one before it, and soon after.
func (l *look) goesOn(before, e encounter) bool {
	x, y := l.acts[before.at], l.acts[e.at]
	return x.object == y.object && y.at-x.at <= l.reach
}

// meeting looks at what two accounts did with one object at a time: whether they were ever in step, and how probable that
// is by chance. Who posts the same thing many times has as many chances.
func (l *look) meeting(a int32, with []encounter) occasion {
	o := occasion{at: l.acts[with[0].at].at}
	before, chance := int32(-1), 0.0
	for _, e := range with {
		o.step = o.step || l.inStep(l.acts[e.at], l.acts[e.act])
		if e.at != before {
			before, chance = e.at, max(l.share(), l.bustle(a, e))
		}
		o.chance += chance
	}
	o.chance = min(1, o.chance)
	return o
}

// bustle is the share of the others who did the same within reach of an act that did it within the window: of a thing
// that everybody posts at once, that tells nothing. Who keeps company with a as the other does is no bystander.
func (l *look) bustle(a int32, e encounter) float64 {
	const weight = 2 // of the others that are thought to be there besides, spread evenly
	least := max(2, (l.beside[e.other].step+1)/2)
	within, all := 0.0, 0.0
	for _, other := range l.acts[l.lo[e.at]:l.hi[e.at]] {
		if other.account == a || other.account == e.other || l.keepsCompany(&l.beside[other.account], least) {
			continue
		}
		all++
		if l.inStep(l.acts[e.at], other) {
			within++
		}
	}
	return (within + weight*l.share()) / (all + weight)
}
