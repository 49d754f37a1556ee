// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package stance

import "math"

// Example is a claim and a text of which it is known how the text stands to it.
type Example struct {
	Claim, Text *Passage
	Stance      Stance
}

// Train makes a model. Where no example is Unrelated, the model takes every text to be about its claim. The same examples in
// the same order give the same model.
func Train(examples []Example) *Model {
	m := &Model{common: NewFrequencies(passages(examples))}
	var topics, manners []lesson
	strange := false
	for _, x := range examples {
		o := overlapOf(x.Claim, x.Text, m.common)
		l := lesson{features: o.topic()}
		if x.Stance == Unrelated {
			l.class, strange = 1, true
		} else {
			manners = append(manners, lesson{o.manner(), int(x.Stance)})
		}
		topics = append(topics, l)
	}
	if strange {
		m.related = learn(topics, schooling{passes: 4, rate: 0.1, decay: 1e-5, rare: 2, weight: []float64{1, 1}})
	}
	m.stand = learn(manners, schooling{passes: 8, rate: 0.05, decay: 3e-3, rare: 5, weight: balance(manners)})
	return m
}

const maxWeight = 4 // of a lesson

// balance lets the lessons of a rare class count for more, so that it is not passed over for a frequent one.
func balance(lessons []lesson) []float64 {
	n := make([]float64, 3)
	for _, l := range lessons {
		n[l.class]++
	}
	for c := range n {
		n[c] = min(maxWeight, math.Sqrt(float64(len(lessons))/(3*max(1, n[c]))))
	}
	return n
}

// passages gives the claims and texts of the examples, each once, in the order of their first use.
func passages(examples []Example) []*Passage {
	var all []*Passage
	seen := map[*Passage]bool{}
	for _, x := range examples {
		for _, p := range []*Passage{x.Claim, x.Text} {
			if !seen[p] {
				seen[p] = true
				all = append(all, p)
			}
		}
	}
	return all
}
