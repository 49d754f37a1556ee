// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package layout places the nodes of a small directed graph in columns, so that a provenance can be drawn by the
// server: readers at the left, origins at the right, every edge one or more columns long.
//
// It is the usual layered drawing in four steps, one file each: cycles are broken and columns chosen by longest
// path (rank.go), the order within a column is improved by barycentres (order.go), coordinates pull neighbours
// level with each other (place.go), and edges get their ports and bends (this file). The same input gives the
// same plan, byte for byte: there is no chance in it, and ties fall to the order of the input. It is meant for
// some hundreds of nodes.
package layout

// Node is a box to be placed, with its size.
type Node struct{ Width, Height int }

// Edge leads from one node to another, both given as indices into the list of nodes.
type Edge struct{ From, To int }

// Gap is the free space between columns and between the boxes of one column.
type Gap struct{ Column, Row int }

// Point is a place in the plan; Y grows downwards.
type Point struct{ X, Y int }

// Box is where a node lies. Column counts from the left.
type Box struct{ X, Y, Width, Height, Column int }

// Plan is a finished layout. Boxes has one entry for each node; Paths has one for each edge, from the side of
// its first box to the side of its second. An edge from a node to itself, or one that names no node, has an
// empty path.
type Plan struct {
	Width, Height int
	Boxes         []Box
	Paths         [][]Point
}

// Layered lays out the graph.
func Layered(nodes []Node, edges []Edge, gap Gap) Plan {
	g := newGraph(nodes, edges)
	g.order()
	g.place(gap.Row)
	return g.plan(len(nodes), gap.Column)
}

// graph is the layout in the making. Its vertices are the nodes, followed by the bends: places where an edge
// that is longer than one column passes through.
type graph struct {
	height  []int
	width   []int
	column  []int
	columns [][]int // the vertices of each column, from top to bottom
	left    [][]int // neighbours in the column before
	right   [][]int // neighbours in the column after
	routes  [][]int // of each edge, its vertices from left to right; nil where it has no path
	turned  []bool  // of each edge: it was turned round to break a cycle
	center  []float64
}

// plan turns centres into boxes and routes into points.
func (g *graph) plan(nodes, gap int) Plan {
	p := Plan{Boxes: make([]Box, nodes), Paths: make([][]Point, len(g.routes))}
	lefts := make([]int, len(g.columns))
	widths := make([]int, len(g.columns))
	for c, members := range g.columns {
		for _, v := range members {
			widths[c] = max(widths[c], g.width[v])
		}
		lefts[c] = p.Width
		p.Width += widths[c] + gap
	}
	p.Width = max(0, p.Width-gap)
	for v := range nodes {
		c := g.column[v]
		p.Boxes[v] = Box{lefts[c], round(g.center[v]) - g.height[v]/2, g.width[v], g.height[v], c}
		p.Height = max(p.Height, p.Boxes[v].Y+g.height[v])
	}
	out, in := g.ports(true), g.ports(false)
	for e, route := range g.routes {
		p.Paths[e] = g.path(e, route, lefts, widths, out, in)
		for _, q := range p.Paths[e] {
			p.Height = max(p.Height, q.Y)
		}
	}
	return p
}

// path gives the points of one edge: the port it leaves by, both ends of every bend, the port it arrives at.
func (g *graph) path(e int, route, lefts, widths []int, out, in map[port]int) []Point {
	if len(route) == 0 {
		return nil
	}
	first, last := route[0], route[len(route)-1]
	points := []Point{{lefts[g.column[first]] + g.width[first], out[port{e, first}]}}
	for _, v := range route[1 : len(route)-1] {
		c, y := g.column[v], round(g.center[v])
		points = append(points, Point{lefts[c], y}, Point{lefts[c] + widths[c], y})
	}
	points = append(points, Point{lefts[g.column[last]], in[port{e, last}]})
	if g.turned[e] {
		for i, j := 0, len(points)-1; i < j; i, j = i+1, j-1 {
			points[i], points[j] = points[j], points[i]
		}
	}
	return points
}
