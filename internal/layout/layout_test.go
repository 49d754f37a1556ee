// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package layout_test

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hearsay/internal/layout"
)

func boxes(n int) []layout.Node {
	nodes := make([]layout.Node, n)
	for i := range nodes {
		nodes[i] = layout.Node{Width: 100, Height: 40}
	}
	return nodes
}

func TestOriginsStandInTheLastColumn(t *testing.T) {
	// Two papers copy the wire (2), the wire quotes an official (3); one paper (4) has a witness (5) of its own.
	p := layout.Layered(boxes(6), []layout.Edge{{0, 2}, {1, 2}, {2, 3}, {4, 5}}, layout.Gap{Column: 80, Row: 16})
	want := []int{0, 0, 1, 2, 0, 2}
	for i, b := range p.Boxes {
		if b.Column != want[i] {
			t.Errorf("node %d is in column %d, want %d", i, b.Column, want[i])
		}
	}
	if got := len(p.Paths[3]); got != 4 {
		t.Errorf("the edge over two columns has %d points, want 4: two ports and both ends of a bend", got)
	}
}

func TestLoopIsDrawnAgainstTheStream(t *testing.T) {
	p := layout.Layered(boxes(3), []layout.Edge{{0, 1}, {1, 2}, {2, 0}}, layout.Gap{Column: 80, Row: 16})
	back := p.Paths[2]
	if len(back) == 0 || back[0].X <= back[len(back)-1].X {
		t.Errorf("the closing edge goes from %v to %v, want from right to left", back[0], back[len(back)-1])
	}
}

func TestEdgesWithoutTwoEndsHaveNoPath(t *testing.T) {
	p := layout.Layered(boxes(2), []layout.Edge{{0, 0}, {0, 7}, {-1, 1}}, layout.Gap{Column: 80, Row: 16})
	for e, path := range p.Paths {
		if len(path) != 0 {
			t.Errorf("edge %d has the path %v, want none", e, path)
		}
	}
	if empty := layout.Layered(nil, nil, layout.Gap{}); empty.Width != 0 || empty.Height != 0 {
		t.Errorf("the empty graph measures %d × %d", empty.Width, empty.Height)
	}
}

func TestNoCrossingWhereNoneIsNeeded(t *testing.T) {
	p := layout.Layered(boxes(6), []layout.Edge{{0, 5}, {1, 4}, {2, 3}}, layout.Gap{Column: 80, Row: 16})
	for i := range 3 {
		if p.Boxes[i].Y != p.Boxes[5-i].Y {
			t.Errorf("node %d lies at %d, its only neighbour at %d", i, p.Boxes[i].Y, p.Boxes[5-i].Y)
		}
	}
}

// TestAnyGraph lays out invented graphs of all densities, cycles among them: boxes never touch, nothing lies
// outside the plan, paths begin and end at their boxes, and the same graph gives the same plan.
func TestAnyGraph(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		n := 1 + rng.IntN(30)
		nodes := boxes(n)
		for i := range nodes {
			nodes[i].Height = 20 + rng.IntN(40)
		}
		var edges []layout.Edge
		for range rng.IntN(2 * n) {
			edges = append(edges, layout.Edge{From: rng.IntN(n), To: rng.IntN(n)})
		}
		gap := layout.Gap{Column: 90, Row: 14}
		p := layout.Layered(nodes, edges, gap)
		checkPlan(t, p, edges)
		if diff := cmp.Diff(p, layout.Layered(nodes, edges, gap)); diff != "" {
			t.Fatalf("a second layout differs: %s", diff)
		}
	}
}

func checkPlan(t *testing.T, p layout.Plan, edges []layout.Edge) {
	t.Helper()
	for i, a := range p.Boxes {
		if a.X < 0 || a.Y < 0 || a.X+a.Width > p.Width || a.Y+a.Height > p.Height {
			t.Errorf("box %v lies outside %d × %d", a, p.Width, p.Height)
		}
		for _, b := range p.Boxes[i+1:] {
			if a.X < b.X+b.Width && b.X < a.X+a.Width && a.Y < b.Y+b.Height && b.Y < a.Y+a.Height {
				t.Errorf("boxes %v and %v overlap", a, b)
			}
		}
	}
	for e, path := range p.Paths {
		if len(path) == 0 {
			continue
		}
		touches(t, path[0], p.Boxes[edges[e].From])
		touches(t, path[len(path)-1], p.Boxes[edges[e].To])
	}
}

func touches(t *testing.T, q layout.Point, b layout.Box) {
	t.Helper()
	if (q.X != b.X && q.X != b.X+b.Width) || q.Y < b.Y || q.Y > b.Y+b.Height {
		t.Errorf("a path ends at %v, which is not on the side of %v", q, b)
	}
}
