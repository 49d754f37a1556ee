// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package label

import (
	"fmt"
	"slices"
	"sync"

	"hearsay/internal/linear"
	"hearsay/internal/text"
)

// Trainer gathers examples and trains the four chains.
type Trainer struct {
	joint, outer, inner, role *linear.Trainer
	x                         features
	v                         view
}

// NewTrainer makes one without examples.
func NewTrainer() *Trainer {
	return &Trainer{
		joint: linear.NewTrainer(jointChain), outer: linear.NewTrainer(outerChain),
		inner: linear.NewTrainer(innerChain), role: linear.NewTrainer(roleChain),
	}
}

// Add takes a text with its outermost relations.
func (t *Trainer) Add(f *Frame, gold []Relation) {
	joint, cue, masked := goldLabels(f.n, gold)
	var paragraph []linear.Step
	for s, sent := range f.t.Sentences {
		if sent.Last-sent.First > longest {
			continue
		}
		outer := make([]linear.Step, 0, sent.Last-sent.First)
		for i := sent.First; i < sent.Last; i++ {
			f.cueFeatures(&t.x, i, sent.First, sent.Last)
			outer = append(outer, step(t.x, 0, 1<<cue[i]))
			f.jointFeatures(&t.x, i)
			paragraph = append(paragraph, step(t.x, 0, 1<<joint[i]))
		}
		t.outer.Add(outer)
		for k := range outer {
			if masked[sent.First+k] {
				outer[k].Gold = 0
			}
		}
		t.inner.Add(outer)
		if f.paragraphEnds(s) {
			t.joint.Add(paragraph)
			paragraph = nil
		}
	}
	same := make([]Range, len(gold))
	for i, g := range gold {
		same[i] = g.Cue
	}
	for _, g := range gold {
		t.addRoles(f, g, same)
	}
}

func step(x features, allowed, gold uint32) linear.Step {
	return linear.Step{Node: slices.Clone(x.node), Edge: slices.Clone(x.edge), Allowed: allowed, Gold: gold}
}

func (t *Trainer) addRoles(f *Frame, g Relation, same []Range) {
	f.look(&t.v, g.Cue, same)
	label := make([]uint32, t.v.hi-t.v.lo)
	lay := func(rs []Range, first, on uint32) {
		for _, r := range rs {
			for i := max(r.First, t.v.lo); i < min(r.Last, t.v.hi); i++ {
				label[i-t.v.lo] = on
				if i == max(r.First, t.v.lo) {
					label[i-t.v.lo] = first
				}
			}
		}
	}
	lay(g.Content, roleContent, roleContentOn)
	lay(g.Source, roleSource, roleSourceOn)
	lay([]Range{g.Cue}, roleCue, roleCue)
	for i := 1; i < len(label); i++ { // a cue that splits a run begins a new one
		if label[i] == roleContentOn && label[i-1] != roleContent && label[i-1] != roleContentOn {
			label[i] = roleContent
		}
		if label[i] == roleSourceOn && label[i-1] != roleSource && label[i-1] != roleSourceOn {
			label[i] = roleSource
		}
	}
	steps := make([]linear.Step, 0, len(label))
	for i := t.v.lo; i < t.v.hi; i++ {
		f.roleFeatures(&t.x, &t.v, i)
		steps = append(steps, step(t.x, roleAllowed(g.Cue, i, nil), 1<<label[i-t.v.lo]))
	}
	t.role.Add(steps)
}

