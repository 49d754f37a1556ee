// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package stance

import (
	"cmp"
	"math"
	"slices"
)

const (
	leading = 2 // sentences that a text begins with
	nearest = 3 // sentences that are looked at most closely
)

// overlap is what a claim and a text have in common.
type overlap struct {
	claim, text *Passage
	words       []claimWord // of the claim, each once, the rarest first
	total       float64     // weight of all of them
	missing     float64     // weight of those that the text lacks
	shares      []float64   // of each sentence: the weight of the claim's words that it has, of total
	near        []int       // the sentences with the greatest shares, greatest first
	cosine      float64
	pairs       float64 // share of the claim's neighbouring words that stand close to each other in the text
	lead        float64 // share of the weight that stands in the leading sentences
	numbers     int     // of the claim
	others      int     // of them that the text lacks
}

type claimWord struct {
	stem   string
	weight float64
	found  bool
}

func overlapOf(claim, text *Passage, f *Frequencies) *overlap {
	o := &overlap{claim: claim, text: text, shares: make([]float64, len(text.sentences))}
	for _, stem := range claim.stems {
		w := claimWord{stem, f.weight(stem), len(text.at[stem]) > 0}
		o.words = append(o.words, w)
		o.total += w.weight
		if !w.found {
			o.missing += w.weight
		}
		o.spread(w)
		if at := claim.at[stem][0]; claim.sentences[at.sentence][at.word].number {
			o.numbers++
			if !w.found {
				o.others++
			}
		}
	}
	slices.SortStableFunc(o.words, func(a, b claimWord) int { return cmp.Compare(b.weight, a.weight) })
	if o.total > 0 {
		for i := range o.shares {
			o.shares[i] /= o.total
		}
		o.lead /= o.total
	}
	o.closest()
	o.measure(f)
	o.neighbours()
	return o
}

// spread counts a word of the claim to the sentences that have it.
func (o *overlap) spread(w claimWord) {
	last := -1
	for _, at := range o.text.at[w.stem] {
		if at.sentence == last {
			continue
		}
		if last < 0 && at.sentence < leading {
			o.lead += w.weight
		}
		last = at.sentence
		o.shares[last] += w.weight
	}
}

// closest chooses the sentences that have most of the claim; one with less than half of the best one's share is none.
func (o *overlap) closest() {
	for i, share := range o.shares {
		if share == 0 {
			continue
		}
		at := len(o.near)
		for at > 0 && o.shares[o.near[at-1]] < share {
			at--
		}
		if at < nearest {
			o.near = slices.Insert(o.near, at, i)
			o.near = o.near[:min(nearest, len(o.near))]
		}
	}
	for len(o.near) > 1 && o.shares[o.near[len(o.near)-1]] < o.shares[o.near[0]]/2 {
		o.near = o.near[:len(o.near)-1]
	}
}

// measure computes the cosine of the two vectors of words.
func (o *overlap) measure(f *Frequencies) {
	dot, a, b := 0.0, 0.0, 0.0
	for _, w := range o.words {
		x := w.weight * float64(len(o.claim.at[w.stem]))
		a += x * x
		if w.found {
			dot += x * w.weight * (1 + math.Log(float64(len(o.text.at[w.stem]))))
		}
	}
	for _, stem := range o.text.stems {
		y := f.weight(stem) * (1 + math.Log(float64(len(o.text.at[stem]))))
		b += y * y
	}
	if a > 0 && b > 0 {
		o.cosine = dot / math.Sqrt(a*b)
	}
}

// neighbours looks for pairs of words that follow each other in the claim and stand within three words in the text.
func (o *overlap) neighbours() {
	n, last := 0, ""
	for _, s := range o.claim.sentences {
		for _, w := range s {
			if w.stem == "" {
				continue
			}
			if last != "" {
				n++
				if o.text.close(last, w.stem) {
					o.pairs++
				}
			}
			last = w.stem
		}
	}
	if n > 0 {
		o.pairs /= float64(n)
	}
}

func (p *Passage) close(a, b string) bool {
	for _, x := range p.at[a] {
		for _, y := range p.at[b] {
			if x.sentence == y.sentence && y.word-x.word <= 3 && x.word-y.word <= 3 {
				return true
			}
		}
	}
	return false
}
