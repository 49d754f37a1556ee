// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"strings"

	"hearsay"
	"hearsay/internal/label"
	"hearsay/internal/text"
)

// learned makes a find of a relation that no rule found.
func (r *reading) learned(rel label.Relation) *find {
	f := &find{cue: one(chunkOf(rel.Cue)), content: chunksOf(rel.Content), weight: 0, likely: rel.Likely}
	head := r.cueHead(rel.Cue)
	for i := rel.Cue.First; i < rel.Cue.Last; i++ {
		switch r.tok(i).Lower {
		case "not", "n't", "never", "no", "neither", "nor":
			f.negated = true
		}
	}
	f.act = r.actOf(rel, head)
	r.denies(f)
	for _, c := range f.content {
		f.hedged = f.hedged || r.hedged(c)
	}
	if len(rel.Source) > 0 {
		source := r.withoutAside(chunkOf(rel.Source[0]))
		f.source, f.voice = &source, r.voiceIn(source)
	}
	if v := r.cueVerb(head); v.takes('a') && rel.Cue.Last < r.hi {
		if c, ok := r.phraseAfter(rel.Cue.Last); ok && c.first == rel.Cue.Last && c.last <= rel.Content[0].First {
			r.addressee(c, f)
		}
	}
	return f
}

// voiceIn is the noun phrase within a source that says who it is: without what is told of it behind, and what a
// relative pronoun stands for in its stead.
func (r *reading) voiceIn(source chunk) chunk {
	if source.first < r.lo || source.last > r.hi {
		return source
	}
	first := source.first
	if tag := r.tok(first).Tag; tag == "WP" || tag == "WDT" {
		if c, ok := r.phraseBefore(r.skipComma(first)); ok {
			return c
		}
		return source
	}
	for first < source.last-1 && r.inNP[first-r.lo] < 0 {
		first++
	}
	c, ok := r.phraseAfter(first)
	if !ok {
		return source
	}
	c.first, c.last = max(c.first, source.first), min(c.last, source.last)
	if c.last-1 > c.first && r.tok(c.last-1).Tag == "POS" {
		c.last--
	}
	return c
}

// cueHead is the token of a cue that says most: the first word of the cue lists, else the token that governs the
// others.
func (r *reading) cueHead(cue label.Range) int {
	head := -1
	for i := cue.First; i < cue.Last; i++ {
		if r.cueVerb(i) != nil {
			return i
		}
		if h := r.tok(i).Head; head < 0 && (h < cue.First || h >= cue.Last) {
			head = i
		}
	}
	return max(head, cue.First)
}

// actOf tells the act from the word of the cue, and where no list has it from what is said: words in quotation marks
// are asserted, the rest is an attitude.
func (r *reading) actOf(rel label.Relation, head int) hearsay.Act {
	if r.passive(rel.Cue, head) {
		if act, ok := r.lex.passives[r.tok(head).Lower]; ok {
			return act
		}
	}
	if v := r.cueVerb(head); v != nil {
		return v.act
	}
	for i := rel.Cue.First; i < rel.Cue.Last; i++ {
		t := r.tok(i)
		if act, ok := r.lex.nouns[t.Lower]; ok && isNoun(t.Tag) {
			return act
		}
		if act, ok := r.lex.adverbs[t.Lower]; ok {
			return act
		}
		if act, ok := r.lex.acts[t.Lemma]; ok {
			if t.Lemma == "decline" || t.Lemma == "refuse" {
				return r.refusal(rel)
			}
			return act
		}
	}
	if text.IsOpenQuote(r.tok(rel.Content[0].First).Word) || r.tok(rel.Content[0].First).Quoted {
		return hearsay.Assert
	}
	return hearsay.Assess
}

// refusal tells whether it is comment that is refused, or something else.
func (r *reading) refusal(rel label.Relation) hearsay.Act {
	for i := rel.Content[0].First; i < min(rel.Content[0].Last, rel.Content[0].First+4); i++ {
		switch r.tok(i).Lemma {
		case "comment", "say", "answer", "discuss", "elaborate", "respond", "speak", "disclose":
			return hearsay.NoComment
		}
	}
	return hearsay.Deny
}

func (r *reading) passive(cue label.Range, head int) bool {
	if r.tok(head).Tag != "VBN" {
		return false
	}
	for i := cue.First; i < head; i++ {
		if isBe(r.tok(i).Lower) {
			return true
		}
	}
	return strings.HasSuffix(r.tok(head).Rel, "pass")
}
