// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package label

import (
	"unicode"

	"hearsay/internal/linear"
	"hearsay/internal/text"
)

// Frame is a text with what features are made of: hashes of the parts of each token, the tree with its subtrees,
// quotations, and the hints.
type Frame struct {
	t     *text.Text
	n     int
	hints []Hint

	lower, lemma, tag, name, rel, shape, suffix []linear.Hash

	sent     []int // number of the sentence of each token
	lo, hi   []int // subtree of each token, [lo, hi)
	kids     []linear.Hash
	valency  []linear.Hash // which of subject, object, clause, quotation … the token has
	subject  []int         // a token's subject, or -1
	clause   []int         // a token's complement clause, or -1
	segment  []int         // number of the quotation the token stands in or bounds, -1 outside
	toQuote  []int         // capped distance to the next quotation mark to the right and left
	cueness  []uint8
	classes  []uint16 // of words.txt
	hintCue  []int    // number of the hint whose cue holds the token, -1
	hintRole []uint8
}

// NewFrame prepares a text; cueness gives how often a lemma is a cue, 0 to 7 (0: unknown).
func NewFrame(t *text.Text, hints []Hint, cueness func(lemma string) uint8) *Frame {
	n := len(t.Tokens)
	f := &Frame{t: t, n: n, hints: hints}
	hashes := make([]linear.Hash, 9*n)
	take := func() []linear.Hash {
		h := hashes[:n:n]
		hashes = hashes[n:]
		return h
	}
	f.lower, f.lemma, f.tag, f.name = take(), take(), take(), take()
	f.rel, f.shape, f.suffix, f.kids, f.valency = take(), take(), take(), take(), take()
	f.cueness, f.classes = make([]uint8, n), make([]uint16, n)
	ints := make([]int, 8*n)
	takeInts := func() []int {
		x := ints[:n:n]
		ints = ints[n:]
		return x
	}
	f.sent, f.lo, f.hi, f.subject, f.clause = takeInts(), takeInts(), takeInts(), takeInts(), takeInts()
	f.segment, f.toQuote, f.hintCue = takeInts(), takeInts(), takeInts()
	f.hintRole = make([]uint8, n)
	for i := range t.Tokens {
		k := &t.Tokens[i]
		f.lower[i], f.lemma[i] = linear.String(k.Lower), linear.String(k.Lemma)
		f.tag[i], f.name[i], f.rel[i] = linear.String(k.Tag), linear.String(k.Name), linear.String(k.Rel)
		f.shape[i], f.suffix[i] = shape(k.Word), linear.String(lastThree(k.Lower))
		f.cueness[i], f.classes[i] = cueness(k.Lemma), classesOf(k.Lemma, k.Lower)
	}
	for s, sent := range t.Sentences {
		for i := sent.First; i < sent.Last; i++ {
			f.sent[i] = s
		}
		f.tree(sent)
	}
	f.quotations()
	f.takeHints()
	return f
}

// shape is the hash of how a word is written: capitals, small letters, digits and the rest, runs given once.
func shape(w string) linear.Hash {
	h, last := linear.Feature(902), -1
	for _, r := range w {
		class := 3
		switch {
		case unicode.IsUpper(r):
			class = 0
		case unicode.IsLetter(r):
			class = 1
		case unicode.IsDigit(r):
			class = 2
		}
		if class != last {
			h, last = h.Int(class), class
		}
	}
	return h
}

func lastThree(s string) string {
	if len(s) > 3 {
		return s[len(s)-3:]
	}
	return s
}

// tree fills subtrees, children and valencies of a sentence.
func (f *Frame) tree(s text.Sentence) {
	tokens := f.t.Tokens
	for i := s.First; i < s.Last; i++ {
		f.lo[i], f.hi[i], f.subject[i], f.clause[i] = i, i+1, -1, -1
	}
	for i := s.First; i < s.Last; i++ {
		for h := tokens[i].Head; h >= s.First && h < s.Last && (i < f.lo[h] || i >= f.hi[h]); h = tokens[h].Head {
			f.lo[h], f.hi[h] = min(f.lo[h], i), max(f.hi[h], i+1)
		}
	}
	bits := make([]uint32, s.Last-s.First)
	for i := s.First; i < s.Last; i++ {
		h := tokens[i].Head
		if h < s.First || h >= s.Last {
			continue
		}
		rel := tokens[i].Rel
		b := relBit(rel)
		bits[h-s.First] |= b
		switch {
		case b == bitSubject && f.subject[h] < 0:
			f.subject[h] = i
		case b == bitClause || b == bitOpen:
			f.clause[h] = i
		case b == bitMark && tokens[i].Lower == "that":
			bits[h-s.First] |= bitThat
		}
	}
	for i := s.First; i < s.Last; i++ {
		b := bits[i-s.First]
		f.kids[i] = linear.Feature(900).Int(int(b))
		if f.clause[i] >= 0 {
			if bits[f.clause[i]-s.First]&bitThat != 0 {
				b |= bitThat
			}
			if f.subject[f.clause[i]] >= 0 {
				b |= bitClauseSubject
			}
		}
		f.valency[i] = linear.Feature(901).Int(int(b &^ (bitMark | bitOther)))
	}
}

