// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package learn

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"hearsay/internal/text"
)

// randomTree draws heads of a projective tree with one root, by making random moves.
func randomTree(t *rapid.T, n int) []int {
	var tree text.Tree
	tree.Start(make([]text.Token, n))
	for !tree.Done() {
		var can []text.Move
		for m, ok := range tree.Allowed() {
			if ok {
				can = append(can, text.Move(m))
			}
		}
		tree.Do(rapid.SampledFrom(can).Draw(t, "move"), "dep")
	}
	return slices.Clone(tree.Heads)
}

// best is the greatest number of right heads that can be reached when the moves have been made.
func best(n int, moves []text.Move, heads []int) int {
	var tree text.Tree
	tree.Start(make([]text.Token, n))
	for _, m := range moves {
		tree.Do(m, "dep")
	}
	if tree.Done() {
		right := 0
		for i, h := range tree.Heads {
			if h == heads[i] {
				right++
			}
		}
		return right
	}
	most := 0
	for m, ok := range tree.Allowed() {
		if ok {
			most = max(most, best(n, append(slices.Clone(moves), text.Move(m)), heads))
		}
	}
	return most
}

// TestHarmlessMovesKeepTheBestTree holds the oracle against all ways to go on, from where random moves lead.
func TestHarmlessMovesKeepTheBestTree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 4).Draw(t, "tokens")
		heads := randomTree(t, n)
		o := newOracle(heads)
		var tree text.Tree
		tree.Start(make([]text.Token, n))
		var made []text.Move
		for !tree.Done() {
			now := best(n, made, heads)
			harmless, any := o.harmless(&tree), false
			var can []text.Move
			for m, ok := range tree.Allowed() {
				if !ok {
					continue
				}
				move := text.Move(m)
				can = append(can, move)
				keeps := best(n, append(slices.Clone(made), move), heads) == now
				if harmless[m] && keeps {
					any = true
				}
				if harmless[m] && !keeps {
					t.Fatalf("heads %v, moves %v: %s is called harmless, but loses an arc", heads, made, text.Moves[m])
				}
			}
			if now == n && !any {
				t.Fatalf("heads %v, moves %v: the whole tree can be made, but no move is harmless", heads, made)
			}
			move := rapid.SampledFrom(can).Draw(t, "move")
			made = append(made, move)
			tree.Do(move, "dep")
		}
	})
}

func TestAutomaticTreesBecomeLikeThoseOfTheTreebank(t *testing.T) {
	row := func(word, tag, name, rel string, head int) text.Token {
		k := text.NewToken(word)
		k.Tag, k.Name, k.Rel, k.Head = tag, name, rel, head-1
		return k
	}
	tokens := []text.Token{
		row("Party", "NN", "", "compound", 4), row("leader", "NN", "", "compound", 4), row("Orla", "NNP", "PERSON", "compound", 4),
		row("Tolk", "NNP", "PERSON", "nsubj", 5), row("saw", "VBD", "", "root", 0), row("quays", "NNS", "", "dobj", 5),
		row("and", "CC", "", "cc", 6), row("cranes", "NNS", "", "conj", 6), row("to", "TO", "", "case", 10), row("Elsund", "NNP", "LOCATION", "nmod", 5),
	}
	if !likeTreebank(tokens) {
		t.Fatal("the tree is refused")
	}
	want := []struct {
		head int
		rel  string
	}{{1, "compound"}, {2, "nmod"}, {4, "nsubj"}, {2, "flat"}, {-1, "root"}, {4, "obj"}, {7, "cc"}, {5, "conj"}, {9, "case"}, {4, "obl"}}
	for i, w := range want {
		if tokens[i].Head != w.head || tokens[i].Rel != w.rel {
			t.Errorf("%s hangs from %d as %s, want %d as %s", tokens[i].Word, tokens[i].Head, tokens[i].Rel, w.head, w.rel)
		}
	}
	if tokens[8].Tag != "IN" {
		t.Errorf("the preposition to has the tag %s, want IN", tokens[8].Tag)
	}
}

func TestCrossingArcsAreLifted(t *testing.T) {
	heads := func(hs ...int) []text.Token {
		out := make([]text.Token, len(hs))
		for i, h := range hs {
			out[i].Head = h
		}
		return out
	}
	tokens := heads(2, 3, -1, 2)
	if !projective(tokens) || tokens[1].Head != 2 {
		t.Errorf("projective gives heads %v, want the second token under the root", tokens)
	}
	for _, bad := range [][]text.Token{heads(1, 0), heads(-1, -1), heads(5, -1), heads(0, -1)} {
		if projective(bad) {
			t.Errorf("projective accepts %v, which is no tree with one root", bad)
		}
	}
}
