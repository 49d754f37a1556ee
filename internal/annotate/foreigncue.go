// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"slices"
	"strings"

	"hearsay"
)

// cueMatch is a place where a cue stands.
type cueMatch struct {
	chunk   // from its first word to its last one, gaps included
	cue     *foreignCue
	pieces  []chunk
	gap     chunk // what stands between the pieces
	refused chunk // words of the cue itself that are what is refused: "s'exprimer"
	gerund  bool
	negated bool
}

// Words within which the parts of a cue stand apart: "teilte der Sprecher am Montag mit", "a également déclaré".
const (
	longGap  = 25
	shortGap = 5
)

// matches finds the cues of a segment that stand outside of quotations, from left to right.
func (f *foreign) matches(seg chunk) []cueMatch {
	var out []cueMatch
	for i := seg.first; i < seg.last; {
		if f.words[i].quote > 0 {
			i++
			continue
		}
		m, ok := f.matchAt(i, seg)
		if !ok {
			i++
			continue
		}
		i = m.last
		if m.cue.class == "not" {
			continue
		}
		if m.negated = f.negates(&m); m.negated {
			f.withNegation(&m)
		}
		if n := len(out); n > 0 && out[n-1].last == m.first && f.join(&out[n-1], &m) {
			continue
		}
		out = append(out, m)
	}
	if f.l.han {
		out = f.mainCues(out)
	}
	return out
}

// withNegation adds the words that negate a cue on its two sides: "ne croit pas".
func (f *foreign) withNegation(m *cueMatch) {
	if f.is(m.first-1, negator) {
		m.first--
		m.pieces[0].first--
	}
	last := &m.pieces[len(m.pieces)-1]
	behind := f.l.compounds && f.is(m.last, negator) || f.l.sets["negation"][f.lower(m.last)]
	if behind && last.last == m.last {
		m.last++
		last.last++
	}
}

// join makes one cue of two side by side: "según dijo", and of Chinese verbs "回应称" and "表示否认".
func (f *foreign) join(a, b *cueMatch) bool {
	class := a.cue.class
	verbs := f.l.han && class == "verb" && (a.cue.act == hearsay.Assert || b.cue.act == hearsay.Assert)
	if b.cue.class != "verb" || f.l.han && !verbs || !f.l.han && class != "according" || strings.Contains(a.cue.words, "+") {
		return false // never more than two
	}
	act := b.cue.act
	if act == hearsay.Assert {
		act = a.cue.act
	}
	a.cue = &foreignCue{words: a.cue.words + "+" + b.cue.words, class: class, act: act, noun: b.cue.noun}
	a.last, a.pieces, a.negated = b.last, append(a.pieces, b.pieces...), a.negated || b.negated
	if n := len(a.pieces); n == 2 && a.pieces[0].last == a.pieces[1].first {
		a.pieces = one(chunk{a.pieces[0].first, a.pieces[1].last})
	}
	return true
}

// mainCues leaves of several Chinese verbs in one clause the one right before the mark that ends it: in "回应此事时表示，"
// and "回应指控称：" the earlier ones tell when and why.
func (f *foreign) mainCues(ms []cueMatch) []cueMatch {
	var out []cueMatch
	behind := false // a verb behind, in the same clause, is the main one
	for i := len(ms) - 1; i >= 0; i-- {
		m := &ms[i]
		if m.cue.class != "verb" || i+1 < len(ms) && (ms[i+1].cue.class != "verb" || f.hasMark(m.last, ms[i+1].first)) {
			behind = false
		}
		if !behind {
			out = append(out, *m)
		}
		behind = behind || f.is(m.last, mark) && !f.is(m.last, final) || strings.Contains("时時后後中", f.lower(m.first-1)) && m.first > 0
	}
	slices.Reverse(out)
	return out
}

func (f *foreign) hasMark(first, last int) bool {
	for i := first; i < last; i++ {
		if f.is(i, mark) {
			return true
		}
	}
	return false
}

// matchAt gives the longest cue that begins at word i.
func (f *foreign) matchAt(i int, seg chunk) (cueMatch, bool) {
	w := &f.words[i]
	if w.class&capital != 0 && i > seg.first && !f.is(i-1, mark) {
		return cueMatch{}, false // a name, or a German noun
	}
	for _, form := range f.l.forms[w.lower] {
		if !f.stands(i+1, form.parts) {
			continue
		}
		if m, ok := f.matchForm(i, form, seg); ok && (form.cue.class != "verb" || f.finite(&m)) {
			return m, true
		}
	}
	return f.matchCompound(i, seg)
}

// matchForm matches one form of a cue at word i.
func (f *foreign) matchForm(i int, form cueForm, seg chunk) (cueMatch, bool) {
	m := cueMatch{chunk: chunk{i, i + 1}, cue: form.cue, pieces: one(chunk{i, i + 1}), gerund: form.gerund}
	p, refused, gap := i+1, false, false
	for n, part := range form.parts {
		switch {
		case part == "|":
			refused = !refused
			continue
		case part == "~":
			gap = true
			continue
		case gap:
			at := f.ahead(p, cueForm{cue: form.cue, parts: form.parts[n:]}, seg)
			if at < 0 {
				return m, false
			}
			m.gap, p, gap = chunk{p, at}, at, false
		case p >= seg.last || f.words[p].lower != part || f.words[p].quote > 0:
			return m, false
		}
		switch last := &m.pieces[len(m.pieces)-1]; {
		case refused && m.refused.empty():
			m.refused = chunk{p, p + 1}
		case refused:
			m.refused.last = p + 1
		case last.last == p:
			last.last = p + 1
		default:
			m.pieces = append(m.pieces, chunk{p, p + 1})
		}
		p++
	}
	m.last = p
	return m, true
}

