// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package layout

import (
	"cmp"
	"slices"
)

// sweeps is how often the order is improved in each direction; drawings of our size settle after about six.
const sweeps = 12

// order fills the columns and orders each of them so that few edges cross. Sweeps go from left to right and
// back, sorting every column by the mean place of its neighbours; the best order seen is kept.
func (g *graph) order() {
	for v, c := range g.column {
		for len(g.columns) <= c {
			g.columns = append(g.columns, nil)
		}
		g.columns[c] = append(g.columns[c], v)
	}
	best, fewest := g.copyColumns(), g.crossings()
	for i := 0; i < sweeps && fewest > 0; i++ {
		for c := 1; c < len(g.columns); c++ {
			g.sortColumn(c, g.left)
		}
		for c := len(g.columns) - 2; c >= 0; c-- {
			g.sortColumn(c, g.right)
		}
		if n := g.crossings(); n < fewest {
			best, fewest = g.copyColumns(), n
		}
	}
	g.columns = best
}

func (g *graph) copyColumns() [][]int {
	c := make([][]int, len(g.columns))
	for i, members := range g.columns {
		c[i] = slices.Clone(members)
	}
	return c
}

// sortColumn sorts one column by barycentre. A vertex without neighbours on that side stays about where it is.
func (g *graph) sortColumn(c int, neighbours [][]int) {
	at := g.places()
	mean := make(map[int]float64, len(g.columns[c]))
	for _, v := range g.columns[c] {
		mean[v] = at[v]
		if near := neighbours[v]; len(near) > 0 {
			sum := 0.0
			for _, u := range near {
				sum += at[u]
			}
			mean[v] = sum / float64(len(near))
		}
	}
	slices.SortStableFunc(g.columns[c], func(a, b int) int { return cmp.Compare(mean[a], mean[b]) })
}

// places gives the position of every vertex within its column, from 0 at the top to 1 at the bottom, so that
// long and short columns can be compared.
func (g *graph) places() []float64 {
	at := make([]float64, len(g.column))
	for _, members := range g.columns {
		for i, v := range members {
			at[v] = (float64(i) + 0.5) / float64(len(members))
		}
	}
	return at
}

// crossings counts the pairs of edge pieces that cross.
func (g *graph) crossings() int {
	at := g.places()
	n := 0
	for _, members := range g.columns {
		var pieces [][2]float64
		for _, v := range members {
			for _, u := range g.right[v] {
				pieces = append(pieces, [2]float64{at[v], at[u]})
			}
		}
		for i, a := range pieces {
			for _, b := range pieces[i+1:] {
				if (a[0]-b[0])*(a[1]-b[1]) < 0 {
					n++
				}
			}
		}
	}
	return n
}
