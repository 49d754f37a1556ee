// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"cmp"
	"slices"
)

// relation is one attribution in terms of token numbers of its text, sorted; source may be empty.
type relation struct{ source, cue, content []int }

// outermost drops relations whose cue lies in the content of a larger one.
func outermost(rs []relation) []relation {
	order := slices.Clone(rs)
	slices.SortStableFunc(order, func(a, b relation) int { return len(b.content) - len(a.content) })
	var kept []relation
	for _, r := range order {
		if !slices.ContainsFunc(kept, func(k relation) bool { return overlap(k.content, r.cue) > 0 }) {
			kept = append(kept, r)
		}
	}
	return kept
}

func overlap(a, b []int) int {
	n := 0
	for _, x := range a {
		if _, ok := slices.BinarySearch(b, x); ok {
			n++
		}
	}
	return n
}

// runs gives the maximal runs of neighbouring tokens of a role, each once.
func runs(rs []relation, role func(relation) []int) map[[2]int]bool {
	set := map[[2]int]bool{}
	for _, r := range rs {
		ts := role(r)
		for i := 0; i < len(ts); {
			j := i + 1
			for j < len(ts) && ts[j] == ts[j-1]+1 {
				j++
			}
			set[[2]int{ts[i], ts[j-1]}] = true
			i = j
		}
	}
	return set
}

func (p *PRF) add(gold, given map[[2]int]bool) {
	p.Gold += len(gold)
	p.Given += len(given)
	for r := range given {
		if gold[r] {
			p.Right++
		}
	}
}

// match pairs relations one to one, those that share most first, and gives the gold ones that have no match.
func match(p *PRF, gold, given []relation, fits func(g, p relation) bool) []relation {
	type pair struct {
		g, p  int
		share float64
	}
	var pairs []pair
	for i, g := range gold {
		for j, x := range given {
			if fits(g, x) {
				pairs = append(pairs, pair{i, j, iou(g.content, x.content) + iou(g.cue, x.cue) + iou(g.source, x.source)})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.share, a.share) })
	usedGold, used := map[int]bool{}, map[int]bool{}
	for _, x := range pairs {
		if !usedGold[x.g] && !used[x.p] {
			usedGold[x.g], used[x.p] = true, true
			p.Right++
		}
	}
	p.Gold += len(gold)
	p.Given += len(given)
	var missed []relation
	for i, g := range gold {
		if !usedGold[i] {
			missed = append(missed, g)
		}
	}
	return missed
}

func iou(a, b []int) float64 {
	n := overlap(a, b)
	if len(a)+len(b) == n {
		return 1
	}
	return float64(n) / float64(len(a)+len(b)-n)
}
