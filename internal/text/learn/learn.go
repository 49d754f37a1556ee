// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package learn trains the models of package text: averaged perceptrons (Collins 2002) over the features that
// text computes, from sentences with tags and kinds of names. The same sentences and seed give the same model.
package learn

import (
	"cmp"
	"maps"
	"slices"

	"hearsay/internal/text"
)

// Example is one sentence: tokens with Tag set and, where Names is true, Name too.
type Example struct {
	Tokens []text.Token
	Names  bool
}

// Options of training.
type Options struct {
	Passes int    // over the examples
	Cut    int    // features seen in fewer updates are left out
	Seed   uint64 // of the order of examples
}

// Model trains the tagger of parts of speech on all examples and the tagger of names on those that have names.
// progress, which may be nil, is called after each pass.
func Model(examples []Example, o Options, progress func(part string, pass int, right float64)) []text.Part {
	if progress == nil {
		progress = func(string, int, float64) {}
	}
	pos := newPerceptron(classes(examples, func(t text.Token) string { return t.Tag }))
	name := newPerceptron(classes(examples, nameOf))
	order := shuffled(len(examples), o.Seed)
	for pass := range o.Passes {
		right, all := 0, 0
		for _, e := range order {
			r, n := pos.tagPass(examples[e].Tokens)
			right, all = right+r, all+n
		}
		progress("pos", pass+1, float64(right)/float64(max(all, 1)))
	}
	for pass := range o.Passes {
		right, all := 0, 0
		for _, e := range order {
			if examples[e].Names {
				r, n := name.namePass(examples[e].Tokens)
				right, all = right+r, all+n
			}
		}
		progress("name", pass+1, float64(right)/float64(max(all, 1)))
	}
	return []text.Part{pos.part("pos", o.Cut), name.part("name", o.Cut)}
}

func nameOf(t text.Token) string { return cmp.Or(t.Name, "O") }

func classes(examples []Example, of func(text.Token) string) []string {
	set := map[string]bool{}
	for _, e := range examples {
		for _, t := range e.Tokens {
			set[of(t)] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// shuffled gives 0…n-1 in an order that depends on the seed alone (xorshift64, Fisher–Yates).
func shuffled(n int, seed uint64) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	x := seed | 1
	for i := n - 1; i > 0; i-- {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		j := int(x % uint64(i+1))
		order[i], order[j] = order[j], order[i]
	}
	return order
}

// weight is one weight with what averaging needs: the sum over all steps, and the step it was last changed.
type weight struct {
	now, total float64
	step       int
}

type row struct {
	weights []weight
	updates int
}

type perceptron struct {
	classes []string
	index   map[string]int
	rows    map[uint64]*row
	scores  []float64
	step    int
	buf     []uint64
}

func newPerceptron(classes []string) *perceptron {
	p := &perceptron{classes: classes, index: map[string]int{}, rows: map[uint64]*row{}, scores: make([]float64, len(classes))}
	for i, c := range classes {
		p.index[c] = i
	}
	return p
}

func (p *perceptron) tagPass(gold []text.Token) (right, all int) {
	tokens := slices.Clone(gold)
	prev, prev2 := "<s>", "<s>"
	for i := range tokens {
		p.buf = text.TagFeatures(p.buf[:0], tokens, i, prev, prev2)
		guess := p.learn(p.index[gold[i].Tag])
		if p.classes[guess] == gold[i].Tag {
			right++
		}
		tokens[i].Tag = p.classes[guess]
		prev2, prev = prev, tokens[i].Tag
	}
	return right, len(tokens)
}

func (p *perceptron) namePass(tokens []text.Token) (right, all int) {
	last := "<s>"
	for i := range tokens {
		p.buf = text.NameFeatures(p.buf[:0], tokens, i, last)
		guess := p.learn(p.index[nameOf(tokens[i])])
		last = p.classes[guess]
		if last == nameOf(tokens[i]) {
			right++
		}
	}
	return right, len(tokens)
}

// learn classifies the features in p.buf and, where that is wrong, moves the weights towards gold.
func (p *perceptron) learn(gold int) (guess int) {
	p.step++
	clear(p.scores)
	for _, f := range p.buf {
		if r := p.rows[f]; r != nil {
			for c := range p.scores {
				p.scores[c] += r.weights[c].now
			}
		}
	}
	for c := range p.scores {
		if p.scores[c] > p.scores[guess] {
			guess = c
		}
	}
	if guess == gold {
		return guess
	}
	for _, f := range p.buf {
		r := p.rows[f]
		if r == nil {
			r = &row{weights: make([]weight, len(p.classes))}
			p.rows[f] = r
		}
		r.updates++
		r.weights[gold].add(1, p.step)
		r.weights[guess].add(-1, p.step)
	}
	return guess
}

func (w *weight) add(d float64, step int) {
	w.total += float64(step-w.step) * w.now
	w.step = step
	w.now += d
}

// part averages the weights and scales them to int8 so that the greatest become 127.
func (p *perceptron) part(name string, cut int) text.Part {
	keys := make([]uint64, 0, len(p.rows))
	greatest := 0.0
	for k, r := range p.rows {
		if r.updates < cut {
			continue
		}
		keys = append(keys, k)
		for i := range r.weights {
			r.weights[i].add(0, p.step)
			greatest = max(greatest, abs(r.weights[i].total))
		}
	}
	slices.Sort(keys)
	// Few weights are near the greatest; a quarter of it as full scale keeps small weights apart.
	scale := 127 / max(greatest/4, 1)
	out := text.Part{Name: name, Classes: p.classes, Keys: keys}
	for _, k := range keys {
		for _, w := range p.rows[k].weights {
			out.Weights = append(out.Weights, int8(max(-127, min(127, round(w.total*scale)))))
		}
	}
	return out
}

func abs(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}

func round(x float64) float64 {
	if x < 0 {
		return float64(int(x - 0.5))
	}
	return float64(int(x + 0.5))
}

// Closed gives the words that stand at least three times with the tag of a closed class.
func Closed(examples []Example) []string {
	seen := map[string]int{}
	for _, e := range examples {
		for _, t := range e.Tokens {
			if !text.OpenClass(t.Tag) {
				seen[t.Lower]++
			}
		}
	}
	var out []string
	for w, n := range seen {
		if n >= 3 {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return out
}
