// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package linear

import (
	"cmp"
	"math"
	"slices"
)

// Perceptron learns an averaged perceptron (Collins 2002) over features that are hashed to keys.
type Perceptron struct {
	classes []string
	index   map[string]int
	rows    rows
	now     []float32 // len(classes) a row
	lag     []float64 // sum of updates times the step at which they were made, for the average
	updates []int32   // of a row
	scores  []float32
	step    int
	settled bool // takes no new features
}

// NewPerceptron makes one of those classes, all weights 0.
func NewPerceptron(classes []string) *Perceptron {
	p := &Perceptron{classes: classes, index: map[string]int{}, scores: make([]float32, len(classes))}
	for i, c := range classes {
		p.index[c] = i
	}
	return p
}

// Class gives the number of a class; 0 for one it does not have.
func (p *Perceptron) Class(name string) int { return p.index[name] }

// Name gives the name of a class.
func (p *Perceptron) Name(class int) string { return p.classes[class] }

// Scores gives the scores of the classes; they are overwritten by the next call.
func (p *Perceptron) Scores(features []uint64) []float32 {
	scores := p.scores
	clear(scores)
	k := len(scores)
	for _, f := range features {
		if r := p.rows.find(f); r >= 0 {
			now := p.now[r*k:]
			now = now[:len(scores)]
			for c := range scores {
				scores[c] += now[c]
			}
		}
	}
	return scores
}

// Guess gives the class with the greatest score.
func (p *Perceptron) Guess(features []uint64) int {
	best := 0
	for c, s := range p.Scores(features) {
		if s > p.scores[best] {
			best = c
		}
	}
	return best
}

// Learn guesses and, where that is not gold, moves the weights. It is one step of the average.
func (p *Perceptron) Learn(features []uint64, gold int) (guess int) {
	guess = p.Guess(features)
	p.Update(features, gold, guess)
	return guess
}

// Update moves the weights of the features towards gold and away from guess where the two differ, and is one step
// of the average.
func (p *Perceptron) Update(features []uint64, gold, guess int) {
	p.step++
	if gold == guess {
		return
	}
	k := len(p.classes)
	for _, f := range features {
		if p.settled && p.rows.find(f) < 0 {
			continue
		}
		r := p.rows.add(f)
		if r == len(p.updates) {
			p.updates = append(p.updates, 0)
			p.now = append(p.now, make([]float32, k)...)
			p.lag = append(p.lag, make([]float64, k)...)
		}
		p.updates[r]++
		p.now[r*k+gold]++
		p.lag[r*k+gold] += float64(p.step)
		p.now[r*k+guess]--
		p.lag[r*k+guess] -= float64(p.step)
	}
}

// Settle keeps that many features, those with the greatest averaged weights, and takes no new ones from then on. Most
// features decide little, and what is learnt afterwards makes up for them.
func (p *Perceptron) Settle(most int) {
	p.settled = true
	if len(p.rows.keys) <= most {
		return
	}
	k := len(p.classes)
	greatest := make([]float64, len(p.rows.keys))
	order := make([]int, len(p.rows.keys))
	for r := range order {
		order[r] = r
		for i := r * k; i < (r+1)*k; i++ {
			greatest[r] = max(greatest[r], math.Abs(p.average(i)))
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(greatest[b], greatest[a]), cmp.Compare(p.rows.keys[a], p.rows.keys[b]))
	})
	kept := order[:most]
	slices.Sort(kept)
	old := *p
	p.rows, p.now, p.lag, p.updates = rows{}, nil, nil, nil
	for _, r := range kept {
		p.rows.add(old.rows.keys[r])
		p.now = append(p.now, old.now[r*k:(r+1)*k]...)
		p.lag = append(p.lag, old.lag[r*k:(r+1)*k]...)
		p.updates = append(p.updates, old.updates[r])
	}
}

// Merge adds the weights of each feature with an even key to those of the feature whose key is greater by one, and
// forgets it. A feature that fires only where that one does costs nothing when the model is used.
func (p *Perceptron) Merge() {
	k := len(p.classes)
	old := *p
	p.rows, p.now, p.lag, p.updates = rows{}, nil, nil, nil
	for r, key := range old.rows.keys {
		to := p.rows.add(key | 1)
		if to == len(p.updates) {
			p.updates = append(p.updates, 0)
			p.now = append(p.now, make([]float32, k)...)
			p.lag = append(p.lag, make([]float64, k)...)
		}
		p.updates[to] += old.updates[r]
		for c := range k {
			p.now[to*k+c] += old.now[r*k+c]
			p.lag[to*k+c] += old.lag[r*k+c]
		}
	}
}

func (p *Perceptron) average(i int) float64 {
	return float64(p.now[i]) - p.lag[i]/float64(max(p.step, 1))
}

// Part gives the averaged weights of features that were updated at least cut times (and at all), scaled to one byte.
// The greatest weight is the full scale: to cut off what is above costs more than small weights that fall together.
func (p *Perceptron) Part(name string, cut int) Part {
	k := len(p.classes)
	greatest := 0.0
	out := Part{Name: name, Classes: p.classes}
	at := map[uint64]int{}
	for r, key := range p.rows.keys {
		if int(p.updates[r]) < max(cut, 1) {
			continue
		}
		out.Keys = append(out.Keys, key)
		at[key] = r
		for i := r * k; i < (r+1)*k; i++ {
			greatest = max(greatest, math.Abs(p.average(i)))
		}
	}
	slices.Sort(out.Keys)
	scale := 127 / max(greatest, 1e-9)
	for _, key := range out.Keys {
		for i := at[key] * k; i < (at[key]+1)*k; i++ {
			out.Weights = append(out.Weights, toByte(p.average(i)*scale))
		}
	}
	return out
}

func toByte(x float64) int8 { return int8(max(-127, min(127, math.Round(x)))) }

// rows numbers keys in the order of their coming: an open-addressing table, for training asks some billion times.
type rows struct {
	keys  []uint64 // by row
	slots []place  // length is a power of two
}

// place is a slot of the table; the key stands beside its row, so that a look-up touches memory once.
type place struct {
	key uint64 // 0: empty
	row int32
}

func (t *rows) find(key uint64) int {
	if len(t.slots) == 0 {
		return -1
	}
	mask := uint64(len(t.slots) - 1)
	for i := key >> 1 & mask; ; i = (i + 1) & mask {
		switch s := &t.slots[i]; s.key {
		case key:
			return int(s.row)
		case 0:
			return -1
		}
	}
}

func (t *rows) add(key uint64) int {
	if r := t.find(key); r >= 0 {
		return r
	}
	if 2*(len(t.keys)+1) > len(t.slots) {
		t.slots = make([]place, max(1024, 2*len(t.slots)))
		for r, k := range t.keys {
			t.place(k, r)
		}
	}
	t.keys = append(t.keys, key)
	t.place(key, len(t.keys)-1)
	return len(t.keys) - 1
}

func (t *rows) place(key uint64, row int) {
	mask := uint64(len(t.slots) - 1)
	i := key >> 1 & mask
	for t.slots[i].key != 0 {
		i = (i + 1) & mask
	}
	t.slots[i] = place{key, int32(row)}
}
