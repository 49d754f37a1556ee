// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"fmt"
	"strings"
	"unicode"

	"hearsay/internal/layout"
)

// Sizes of a drawing, in pixels. The gap between columns leaves room for the labels of lines.
const (
	nodeWidth  = 180
	nodeHeight = 46
	columnGap  = 108
	rowGap     = 16
	margin     = 6 // room for the lines of boxes at the edge, and for arrow heads
	padding    = 10
	headSize   = 15 // of 13 pixels; bold letters are wider
	subSize    = 12 // of 11 pixels
)

// Drawings of more than roomyWidth are drawn smaller so that origins stay in sight, those of more than wideWidth
// would become too small for it and scroll.
const (
	roomyWidth = 900
	wideWidth  = 1400
)

// Shrinks tells whether the drawing may be made smaller to fit its frame.
func (g *Graph) Shrinks() bool { return roomyWidth < g.Width && g.Width <= wideWidth }

// finish gives every node and line its place.
func (d *drawing) finish(g *Graph) {
	nodes := make([]layout.Node, len(d.nodes))
	for i := range nodes {
		nodes[i] = layout.Node{Width: nodeWidth, Height: nodeHeight}
	}
	plan := layout.Layered(nodes, d.ends, layout.Gap{Column: columnGap, Row: rowGap})
	g.Width, g.Height = plan.Width+2*margin, plan.Height+2*margin

	leads := make([]bool, len(d.nodes))
	for _, e := range d.ends {
		leads[e.From] = true
	}
	loops, origins := 0, 0
	for i, n := range d.nodes {
		n.Box = plan.Boxes[i]
		n.X += margin
		n.Y += margin
		if !leads[i] && n.Class != "document" {
			n.Class += " origin"
			origins++
		}
		n.Head = fit(plain(n.Head), headSize, nodeWidth-2*padding)
		n.Sub = fit(plain(n.Sub), subSize, nodeWidth-2*padding)
		g.Nodes = append(g.Nodes, n)
	}
	for i, e := range d.edges {
		if strings.HasSuffix(e.Class, "loop") {
			loops++
		}
		e.Curve = curve(plan.Paths[i])
		e.At = labelPlace(plan.Paths[i])
		e.Label = fit(plain(e.Label), subSize, columnGap-8)
		g.Edges = append(g.Edges, e)
	}
	g.Endless = loops > 0 && origins == 0
}

// curve joins points by smooth lines that leave and arrive level.
func curve(points []layout.Point) string {
	var b strings.Builder
	for i, p := range points {
		x, y := p.X+margin, p.Y+margin
		if i == 0 {
			fmt.Fprintf(&b, "M%d %d", x, y)
			continue
		}
		before := points[i-1]
		middle := (before.X+p.X)/2 + margin
		fmt.Fprintf(&b, "C%d %d %d %d %d %d", middle, before.Y+margin, middle, y, x, y)
	}
	return b.String()
}

// labelPlace is the middle of the label: on the first bow of the line, nearer to where it begins, where lines
// to different places have not yet met.
func labelPlace(points []layout.Point) layout.Point {
	if len(points) < 2 {
		return layout.Point{}
	}
	const t = 0.42
	a, b := points[0], points[1]
	rise := 3*t*t*(1-t) + t*t*t // of a cubic with level ends
	return layout.Point{X: (a.X+b.X)/2 + margin, Y: a.Y + int(float64(b.Y-a.Y)*rise) + margin}
}

// fit shortens text to a width. The widths of letters are estimates: a box that is a little too wide does no
// harm, and the whole text is always in the title.
func fit(s string, size, width int) string {
	room := float64(width)
	for i, r := range s {
		w := advance(r) * float64(size)
		if room < w {
			return strings.TrimSpace(cutBack(s[:i], size)) + "…"
		}
		room -= w
	}
	return s
}

// cutBack makes room for the ellipsis.
func cutBack(s string, size int) string {
	runes := []rune(s)
	need := float64(size)
	for len(runes) > 0 && need > 0 {
		need -= advance(runes[len(runes)-1]) * float64(size)
		runes = runes[:len(runes)-1]
	}
	return string(runes)
}

// advance is about how wide a letter is, as a share of its size.
func advance(r rune) float64 {
	switch {
	case unicode.Is(unicode.Mn, r):
		return 0
	case r >= 0x1100 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul), r >= 0xff00 && r <= 0xff60, r >= 0x1f000:
		return 1
	case strings.ContainsRune("ijlt.,:;'|!I()[] ", r):
		return 0.33
	case unicode.IsUpper(r), strings.ContainsRune("mw—", r):
		return 0.72
	}
	return 0.56
}

// TextX is where the text of a box begins.
func (n GraphNode) TextX() int { return n.X + padding }

// HeadY is the base line of the first line of text.
func (n GraphNode) HeadY() int { return n.Y + 20 }

// SubY is the base line of the second.
func (n GraphNode) SubY() int { return n.Y + 36 }
