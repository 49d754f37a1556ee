// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package layout

// newGraph breaks the cycles, gives every node its column and cuts long edges into bends.
func newGraph(nodes []Node, edges []Edge) *graph {
	n := len(nodes)
	g := &graph{
		height: make([]int, n), width: make([]int, n), column: make([]int, n),
		routes: make([][]int, len(edges)), turned: make([]bool, len(edges)),
	}
	for v, node := range nodes {
		g.width[v], g.height[v] = node.Width, node.Height
	}
	ends := g.turn(n, edges)
	g.rank(n, ends)
	for e, end := range ends {
		if end.From != end.To {
			g.routes[e] = g.bend(end)
		}
	}
	g.left, g.right = make([][]int, len(g.column)), make([][]int, len(g.column))
	for _, route := range g.routes {
		for i := 1; i < len(route); i++ {
			g.right[route[i-1]] = append(g.right[route[i-1]], route[i])
			g.left[route[i]] = append(g.left[route[i]], route[i-1])
		}
	}
	return g
}

// turn gives the edges with those reversed that would close a cycle. The search starts at nodes that nothing
// leads to, so that of a loop the edge is turned that leads back to where the reader came from. Edges without a
// path are given as loops on one node.
func (g *graph) turn(n int, edges []Edge) []Edge {
	ends := make([]Edge, len(edges))
	out, arriving := make([][]int, n), make([]int, n)
	for e, edge := range edges {
		if edge.From < 0 || edge.To < 0 || edge.From >= n || edge.To >= n || edge.From == edge.To {
			continue
		}
		ends[e] = edge
		out[edge.From] = append(out[edge.From], e)
		arriving[edge.To]++
	}
	const fresh, open, done = 0, 1, 2
	state := make([]int, n)
	var visit func(v int)
	visit = func(v int) {
		state[v] = open
		for _, e := range out[v] {
			switch to := edges[e].To; state[to] {
			case fresh:
				visit(to)
			case open:
				ends[e], g.turned[e] = Edge{to, v}, true
			}
		}
		state[v] = done
	}
	for _, sources := range []bool{true, false} {
		for v := range n {
			if state[v] == fresh && (!sources || arriving[v] == 0) {
				visit(v)
			}
		}
	}
	return ends
}

// rank gives every node the column of its longest path from a node that nothing leads to. Where a path ends,
// the node goes to the last column: origins stand in one line.
func (g *graph) rank(n int, ends []Edge) {
	out, waiting := make([][]int, n), make([]int, n)
	for _, e := range ends {
		if e.From != e.To {
			out[e.From] = append(out[e.From], e.To)
			waiting[e.To]++
		}
	}
	joined := make([]bool, n) // something leads to it
	queue := make([]int, 0, n)
	for v := range n {
		joined[v] = waiting[v] > 0
		if !joined[v] {
			queue = append(queue, v)
		}
	}
	last := 0
	for i := 0; i < len(queue); i++ {
		v := queue[i]
		last = max(last, g.column[v])
		for _, to := range out[v] {
			g.column[to] = max(g.column[to], g.column[v]+1)
			if waiting[to]--; waiting[to] == 0 {
				queue = append(queue, to)
			}
		}
	}
	for v := range n {
		if joined[v] && len(out[v]) == 0 {
			g.column[v] = last
		}
	}
}

// bend gives the vertices of an edge from left to right, with a new one in every column it passes through.
func (g *graph) bend(e Edge) []int {
	route := []int{e.From}
	for c := g.column[e.From] + 1; c < g.column[e.To]; c++ {
		route = append(route, len(g.column))
		g.column = append(g.column, c)
		g.width = append(g.width, 0)
		g.height = append(g.height, 2)
	}
	return append(route, e.To)
}
