// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package learn

import "hearsay/internal/text"

// oracle knows the right tree of a sentence and tells which moves still lead to the best tree that can be made: the
// dynamic oracle of Goldberg and Nivre (2013) for arc-hybrid.
type oracle struct {
	heads []int // the number of tokens for the root
	last  []int // last dependent of each token and of the root, -1 for none
	left  []int // first dependent
	next  []int // next dependent of the same head
}

func newOracle(heads []int) *oracle {
	n := len(heads)
	o := &oracle{heads: heads, last: make([]int, n+1), left: make([]int, n+1), next: make([]int, n+1)}
	for i := range n + 1 {
		o.last[i], o.left[i], o.next[i] = -1, -1, -1
	}
	for i := n - 1; i >= 0; i-- {
		h := heads[i]
		if o.last[h] < 0 {
			o.last[h] = i
		}
		o.next[i], o.left[h] = o.left[h], i
	}
	return o
}

// harmless tells which moves lose no arc of the tree that can still be made.
func (o *oracle) harmless(t *text.Tree) (ok text.Choice) {
	next, top, below := t.Next, -1, -1
	if n := len(t.Stack); n > 0 {
		top = t.Stack[n-1]
		if n > 1 {
			below = t.Stack[n-2]
		}
	}
	if top >= 0 {
		h := o.heads[top]
		waits := o.last[top] >= next
		ok[text.Left] = !waits && h != below && h <= next
		ok[text.Right] = !waits && h < next
	}
	if next < len(o.heads) {
		h := o.heads[next]
		ok[text.Shift] = h >= next || h == top || t.Heads[h] >= 0
		if h == len(o.heads) && top >= 0 { // only what is at the bottom of the stack can become the root
			ok[text.Shift] = false
		}
		for d := o.left[next]; d >= 0 && d < next && ok[text.Shift]; d = o.next[d] {
			ok[text.Shift] = t.Heads[d] >= 0
		}
	}
	return ok
}
