// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package stance

import (
	"math"

	"hearsay/internal/linear"
)

// feature is something that holds of a text and a claim, and how much.
type feature struct {
	key   uint64
	value float32
}

// logistic is a multinomial logistic regression.
type logistic struct {
	classes int
	rows    map[uint64]int32
	weights []float32 // classes a row
}

// shares gives the probability of each class.
func (l *logistic) shares(features []feature) []float64 {
	scores := make([]float64, l.classes)
	for _, f := range features {
		if row, ok := l.rows[f.key]; ok {
			for c := range scores {
				scores[c] += float64(l.weights[int(row)*l.classes+c] * f.value)
			}
		}
	}
	softmax(scores)
	return scores
}

func softmax(scores []float64) {
	top, sum := math.Inf(-1), 0.0
	for _, s := range scores {
		top = max(top, s)
	}
	for c, s := range scores {
		scores[c] = math.Exp(s - top)
		sum += scores[c]
	}
	for c := range scores {
		scores[c] /= sum
	}
}

// lesson is one example to learn from.
type lesson struct {
	features []feature
	class    int
}

// schooling is how a regression is trained.
type schooling struct {
	passes int
	rate   float64
	decay  float64   // how strongly weights are drawn towards 0 at each step
	rare   int       // features in fewer lessons are left out
	weight []float64 // of the lessons of a class
}

// learn trains by stochastic gradients with a step for each weight that shrinks with what it has moved (AdaGrad). The
// same lessons give the same weights.
func learn(lessons []lesson, s schooling) *logistic {
	l := &logistic{classes: len(s.weight), rows: map[uint64]int32{}}
	l.count(lessons, s.rare)
	moved := make([]float32, len(l.weights))
	random := linear.NewRandom(1)
	rows := l.rowsOf(lessons)
	scores := make([]float64, l.classes)
	for range s.passes {
		for _, i := range random.Shuffled(len(lessons)) {
			l.step(&lessons[i], rows[i], scores, moved, s)
		}
	}
	return l
}

// count gives a row to each feature that is frequent enough.
func (l *logistic) count(lessons []lesson, rare int) {
	seen := map[uint64]int{}
	for i := range lessons {
		for _, f := range lessons[i].features {
			seen[f.key]++
			if seen[f.key] == rare {
				l.rows[f.key] = int32(len(l.rows))
			}
		}
	}
	l.weights = make([]float32, len(l.rows)*l.classes)
}

// rowsOf looks up the rows of all features once; -1 for a feature without.
func (l *logistic) rowsOf(lessons []lesson) [][]int32 {
	all := make([][]int32, len(lessons))
	for i := range lessons {
		all[i] = make([]int32, len(lessons[i].features))
		for j, f := range lessons[i].features {
			row, ok := l.rows[f.key]
			if !ok {
				row = -1
			}
			all[i][j] = row
		}
	}
	return all
}

func (l *logistic) step(x *lesson, rows []int32, scores []float64, moved []float32, s schooling) {
	clear(scores)
	for j, row := range rows {
		if row >= 0 {
			w := l.weights[int(row)*l.classes:]
			for c := range scores {
				scores[c] += float64(w[c] * x.features[j].value)
			}
		}
	}
	softmax(scores)
	scores[x.class]--
	for j, row := range rows {
		if row < 0 {
			continue
		}
		at := int(row) * l.classes
		for c := range scores {
			w := &l.weights[at+c]
			g := float32(scores[c]*s.weight[x.class])*x.features[j].value + float32(s.decay)**w
			moved[at+c] += g * g
			*w -= float32(s.rate) * g / float32(math.Sqrt(float64(moved[at+c]))+1e-6)
		}
	}
}
