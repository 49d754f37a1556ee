// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package stance tells how a text stands to a claim: whether it carries it, denies it, only reports or discusses it, or
// has nothing to do with it. Two linear models over the same kind of features answer one after the other: is the text
// about the claim at all, and if so, how does it stand to it. It is pure, and has no word on what is true.
package stance

import "math"

// Stance is how a text stands to a claim.
type Stance int

// The stances.
const (
	Agree     Stance = iota // the text carries the claim as its own
	Disagree                // the text says that the claim is wrong
	Discuss                 // the text tells of the claim and leaves it open
	Unrelated               // the text is about something else
)

var names = [...]string{"agree", "disagree", "discuss", "unrelated"}

// String gives the name of a stance.
func (s Stance) String() string { return names[s] }

// Judgement is how a text stands to a claim and how sure that is.
type Judgement struct {
	Stance  Stance
	Related float64    // that the text is about the claim, 0 to 1
	Of      [3]float64 // Agree, Disagree and Discuss, if it is, adding up to 1; all 0 where the text is unrelated
}

// Model judges.
type Model struct {
	common  *Frequencies
	related *logistic // nil where all texts are taken to be about their claims
	stand   *logistic
}

// Judge tells how the text stands to the claim, if it is about it at all.
func (m *Model) Judge(claim, text *Passage) Judgement {
	o := overlapOf(claim, text, m.common)
	if m.related == nil {
		return m.stands(o, 1)
	}
	related := m.related.shares(o.topic())[0]
	if related < 0.5 {
		return Judgement{Stance: Unrelated, Related: related}
	}
	return m.stands(o, related)
}

// JudgeRelated tells how a text that is known to be about the claim stands to it.
func (m *Model) JudgeRelated(claim, text *Passage) Judgement {
	return m.stands(overlapOf(claim, text, m.common), 1)
}

func (m *Model) stands(o *overlap, related float64) Judgement {
	j := Judgement{Related: related}
	copy(j.Of[:], m.stand.shares(o.manner()))
	j.Stance = j.likeliest()
	return j
}

func (j *Judgement) likeliest() Stance {
	best := Agree
	for s := range j.Of {
		if j.Of[s] > j.Of[best] {
			best = Stance(s)
		}
	}
	return best
}

// Frequencies tell in how many texts a word stands, so that rare words can count for more. The zero value counts all words alike.
type Frequencies struct {
	texts int
	of    map[string]int
}

// NewFrequencies counts the words of texts.
func NewFrequencies(texts []*Passage) *Frequencies {
	f := &Frequencies{texts: len(texts), of: map[string]int{}}
	for _, p := range texts {
		for _, stem := range p.stems {
			f.of[stem]++
		}
	}
	return f
}

// weight of a stem: 1 where nothing was counted.
func (f *Frequencies) weight(stem string) float64 {
	if f.texts == 0 {
		return 1
	}
	return math.Log(float64(f.texts+1) / float64(f.of[stem]+1))
}
