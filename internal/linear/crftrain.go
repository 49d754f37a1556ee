// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package linear

import (
	"math"
	"slices"
)

// Trainer learns the weights of a [Chain] by stochastic gradient steps on its log-likelihood (AdaGrad, Duchi et al.
// 2011), with feature dropout: each feature of each position is left out of a step with probability one half, and
// the weights are halved in the end (Wager, Wang and Liang 2013).
type Trainer struct {
	k          int
	barred     []bool
	node, edge side
	chains     []chainOf
}

// side is one of the two tables while it is learnt.
type side struct {
	rows   rows
	counts []int32 // how often each feature was seen
	ids    []int32 // features of all positions, one after another
	w, g   []float32
	width  int
	pairs  bool // a weight for each pair of labels
}

// faint is the greatest weight, in steps, that is left out of rows of pairs.
const faint = 1

// chainOf is one training chain: for each position where its features lie and the labels it may have.
type chainOf struct {
	node, edge [][2]int32
	allowed    []uint32
	gold       []uint32
}

// NewTrainer makes one for that chain.
func NewTrainer(c Chain) *Trainer {
	return &Trainer{k: c.Labels, barred: c.Barred, node: side{width: c.Labels}, edge: side{width: c.Labels * c.Labels, pairs: true}}
}

// Step is one position of a training chain.
type Step struct {
	Node, Edge []uint64
	Allowed    uint32 // labels possible, as bits; 0 for all
	Gold       uint32 // labels that are right, as bits; 0 where that is not known
}

// Add takes a chain for training; it keeps no reference to steps.
func (t *Trainer) Add(steps []Step) {
	c := chainOf{}
	for _, s := range steps {
		allowed := s.Allowed
		if allowed == 0 {
			allowed = 1<<t.k - 1
		}
		gold := s.Gold
		if gold == 0 {
			gold = allowed
		}
		c.node = append(c.node, t.node.take(s.Node))
		c.edge = append(c.edge, t.edge.take(s.Edge))
		c.allowed, c.gold = append(c.allowed, allowed), append(c.gold, gold)
	}
	t.chains = append(t.chains, c)
}

func (s *side) take(keys []uint64) [2]int32 {
	from := int32(len(s.ids))
	for _, k := range keys {
		r := s.rows.add(k)
		if r == len(s.counts) {
			s.counts = append(s.counts, 0)
		}
		s.counts[r]++
		s.ids = append(s.ids, int32(r))
	}
	return [2]int32{from, int32(len(s.ids))}
}

// Options of training a chain.
type Options struct {
	Passes int
	Cut    int     // features seen fewer times are left out
	Rate   float64 // of learning; 0.1 is usual
	Seed   uint64
	// Progress, which may be nil, is called after each pass with the mean log-likelihood of a chain under dropout.
	Progress func(pass int, likelihood float64)
}

// Train runs over the chains.
func (t *Trainer) Train(o Options) {
	t.node.begin(o.Cut)
	t.edge.begin(1)
	random := NewRandom(o.Seed)
	l := &learner{Trainer: t, rate: float32(o.Rate), random: random}
	l.free.k, l.tied.k = t.k, t.k
	l.free.wantPairs, l.tied.wantPairs = true, true
	for pass := range o.Passes {
		sum := 0.0
		for _, i := range random.Shuffled(len(t.chains)) {
			sum += l.step(&t.chains[i])
		}
		if o.Progress != nil {
			o.Progress(pass+1, sum/float64(max(1, len(t.chains))))
		}
	}
}

// begin drops rare features and makes room for weights.
func (s *side) begin(cut int) {
	kept := make([]int32, len(s.counts))
	var keys rows
	for r, key := range s.rows.keys {
		kept[r] = -1
		if int(s.counts[r]) >= cut {
			kept[r] = int32(keys.add(key))
		}
	}
	for i, r := range s.ids {
		s.ids[i] = kept[r]
	}
	s.rows = keys
	s.w, s.g = make([]float32, len(keys.keys)*s.width), make([]float32, len(keys.keys)*s.width)
}

// learner is the state of a run.
type learner struct {
	*Trainer
	rate       float32
	random     *Random
	bits, left uint64
	nodeIDs    []int32
	edgeIDs    []int32
	raw        []float64
	free, tied sums
	grad       []float32
}

// keep copies ids without those that are rare or that fall to dropout.
func (l *learner) keep(out, ids []int32) []int32 {
	out = out[:0]
	for _, id := range ids {
		if l.left == 0 {
			l.bits, l.left = l.random.Next(), 64
		}
		if l.bits&1 == 0 || id < 0 {
			id = -1
		}
		l.bits >>= 1
		l.left--
		out = append(out, id)
	}
	return out
}

