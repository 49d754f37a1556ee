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
	v := f.around(t)
	return f.moveMore(f.moveFirst(out, &v), &v)
}

// spot is what the parser looks at before a move: the three tokens on top of the stack, the next three, and what hangs
// from them.
type spot struct {
	s0, s1, s2, b0, b1, b2 node
	lt, ll, rt, rl         linear.Hash // left and right dependent of s0
	bll, prl               linear.Hash // left one of b0, right one of s1
	case0                  linear.Hash // the preposition of a noun on top, the conjunction of a clause
	gap0, gap1, in0, in1   linear.Hash // between s0 and b0, and s1 and s0
	next                   int
}

func (f *Features) around(t *Tree) (v spot) {
	i0, i1 := t.top(0), t.top(1)
	j := min(t.Next, len(f.Tokens))
	v.next = j
	v.s0, v.s1, v.s2 = f.node(t, i0), f.node(t, i1), f.node(t, t.top(2))
	v.b0, v.b1, v.b2 = f.node(t, j), f.node(t, j+1), f.node(t, j+2)
	v.lt, v.ll = f.child(t, v.s0.arcs.left)
	v.rt, v.rl = f.child(t, v.s0.arcs.right)
	_, v.bll = f.child(t, v.b0.arcs.left)
	_, v.prl = f.child(t, v.s1.arcs.right)
	v.case0 = f.at(v.s0.arcs.left).lower
	v.gap0, v.gap1 = distance(i0, j), distance(i1, i0)
	v.in0, v.in1 = t.between(i0, j), t.between(i1, i0)
	return v
}

// moveFirst appends those features that tell most.
func (f *Features) moveFirst(out []uint64, v *spot) []uint64 {
	s0, s1, s2, b0, b1, b2 := &v.s0, &v.s1, &v.s2, &v.b0, &v.b1, &v.b2
	return append(out,
		templates[100].Key(), one(101, s0.wt), one(103, s0.t), one(104, b0.wt), one(106, b0.t), one(110, b1.wt),
		one(112, b1.t), one(114, b2.t), one(115, s2.wt), two(118, s0.wt, b0.t), two(119, s0.t, b0.wt),
		two(127, s1.t, b0.t), three(130, s0.t, b0.t, b1.t), three(131, b0.t, b1.t, b2.t),
		four(134, s1.t, s0.t, b0.t, b1.t), three(138, s0.w, b0.t, b1.t), three(140, s0.t, b0.t, v.gap0),
		two(141, s0.w, v.gap0), two(142, b0.w, v.gap0), three(148, s0.t, b0.t, v.in0), three(149, s1.t, s0.t, v.in1),
		three(161, s0.t, v.rt, b0.t), two(170, s0.t, v.ll), two(173, s0.w, v.rl), two(174, b0.t, v.bll),
		two(175, b0.w, v.bll), two(178, s0.t, number(s0.arcs.lefts)), three(192, s0.t, b0.t, s0.arcs.leftRels),
		three(193, s1.t, s0.t, s0.arcs.rightRels), three(194, s0.t, b0.t, b0.arcs.leftRels),
		three(244, v.case0, s0.t, b0.t),
	)
}

