// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package label

import "hearsay/internal/linear"

// node and edge are the features of one position; they are used again.
type features struct{ node, edge []uint64 }

func (x *features) reset() { x.node, x.edge = x.node[:0], x.edge[:0] }

func (x *features) add(h linear.Hash) { x.node = append(x.node, h.Key()) }

func (x *features) pair(h linear.Hash) { x.edge = append(x.edge, h.Key()) }

// cueFeatures are those of token i as a cue, in its sentence [lo, hi).
func (f *Frame) cueFeatures(x *features, i, lo, hi int) {
	x.reset()
	F := linear.Feature
	lemma := func(d int) linear.Hash { return at(f.lemma, i+d, lo, hi) }
	tag := func(d int) linear.Hash { return at(f.tag, i+d, lo, hi) }
	cueness := linear.Hash(f.cueness[i]) + 1
	t := &f.t.Tokens[i]
	x.add(F(1))
	x.add(F(2).With(lemma(0)))
	x.add(F(3).With(lemma(-1)))
	x.add(F(4).With(lemma(1)))
	x.add(F(5).With(lemma(-2)))
	x.add(F(6).With(lemma(2)))
	x.add(F(7).With(f.lower[i]))
	x.add(F(8).With(f.suffix[i]).With(tag(0)))
	x.add(F(9).With(f.shape[i]))
	x.add(F(10).With(tag(0)))
	x.add(F(11).With(tag(-1)).With(tag(0)))
	x.add(F(13).With(tag(-1)).With(tag(0)).With(tag(1)))
	x.add(F(14).With(tag(-2)).With(tag(-1)).With(tag(0)))
	x.add(F(15).With(tag(0)).With(tag(1)).With(tag(2)))
	x.add(F(16).With(lemma(0)).With(tag(0)))
	x.add(F(17).With(lemma(0)).With(lemma(1)))
	x.add(F(18).With(lemma(-1)).With(lemma(0)))
	x.add(F(19).With(lemma(0)).With(tag(1)))
	x.add(F(20).With(lemma(0)).With(tag(-1)))
	x.add(F(21).With(at(f.name, i-1, lo, hi)).With(at(f.name, i, lo, hi)).With(at(f.name, i+1, lo, hi)))
	x.add(F(22).With(cueness))
	x.add(F(23).With(cueness).With(tag(0)))
	if i > lo {
		x.add(F(24).Int(int(f.cueness[i-1])).With(cueness))
	}
	if i+1 < hi {
		x.add(F(25).With(cueness).Int(int(f.cueness[i+1])))
	}
	quoted := 0
	if t.Quoted {
		quoted = 1
	}
	x.add(F(26).Int(quoted).With(cueness))
	x.add(F(28).Int(f.toQuote[i]).With(cueness))
	x.add(F(29).Int(f.toQuote[i]).With(tag(0)))
	f.cueTree(x, i, lo, hi, cueness)
	f.cueHints(x, i, cueness)
	f.cueWords(x, i)
	f.cuePairs(x, i, lo, hi, cueness)
}

// cueTree adds what the parse tells.
func (f *Frame) cueTree(x *features, i, lo, hi int, cueness linear.Hash) {
	F := linear.Feature
	t := &f.t.Tokens[i]
	x.add(F(40).With(f.rel[i]).With(f.tag[i]))
	x.add(F(41).With(f.rel[i]).With(f.lemma[i]))
	x.add(F(42).With(f.rel[i]).With(cueness))
	x.add(F(43).With(f.valency[i]).With(cueness))
	x.add(F(44).With(f.valency[i]).With(f.tag[i]))
	x.add(F(45).With(f.valency[i]).With(f.lemma[i]))
	x.add(F(46).With(f.kids[i]).With(f.tag[i]))
	if h := t.Head; h >= lo && h < hi {
		x.add(F(47).With(f.lemma[h]).With(f.rel[i]))
		x.add(F(48).Int(int(f.cueness[h])).With(f.rel[i]))
		x.add(F(49).Int(int(f.cueness[h])).With(cueness).With(f.tag[i]))
		x.add(F(50).With(f.valency[h]).With(f.rel[i]).With(f.tag[i]))
	}
	s := f.subject[i]
	if s < 0 && t.Head >= lo && t.Head < hi {
		s = f.subject[t.Head]
	}
	if s >= 0 {
		x.add(F(51).With(f.tag[s]).With(f.name[s]).With(cueness))
		x.add(F(52).With(f.lemma[s]).With(cueness))
		x.add(F(53).With(f.tag[s]).With(f.name[s]).With(f.valency[i]))
		x.add(F(54).With(f.lemma[s]))
	} else {
		x.add(F(55).With(cueness))
	}
	if c := f.clause[i]; c >= 0 {
		x.add(F(56).With(f.tag[c]).With(cueness))
		x.add(F(57).With(f.tag[f.lo[c]]).With(f.valency[i]))
		x.add(F(58).With(f.lemma[f.lo[c]]).With(cueness))
	}
}

