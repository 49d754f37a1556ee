// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package text

import "hearsay/internal/linear"

// node is what the parser looks at in one token.
type node struct {
	w, t, wt linear.Hash
	name     linear.Hash
	arcs     *arcs
}

func (f *Features) node(t *Tree, i int) node {
	n := node{w: f.at(i).lower, t: f.tag(i), name: f.name(i), arcs: &noArcs}
	n.wt = n.w.With(n.t)
	if i >= 0 && i < len(t.arcs) {
		n.arcs = &t.arcs[i]
	}
	return n
}

// child gives the tag of a dependent and its relation.
func (f *Features) child(t *Tree, i int) (tag, rel linear.Hash) {
	if i < 0 {
		return noWord, noWord
	}
	return f.tag(i), t.arcs[i].rel
}

// Move appends the features by which the next move is told. They follow Zhang and Nivre (2011), with the two tokens
// on top of the stack and the next one in the part of their pairs.
func (f *Features) Move(out []uint64, t *Tree) []uint64 {
	i0, i1, j := t.top(0), t.top(1), t.Next
	if j >= len(f.Tokens) {
		j = len(f.Tokens)
	}
	s0, s1, s2 := f.node(t, i0), f.node(t, i1), f.node(t, t.top(2))
	b0, b1, b2 := f.node(t, j), f.node(t, j+1), f.node(t, j+2)
	out = f.moveWords(out, s0, s1, s2, b0, b1, b2)
	out = f.moveShape(out, t, s0, s1, s2, b0)
	gap0, gap1 := distance(i0, j), distance(i1, i0)
	in0, in1 := t.between(i0, j), t.between(i1, i0)
	return append(out,
		three(140, s0.t, b0.t, gap0), two(141, s0.w, gap0), two(142, b0.w, gap0), two(143, s0.t, gap0),
		three(144, s1.t, s0.t, gap1),
		four(152, s0.t, b0.t, s0.name, b0.name), four(153, s1.t, s0.t, s1.name, s0.name), three(154, s0.t, s0.name, f.name(j-1)),
		two(156, s0.t, f.at(j).last3),
		three(148, s0.t, b0.t, in0), three(149, s1.t, s0.t, in1),
	)
}

// moveWords appends the features of words and tags alone.
func (f *Features) moveWords(out []uint64, s0, s1, s2, b0, b1, b2 node) []uint64 {
	return append(out,
		templates[100].Key(),
		one(101, s0.wt), one(103, s0.t),
		one(104, b0.wt), one(105, b0.w), one(106, b0.t),
		one(107, s1.wt),
		one(110, b1.wt), one(111, b1.w), one(112, b1.t),
		one(114, b2.t), one(115, s2.wt),
		two(118, s0.wt, b0.t), two(119, s0.t, b0.wt), two(121, s0.t, b0.t),
		two(122, s1.wt, s0.wt), two(123, s1.wt, s0.t), two(124, s1.t, s0.wt), two(125, s1.w, s0.w), two(126, s1.t, s0.t),
		two(127, s1.t, b0.t), two(129, b0.t, b1.t),
		three(130, s0.t, b0.t, b1.t), three(131, b0.t, b1.t, b2.t), three(132, s1.t, s0.t, b0.t),
		three(133, s2.t, s1.t, s0.t), four(134, s1.t, s0.t, b0.t, b1.t),
		three(136, s1.t, s0.w, b0.t), three(138, s0.w, b0.t, b1.t), three(139, s0.t, b0.w, b1.t),
	)
}