// moveMore appends the others.
func (f *Features) moveMore(out []uint64, v *spot) []uint64 {
	s0, s1, s2, b0, b1 := &v.s0, &v.s1, &v.s2, &v.b0, &v.b1
	return append(out,
		one(107, s1.wt), two(121, s0.t, b0.t), two(122, s1.wt, s0.wt), two(123, s1.wt, s0.t), two(124, s1.t, s0.wt),
		two(125, s1.w, s0.w), two(126, s1.t, s0.t), three(132, s1.t, s0.t, b0.t), three(133, s2.t, s1.t, s0.t),
		three(136, s1.t, s0.w, b0.t), three(139, s0.t, b0.w, b1.t), three(144, s1.t, s0.t, v.gap1),
		four(152, s0.t, b0.t, s0.name, b0.name), four(153, s1.t, s0.t, s1.name, s0.name),
		three(154, s0.t, s0.name, f.name(v.next-1)), three(168, s1.t, s0.t, v.lt), two(171, s0.w, v.ll),
		two(176, s1.t, v.prl), two(177, s1.w, v.prl), two(184, s1.t, number(s1.arcs.rights)),
		two(187, s0.w, s0.arcs.leftRels), two(191, s1.t, s1.arcs.rightRels), three(240, s1.w, v.case0, s0.t),
		three(241, s1.t, v.case0, s0.t), four(242, s2.t, s1.t, v.case0, s0.t),
		four(243, s1.t, s0.t, s0.arcs.leftRels, v.prl), four(245, s1.t, s0.t, v.case0, b0.t),
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
	b := f.bondOf(t, head, d)
	return f.labelMore(f.labelFirst(out, &b), &b)
}

// bond is what is looked at for the relation of a dependent to its head.
type bond struct {
	h, c              node
	head, d           int
	side, gap         linear.Hash
	lt, ll, rt, lw    linear.Hash // tags and relation of the dependent's own ones, and the word of the left one
	siblings, sibling linear.Hash // relations of the dependents of the head on this side: of all, and of the last
	ht, ct            linear.Hash // tags with the side
}

func (f *Features) bondOf(t *Tree, head, d int) bond {
	b := bond{h: f.node(t, head), c: f.node(t, d), head: head, d: d, side: number(0), gap: distance(head, d)}
	if d < head {
		b.side, b.gap = number(1), distance(d, head)
	}
	b.lt, b.ll = f.child(t, b.c.arcs.left)
	b.rt, _ = f.child(t, b.c.arcs.right)
	b.lw, b.siblings = f.at(b.c.arcs.left).lower, b.h.arcs.leftRels
	_, b.sibling = f.child(t, b.h.arcs.left)
	if b.c.arcs.left < 0 {
		b.lw = noWord
	}
	if d > head {
		b.siblings = b.h.arcs.rightRels
		_, b.sibling = f.child(t, b.h.arcs.right)
	}
	b.ht, b.ct = b.h.t.With(b.side), b.c.t.With(b.side)
	return b
}

// labelFirst appends those features that tell most.
func (f *Features) labelFirst(out []uint64, b *bond) []uint64 {
	h, c, ht, ct := &b.h, &b.c, b.ht, b.ct
	return append(out,
		two(203, c.w, b.side), three(206, h.w, c.w, b.side), two(207, ht, c.w), two(208, h.w, ct), three(209, ht, c.t, b.gap),
		three(210, ht, c.t, f.tag(b.d-1)), three(211, ht, c.t, f.tag(b.d+1)), three(214, ht, c.t, b.lw), two(216, b.lw, ct),
		three(217, ht, c.t, b.lt), three(219, ht, c.t, b.ll), three(221, ht, c.t, b.siblings), three(222, ht, c.t, c.arcs.leftRels),
		two(230, c.w, c.arcs.leftRels), three(223, h.w, c.t, b.siblings), three(224, c.w, ht, b.sibling),
	)
}

// labelMore appends the others.
func (f *Features) labelMore(out []uint64, b *bond) []uint64 {
	h, c, ht, ct := &b.h, &b.c, b.ht, b.ct
	return append(out,
		two(201, h.w, b.side), two(205, ht, c.t), three(212, ht, c.t, f.tag(b.head-1)), two(215, ht, b.lw), three(218, ht, c.t, b.rt),
		three(220, ht, c.t, b.sibling), two(225, f.at(b.d).last3, ht), two(226, f.at(b.head).last3, ct), two(227, f.at(b.d-1).lower, ct),
		three(229, h.w, c.t, b.lw), two(232, f.at(b.d).shape, ct), four(234, ht, c.t, h.name, c.name), three(233, h.arcs.leftRels, ht, ct),
	)
}