// cueHints adds what somebody else found.
func (f *Frame) cueHints(x *features, i int, cueness linear.Hash) {
	F := linear.Feature
	role := int(f.hintRole[i])
	x.add(F(60).Int(role))
	x.add(F(61).Int(role).With(cueness))
	x.add(F(62).Int(role).With(f.lemma[i]))
	if h := f.hintCue[i]; h >= 0 {
		x.add(F(63).Int(int(10 * f.hints[h].Weight)).Int(role))
		if len(f.hints[h].Source) == 0 {
			x.add(F(64).Int(role))
		}
	}
	if i > 0 {
		x.add(F(65).Int(int(f.hintRole[i-1])).Int(role))
	}
	if i+1 < f.n {
		x.add(F(66).Int(role).Int(int(f.hintRole[i+1])))
	}
}

// cuePairs adds the features of the pair of i and the token before it.
func (f *Frame) cuePairs(x *features, i, lo, hi int, cueness linear.Hash) {
	F := linear.Feature
	x.pair(F(80))
	x.pair(F(81).With(at(f.tag, i-1, lo, hi)).With(f.tag[i]))
	x.pair(F(82).With(cueness))
	x.pair(F(83).With(f.lemma[i]))
	x.pair(F(84).Int(int(f.hintRole[i])))
	if i > lo {
		x.pair(F(85).Int(f.link(i - 1)).With(f.tag[i]))
		x.pair(F(86).Int(int(f.cueness[i-1])).With(cueness))
	}
}

// link tells how token i and the next one hang together.
func (f *Frame) link(i int) int {
	t := f.t.Tokens
	switch {
	case t[i].Head == i+1:
		return 1
	case t[i+1].Head == i:
		return 2
	case t[i].Head == t[i+1].Head:
		return 3
	}
	return 0
}

// jointFeatures adds to the cue features what the chain over whole paragraphs needs: sentence bounds, quotations,
// and where clauses and noun phrases begin and end.
func (f *Frame) jointFeatures(x *features, i int) {
	F := linear.Feature
	first := i == 0 || f.sent[i-1] != f.sent[i]
	bound := 0
	if first {
		bound = 1
	}
	if i+1 == f.n || f.sent[i+1] != f.sent[i] {
		bound += 2
	}
	x.add(F(100).Int(bound).With(f.tag[i]))
	x.add(F(101).Int(f.near(i, +1)).With(f.tag[i]))
	x.add(F(102).Int(f.near(i, -1)).With(f.tag[i]))
	edge := f.edges(i)
	x.add(F(103).Int(edge).With(f.rel[i]))
	if h := f.governingCue(i); h >= 0 {
		x.add(F(104).With(f.lemma[h]).Int(side(i, h)).With(f.rel[i]))
		x.add(F(105).Int(int(f.cueness[h])).Int(side(i, h)).With(f.branchRel(i, h)))
		x.add(F(106).Int(int(f.cueness[h])).Int(side(i, h)).Int(distance(i - h)))
	}
	quote := 0
	if i > 0 && f.segment[i-1] != f.segment[i] {
		quote = 1
		if f.segment[i] >= 0 {
			quote = 2
		}
	}
	x.pair(F(110).Int(bound).Int(quote))
	x.pair(F(111).Int(edge))
	x.pair(F(112).Int(quote).With(f.tag[i]))
	if i > 0 {
		x.pair(F(113).Int(f.edges(i - 1)).With(f.tag[i-1]))
		x.pair(F(114).Int(int(f.hintRole[i-1])).Int(int(f.hintRole[i])))
	}
}

// near is how far the nearest likely cue is in that direction within the sentence, as a class.
func (f *Frame) near(i, step int) int {
	for d := 1; d <= 24; d++ {
		j := i + d*step
		if j < 0 || j >= f.n || f.sent[j] != f.sent[i] {
			return 20
		}
		if f.cueness[j] >= 6 || f.hintRole[j] == hintCue {
			return distance(d)
		}
	}
	return 21
}

// edges tells whether subtrees of some size begin or end at the token.
func (f *Frame) edges(i int) int {
	out := 0
	for h, up := i, 0; h >= 0 && up < 12; h, up = f.t.Tokens[h].Head, up+1 {
		if f.hi[h]-f.lo[h] < 4 {
			continue
		}
		if f.lo[h] == i {
			out |= 1
		}
		if f.hi[h] == i+1 {
			out |= 2
		}
	}
	return out
}

// governingCue climbs to the nearest token that is often a cue; -1 where there is none.
func (f *Frame) governingCue(i int) int {
	for h, up := f.t.Tokens[i].Head, 0; h >= 0 && up < 24; h, up = f.t.Tokens[h].Head, up+1 {
		if f.cueness[h] >= 5 || f.hintRole[h] == hintCue {
			return h
		}
	}
	return -1
}

// branchRel is the relation of the child of h whose subtree holds i.
func (f *Frame) branchRel(i, h int) linear.Hash {
	for up := 0; i >= 0 && up < 100; up++ {
		if f.t.Tokens[i].Head == h {
			return f.rel[i]
		}
		i = f.t.Tokens[i].Head
	}
	return 0
}

func side(i, h int) int {
	if i < h {
		return 0
	}
	return 1
}