// moveShape appends the features of the arcs that are made.
func (f *Features) moveShape(out []uint64, t *Tree, s0, s1, s2, b0 node) []uint64 {
	lt, ll := f.child(t, s0.arcs.left)
	rt, rl := f.child(t, s0.arcs.right)
	r2t, _ := f.child(t, s0.arcs.right2)
	blt, bll := f.child(t, b0.arcs.left)
	bl2t, _ := f.child(t, b0.arcs.left2)
	plt, _ := f.child(t, s1.arcs.left)
	_, prl := f.child(t, s1.arcs.right)
	case0 := f.at(s0.arcs.left).lower // the preposition of a noun, the conjunction of a clause
	return append(out,
		three(161, s0.t, rt, b0.t), three(162, s0.t, b0.t, blt),
		four(164, s0.t, rt, r2t, b0.t), four(165, s0.t, b0.t, blt, bl2t),
		three(166, s1.t, plt, s0.t), three(168, s1.t, s0.t, lt), three(169, s1.t, s0.t, rt),
		two(170, s0.t, ll), two(171, s0.w, ll), two(173, s0.w, rl),
		two(174, b0.t, bll), two(175, b0.w, bll), two(176, s1.t, prl), two(177, s1.w, prl),
		two(178, s0.t, number(s0.arcs.lefts)),
		two(182, b0.t, number(b0.arcs.lefts)),
		two(184, s1.t, number(s1.arcs.rights)),
		two(186, s0.t, s0.arcs.leftRels), two(187, s0.w, s0.arcs.leftRels),
		two(190, b0.t, b0.arcs.leftRels), two(191, s1.t, s1.arcs.rightRels),
		three(192, s0.t, b0.t, s0.arcs.leftRels), three(193, s1.t, s0.t, s0.arcs.rightRels),
		three(194, s0.t, b0.t, b0.arcs.leftRels),
		three(240, s1.w, case0, s0.t), three(241, s1.t, case0, s0.t), four(242, s2.t, s1.t, case0, s0.t),
		four(243, s1.t, s0.t, s0.arcs.leftRels, prl), three(244, case0, s0.t, b0.t), four(245, s1.t, s0.t, case0, b0.t),
	)
}

// distance puts the distance of two tokens in one of a few classes.
func distance(a, b int) linear.Hash {
	if a < 0 || b < 0 {
		return number(-1)
	}
	d := b - a
	switch {
	case d <= 5:
		return number(d)
	case d <= 10:
		return number(6)
	}
	return number(7)
}

// Label appends the features by which the relation of a dependent to its head is told, when the dependent has its
// own dependents.
func (f *Features) Label(out []uint64, t *Tree, head, d int) []uint64 {
	h, c := f.node(t, head), f.node(t, d)
	side, gap := number(0), distance(head, d)
	if d < head {
		side, gap = number(1), distance(d, head)
	}
	lt, ll := f.child(t, c.arcs.left)
	rt, _ := f.child(t, c.arcs.right)
	lw, siblings := f.at(c.arcs.left).lower, h.arcs.leftRels
	_, sibling := f.child(t, h.arcs.left)
	if c.arcs.left < 0 {
		lw = noWord
	}
	if d > head {
		siblings = h.arcs.rightRels
		_, sibling = f.child(t, h.arcs.right)
	}
	ht, ct := h.t.With(side), c.t.With(side)
	return append(out,
		one(200, side), two(201, h.w, side), one(202, ht), two(203, c.w, side), one(204, ct),
		two(205, ht, c.t), three(206, h.w, c.w, side), two(207, ht, c.w), two(208, h.w, ct), three(209, ht, c.t, gap),
		three(210, ht, c.t, f.tag(d-1)), three(211, ht, c.t, f.tag(d+1)), three(212, ht, c.t, f.tag(head-1)), three(213, ht, c.t, f.tag(head+1)),
		three(214, ht, c.t, lw), two(215, ht, lw), two(216, lw, ct), three(217, ht, c.t, lt), three(218, ht, c.t, rt), three(219, ht, c.t, ll),
		three(220, ht, c.t, sibling), three(221, ht, c.t, siblings), three(222, ht, c.t, c.arcs.leftRels), three(223, h.w, c.t, siblings),
		three(224, c.w, ht, sibling), two(225, f.at(d).last3, ht), two(226, f.at(head).last3, ct), two(227, f.at(d-1).lower, ct), two(228, f.at(d+1).lower, ct),
		three(229, h.w, c.t, lw), two(230, c.w, c.arcs.leftRels), three(231, ht, c.t, c.arcs.rightRels), two(232, f.at(d).shape, ct),
		four(234, ht, c.t, h.name, c.name), two(235, ct, c.name),
		three(233, h.arcs.leftRels, ht, ct),
	)
}
