// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package label

import (
	"slices"

	"hearsay/internal/linear"
	"hearsay/internal/text"
)

const (
	// Cut is the probability from which a word counts as part of a cue, NounCut that for nouns, which the models
	// doubt more than they need: there are few among the cues they have seen.
	Cut      = 0.3
	NounCut  = 0.12
	innerCut = 0.7
	longest  = 300 // tokens of a sentence that is still labelled
)

// Find gives the relations of a text, the outermost ones first, each in the order of cues.
func (m *Model) Find(t *text.Text, hints []Hint) []Relation {
	f := NewFrame(t, hints, m.cuenessOf)
	w := &finder{m: m, f: f, outer: make([]float64, f.n), inner: make([]float64, f.n)}
	w.posteriors()
	w.lattice = roleChain.Lattice()
	out := w.relations(cues(f, w.outer, Cut, NounCut))
	return w.nested(out)
}

func (m *Model) cuenessOf(lemma string) uint8 { return m.cueness[lemma] }

type finder struct {
	m            *Model
	f            *Frame
	x            features
	v            view
	lattice      *linear.Lattice
	outer, inner []float64 // probability of each token to be in an outermost cue, and in a cue of any level
}

// posteriors runs the three chains for cues. The outermost ones are told by two of them, whose mean is better than
// each.
func (w *finder) posteriors() {
	joint, outer, inner := jointChain.Lattice(), outerChain.Lattice(), innerChain.Lattice()
	var node [3 + 3 + 7]int32
	var edge [9 + 9 + 49]int32
	flush := func(end int) {
		p := joint.Posteriors()
		first := end - joint.Len()
		for i := first; i < end; i++ {
			k := 7 * (i - first)
			w.outer[i] += (p[k+3] + p[k+4]) / 2
		}
		joint.Reset()
	}
	for s, sent := range w.f.t.Sentences {
		if sent.Last-sent.First > longest {
			continue
		}
		outer.Reset()
		inner.Reset()
		for i := sent.First; i < sent.Last; i++ {
			w.f.cueFeatures(&w.x, i, sent.First, sent.Last)
			w.f.jointFeatures(&w.x, i)
			w.m.cue.Score(w.x.node, node[:])
			w.m.cuePair.Score(w.x.edge, edge[:])
			outer.Push(node[:3], edge[:9], 0)
			inner.Push(node[3:6], edge[9:18], 0)
			joint.Push(node[6:], edge[18:], 0)
		}
		p, q := outer.Posteriors(), inner.Posteriors()
		for i := sent.First; i < sent.Last; i++ {
			k := 3 * (i - sent.First)
			w.outer[i] += (p[k+1] + p[k+2]) / 2
			w.inner[i] = q[k+1] + q[k+2]
		}
		if w.f.paragraphEnds(s) {
			flush(sent.Last)
		}
	}
}

// paragraphEnds reports whether a paragraph, as the joint chain takes it, ends with the sentence: with the line, or
// where it grows too long.
func (f *Frame) paragraphEnds(s int) bool {
	sents := f.t.Sentences
	if s+1 == len(sents) || sents[s+1].Last-sents[s+1].First > longest {
		return true
	}
	return f.t.Tokens[sents[s+1].First].Line != f.t.Tokens[sents[s].First].Line
}

// cues gives the runs of tokens whose probability reaches the cut, or that for nouns.
func cues(f *Frame, p []float64, cut, nouns float64) []Range {
	is := func(i int) bool {
		if tag := f.t.Tokens[i].Tag; tag == "NN" || tag == "NNS" {
			return p[i] >= nouns
		}
		return p[i] >= cut
	}
	var out []Range
	for i := 0; i < f.n; i++ {
		if !is(i) {
			continue
		}
		r := Range{i, i + 1}
		for r.Last < f.n && is(r.Last) && f.sent[r.Last] == f.sent[i] {
			r.Last++
		}
		out = append(out, r)
		i = r.Last - 1
	}
	return out
}

// relations looks from each of the outermost cues.
func (w *finder) relations(cues []Range) []Relation {
	var out []Relation
	for _, c := range cues {
		w.f.look(&w.v, c, cues)
		if r := w.roles(c, nil); len(r.Content) > 0 {
			r.Parent, r.Likely = -1, mean(w.outer[c.First:c.Last])
			out = append(out, r)
		}
	}
	return out
}

