// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package learn

import (
	"slices"

	"hearsay/internal/linear"
	"hearsay/internal/text"
)

// gold is a sentence with its tree.
type gold struct {
	tokens []text.Token
	heads  []int // the number of tokens for the root
	right  *oracle
	silver bool
}

func goldTree(tokens []text.Token) *gold {
	g := &gold{tokens: tokens, heads: make([]int, len(tokens))}
	for i, t := range tokens {
		if g.heads[i] = t.Head; t.Head < 0 {
			g.heads[i] = len(tokens)
		}
	}
	g.right = newOracle(g.heads)
	return g
}

// silverEach is the number of passes in which each automatic tree is seen once. There are many more of them than of
// those that people made, and they are worse.
const silverEach = 3

// Numbers of features that are kept, by which the size of the model is chosen.
const (
	keptTags   = 200_000
	keptNames  = 100_000
	keptMoves  = 500_000
	keptLabels = 130_000
)

// trees learns moves and labels from the sentences with trees, which have the tags and names that are found.
func (t *training) trees(told []Example) (moves, labels *linear.Perceptron) {
	var golds []*gold
	examples := slices.DeleteFunc(slices.Clone(told), func(e Example) bool { return !e.Tree || len(e.Tokens) == 0 })
	for _, e := range examples {
		g := goldTree(e.Tokens)
		g.silver = e.Document != ""
		golds = append(golds, g)
	}
	rels := classes(examples, func(t text.Token) string { return t.Rel })
	rels = slices.DeleteFunc(rels, func(s string) bool { return s == "root" })
	p := parser{moves: linear.NewPerceptron(text.Moves), labels: linear.NewPerceptron(rels), random: t.random}
	for pass := range t.Passes {
		p.explore = pass > 0
		t.pass("parse", pass+1, examples, func(e int) (right, all int) {
			if golds[e].silver && e%silverEach != pass%silverEach {
				return 0, 0
			}
			return p.learn(golds[e])
		})
		if settle := max(0, t.Passes-t.Passes/3-1); pass == settle {
			p.moves.Settle(keptMoves)
			p.labels.Settle(keptLabels)
		}
	}
	p.moves.Merge()
	p.labels.Merge()
	return p.moves, p.labels
}

type parser struct {
	moves, labels *linear.Perceptron
	random        *linear.Random
	explore       bool // follow own moves, also wrong ones
	features      text.Features
	tree          text.Tree
	keys          []uint64
}

// learn parses one sentence and moves the weights. It counts the tokens that are given their head.
func (p *parser) learn(g *gold) (right, all int) {
	p.features.Set(g.tokens)
	p.tree.Start(g.tokens)
	for !p.tree.Done() {
		move := p.move(g)
		head, d := p.tree.Arc(move)
		rel := ""
		if d >= 0 {
			if rel = "root"; head < len(g.tokens) {
				rel = p.label(g, head, d)
			}
			if head == g.heads[d] {
				right++
			}
		}
		p.tree.Do(move, rel)
	}
	return right, len(g.tokens)
}

// move learns the next move and gives the one to make.
func (p *parser) move(g *gold) text.Move {
	allowed, harmless := p.tree.Allowed(), g.right.harmless(&p.tree)
	if allowed.Only() >= 0 {
		return allowed.Only()
	}
	p.keys = habits(p.features.Move(p.keys[:0], &p.tree), !g.silver)
	scores := p.moves.Scores(p.keys)
	best, good := -1, -1
	for m := range scores {
		if !allowed[m] {
			continue
		}
		if best < 0 || scores[m] > scores[best] {
			best = m
		}
		if harmless[m] && (good < 0 || scores[m] > scores[good]) {
			good = m
		}
	}
	if good < 0 { // what is right is not allowed
		return text.Move(best)
	}
	p.moves.Update(p.keys, good, best)
	if p.explore && p.random.Next()%10 > 0 {
		return text.Move(best)
	}
	return text.Move(good)
}

// label learns the relation of an arc where the arc is right, and gives the one that is guessed.
func (p *parser) label(g *gold, head, d int) string {
	p.keys = habits(p.features.Label(p.keys[:0], &p.tree, head, d), !g.silver)
	if head == g.heads[d] {
		return p.labels.Name(p.labels.Learn(p.keys, p.labels.Class(g.tokens[d].Rel)))
	}
	return p.labels.Name(p.labels.Guess(p.keys))
}
