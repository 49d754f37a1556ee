// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package label finds which words of a text are source, cue and content of an attribution, by conditional random
// fields over tagged and parsed sentences. A first pass finds cues, a second one looks from each cue for its source
// and content, and both are done again inside the contents found. It knows neither acts nor voices.
package label

import (
	"errors"
	"strconv"
	"strings"
	"sync"

	"hearsay/internal/linear"
	"hearsay/internal/text"
)

// Range is a run of tokens [First, Last) of a text.
type Range struct{ First, Last int }

// Relation is one attribution in terms of tokens. Source may be empty; Cue and Content are not.
type Relation struct {
	Source  []Range
	Cue     Range
	Content []Range
	// Parent is the number of the relation whose content holds this one, -1 for an outermost one.
	Parent int
	// Likely is the probability of the cue, 0 to 1.
	Likely float64
}

// Hint is an attribution that somebody else found; the models take it as advice.
type Hint struct {
	Source, Cue, Content []Range
	Weight               float64 // 0 to 1
}

// Model holds the trained tables.
type Model struct {
	cue, cuePair   *linear.Table // of the chains outer, inner and joint, side by side
	role, rolePair *linear.Table
	cueness        map[string]uint8
	cues           map[string]bool // lemmas that stand in cues of the training data
}

// Labels of the chains. The order decides the numbers.
var (
	jointLabels = []string{"O", "source", "+source", "cue", "+cue", "content", "+content"}
	cueLabels   = []string{"O", "cue", "+cue"}
	roleLabels  = []string{"O", "source", "+source", "content", "+content", "cue"}
	outerChain  = linear.Chain{Labels: 3, Barred: linear.Barred(3, map[int][]int{2: {1, 2}})}
	innerChain  = outerChain
	jointChain  = linear.Chain{Labels: 7, Barred: linear.Barred(7, map[int][]int{2: {1, 2}, 4: {3, 4}, 6: {5, 6}})}
	roleChain   = linear.Chain{Labels: 6, Barred: linear.Barred(6, map[int][]int{2: {1, 2}, 4: {3, 4}})}
)

// Numbers of labels of the role chain.
const (
	roleNone = iota
	roleSource
	roleSourceOn
	roleContent
	roleContentOn
	roleCue
)

// NewModel takes the tables of a model file.
func NewModel(f *linear.File) (*Model, error) {
	m := &Model{cueness: map[string]uint8{}, cues: map[string]bool{}}
	for _, t := range []struct {
		name    string
		table   **linear.Table
		classes int
	}{{"cue", &m.cue, 3 + 3 + 7}, {"cue pair", &m.cuePair, 9 + 9 + 49}, {"role", &m.role, 6}, {"role pair", &m.rolePair, 36}} {
		if *t.table = f.Table(t.name); *t.table == nil || len((*t.table).Classes) != t.classes {
			return nil, errors.New("model lacks the part " + t.name)
		}
	}
	for _, line := range f.Lists["cueness"] {
		lemma, level, _ := strings.Cut(line, " ")
		n, err := strconv.Atoi(level)
		if err != nil {
			return nil, errors.New("model list cueness: " + line + " is no word and level")
		}
		m.cueness[lemma] = uint8(n)
	}
	for _, lemma := range f.Lists["cues"] {
		m.cues[lemma] = true
	}
	return m, nil
}

// Known reports whether the lemma stands in a cue of the training data.
func (m *Model) Known(lemma string) bool { return m.cues[lemma] }

// Default gives the model that is built into the binary.
var Default = sync.OnceValue(func() *Model {
	m, err := NewModel(text.Default().File)
	if err != nil {
		panic("the embedded model is damaged: " + err.Error())
	}
	return m
})
