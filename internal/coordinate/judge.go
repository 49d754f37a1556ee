// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package coordinate

import (
	"cmp"
	"slices"
)

// least is the number of occasions that it takes to be named, and how many accounts have a partner with whom they were
// near on so many: an account that has none could not be named whatever it did, and so takes nothing from the others
// (Tarone 1990).
func (l *look) least(rate float64) (least, tested int) {
	attainable := 1.0
	for range leastSteps {
		attainable *= l.share()
	}
	for k := leastSteps; k < mostNear; k++ {
		tested = 0
		for _, p := range l.partners {
			if p[k-leastSteps] > 0 {
				tested++
			}
		}
		if attainable <= rate/float64(max(1, tested)) {
			return k, tested
		}
		attainable *= l.share()
	}
	return mostNear, 0
}

// judge gives the pairs that are named. An account's probability is that of its least probable pair, times the number of
// its partners; of these probabilities those are taken that keep the expected share of false names at the rate, and
// where nobody acts in step, the probability that anybody is named (Benjamini and Hochberg 1995).
func (l *look) judge(told *Look, rate float64) []pair {
	own := map[int32]float64{}
	note := func(a int32, chance float64) {
		if known, ok := own[a]; !ok || chance < known {
			own[a] = chance
		}
	}
	var tested []pair
	for _, p := range l.found {
		if p.near < told.Least {
			continue
		}
		p.chance *= float64(max(l.partnersOf(p.a, told.Least), l.partnersOf(p.b, told.Least), 1))
		tested = append(tested, p)
		note(p.a, p.chance)
		note(p.b, p.chance)
	}
	chances := make([]float64, 0, len(own))
	for _, c := range own {
		chances = append(chances, c)
	}
	slices.Sort(chances)
	for i, c := range chances {
		if level := rate * float64(i+1) / float64(max(told.Tested, len(own))); c <= level {
			told.Bound = level
		}
	}
	named := slices.DeleteFunc(tested, func(p pair) bool { return p.chance > told.Bound })
	slices.SortFunc(named, func(a, b pair) int { return cmp.Or(cmp.Compare(a.a, b.a), cmp.Compare(a.b, b.b)) })
	for i := range named {
		named[i].chance = min(1, named[i].chance*float64(told.Tested))
	}
	return named
}

func (l *look) partnersOf(a int32, least int) int {
	p := l.partners[a]
	if p == nil || least >= mostNear {
		return 0
	}
	return int(p[least-leastSteps])
}
