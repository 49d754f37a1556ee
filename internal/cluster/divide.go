// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"math"
	"slices"

	"hearsay"
)

// The figures of dividing, chosen on one half of a corpus of look-alike events (docs/design/stories.md).
const (
	oneEvent = 0.65 // likeness across two groups, against likeness within them, from which they are one event
	within   = 0.20 // likeness within a group of which nothing is known yet
	aCopy    = 0.80 // likeness from which one document may be a copy of another
	pairs    = 8    // how many pairs of documents that assumption counts for
)

// part is documents of a group that are one story.
type part struct {
	members []int // numbers in the group, ascending
	events  []int // of each member: the number of its event
	story   hearsay.StoryID
	with    bool // it is the newcomer alone, placed with its thread or with what it copies
}

// event is the number of the event of a member.
func (p *part) event(member int) int { return p.events[slices.Index(p.members, member)] }

// parts divides the group into stories: into events, of which those become one story that are sides of it.
func (x *Index) parts(g *group) []part {
	events := g.events()
	var parts []part
	for _, side := range x.sides(g, events) {
		var p part
		of := map[int]int{}
		for _, e := range side {
			p.members = append(p.members, events[e]...)
			for _, i := range events[e] {
				of[i] = e
			}
		}
		slices.Sort(p.members)
		for _, i := range p.members {
			p.events = append(p.events, of[i])
		}
		parts = append(parts, p)
	}
	return parts
}

// division is a group on the way to its events.
type division struct {
	parts   [][]int     // those that were joined to others have no members
	across  [][]float64 // by two parts: sum of the likenesses of their documents
	own     [][]float64 // the same without copies; on the diagonal those within a part
	counted [][]float64 // how many pairs own is the sum of
	lengths []float64   // by part: the root of the likeness within it
	nearest []int       // by part: which earlier part is most like it, -1 for none; joining asks anew only where it must
	ratios  []float64   // by part: how alike the two are
}

// events divides the group into reports of one event each: at first every document is a part of its own, then the two
// parts that are most alike across, measured by how alike each is within, become one, as long as there are two that
// are alike enough. Copies tell nothing of how alike independent reports are, so they do not count within.
func (g *group) events() [][]int {
	n := len(g.members)
	v := division{make([][]int, n), square(n), square(n), square(n), make([]float64, n), make([]int, n), make([]float64, n)}
	for i := range n {
		v.parts[i] = []int{i}
		copy(v.across[i], g.alike[i])
		for j, alike := range g.alike[i] {
			if i != j && alike < aCopy {
				v.own[i][j], v.counted[i][j] = alike, 1
			}
		}
	}
	for i := range n {
		v.lengths[i] = length(0, 0)
		v.ask(i)
	}
	for a, b := v.closest(); a >= 0; a, b = v.closest() {
		v.join(a, b)
	}
	return slices.DeleteFunc(v.parts, func(p []int) bool { return p == nil })
}

// join makes one part of two.
func (v *division) join(a, b int) {
	for _, m := range [][][]float64{v.own, v.counted} {
		within := m[a][a] + m[b][b] + m[a][b]
		for k := range m {
			m[a][k] += m[b][k]
			m[k][a] = m[a][k]
		}
		m[a][a] = within
	}
	for k := range v.across {
		v.across[a][k] += v.across[b][k]
		v.across[k][a] = v.across[a][k]
	}
	v.parts[a] = append(v.parts[a], v.parts[b]...)
	v.parts[b] = nil
	v.lengths[a] = length(v.own[a][a], v.counted[a][a])
	v.ask(a)
	for k := a + 1; k < len(v.parts); k++ {
		switch r := v.ratio(a, k); {
		case v.parts[k] == nil:
		case v.nearest[k] == a || v.nearest[k] == b:
			v.ask(k)
		case r > v.ratios[k] || r == v.ratios[k] && a < v.nearest[k]:
			v.nearest[k], v.ratios[k] = a, r
		}
	}
}

// ask looks for the earlier part that is most like b, of equals the earliest.
func (v *division) ask(b int) {
	v.nearest[b], v.ratios[b] = -1, 0
	for a := range b {
		if r := v.ratio(a, b); r > v.ratios[b] {
			v.nearest[b], v.ratios[b] = a, r
		}
	}
}

// ratio is how alike two parts are across, measured by how alike each is within; 0 where one was joined to another.
func (v *division) ratio(a, b int) float64 {
	between := float64(len(v.parts[a]) * len(v.parts[b]))
	if between == 0 {
		return 0
	}
	return v.across[a][b] / between / (v.lengths[a] * v.lengths[b])
}

// closest gives the two parts that are most alike, the earlier one first, or -1 where none are alike enough.
func (v *division) closest() (first, second int) {
	first, second = -1, -1
	best := oneEvent
	for b, r := range v.ratios {
		if v.parts[b] != nil && r > best {
			best, first, second = r, v.nearest[b], b
		}
	}
	return first, second
}

// length is the root of the likeness within a group, of which the sum over some pairs is known.
func length(sum, counted float64) float64 { return math.Sqrt((sum + pairs*within) / (counted + pairs)) }
