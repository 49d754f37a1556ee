// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"math"
	"slices"

	"hearsay"
)

// group is a newcomer with the documents of the stories that may be about the same, and how alike they are.
type group struct {
	members  []*member // in time
	newcomer int
	of       map[hearsay.StoryID]int // how many of the members are of a story
	alike    [][]float64             // cosines of their weighted terms; more where they are tied
	called   [][]float64             // the same of names alone
	told     [][]float64             // the same of all but names
}

// tied is the least likeness of two posts of one thread, which answer each other.
const tied = 0.5

// gather compares documents with each other, all by the weights that terms have now.
func (x *Index) gather(members []*member, newcomer *member) *group {
	slices.SortFunc(members, inTime)
	n := len(members)
	g := &group{members: members, newcomer: slices.Index(members, newcomer), of: map[hearsay.StoryID]int{},
		alike: square(n), called: square(n), told: square(n)}
	named := x.multiply(g)
	for i, d := range members {
		g.of[d.story]++
		for j, other := range members[:i] {
			called, told := g.called[i][j], g.told[i][j]
			alike := round(called + told)
			if d.thread != "" && d.thread == other.thread {
				alike = max(alike, tied)
			}
			g.alike[i][j], g.alike[j][i] = alike, alike
			g.called[i][j] = cosine(called, named[i], named[j])
			g.told[i][j] = cosine(told, 1-named[i], 1-named[j])
			g.called[j][i], g.told[j][i] = g.called[i][j], g.told[i][j]
		}
	}
	return g
}

// multiply multiplies the weights of each document with those of the ones before it: names in called, other words in
// told. It gives the share of names in each document, as the square of a length; the whole has the length 1.
func (x *Index) multiply(g *group) (named []float64) {
	type entry struct {
		member int
		weight float64
	}
	holders := make([][]entry, 1) // of the terms in the group, as numbered in x.slots
	named = make([]float64, len(g.members))
	for i, d := range g.members {
		weights := x.weigh(d)
		for k, t := range d.terms {
			w, sums := weights[k], g.told[i]
			if t.name {
				named[i] += w * w
				sums = g.called[i]
			}
			slot := x.slots[t.id]
			if slot == 0 {
				slot = int32(len(holders))
				x.slots[t.id] = slot
				holders = append(holders, nil)
			}
			for _, e := range holders[slot] {
				sums[e.member] += w * e.weight
			}
			holders[slot] = append(holders[slot], entry{i, w})
		}
	}
	for _, d := range g.members {
		for _, t := range d.terms {
			x.slots[t.id] = 0
		}
	}
	return named
}

func square(n int) [][]float64 {
	rows, cells := make([][]float64, n), make([]float64, n*n)
	for i := range rows {
		rows[i] = cells[i*n : (i+1)*n]
	}
	return rows
}

// cosine is a product of two vectors by their lengths, which are given as squares.
func cosine(product, a, b float64) float64 {
	if a < 1e-9 || b < 1e-9 {
		return 0
	}
	return round(product / math.Sqrt(a*b))
}

// round drops the last digits of a likeness, which differ between kinds of processors.
func round(alike float64) float64 { return math.Round(alike*1e9) / 1e9 }

// partOf gives the number of the part that holds a member.
func (g *group) partOf(parts []part, i int) int {
	return slices.IndexFunc(parts, func(p part) bool { return slices.Contains(p.members, i) })
}

// likeness is how alike a member is on average to the others of its event; where there are none, to those of its part.
// alone reports that there are none.
func (g *group) likeness(i int, p *part) (mean float64, alone bool) {
	sum, others := 0.0, 0
	whole, all := 0.0, 0
	for k, j := range p.members {
		if i == j {
			continue
		}
		whole, all = whole+g.alike[i][j], all+1
		if p.events[k] == p.event(i) {
			sum, others = sum+g.alike[i][j], others+1
		}
	}
	switch {
	case others > 0:
		return math.Round(sum/float64(others)*1e6) / 1e6, false
	case all > 0:
		return math.Round(whole/float64(all)*1e6) / 1e6, true
	}
	return 0, true
}
