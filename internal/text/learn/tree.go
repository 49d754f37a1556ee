// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package learn

import (
	"strings"

	"hearsay/internal/text"
)

// likeTreebank makes the tree of an automatic layer (Stanford's "basic" dependencies, the first version of Universal
// Dependencies) one of the second version as the treebank has it: names of persons hang from their first word, a
// conjunction from the conjunct after it, and relations have their newer names. It reports whether the tree is one
// the parser can make.
func likeTreebank(tokens []text.Token) bool {
	for i := range tokens {
		t := &tokens[i]
		if t.Tag == "TO" && t.Rel == "case" {
			t.Tag = "IN"
		}
		t.Rel = newerRelation(tokens, i)
	}
	for i := range tokens {
		if tokens[i].Rel == "cc" {
			conjunctionForward(tokens, i)
		}
	}
	for i := 0; i < len(tokens); {
		end := i + 1
		for end < len(tokens) && tokens[end].Name == tokens[i].Name {
			end++
		}
		if tokens[i].Name == "PERSON" {
			nameByFirst(tokens, i, end)
			titleBefore(tokens, i)
		}
		i = end
	}
	return projective(tokens)
}

func newerRelation(tokens []text.Token, i int) string {
	t := tokens[i]
	switch t.Rel {
	case "dobj":
		return "obj"
	case "nsubjpass":
		return "nsubj:pass"
	case "csubjpass":
		return "csubj:pass"
	case "auxpass":
		return "aux:pass"
	case "mwe":
		return "fixed"
	case "neg":
		if t.Tag == "DT" {
			return "det"
		}
		return "advmod"
	case "nmod", "nmod:tmod", "nmod:npmod":
		if t.Head >= 0 && !nominal(tokens[t.Head].Tag) {
			return "obl"
		}
		return "nmod"
	}
	return text.PlainRelation(t.Rel)
}

func nominal(tag string) bool {
	switch tag {
	case "PRP", "PRP$", "DT", "CD", "WP", "EX", "$":
		return true
	}
	return strings.HasPrefix(tag, "NN")
}

// conjunctionForward hangs the conjunction i, which hangs from the first conjunct, from the next one.
func conjunctionForward(tokens []text.Token, i int) {
	for j := i + 1; j < len(tokens); j++ {
		if tokens[j].Head == tokens[i].Head && tokens[j].Rel == "conj" {
			tokens[i].Head = j
			return
		}
	}
}

// nameByFirst makes the first word of the name of a person the head of the others, where the last one is now.
func nameByFirst(tokens []text.Token, first, end int) {
	last := end - 1
	if last == first {
		return
	}
	for i := first; i < last; i++ {
		if tokens[i].Head != last || tokens[i].Rel != "compound" {
			return
		}
	}
	tokens[first].Head, tokens[first].Rel = tokens[last].Head, tokens[last].Rel
	for i := range tokens {
		if tokens[i].Head == last {
			tokens[i].Head = first
		}
	}
	for i := first + 1; i < end; i++ {
		tokens[i].Head, tokens[i].Rel = first, "flat"
	}
}

// titleBefore gives the noun before the name of a person ("party leader Orla Tolk") what stands before it. Behind an
// article or possessor the noun itself is the head ("the party leader Orla Tolk").
func titleBefore(tokens []text.Token, name int) {
	title := name - 1
	if title < 0 || tokens[title].Head != name || tokens[title].Rel != "compound" || !strings.HasPrefix(tokens[title].Tag, "NN") {
		return
	}
	possessed := false
	for i := range title {
		if tokens[i].Head == name && (tokens[i].Rel == "det" || tokens[i].Rel == "nmod:poss") {
			possessed = true
		}
	}
	tokens[title].Rel = "nmod"
	apposed := possessed && tokens[title].Tag == "NN"
	for i := range title {
		if tokens[i].Head != name {
			continue
		}
		switch tokens[i].Rel {
		case "amod", "compound", "nummod":
			tokens[i].Head = title
		case "det", "nmod:poss", "case":
			if apposed {
				tokens[i].Head = title
			}
		}
	}
	if apposed {
		tokens[title].Head, tokens[title].Rel = tokens[name].Head, tokens[name].Rel
		tokens[name].Head, tokens[name].Rel = title, "appos"
		for i := range tokens {
			if tokens[i].Head == name && (i < title || i > name && tokens[i].Rel != "flat") {
				tokens[i].Head = title
			}
		}
	}
}

// projective lifts arcs that cross others to the head of their head, until none does; the parser makes no others.
// It reports whether the tokens form one tree at all.
func projective(tokens []text.Token) bool {
	if !oneTree(tokens) {
		return false
	}
	for range 2 * len(tokens) {
		worst, span := -1, 0
		for i := range tokens {
			if h := tokens[i].Head; h >= 0 && !spans(tokens, i) {
				if d := max(h-i, i-h); worst < 0 || d < span {
					worst, span = i, d
				}
			}
		}
		if worst < 0 {
			return true
		}
		tokens[worst].Head = tokens[tokens[worst].Head].Head
	}
	return false
}

// spans reports whether all tokens between i and its head are under that head.
func spans(tokens []text.Token, i int) bool {
	h := tokens[i].Head
	for k := min(i, h) + 1; k < max(i, h); k++ {
		above := k
		for above >= 0 && above != h {
			above = tokens[above].Head
		}
		if above != h {
			return false
		}
	}
	return true
}

func oneTree(tokens []text.Token) bool {
	roots := 0
	for i := range tokens {
		if tokens[i].Head < 0 {
			roots++
		}
		above, steps := i, 0
		for above >= 0 && steps <= len(tokens) {
			if tokens[above].Head >= len(tokens) || tokens[above].Head == above {
				return false
			}
			above, steps = tokens[above].Head, steps+1
		}
		if above >= 0 {
			return false
		}
	}
	return roots == 1
}
