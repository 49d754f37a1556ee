// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"math"
	"slices"

	"hearsay"
)

// The figures of grouping, chosen on one half of a corpus of look-alike events (docs/design/stories.md).
const (
	oneStory = 0.65 // likeness across two groups, against likeness within them, from which they are one story
	within   = 0.20 // likeness within a group of which nothing is known yet
	aCopy    = 0.80 // likeness from which one document may be a copy of another
	pairs    = 8    // how many pairs of documents that assumption counts for
)

// group is a newcomer with the documents of the stories that may be about the same, and how alike they are.
type group struct {
	members  []*member // in time
	newcomer int
	alike    [][]float64 // cosines of their weighted terms
}

// part is documents of a group that are one story.
type part struct {
	members []int // numbers in the group, ascending
	story   hearsay.StoryID
	thread  bool // it is the newcomer alone, placed with its thread
}

// gather compares documents with each other, all by the weights that terms have now.
func (x *Index) gather(members []*member, newcomer *member) *group {
	slices.SortFunc(members, inTime)
	g := &group{members: members, newcomer: slices.Index(members, newcomer), alike: make([][]float64, len(members))}
	type entry struct {
		member int
		weight float64
	}
	holders := map[int32][]entry{}
	for i, d := range members {
		g.alike[i] = make([]float64, len(members))
		weights := x.weigh(d)
		for k, t := range d.terms {
			for _, e := range holders[t.id] {
				g.alike[i][e.member] += weights[k] * e.weight
			}
			holders[t.id] = append(holders[t.id], entry{i, weights[k]})
		}
		for j := range i {
			g.alike[i][j] = math.Round(g.alike[i][j]*1e9) / 1e9 // the last digits differ between kinds of processors
			g.alike[j][i] = g.alike[i][j]
		}
	}
	return g
}

// division is a group on the way to its parts.
type division struct {
	parts   []part      // those that were joined to others have no members
	across  [][]float64 // by two parts: sum of the likenesses of their documents
	own     [][]float64 // the same without copies; on the diagonal those within a part
	counted [][]float64 // how many pairs own is the sum of
}

// parts divides the group into stories: at first every document is a part of its own, then the two parts that are
// most alike across, measured by how alike each is within, become one, as long as there are two that are alike enough.
// Copies tell nothing of how alike independent reports are, so they do not count within.
func (g *group) parts() []part {
	n := len(g.members)
	v := division{make([]part, n), make([][]float64, n), make([][]float64, n), make([][]float64, n)}
	for i := range n {
		v.parts[i].members = []int{i}
		v.across[i], v.own[i], v.counted[i] = slices.Clone(g.alike[i]), make([]float64, n), make([]float64, n)
		for j, alike := range g.alike[i] {
			if i != j && alike < aCopy {
				v.own[i][j], v.counted[i][j] = alike, 1
			}
		}
	}
	for a, b := v.closest(); a >= 0; a, b = v.closest() {
		v.join(a, b)
	}
	parts := slices.DeleteFunc(v.parts, func(p part) bool { return p.members == nil })
	for i := range parts {
		slices.Sort(parts[i].members)
	}
	return parts
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
	v.parts[a].members = append(v.parts[a].members, v.parts[b].members...)
	v.parts[b].members = nil
}

// closest gives the two parts that are most alike, the earlier one first, or -1 where none are alike enough.
func (v *division) closest() (first, second int) {
	lengths := make([]float64, len(v.parts))
	for i := range lengths {
		lengths[i] = math.Sqrt((v.own[i][i] + pairs*within) / (v.counted[i][i] + pairs))
	}
	first, second = -1, -1
	best := oneStory
	for b := range v.parts {
		for a := 0; a < b && v.parts[b].members != nil; a++ {
			between := float64(len(v.parts[a].members) * len(v.parts[b].members))
			if between == 0 {
				continue
			}
			if r := v.across[a][b] / between / (lengths[a] * lengths[b]); r > best {
				best, first, second = r, a, b
			}
		}
	}
	return first, second
}

// partOf gives the number of the part that holds a member.
func (g *group) partOf(parts []part, i int) int {
	return slices.IndexFunc(parts, func(p part) bool { return slices.Contains(p.members, i) })
}

// likeness is how alike a member is to the others of its part, on average.
func (g *group) likeness(i int, p *part) float64 {
	if len(p.members) < 2 {
		return 0
	}
	sum := 0.0
	for _, j := range p.members {
		if i != j {
			sum += g.alike[i][j]
		}
	}
	return math.Round(sum/float64(len(p.members)-1)*1e6) / 1e6
}
