// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package stance

import (
	"sync"

	"hearsay/internal/linear"
)

// Shipped is the model for use. No corpus of stances may be trained on for it (they are for measuring only), so
// its weights are set by hand, for a few of the features that a trained model has: how much of the claim the text has, and
// signs of denial, doubt and report in the nearest sentences. All words weigh the same.
var Shipped = sync.OnceValue(func() *Model {
	return &Model{common: &Frequencies{}, related: shippedTopic(), stand: shippedManner()}
})

// set gives a feature its weights.
func (l *logistic) set(h linear.Hash, weights ...float32) {
	l.rows[h.Key()] = int32(len(l.rows))
	l.weights = append(l.weights, weights...)
}

// shippedTopic takes a text to be about a claim when it has some 40 per cent of its words and a sentence of it has some 30.
func shippedTopic() *logistic {
	l := &logistic{classes: 2, rows: map[uint64]int32{}}
	l.set(linear.String("always"), -3.1, 0)
	for i := range ladder {
		l.set(linear.String("cover").Int(i), 0.2, 0)
		l.set(linear.String("best").Int(i), 0.2, 0)
	}
	return l
}

// shippedManner takes a text to agree that has no sign of anything else. A sign of denial outweighs all, unless the claim
// has one too; negations cancel out likewise. Doubt and questions leave the claim open, and so, less surely, does telling who reports it.
func shippedManner() *logistic {
	l := &logistic{classes: 3, rows: map[uint64]int32{}}
	near, claim, cross := linear.String("near"), linear.String("claim"), linear.String("claim and near")
	l.set(linear.String("always"), 1.5, -1, 0.2)
	l.set(atLeast(near, refute, 1), 0, 3.5, 0.5)
	l.set(atLeast(near, refute, 2), 0, 0.5, 0)
	l.set(atLeast(claim, refute, 1), 0, 3.5, 0.5)
	l.set(both(cross, refute, refute), 0, -7, -1)
	l.set(atLeast(near, negation, 1), 0, 2, 0.4)
	l.set(atLeast(claim, negation, 1), 0, 2, 0.4)
	l.set(both(cross, negation, negation), 0, -4, -0.8)
	l.set(atLeast(near, hedge, 1), 0, 0, 2)
	l.set(atLeast(near, ask, 1), 0, 0, 2)
	l.set(atLeast(near, report, 1), 0, 0, 0.8)
	l.set(atLeast(near, source, 1), 0, 0, 0.4)
	l.set(atLeast(near, firm, 1), 0.4, 0, 0)
	return l
}
