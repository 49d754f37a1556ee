// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package linear

import "math"

// unit is the number of steps of a byte weight that make one unit of log-odds.
const unit = 32

// Chain is a conditional random field over a chain of positions (Lafferty, McCallum and Pereira 2001). Each position
// has a score for each of its labels, and one for each pair of the label before and its own, from·labels + to; both
// are sums of weights of a [Table].
type Chain struct {
	Labels int
	// Barred are pairs of labels, from·labels + to, that never follow one another; the last entries, one a label, are
	// the labels with which no chain begins. Nil where everything can follow.
	Barred []bool
}

// Barred makes the table of a Chain for labels of which those with after[label] set may only follow the labels in
// it, and begin no chain.
func Barred(labels int, after map[int][]int) []bool {
	out := make([]bool, labels*labels+labels)
	for to, froms := range after {
		for from := range labels {
			out[from*labels+to] = true
		}
		for _, from := range froms {
			out[from*labels+to] = false
		}
		out[labels*labels+to] = true
	}
	return out
}

// Lattice holds the scores of one chain; it can be used again after Reset.
type Lattice struct {
	chain  *Chain
	k      int
	node   []int32 // k a position
	edge   []int32 // k·k a position
	lit    []uint32
	best   []int32
	back   []uint8
	labels []uint8
	sums   sums
}

// Lattice makes an empty one.
func (c *Chain) Lattice() *Lattice { return &Lattice{chain: c, k: c.Labels} }

// Reset empties it.
func (l *Lattice) Reset() { l.node, l.edge, l.lit = l.node[:0], l.edge[:0], l.lit[:0] }

// Len is the number of positions.
func (l *Lattice) Len() int { return len(l.lit) }

// Push adds a position with the scores of its labels and of pairs of labels, which are copied; allowed is the set of
// labels possible there, as bits, 0 for all.
func (l *Lattice) Push(node, edge []int32, allowed uint32) {
	l.node, l.edge = append(l.node, node[:l.k]...), append(l.edge, edge[:l.k*l.k]...)
	if allowed == 0 {
		allowed = 1<<l.k - 1
	}
	l.lit = append(l.lit, allowed)
}

func (l *Lattice) barred(from, to int) bool {
	return l.chain.Barred != nil && l.chain.Barred[from*l.k+to]
}

func (l *Lattice) barredStart(to int) bool {
	return l.chain.Barred != nil && l.chain.Barred[l.k*l.k+to]
}

const never = math.MinInt32 / 2

// Best gives the labels of the best chain (Viterbi), of equals the lowest. It is overwritten by the next call.
func (l *Lattice) Best() []uint8 {
	k, n := l.k, l.Len()
	l.best, l.back, l.labels = grow(l.best, n*k), grow(l.back, n*k), grow(l.labels, n)
	for i := range n {
		for to := range k {
			score, from := int32(never), 0
			switch {
			case l.lit[i]>>to&1 == 0:
			case i == 0:
				if !l.barredStart(to) {
					score = 0
				}
			default:
				for f := range k {
					if s := l.best[(i-1)*k+f] + l.edge[i*k*k+f*k+to]; s > score && !l.barred(f, to) {
						score, from = s, f
					}
				}
			}
			if score > never/2 {
				score += l.node[i*k+to]
			}
			l.best[i*k+to], l.back[i*k+to] = max(score, never), uint8(from)
		}
	}
	at := 0
	for i := n - 1; i >= 0; i-- {
		if i == n-1 {
			at = max(0, Greatest(l.best[i*k:(i+1)*k], nil))
		}
		l.labels[i] = uint8(at)
		at = int(l.back[i*k+at])
	}
	return l.labels
}

// Posteriors gives the probability of each label at each position, k a position. It is overwritten by the next
// call.
func (l *Lattice) Posteriors() []float64 {
	k, n := l.k, l.Len()
	l.sums.k = k
	l.sums.node, l.sums.edge = grow(l.sums.node, n*k), grow(l.sums.edge, n*k*k)
	for i := range n {
		for to := range k {
			p := potential(l.node[i*k+to])
			if l.lit[i]>>to&1 == 0 || i == 0 && l.barredStart(to) {
				p = 0
			}
			l.sums.node[i*k+to] = p
			for from := range k {
				q := 0.0
				if !l.barred(from, to) {
					q = potential(l.edge[i*k*k+from*k+to])
				}
				l.sums.edge[i*k*k+from*k+to] = q
			}
		}
	}
	l.sums.run()
	return l.sums.posterior
}

// potentials holds the exponentials of the scores that are usual.
var potentials = func() (out [1 << 11]float64) {
	for i := range out {
		out[i] = math.Exp(float64(i-len(out)/2) / unit)
	}
	return out
}()

// potential is the exponential of a score.
func potential(score int32) float64 {
	if i := int(score) + len(potentials)/2; i >= 0 && i < len(potentials) {
		return potentials[i]
	}
	return math.Exp(float64(score) / unit)
}

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/2)
	}
	return s[:n]
}

// sums is the forward-backward algorithm over potentials that are already exponentials.
type sums struct {
	k                   int
	node, edge          []float64
	forward, backward   []float64
	posterior, pairs    []float64 // pairs: k·k a position, probability of the labels before and at it
	wantPairs, possible bool
}

// run fills posterior, and pairs where they are wanted. Each position is scaled to sum one.
func (s *sums) run() {
	k, n := s.k, len(s.node)/s.k
	s.forward, s.backward, s.posterior = grow(s.forward, n*k), grow(s.backward, n*k), grow(s.posterior, n*k)
	s.possible = true
	for i := range n {
		for to := range k {
			in := 1.0
			if i > 0 {
				in = 0
				for from := range k {
					in += s.forward[(i-1)*k+from] * s.edge[i*k*k+from*k+to]
				}
			}
			s.forward[i*k+to] = in * s.node[i*k+to]
		}
		s.possible = scale(s.forward[i*k:(i+1)*k]) && s.possible
	}
	for i := n - 1; i >= 0; i-- {
		for from := range k {
			out := 1.0
			if i < n-1 {
				out = 0
				for to := range k {
					j := (i + 1) * k
					out += s.edge[j*k+from*k+to] * s.node[j+to] * s.backward[j+to]
				}
			}
			s.backward[i*k+from] = out
		}
		scale(s.backward[i*k : (i+1)*k])
		for c := range k {
			s.posterior[i*k+c] = s.forward[i*k+c] * s.backward[i*k+c]
		}
		scale(s.posterior[i*k : (i+1)*k])
	}
	if s.wantPairs {
		s.fillPairs()
	}
}

func (s *sums) fillPairs() {
	k, n := s.k, len(s.node)/s.k
	s.pairs = grow(s.pairs, n*k*k)
	for i := 1; i < n; i++ {
		at := s.pairs[i*k*k : (i+1)*k*k]
		for from := range k {
			for to := range k {
				at[from*k+to] = s.forward[(i-1)*k+from] * s.edge[i*k*k+from*k+to] * s.node[i*k+to] * s.backward[i*k+to]
			}
		}
		scale(at)
	}
}

// scale makes the numbers sum to one and reports whether they could be.
func scale(x []float64) bool {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	if !(sum > 0) || math.IsInf(sum, 0) {
		return false
	}
	for i := range x {
		x[i] /= sum
	}
	return true
}