// goldLabels gives the label of each token for the joint chain and the cue chains, and whether it is hidden from the
// chain of inner cues because it stands in a content: what is inside of contents is not annotated.
func goldLabels(n int, gold []Relation) (joint, cue []uint32, masked []bool) {
	joint, cue, masked = make([]uint32, n), make([]uint32, n), make([]bool, n)
	lay := func(rs []Range, first uint32, hide bool) {
		for _, r := range rs {
			for i := r.First; i < r.Last; i++ {
				joint[i] = first + 1
				masked[i] = hide
			}
			joint[r.First] = first
		}
	}
	for _, g := range gold {
		lay(g.Content, 5, true)
	}
	for _, g := range gold {
		lay(g.Source, 1, false)
	}
	for _, g := range gold {
		lay([]Range{g.Cue}, 3, false)
	}
	for i := range joint {
		switch {
		case joint[i] == 3:
			cue[i] = 1
		case joint[i] == 4:
			cue[i] = 2
		}
		if joint[i] != 0 && joint[i]%2 == 0 && (i == 0 || joint[i-1] != joint[i] && joint[i-1] != joint[i]-1) {
			joint[i]-- // a run that another cuts begins anew
			if cue[i] == 2 {
				cue[i] = 1
			}
		}
	}
	return joint, cue, masked
}

// Train trains all chains, side by side, and gives their tables; progress, which may be nil, hears of each pass.
func (t *Trainer) Train(seed uint64, progress func(part string, pass int, likelihood float64)) []linear.Part {
	chains := []struct {
		name   string
		t      *linear.Trainer
		labels []string
		passes int
		cut    int
	}{
		{"outer", t.outer, cueLabels, 4, 3}, {"inner", t.inner, cueLabels, 4, 3},
		{"joint", t.joint, jointLabels, 5, 4}, {"role", t.role, roleLabels, 5, 3},
	}
	trained := make([][]linear.Part, len(chains))
	var wg sync.WaitGroup
	for i, c := range chains {
		wg.Go(func() {
			c.t.Train(linear.Options{Passes: c.passes, Cut: c.cut, Rate: 0.1, Seed: seed, Progress: func(pass int, l float64) {
				if progress != nil {
					progress(c.name, pass, l)
				}
			}})
			trained[i] = c.t.Parts(c.name, c.labels, smallest)
		})
	}
	wg.Wait()
	join := func(name string, k int) linear.Part {
		return linear.Join(name, trained[0][k], trained[1][k], trained[2][k])
	}
	return append([]linear.Part{join("cue", 0), join("cue pair", 1)}, trained[3]...)
}

// smallest is the weight below which a feature is left out when it has no greater one.
const smallest = 0.17

// Cueness tells for each lemma how often it is part of a cue where it stands outside of contents, as a level 1 to 7.
// Counts can be taken back out, so that a text can be looked at as if it had not been counted.
type Cueness map[string][2]int

// Add counts a text; sign -1 takes it back.
func (c Cueness) Add(t *text.Text, gold []Relation, sign int) {
	_, cue, masked := goldLabels(len(t.Tokens), gold)
	for i := range t.Tokens {
		if masked[i] && cue[i] == 0 {
			continue
		}
		n := c[t.Tokens[i].Lemma]
		n[1] += sign
		if cue[i] != 0 {
			n[0] += sign
		}
		c[t.Tokens[i].Lemma] = n
	}
}

// Level gives the level of a lemma, 0 for one never seen.
func (c Cueness) Level(lemma string) uint8 {
	n := c[lemma]
	if n[1] <= 0 {
		return 0
	}
	p := (float64(n[0]) + 0.02) / (float64(n[1]) + 1)
	for level, to := range []float64{0.005, 0.05, 0.15, 0.3, 0.5, 0.75} {
		if p < to {
			return uint8(level + 1)
		}
	}
	return 7
}

// Lists gives the levels, and the lemmas of all cues, as lists of a model file: "cueness" and "cues".
func (c Cueness) Lists() map[string][]string {
	levels, cues := []string{}, []string{}
	for lemma, n := range c {
		if n[1] >= 2 && lemma != "" {
			levels = append(levels, fmt.Sprintf("%s %d", lemma, c.Level(lemma)))
		}
		if n[0] > 0 {
			cues = append(cues, lemma)
		}
	}
	slices.Sort(levels)
	slices.Sort(cues)
	return map[string][]string{"cueness": levels, "cues": cues}
}