// step is one step on one chain; it gives its log-likelihood.
func (l *learner) step(c *chainOf) float64 {
	n, k := len(c.node), l.k
	if n == 0 {
		return 0
	}
	l.nodeIDs = l.keep(l.nodeIDs, l.node.ids[c.node[0][0]:c.node[n-1][1]])
	l.edgeIDs = l.keep(l.edgeIDs, l.edge.ids[c.edge[0][0]:c.edge[n-1][1]])
	l.potentials(c)
	l.tied.node, l.tied.edge = grow(l.tied.node, n*k), l.free.edge
	for i := range n {
		for y := range k {
			l.tied.node[i*k+y] = l.free.node[i*k+y]
			if c.gold[i]>>y&1 == 0 {
				l.tied.node[i*k+y] = 0
			}
		}
	}
	l.free.run()
	l.tied.run()
	if !l.free.possible || !l.tied.possible {
		return 0
	}
	l.grad = grow(l.grad, max(k, k*k))
	likelihood := 0.0
	for i := range n {
		p := 0.0
		for y := range k {
			l.grad[y] = float32(l.free.posterior[i*k+y] - l.tied.posterior[i*k+y])
			if c.gold[i]>>y&1 == 1 {
				p += l.free.posterior[i*k+y]
			}
		}
		likelihood += math.Log(max(p, 1e-12))
		l.node.move(l.nodeIDs[c.node[i][0]-c.node[0][0]:c.node[i][1]-c.node[0][0]], l.grad[:k], l.rate)
		if i == 0 {
			continue
		}
		for y := range k * k {
			l.grad[y] = float32(l.free.pairs[i*k*k+y] - l.tied.pairs[i*k*k+y])
		}
		l.edge.move(l.edgeIDs[c.edge[i][0]-c.edge[0][0]:c.edge[i][1]-c.edge[0][0]], l.grad[:k*k], l.rate)
	}
	return likelihood
}

// potentials fills l.free with the exponentials of the scores of the features kept.
func (l *learner) potentials(c *chainOf) {
	n, k := len(c.node), l.k
	l.free.node, l.free.edge = grow(l.free.node, n*k), grow(l.free.edge, n*k*k)
	scores := grow(l.raw, k*k)
	l.raw = scores
	for i := range n {
		l.node.score(l.nodeIDs[c.node[i][0]-c.node[0][0]:c.node[i][1]-c.node[0][0]], scores[:k])
		for y := range k {
			p := math.Exp(scores[y])
			if c.allowed[i]>>y&1 == 0 || i == 0 && l.barred != nil && l.barred[k*k+y] {
				p = 0
			}
			l.free.node[i*k+y] = p
		}
		l.edge.score(l.edgeIDs[c.edge[i][0]-c.edge[0][0]:c.edge[i][1]-c.edge[0][0]], scores)
		for y := range k * k {
			p := math.Exp(scores[y])
			if l.barred != nil && l.barred[y] {
				p = 0
			}
			l.free.edge[i*k*k+y] = p
		}
	}
}

func (s *side) score(ids []int32, scores []float64) {
	clear(scores)
	for _, id := range ids {
		if id >= 0 {
			row := s.w[int(id)*s.width : (int(id)+1)*s.width]
			for y, w := range row {
				scores[y] += float64(w)
			}
		}
	}
}

func (s *side) move(ids []int32, grad []float32, rate float32) {
	for _, id := range ids {
		if id < 0 {
			continue
		}
		at := int(id) * s.width
		w, g := s.w[at:at+s.width], s.g[at:at+s.width]
		for y, d := range grad {
			if d > 1e-5 || d < -1e-5 {
				g[y] += d * d
				w[y] -= rate * d / float32(math.Sqrt(float64(g[y])+1e-8))
			}
		}
	}
}

// Parts gives the weights as two parts of a model file; rows with no weight of at least prune (in units of log-odds)
// are left out.
func (t *Trainer) Parts(name string, labels []string, prune float64) []Part {
	pairs := make([]string, 0, t.k*t.k)
	for _, from := range labels {
		for _, to := range labels {
			pairs = append(pairs, from+" "+to)
		}
	}
	return []Part{t.node.part(name, labels, prune), t.edge.part(name+" pair", pairs, prune)}
}

func (s *side) part(name string, classes []string, prune float64) Part {
	out := Part{Name: name, Classes: classes}
	at := map[uint64]int{}
	for r, key := range s.rows.keys {
		row := s.w[r*s.width : (r+1)*s.width]
		if slices.ContainsFunc(row, func(w float32) bool { return math.Abs(float64(w)) >= prune }) {
			out.Keys = append(out.Keys, key)
			at[key] = r
		}
	}
	slices.Sort(out.Keys)
	for _, key := range out.Keys {
		r := at[key]
		for _, w := range s.w[r*s.width : (r+1)*s.width] {
			b := toByte(float64(w) / 2 * unit)
			if s.pairs && b >= -faint && b <= faint {
				b = 0 // rows of pairs are long, and most of it is noise
			}
			out.Weights = append(out.Weights, b)
		}
	}
	return out
}
