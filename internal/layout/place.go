// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package layout

import (
	"cmp"
	"math"
	"slices"
)

// pulls is how often neighbours are drawn level in each direction.
const pulls = 8

// place gives every vertex its centre. Each pull moves a column as near as it can to the mean of its
// neighbours without changing its order or letting boxes touch.
func (g *graph) place(gap int) {
	g.center = make([]float64, len(g.column))
	for _, members := range g.columns {
		g.settle(members, gap)
	}
	for range pulls {
		for c := len(g.columns) - 2; c >= 0; c-- {
			g.pull(g.columns[c], g.right, gap)
		}
		for c := 1; c < len(g.columns); c++ {
			g.pull(g.columns[c], g.left, gap)
		}
	}
	top := math.Inf(1)
	for v, y := range g.center {
		top = min(top, y-float64(g.height[v])/2)
	}
	for v := range g.center {
		g.center[v] -= top
	}
}

func (g *graph) pull(members []int, neighbours [][]int, gap int) {
	for _, v := range members {
		if len(neighbours[v]) == 0 {
			continue
		}
		sum := 0.0
		for _, u := range neighbours[v] {
			sum += g.center[u]
		}
		g.center[v] = sum / float64(len(neighbours[v]))
	}
	g.settle(members, gap)
}

// settle moves the vertices of a column apart until they keep their distance, with the least squared movement:
// pool adjacent violators on the centres less the room that the vertices above need.
func (g *graph) settle(members []int, gap int) {
	type pool struct {
		sum float64
		n   int
	}
	room := make([]float64, len(members))
	var pools []pool
	for i, v := range members {
		if i > 0 {
			above := members[i-1]
			room[i] = room[i-1] + float64(g.height[above]+g.height[v])/2 + float64(gap)
		}
		pools = append(pools, pool{g.center[v] - room[i], 1})
		for k := len(pools) - 1; k > 0; k-- {
			a, b := pools[k-1], pools[k]
			if a.sum/float64(a.n) <= b.sum/float64(b.n) {
				break
			}
			pools[k-1] = pool{a.sum + b.sum, a.n + b.n}
			pools = pools[:k]
		}
	}
	i := 0
	for _, p := range pools {
		for range p.n {
			g.center[members[i]] = p.sum/float64(p.n) + room[i]
			i++
		}
	}
}

// port is where an edge touches a vertex.
type port struct{ edge, vertex int }

// ports spreads the ends of edges along the side of each box, in the order of where they lead, so that edges
// do not leave in one point. leaving tells the right side from the left.
func (g *graph) ports(leaving bool) map[port]int {
	type end struct {
		edge int
		far  float64
	}
	ends := make([][]end, len(g.column))
	for e, route := range g.routes {
		if len(route) == 0 {
			continue
		}
		v, next := route[0], route[1]
		if !leaving {
			v, next = route[len(route)-1], route[len(route)-2]
		}
		ends[v] = append(ends[v], end{e, g.center[next]})
	}
	at := map[port]int{}
	for v, list := range ends {
		slices.SortStableFunc(list, func(a, b end) int { return cmp.Compare(a.far, b.far) })
		top := g.center[v] - float64(g.height[v])/2
		for i, e := range list {
			at[port{e.edge, v}] = round(top + float64(g.height[v]*(i+1))/float64(len(list)+1))
		}
	}
	return at
}

func round(f float64) int { return int(math.Round(f)) }
