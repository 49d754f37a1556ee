// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package assess

import (
	"cmp"
	"math"
	"slices"

	"hearsay"
)

// Past is a story, as far as it tells what to expect of outlets.
type Past struct {
	Covers []hearsay.OutletID        // that have documents in it
	Looked map[hearsay.OutletID]bool // whose feeds were looked at while it ran
	Shared int                       // of the most frequent names of the story in question: how many it has too
}

const (
	likeNames = 3 // shared names that make a story as like another as names can
	// An outlet's lean has, before anything is known of it, this standard deviation in log odds: from next to nothing
	// to nearly all.
	leanSpread = 2
	// What the stories count for together, at most: however many there are, none is just like the one in question. With
	// this the interval holds the truth of an invented press in 85 to 94 cases of 100; without a limit it gets ever narrower
	// around a likelihood that is somewhat wrong.
	mostWeight = 6
	leanSteps  = 121 // from −3 to 3 spreads
)

// Expect tells how likely an outlet covers a story, from what it did in others that ran while we looked at its feeds and
// that another outlet covered. How likely that is has two sides (G. Rasch's model): the pull of the story, which is how
// many of the other outlets that we looked at cover it, in log odds; and the lean of the outlet, of which its own history
// tells. Stories count by likeness: by the names they share, and by the share of the covering outlets that is of the
// outlet's country.
func Expect(o hearsay.Outlet, now Past, past []Past, outlets map[hearsay.OutletID]hearsay.Outlet) Share {
	out := Share{Mean: 0.5, High: 1}
	var seen []evidence
	pull, home, _ := company(o, now, outlets)
	for _, p := range past {
		q, h, others := company(o, p, outlets)
		if others == 0 || !p.Looked[o.ID] {
			continue
		}
		names := float64(1+min(p.Shared, likeNames)) / (1 + likeNames)
		e := evidence{slices.Contains(p.Covers, o.ID), q, names * math.Exp2(-2*math.Abs(h-home))}
		seen = append(seen, e)
		out.All++
		out.Weight += e.weight
		if e.covers {
			out.Of++
		}
	}
	if out.All > 0 {
		out.Mean, out.Low, out.High = lean(alike(seen), min(1, mostWeight/out.Weight), pull)
		out.Weight = min(out.Weight, mostWeight)
	}
	return out
}

// evidence is what an outlet did about one story.
type evidence struct {
	covers bool
	pull   float64
	weight float64
}

// alike adds up the weights of stories at which the outlet did the same under the same pull: a newsroom's stories have few.
func alike(seen []evidence) []evidence {
	slices.SortFunc(seen, func(a, b evidence) int {
		if a.covers != b.covers {
			if b.covers {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.pull, b.pull), cmp.Compare(a.weight, b.weight))
	})
	var out []evidence
	for _, e := range seen {
		if n := len(out); n > 0 && out[n-1].covers == e.covers && out[n-1].pull == e.pull {
			out[n-1].weight += e.weight
		} else {
			out = append(out, e)
		}
	}
	return out
}

// lean gives mean and interval of the likelihood at a pull, over the outlet's lean given the evidence, by adding up a grid.
func lean(seen []evidence, scale, pull float64) (mean, low, high float64) {
	var at, odds [leanSteps]float64
	for i := range at {
		z := 6*float64(i)/(leanSteps-1) - 3
		at[i], odds[i] = z*leanSpread, -z*z/2
		for _, e := range seen {
			x := at[i] + e.pull
			if !e.covers {
				x = -x
			}
			odds[i] -= scale * e.weight * math.Log1p(math.Exp(-x))
		}
	}
	top, sum := slices.Max(odds[:]), 0.0
	for i := range odds {
		odds[i] = math.Exp(odds[i] - top)
		sum += odds[i]
	}
	below := 0.0
	for i := range odds {
		p := 1 / (1 + math.Exp(-at[i]-pull))
		mean += p * odds[i] / sum
		if below < 0.05*sum {
			low = p
		}
		if below < 0.95*sum {
			high = p
		}
		below += odds[i]
	}
	return mean, low, high
}

// company tells of the outlets besides o that we looked at: how strongly a story pulls them, which share of those that
// cover it is of o's country, and how many cover it.
func company(o hearsay.Outlet, p Past, outlets map[hearsay.OutletID]hearsay.Outlet) (pull, home float64, n int) {
	looked := 0
	for id, yes := range p.Looked {
		if yes && id != o.ID {
			looked++
		}
	}
	for _, id := range p.Covers {
		if id == o.ID || !p.Looked[id] {
			continue
		}
		n++
		if o.Country != "" && outlets[id].Country == o.Country {
			home++
		}
	}
	return math.Log((float64(n) + 0.5) / (float64(looked-n) + 0.5)), home / float64(max(n, 1)), n
}
