// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package text

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	_ "embed"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
)

// Model holds the trained taggers. It is read-only after loading and may be used by many goroutines.
type Model struct {
	pos    *Tagger
	name   *Tagger
	closed map[string]bool // words of the closed classes: only they can be articles, pronouns, prepositions …
	open   []bool          // for each class of pos whether any word can be of it
	worded []bool          // for each class of pos whether any word of letters can be of it: open, and no mark's
}

// Tagger is a greedy linear classifier over hashed features (Collins 2002, averaged perceptron): the class of a
// token is the one whose weights, summed over its features, are greatest; ties go to the lower class.
type Tagger struct {
	Classes []string
	Keys    []uint64 // open-addressing table of feature hashes; 0 is empty; length is a power of two
	Rows    []uint32 // row of Weights for the key at the same place
	Weights []int8   // len(Classes) per row
}

const modelMagic = "hearsay model 1\n"

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

// header is the first part of a model file, readable by people.
type header struct {
	Version int
	Trained string // what it was trained on
	Closed  []string
	Parts   []part
}

type part struct {
	Name    string
	Classes []string
	Rows    int
	Table   int
}

// Load reads a model file: magic, SHA-256 of the rest, then a gzip stream of a JSON header line and the tables.
// A file that is cut short or altered is an error.
func Load(file []byte) (*Model, error) {
	rest, ok := bytes.CutPrefix(file, []byte(modelMagic))
	if !ok || len(rest) < sha256.Size {
		return nil, errors.New("no hearsay model: the file does not begin with its magic")
	}
	sum, body := rest[:sha256.Size], rest[sha256.Size:]
	if got := sha256.Sum256(body); !bytes.Equal(got[:], sum) {
		return nil, errors.New("model checksum differs")
	}
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("open model: %w", err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("read model: %w", err)
	}
	line, data, _ := bytes.Cut(data, []byte("\n"))
	var h header
	if err := json.Unmarshal(line, &h); err != nil {
		return nil, fmt.Errorf("read model header: %w", err)
	}
	taggers := map[string]*Tagger{}
	for _, p := range h.Parts {
		t, left, err := loadTagger(p, data)
		if err != nil {
			return nil, err
		}
		taggers[p.Name], data = t, left
	}
	m := &Model{pos: taggers["pos"], name: taggers["name"]}
	if m.pos == nil || m.name == nil {
		return nil, errors.New("model lacks a part: pos and name are needed")
	}
	m.closed = map[string]bool{}
	for _, w := range h.Closed {
		m.closed[w] = true
	}
	for _, c := range m.pos.Classes {
		m.open = append(m.open, OpenClass(c))
		m.worded = append(m.worded, OpenClass(c) && !markClass(c))
	}
	return m, nil
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

// loadTagger reads the keys in ascending order as differences, then the rows, and rebuilds the hash table.
func loadTagger(p part, data []byte) (*Tagger, []byte, error) {
	if p.Table <= p.Rows || p.Table&(p.Table-1) != 0 || len(p.Classes) == 0 {
		return nil, nil, fmt.Errorf("model part %s: a table of %d for %d rows of %d classes cannot be", p.Name, p.Table, p.Rows, len(p.Classes))
	}
	t := &Tagger{Classes: p.Classes, Keys: make([]uint64, p.Table), Rows: make([]uint32, p.Table)}
	key := uint64(0)
	for row := range p.Rows {
		d, n := binary.Uvarint(data)
		if n <= 0 {
			return nil, nil, fmt.Errorf("model part %s: keys end early", p.Name)
		}
		data = data[n:]
		key += d
		t.put(key, uint32(row))
	}
	size := p.Rows * len(p.Classes)
	if len(data) < size {
		return nil, nil, fmt.Errorf("model part %s: weights end early", p.Name)
	}
	t.Weights = make([]int8, size)
	for i, b := range data[:size] {
		t.Weights[i] = int8(b)
	}
	return t, data[size:], nil
}

func (t *Tagger) put(key uint64, row uint32) {
	mask := uint64(len(t.Keys) - 1)
	for i := key & mask; ; i = (i + 1) & mask {
		if t.Keys[i] == 0 {
			t.Keys[i], t.Rows[i] = key, row
			return
		}
	}
}

// Part is one trained tagger as [Save] takes it: a row of weights for each feature key, in ascending order of
// keys, none of them 0.
type Part struct {
	Name    string
	Classes []string
	Keys    []uint64
	Weights []int8
}

// Save writes a model file that [Load] reads; closed are the words that can be of a closed class. The same
// arguments give the same bytes.
func Save(trained string, parts []Part, closed []string) ([]byte, error) {
	var body bytes.Buffer
	z, err := gzip.NewWriterLevel(&body, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	h := header{Version: 1, Trained: trained, Closed: closed}
	for _, p := range parts {
		table := 1
		for table < 2*len(p.Keys) {
			table *= 2
		}
		h.Parts = append(h.Parts, part{p.Name, p.Classes, len(p.Keys), table})
	}
	line, err := json.Marshal(h)
	if err != nil {
		return nil, err
	}
	out := append(line, '\n')
	for _, p := range parts {
		last := uint64(0)
		for _, k := range p.Keys {
			out = binary.AppendUvarint(out, k-last)
			last = k
		}
		for _, w := range p.Weights {
			out = append(out, byte(w))
		}
	}
	if _, err := z.Write(out); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(body.Bytes())
	file := append([]byte(modelMagic), sum[:]...)
	return append(file, body.Bytes()...), nil
}

// Best gives the class with the greatest score for the features.
func (t *Tagger) Best(features []uint64, scores []int32) int {
	clear(scores)
	n := len(t.Classes)
	mask := uint64(len(t.Keys) - 1)
	for _, f := range features {
		for i := f & mask; t.Keys[i] != 0; i = (i + 1) & mask {
			if t.Keys[i] == f {
				row := int(t.Rows[i]) * n
				for c, w := range t.Weights[row : row+n] {
					scores[c] += int32(w)
				}
				break
			}
		}
	}
	return greatest(scores, nil)
}

// greatest is the class with the greatest score among those allowed (all where allowed is nil).
func greatest(scores []int32, allowed []bool) int {
	best := -1
	for c := range scores {
		if (allowed == nil || allowed[c]) && (best < 0 || scores[c] > scores[best]) {
			best = c
		}
	}
	return best
}
