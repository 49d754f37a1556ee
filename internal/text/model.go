// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package text

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"hearsay/internal/linear"
)

// Model holds the trained models of language. It is read-only after loading and may be used by many goroutines.
type Model struct {
	*linear.File
	pos    *linear.Table
	name   *linear.Table
	moves  *linear.Table // nil where the model has no parser
	label  *linear.Table
	closed map[string]bool   // words of the closed classes: only they can be articles, pronouns, prepositions …
	fixed  map[string]string // the tag of words that have only one
	verbs  map[string]bool   // words that were seen as verbs in the form that orders have
	open   []bool            // for each class of pos whether any word can be of it
	nouns  []bool            // for each class of pos whether a word with a capital that nobody knows can be of it
	worded []bool            // for each class of pos whether any word of letters can be of it: open, and no mark's
	idle   sync.Pool         // of *work
}

//go:embed model.bin
var embedded []byte

// Default gives the model that is built into the binary. The same value is returned by each call.
var Default = sync.OnceValue(func() *Model {
	m, err := Load(embedded)
	if err != nil {
		panic("the embedded model is damaged: " + err.Error())
	}
	return m
})

// Load reads a model file as [linear.Load] does, and looks for the tables "pos" and "name", for "parse" and "label",
// without which nothing is parsed, and for the lists "closed", "fixed" and "verbs".
func Load(file []byte) (*Model, error) {
	f, err := linear.Load(file)
	if err != nil {
		return nil, fmt.Errorf("load model: %w", err)
	}
	m := &Model{File: f, pos: f.Table("pos"), name: f.Table("name"), moves: f.Table("parse"), label: f.Table("label"), closed: map[string]bool{}, fixed: map[string]string{}, verbs: map[string]bool{}}
	if m.pos == nil || m.name == nil {
		return nil, errors.New("model lacks a part: pos and name are needed")
	}
	if m.moves != nil && (m.label == nil || !slices.Equal(m.moves.Classes, Moves)) {
		return nil, errors.New("model has moves of a parser that this program does not know, or no label")
	}
	for _, w := range f.Lists["fixed"] {
		word, tag, _ := strings.Cut(w, " ")
		m.fixed[word] = tag
	}
	for _, w := range f.Lists["closed"] {
		m.closed[w] = true
	}
	for _, w := range f.Lists["verbs"] {
		m.verbs[w] = true
	}
	for _, c := range m.pos.Classes {
		m.open = append(m.open, OpenClass(c))
		m.worded = append(m.worded, OpenClass(c) && !markClass(c))
		m.nouns = append(m.nouns, strings.HasPrefix(c, "NN") || strings.HasPrefix(c, "JJ") || c == "FW" || c == "UH")
	}
	return m, nil
}

// work is what the layers need for one text, and use again for the next.
type work struct {
	features Features
	tree     Tree
	around   Neighbourhood
	keys     []uint64
	scores   []int32
}

// Annotate gives the tokens of a text tags, lemmas, heads and names.
func (m *Model) Annotate(tokens []Token, sentences []Sentence) {
	w, _ := m.idle.Get().(*work)
	if w == nil {
		w = &work{scores: make([]int32, 256)}
	}
	w.features.load(tokens, sentences)
	for _, s := range sentences {
		w.features.sentence(s)
		m.tag(w)
	}
	m.tagAgain(w, sentences)
	for _, s := range sentences {
		w.features.sentence(s)
		m.findNames(w)
	}
	if len(sentences) > 1 {
		m.findNamesAgain(w, sentences)
	}
	for i := range tokens {
		tokens[i].Lemma = lemma(tokens[i].Lower, tokens[i].Tag)
		w.features.all.names[i] = nameHash(tokens[i].Name)
	}
	for _, s := range sentences {
		if m.moves != nil {
			w.features.sentence(s)
			m.parse(w, s.First)
		}
	}
	w.features.Tokens, w.features.text = nil, nil
	m.idle.Put(w)
}

// OpenClass reports whether any word, also one never seen, can have that tag.
func OpenClass(tag string) bool {
	switch tag {
	case "NN", "NNS", "NNP", "NNPS", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "JJ", "JJR", "JJS", "RB", "CD", "FW", "UH",
		".", ",", ":", "``", "''", "-LRB-", "-RRB-", "$", "#", "SYM", "LS", "POS":
		return true
	}
	return false
}

// markClass reports whether only marks have that tag, and no word of letters.
func markClass(tag string) bool {
	switch tag {
	case ".", ",", ":", "``", "''", "-LRB-", "-RRB-", "$", "#", "SYM":
		return true
	}
	return false
}