// ahead looks behind a gap that begins at p for the rest of a form. A German prefix stands at the end of its clause; only
// before one may commas stand.
func (f *foreign) ahead(p int, rest cueForm, seg chunk) int {
	verb := rest.cue.class == "verb"
	for j := p; j < min(seg.last, p+longGap); j++ {
		w := &f.words[j]
		if w.quote > 0 {
			continue
		}
		if f.stands(j, rest.parts) && (!verb || f.clauseEnds(j+1, seg)) && (j > p || !f.l.han) {
			return j
		}
		stops := w.class&final != 0 || w.word == ";" || w.word == ":" || w.lower == f.words[p-1].lower
		if stops || verb && w.class&and != 0 && f.is(j-1, mark) || !verb && strings.Contains(",，：；", w.word) {
			return -1
		}
	}
	return -1
}

// stands reports whether the parts of a form stand at word j, as far as no gap comes between.
func (f *foreign) stands(j int, parts []string) bool {
	for _, part := range parts {
		if part == "~" {
			break
		}
		if part == "|" {
			continue
		}
		if f.lower(j) != part {
			return false
		}
		j++
	}
	return true
}

// clauseEnds reports whether a clause can end before word i.
func (f *foreign) clauseEnds(i int, seg chunk) bool {
	return i >= seg.last || f.is(i, mark|conjunction|that|whether)
}

// finite reports whether a form of a verb of the list is one here: no noun ("l'annonce", "la demanda") and no
// infinitive ("will sagen").
func (f *foreign) finite(m *cueMatch) bool {
	single := m.last == m.first+1
	switch {
	case f.l.han:
		return f.lower(m.last) != "的"
	case f.l.compounds && f.is(m.last, reflexive) && m.cue.act != hearsay.Ask:
		return false // "findet sich", "ergänzen sich"
	case f.l.compounds && strings.HasSuffix(f.words[m.first].lower, "n"):
		for i := m.first - 1; i >= max(0, m.first-longGap) && !f.is(i, mark); i-- {
			if f.is(i, modal) {
				return false
			}
		}
		return !f.is(m.last, modal) && !(f.is(m.first, capital) && f.is(m.last, pronoun)) && !(single && f.parted(m.last))
	case f.l.compounds:
		return !single || !f.parted(m.last)
	case !single:
		return true
	}
	return !f.is(m.first-1, nounSign) || f.words[m.first-1].class&clitic != 0 && f.is(m.first-2, pronoun|relative)
}

// parted reports whether the clause that goes on at word i ends with a prefix, so that its verb is another one: "schreibt
// die Norm vor".
func (f *foreign) parted(i int) bool {
	for j := i; j < min(len(f.words), i+longGap) && f.words[j].quote == 0; j++ {
		if f.is(j, mark|and) {
			return j > i && f.is(j-1, prefix)
		}
	}
	return false
}

// matchCompound matches an auxiliary with the participle of a verb of the list.
func (f *foreign) matchCompound(i int, seg chunk) (cueMatch, bool) {
	if !f.is(i, auxiliary) && !(f.is(i, self) && f.is(i-1, reflexive)) {
		return cueMatch{}, false
	}
	for j := i + 1; j < min(seg.last, i+1+longGap) && f.words[j].quote == 0; j++ {
		for _, form := range f.participle(j, f.is(i, auxiliary)) {
			if m, ok := f.matchForm(j, form, seg); ok && (!f.l.far || f.clauseEnds(m.last, seg)) {
				m.first, m.gap = i, chunk{i + 1, j}
				if !f.is(i, auxiliary) {
					m.first-- // "s'est"
				}
				m.pieces = f.around(chunk{m.first, i + 1}, m.pieces[0])
				return m, true
			}
		}
		between := f.is(j, adverb|negator|clitic|pronoun)
		if !f.l.far && (!between || j > i+shortGap) || f.l.far && f.is(j, mark) {
			break
		}
	}
	return cueMatch{}, false
}

// participle gives the cues whose participle word j is; that of a reflexive verb agrees with its subject.
func (f *foreign) participle(j int, plain bool) []cueForm {
	lower := f.words[j].lower
	forms := f.l.participles[lower]
	for n := 0; len(forms) == 0 && !plain && n < 2 && len(lower) > 2; n++ {
		lower = lower[:len(lower)-1]
		if forms = f.l.participles[lower]; len(forms) == 0 {
			forms = f.l.participles[lower+"o"]
		}
	}
	return forms
}

// around gives the pieces of a compound: one where nothing but adverbs stands between.
func (f *foreign) around(auxiliary, main chunk) []chunk {
	for j := auxiliary.last; j < main.first; j++ {
		if !f.is(j, adverb|negator|clitic) || f.is(j, pronoun) {
			return []chunk{auxiliary, main}
		}
	}
	return one(chunk{auxiliary.first, main.last})
}

// negates reports whether the cue is negated: "n'a pas confirmé", "sagte nicht", "未证实".
func (f *foreign) negates(m *cueMatch) bool {
	if m.cue.class != "verb" {
		return false
	}
	if f.l.han {
		for n := 1; n <= 2 && m.first-n >= 0; n++ {
			if f.l.sets["negator"][f.t.S[f.words[m.first-n].start:f.words[m.first].start]] {
				return true
			}
		}
		return false
	}
	for i := m.first - 1; f.is(i, clitic|negator|adverb); i-- {
		if f.is(i, negator) {
			return true
		}
	}
	for i := m.gap.first; i < m.gap.last; i++ {
		if f.is(i, negator) {
			return true
		}
	}
	return f.l.compounds && f.is(m.last, negator)
}