// nested looks again inside the contents found, from each cue once: within the smallest content that holds it. The only
// cue shown to the roles is the cue itself, for they have learnt that a content holds no cue of its own level.
func (w *finder) nested(out []Relation) []Relation {
	for parent, held := range held(cues(w.f, w.inner, innerCut, innerCut), out) {
		first := len(out)
		for _, c := range held {
			w.f.look(&w.v, c, nil)
			if r := w.roles(c, out[parent].Content); len(r.Content) > 0 {
				r.Parent, r.Likely = parent, mean(w.inner[c.First:c.Last])
				out = append(out, r)
			}
		}
		hang(out[first:], first, length(out[parent].Content))
	}
	return out
}

// held gives for each relation the cues that stand in its content and in no smaller one, without those that touch the
// cue of a relation.
func held(cues []Range, relations []Relation) [][]Range {
	holder, size := make([]int, len(cues)), make([]int, len(cues))
	for i, r := range relations {
		n, end := length(r.Content), r.Content[len(r.Content)-1].Last
		first, _ := slices.BinarySearchFunc(cues, r.Content[0].First, func(c Range, at int) int { return c.First - at })
		for k := first; k < len(cues) && cues[k].First < end; k++ {
			if within(cues[k], r.Content) && (size[k] == 0 || n < size[k]) {
				holder[k], size[k] = i, n
			}
		}
	}
	out := make([][]Range, len(relations))
	for k, c := range cues {
		touches := slices.ContainsFunc(relations, func(r Relation) bool { return r.Cue.First < c.Last && c.First < r.Cue.Last })
		if size[k] > 0 && !touches {
			out[holder[k]] = append(out[holder[k]], c)
		}
	}
	return out
}

// hang gives each of the relations inside of one outer one, which has a content of that size, as parent the one with
// the smallest content that holds its cue. The first of them has the number first.
func hang(inner []Relation, first, size int) {
	for i := range inner {
		best := size
		for j := range inner {
			n := length(inner[j].Content)
			if j != i && n < best && within(inner[i].Cue, inner[j].Content) && !within(inner[j].Cue, inner[i].Content) {
				inner[i].Parent, best = first+j, n
			}
		}
	}
}

func length(rs []Range) int {
	n := 0
	for _, r := range rs {
		n += r.Last - r.First
	}
	return n
}

func within(c Range, rs []Range) bool {
	return slices.ContainsFunc(rs, func(r Range) bool { return c.First >= r.First && c.Last <= r.Last })
}

func mean(p []float64) float64 {
	sum := 0.0
	for _, x := range p {
		sum += x
	}
	return sum / float64(len(p))
}

// roles finds source and content of the cue that w.v looks from; only tokens of limits can have a role, all where
// limits is nil.
func (w *finder) roles(c Range, limits []Range) Relation {
	v := &w.v
	var node [6]int32
	var edge [36]int32
	w.lattice.Reset()
	before := true // only one label is possible at the token before
	for i := v.lo; i < v.hi; i++ {
		allowed := roleAllowed(c, i, limits)
		one := allowed&(allowed-1) == 0
		if !one || !before { // else the scores are the same for all chains
			w.f.roleFeatures(&w.x, v, i)
			w.m.role.Score(w.x.node, node[:])
			w.m.rolePair.Score(w.x.edge, edge[:])
		}
		w.lattice.Push(node[:], edge[:], allowed)
		before = one
	}
	labels := w.lattice.Best()
	r := Relation{Cue: c}
	for k := 0; k < len(labels); k++ {
		on := uint8(0)
		switch labels[k] {
		case roleSource, roleSourceOn:
			on = roleSourceOn
		case roleContent, roleContentOn:
			on = roleContentOn
		default:
			continue
		}
		run := Range{v.lo + k, v.lo + k + 1}
		for k+1 < len(labels) && labels[k+1] == on {
			k++
			run.Last++
		}
		if on == roleSourceOn {
			r.Source = append(r.Source, run)
		} else {
			r.Content = append(r.Content, run)
		}
	}
	return r
}

func roleAllowed(c Range, i int, limits []Range) uint32 {
	switch {
	case i >= c.First && i < c.Last:
		return 1 << roleCue
	case limits != nil && !within(Range{i, i + 1}, limits):
		return 1 << roleNone
	}
	return 1<<roleCue - 1
}