const (
	bitSubject = 1 << iota
	bitObject
	bitClause
	bitOpen
	bitMark
	bitThat
	bitParataxis
	bitOblique
	bitAux
	bitPassive
	bitCase
	bitConj
	bitClauseSubject
	bitAdverbial
	bitModifier
	bitOther
)

func relBit(rel string) uint32 {
	switch rel {
	case "nsubj", "nsubj:pass", "csubj", "nsubjpass":
		return bitSubject
	case "obj", "iobj", "dobj":
		return bitObject
	case "ccomp":
		return bitClause
	case "xcomp":
		return bitOpen
	case "mark":
		return bitMark
	case "parataxis":
		return bitParataxis
	case "obl", "nmod":
		return bitOblique
	case "aux":
		return bitAux
	case "aux:pass", "auxpass":
		return bitPassive
	case "case":
		return bitCase
	case "conj":
		return bitConj
	case "advcl":
		return bitAdverbial
	case "acl", "acl:relcl", "amod":
		return bitModifier
	case "punct", "det", "cc", "advmod", "":
		return 0
	}
	return bitOther
}

// quotations numbers the quotations and the marks that bound them, and tells how far the next mark is.
func (f *Frame) quotations() {
	tokens := f.t.Tokens
	number, in := -1, false
	for i := range tokens {
		f.segment[i] = -1
		mark := isMark(tokens[i].Word)
		if tokens[i].Quoted && !in {
			number, in = number+1, true
			f.segment[i] = number
			if i > 0 && isMark(tokens[i-1].Word) {
				f.segment[i-1] = number
			}
			continue
		}
		if tokens[i].Quoted {
			f.segment[i] = number
			continue
		}
		if in && mark {
			f.segment[i] = number
		}
		in = false
	}
	const far = 6
	last := -far
	for i := range tokens {
		if isMark(tokens[i].Word) {
			last = i
		}
		f.toQuote[i] = min(far, i-last)
	}
	next := f.n + far
	for i := f.n - 1; i >= 0; i-- {
		if isMark(tokens[i].Word) {
			next = i
		}
		f.toQuote[i] += 10 * min(far, next-i)
	}
}

func isMark(w string) bool { return text.IsOpenQuote(w) || text.IsCloseQuote(w) }

// Roles that a hint gives to a token.
const (
	hintNone = iota
	hintSource
	hintSourceOn
	hintCue
	hintCueOn
	hintContent
	hintContentOn
)

// takeHints lays the hints over the tokens, contents first, so that what stands inside a content shows.
func (f *Frame) takeHints() {
	for i := range f.hintCue {
		f.hintCue[i] = -1
	}
	lay := func(rs []Range, role uint8) {
		for _, r := range rs {
			for i := max(0, r.First); i < r.Last && i < f.n; i++ {
				f.hintRole[i] = role + 1
			}
			if r.First >= 0 && r.First < f.n {
				f.hintRole[r.First] = role
			}
		}
	}
	for _, h := range f.hints {
		lay(h.Content, hintContent)
	}
	for _, h := range f.hints {
		lay(h.Source, hintSource)
	}
	for n, h := range f.hints {
		lay(h.Cue, hintCue)
		for _, r := range h.Cue {
			for i := max(0, r.First); i < r.Last && i < f.n; i++ {
				f.hintCue[i] = n
			}
		}
	}
}

// at gives the element i+d of xs, or a mark for outside of [lo, hi).
func at(xs []linear.Hash, i, lo, hi int) linear.Hash {
	if i < lo {
		return 1
	}
	if i >= hi {
		return 2
	}
	return xs[i]
}

// distance puts distances into a few classes.
func distance(d int) int {
	switch {
	case d < 0:
		return -distance(-d)
	case d <= 3:
		return d
	case d <= 5:
		return 4
	case d <= 9:
		return 5
	case d <= 17:
		return 6
	}
	return 7
}
