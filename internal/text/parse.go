// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package text

import "hearsay/internal/linear"

// Move is a step of the parser: it takes the next token, or gives the token on top of the stack its head, the next
// token (Left) or the one below it (Right).
type Move int

// The moves, which are the classes of the table "parse".
const (
	Shift Move = iota
	Left
	Right
)

// Moves are the names of the moves.
var Moves = []string{"shift", "left", "right"}

// Tree is the dependency tree of a sentence in the making: the state of an arc-hybrid parser (Kuhlmann, Gómez and
// Satta 2011). The root stands behind the last token, as token number Len. Each token is moved twice, so a sentence
// takes time that grows with its length, and every end is a tree with one root.
type Tree struct {
	Heads []int // Len for the root, -1 where there is none yet
	Next  int   // the next token
	Stack []int
	arcs  []arcs
	marks []marks // before each token
}

// marks counts what stands between clauses and phrases.
type marks struct{ commas, verbs, joins int }

// arcs are the dependents of a token: the outermost two on each side, how many, and their relations.
type arcs struct {
	left, left2, right, right2 int // -1 for none
	lefts, rights              int
	leftRels, rightRels        linear.Hash
	rel                        linear.Hash // its own
}

// Start begins the tree of a sentence with tags.
func (t *Tree) Start(tokens []Token) {
	t.Heads, t.Stack, t.arcs, t.marks, t.Next = t.Heads[:0], t.Stack[:0], t.arcs[:0], t.marks[:0], 0
	var m marks
	for i := range tokens {
		t.Heads = append(t.Heads, -1)
		t.arcs = append(t.arcs, noArcs)
		t.marks = append(t.marks, m)
		switch tag := tokens[i].Tag; {
		case tag == "," || tag == ":":
			m.commas++
		case tag == "CC":
			m.joins++
		case tag == "MD" || len(tag) > 1 && tag[:2] == "VB":
			m.verbs++
		}
	}
	t.arcs, t.marks = append(t.arcs, noArcs), append(t.marks, m)
}

var noArcs = arcs{left: -1, left2: -1, right: -1, right2: -1, leftRels: noWord, rightRels: noWord, rel: noWord}

// between tells in one number how many marks, verbs and conjunctions stand between two tokens.
func (t *Tree) between(a, b int) linear.Hash {
	if a < 0 || b < 0 || a >= b {
		return number(-1)
	}
	x, y := t.marks[a+1], t.marks[b]
	return number(min(y.commas-x.commas, 3) + 4*min(y.verbs-x.verbs, 3) + 16*min(y.joins-x.joins, 1))
}

// Len is the number of tokens, and the number of the root.
func (t *Tree) Len() int { return len(t.Heads) }

// Done reports whether each token has its head.
func (t *Tree) Done() bool { return t.Next == len(t.Heads) && len(t.Stack) == 0 }

// Allowed tells which moves can be made. Only the last token on the stack can hang from the root, so there is one.
func (t *Tree) Allowed() Choice {
	more := t.Next < len(t.Heads)
	return Choice{Shift: more, Left: len(t.Stack) > 0 && (more || len(t.Stack) == 1), Right: len(t.Stack) > 1}
}

// Choice says of each move whether it is one.
type Choice [3]bool

// Only gives the one move that can be made, -1 where there are more.
func (c Choice) Only() Move {
	found := Move(-1)
	for m, ok := range c {
		if ok && found >= 0 {
			return -1
		}
		if ok {
			found = Move(m)
		}
	}
	return found
}

// top is the token at depth d of the stack, -1 where there is none.
func (t *Tree) top(d int) int {
	if d >= len(t.Stack) {
		return -1
	}
	return t.Stack[len(t.Stack)-1-d]
}

// Arc gives the arc that a move makes; both are -1 for Shift.
func (t *Tree) Arc(m Move) (head, dependent int) {
	switch m {
	case Left:
		return t.Next, t.top(0)
	case Right:
		return t.top(1), t.top(0)
	}
	return -1, -1
}

// Do makes a move that is allowed; rel is the relation of the arc it makes.
func (t *Tree) Do(m Move, rel string) {
	if m == Shift {
		t.Stack = append(t.Stack, t.Next)
		t.Next++
		return
	}
	head, d := t.Arc(m)
	t.Stack = t.Stack[:len(t.Stack)-1]
	t.Heads[d] = head
	h, r := &t.arcs[head], linear.String(rel)
	t.arcs[d].rel = r
	if d < head {
		h.left2, h.left = h.left, d
		h.lefts++
		h.leftRels = h.leftRels.With(r)
	} else {
		h.right2, h.right = h.right, d
		h.rights++
		h.rightRels = h.rightRels.With(r)
	}
}

// longestSentence is the number of tokens of the longest sentence that is parsed. What is longer is a table or no
// language at all.
const longestSentence = 500

// hang hangs all tokens from the first.
func hang(tokens []Token, first int) {
	for i := range tokens {
		tokens[i].Head, tokens[i].Rel = first, "dep"
	}
	tokens[0].Head, tokens[0].Rel = -1, "root"
}

// What the first of the features tell by so great a lead holds with all of them, but for one in 400 times. The
// numbers are those of the weights of the model that is built in; TestEasyOnes looks after them.
const (
	sureMove  = 220
	sureLabel = 120
)

// move tells the next move; where only one can be made it looks at nothing.
func (m *Model) move(w *work) Move {
	allowed := w.tree.Allowed()
	if one := allowed.Only(); one >= 0 {
		return one
	}
	v, scores := w.features.around(&w.tree), w.scores[:len(Moves)]
	w.keys = w.features.moveFirst(w.keys[:0], &v)
	m.moves.Score(w.keys, scores)
	best, lead := linear.Lead(scores, allowed[:])
	if lead < sureMove {
		w.keys = w.features.moveMore(w.keys[:0], &v)
		m.moves.Add(w.keys, scores)
		best = linear.Greatest(scores, allowed[:])
	}
	return Move(best)
}

// relation tells the relation of a dependent to its head.
func (m *Model) relation(w *work, head, d int) string {
	b, scores := w.features.bondOf(&w.tree, head, d), w.scores[:len(m.label.Classes)]
	w.keys = w.features.labelFirst(w.keys[:0], &b)
	m.label.Score(w.keys, scores)
	best, lead := linear.Lead(scores, nil)
	if lead < sureLabel {
		w.keys = w.features.labelMore(w.keys[:0], &b)
		m.label.Add(w.keys, scores)
		best = linear.Greatest(scores, nil)
	}
	return m.label.Classes[best]
}

// parse gives each token of the sentence its head and relation. Heads are numbered from the beginning of the text,
// in which the sentence begins at token first.
func (m *Model) parse(w *work, first int) {
	tokens, tree := w.features.Tokens, &w.tree
	if len(tokens) > longestSentence {
		hang(tokens, first)
		return
	}
	tree.Start(tokens)
	for !tree.Done() {
		move := m.move(w)
		rel := ""
		if head, d := tree.Arc(move); move != Shift {
			if rel = "root"; head < len(tokens) {
				rel = m.relation(w, head, d)
			}
			tokens[d].Head, tokens[d].Rel = first+head, rel
			if head == len(tokens) {
				tokens[d].Head = -1
			}
		}
		tree.Do(move, rel)
	}
}
