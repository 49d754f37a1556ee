// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package text

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// checkTree reports heads that do not make one tree of the sentence.
func checkTree(t interface{ Fatalf(string, ...any) }, tokens []Token, s Sentence) {
	roots := 0
	for i := s.First; i < s.Last; i++ {
		h := tokens[i].Head
		if h < 0 {
			roots++
		}
		if (h < 0) != (tokens[i].Rel == "root") || tokens[i].Rel == "" {
			t.Fatalf("token %d, %q, has head %d and relation %q", i, tokens[i].Word, h, tokens[i].Rel)
		}
		steps := 0
		for above := i; above >= 0; above = tokens[above].Head {
			if above < s.First || above >= s.Last {
				t.Fatalf("token %d hangs from %d, outside its sentence %v", i, above, s)
			}
			if steps++; steps > s.Last-s.First {
				t.Fatalf("token %d hangs from itself", i)
			}
		}
	}
	if roots != 1 {
		t.Fatalf("sentence %v has %d roots, want 1", s, roots)
	}
}

func TestSentencesAreTrees(t *testing.T) {
	word := rapid.SampledFrom([]string{"Orla", "Tolk", "said", "that", "the", "quay", "had", "burned", ",", "and", "“", "”", "she", "'s", "of", "to", "go",
		"(", ")", "海", "?", "A.", "3,400", "\u0301", "..."})
	rapid.Check(t, func(t *rapid.T) {
		p := Parse(strings.Join(rapid.SliceOf(word).Draw(t, "words"), " "), Default())
		for _, s := range p.Sentences {
			checkTree(t, p.Tokens, s)
		}
	})
}

func TestEveryOrderOfMovesEndsInATree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tokens := make([]Token, rapid.IntRange(1, 12).Draw(t, "tokens"))
		var tree Tree
		tree.Start(tokens)
		steps := 0
		for ; !tree.Done(); steps++ {
			var can []Move
			for m, ok := range tree.Allowed() {
				if ok {
					can = append(can, Move(m))
				}
			}
			if len(can) == 0 {
				t.Fatalf("no move is allowed with stack %v before token %d", tree.Stack, tree.Next)
			}
			tree.Do(rapid.SampledFrom(can).Draw(t, "move"), "dep")
		}
		if steps != 2*len(tokens) {
			t.Fatalf("%d moves were made, want 2 a token, %d", steps, 2*len(tokens))
		}
		for i, h := range tree.Heads {
			if tokens[i].Head, tokens[i].Rel = h, "dep"; h == len(tokens) {
				tokens[i].Head, tokens[i].Rel = -1, "root"
			}
		}
		checkTree(t, tokens, Sentence{0, len(tokens)})
	})
}

// treeOf prints the words with their heads and relations.
func treeOf(p *Text) string {
	var out []string
	for _, k := range p.Tokens {
		head := "-"
		if k.Head >= 0 {
			head = p.Tokens[k.Head].Word
		}
		out = append(out, fmt.Sprintf("%s:%s:%s", k.Word, k.Rel, head))
	}
	return strings.Join(out, " ")
}

func TestEmbeddedModelParses(t *testing.T) {
	for _, c := range []struct{ s, want string }{
		{"The captain said that the ship had left.",
			"The:det:captain captain:nsubj:said said:root:- that:mark:left the:det:ship ship:nsubj:left had:aux:left left:ccomp:said .:punct:said"},
		{"The crane was sold by the firm.", "The:det:crane crane:nsubj:pass:sold was:aux:pass:sold sold:root:- by:case:firm the:det:firm firm:obl:sold .:punct:sold"},
	} {
		if got := treeOf(Parse(c.s, Default())); got != c.want {
			t.Errorf("tree of %q =\n%s, want\n%s", c.s, got, c.want)
		}
	}
}

func TestLongSentencesAreTreesToo(t *testing.T) {
	s := strings.Repeat("the old crane and ", 124) + "burned"
	for _, s := range []string{s, strings.Repeat(s+" ", 50)} {
		p := Parse(s, Default())
		checkTree(t, p.Tokens, p.Sentences[0])
	}
}
