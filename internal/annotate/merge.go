// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"cmp"
	"slices"
	"strings"

	"hearsay"
	"hearsay/internal/label"
	"hearsay/internal/text"
)

// reading is one sentence with its noun phrases and what is found in it.
type reading struct {
	scan
	finds  []*find
	silent bool // it repeats what somebody else wrote, or is too long
}

// read looks at all sentences: the rules go first, the models take what the rules found as advice, and what both found
// is put together. The spans are those of the models, which have seen more sentences; who speaks through whom and the
// act are told by the rules.
func (w *work) read() []reading {
	rs := make([]reading, len(w.t.Sentences))
	var hints []label.Hint
	for i, sent := range w.t.Sentences {
		r := &rs[i]
		r.scan = scan{t: w.t, lex: english, lo: sent.First, hi: sent.Last}
		if r.silent = w.inQuotedPost(sent) || sent.Last-sent.First > longest; r.silent {
			continue
		}
		r.retag()
		r.finds = r.scan.finds(sent)
		for _, f := range r.finds {
			hints = append(hints, f.hint())
		}
	}
	w.merge(rs, label.Default().Find(w.t, hints))
	return rs
}

// retag makes verbs of a headline's words that are nothing else: with a capital the tagger takes them for names.
func (r *reading) retag() {
	if !r.titleCase() {
		return
	}
	for i := r.lo + 1; i < r.hi; i++ {
		switch t := r.tok(i); t.Lower {
		case "says", "denies", "confirms", "tells", "admits", "insists":
			t.Tag = "VBZ"
		case "said", "denied", "told":
			if isNoun(t.Tag) {
				t.Tag = "VBD"
			}
		}
	}
}

// merge puts the relations of the models to the finds of the rules.
func (w *work) merge(rs []reading, relations []label.Relation) {
	learned := make([][]*find, len(rs))
	for _, rel := range relations {
		at := w.t.SentenceOf(rel.Cue.First)
		r := &rs[at]
		if r.silent {
			continue
		}
		f := r.take(rel)
		switch {
		case f != nil && slices.Contains(learned[at], f):
			continue // "was quoted … as saying": two cues for the models, one for the rules
		case f != nil:
			r.adjust(f, rel)
		case !r.trusted(rel):
			continue
		default:
			f = r.learned(rel)
		}
		if f.source != nil && (f.source.first < r.lo || f.source.last > r.hi) {
			other := &rs[w.t.SentenceOf(f.source.first)]
			if f.source.last > other.hi || other.silent {
				f.source = nil
			} else {
				voice := other.voiceOf(other.voiceIn(*f.source))
				f.known = &voice
			}
		}
		learned[at] = append(learned[at], f)
	}
	for i := range rs {
		r := &rs[i]
		for _, f := range r.finds {
			if !slices.Contains(learned[i], f) && (f.alone() || w.spoken(relations, f)) {
				learned[i] = append(learned[i], f)
			}
		}
		r.finds = learned[i]
		slices.SortStableFunc(r.finds, func(a, b *find) int { return cmp.Compare(a.cue[0].first, b.cue[0].first) })
		if !r.silent {
			r.citations(r.finds)
		}
	}
}

// spoken reports whether the cue stands inside of what somebody says. There the models, which have seen little of it,
// are no better than the rules.
func (w *work) spoken(relations []label.Relation, f *find) bool {
	return slices.ContainsFunc(relations, func(r label.Relation) bool {
		return slices.ContainsFunc(r.Content, func(c label.Range) bool { return c.First <= f.cue[0].first && f.cue[0].last <= c.Last })
	})
}

// alone reports whether a find of the rules stands although the models did not see it.
func (f *find) alone() bool { return f.weight >= 0.8 || f.source == nil }

// sureRule is the weight from which a rule knows better who speaks.
const sureRule = 0.9

// sureInside is how likely the models must find a cue inside of what somebody says where no rule finds it.
const sureInside = 0.9

// trusted reports whether a relation that no rule found is taken: not where the text is no prose, where it only names
// whom another one cites, where nobody speaks, or where the outlet tells what it saw itself.
func (r *reading) trusted(rel label.Relation) bool {
	head := r.tok(r.cueHead(rel.Cue))
	switch {
	case !r.prose(), head.Quoted && !r.quotes(rel), rel.Parent >= 0 && (rel.Likely < sureInside || !r.proposition(rel)):
		return false
	case head.Tag == "VBG" && (head.Lemma == "cite" || head.Lemma == "quote" || head.Lemma == "attribute"):
		return false // see citations
	case len(rel.Source) == 0:
		return len(rel.Content) > 1 || !nobody(r.t.Tokens[rel.Content[0].First].Lower) || rel.Content[0].Last > rel.Content[0].First+1
	}
	source := chunkOf(rel.Source[0])
	if source.first < r.lo || source.last > r.hi {
		return true
	}
	voice := r.voiceIn(source)
	return (r.speaks(voice) || voice.last-voice.first == 1) && !nobody(r.tok(source.first).Lower) &&
		!(r.observation() && r.voiceOf(voice).Kind == hearsay.DocumentVoice)
}

// quotes reports whether all that is said stands between quotation marks, as it must where the cue does.
func (r *reading) quotes(rel label.Relation) bool {
	for _, c := range rel.Content {
		for i := c.First; i < c.Last; i++ {
			if t := r.t.Tokens[i]; !t.Quoted && !isQuoteMark(t.Word) {
				return false
			}
		}
	}
	return true
}

func nobody(lower string) bool {
	switch lower {
	case "nobody", "no", "none", "nothing", "neither":
		return true
	}
	return false
}

// prose reports whether the sentence consists of words, and is no piece of a program or table.
func (r *reading) prose() bool {
	words := 0
	for i := r.lo; i < r.hi; i++ {
		switch w := r.tok(i).Word; {
		case w == "{" || w == "}" || w == "=" || w == "==" || w == "|":
			return false
		case isLower(w) || startsUpper(w):
			words++
		}
	}
	return 2*words >= r.hi-r.lo
}

// proposition reports whether what is said can be true or false, or is quoted.
func (r *reading) proposition(rel label.Relation) bool {
	for _, c := range rel.Content {
		for i := c.First; i < c.Last; i++ {
			switch t := r.t.Tokens[i]; {
			case t.Tag == "VBD" || t.Tag == "VBZ" || t.Tag == "VBP" || t.Tag == "MD", i == c.First && text.IsOpenQuote(t.Word):
				return true
			}
		}
	}
	return false
}

// take gives the find of the rules whose cue the relation shares.
func (r *reading) take(rel label.Relation) *find {
	for _, f := range r.finds {
		for _, c := range f.cue {
			if c.first < rel.Cue.Last && rel.Cue.First < c.last || r.onlyColon(rel) && f.content[0].first == rel.Content[0].First {
				return f
			}
		}
	}
	return nil
}

// onlyColon reports whether the cue is a colon, as between "wrote on Friday" and a quotation.
func (r *reading) onlyColon(rel label.Relation) bool {
	return rel.Cue.Last == rel.Cue.First+1 && r.tok(rel.Cue.First).Word == ":"
}

// adjust gives the find the spans of the relation, where the two do not contradict each other.
func (r *reading) adjust(f *find, rel label.Relation) {
	f.likely = rel.Likely
	if len(f.cue) > 1 || r.onlyColon(rel) || r.contradicts(f, rel) {
		return
	}
	f.cue = one(chunkOf(rel.Cue))
	f.content = chunks(rel.Content)
	if len(rel.Source) == 0 {
		return
	}
	source := r.withoutAside(chunkOf(rel.Source[0]))
	empty := source.last-source.first == 1 && (r.t.Tokens[source.first].Lower == "it" || r.t.Tokens[source.first].Lower == "there")
	if f.source == nil && empty {
		return // "it is said"
	}
	if f.source != nil && (f.source.last <= source.first || source.last <= f.source.first) && f.weight >= sureRule {
		return
	}
	if f.source == nil || f.source.last <= source.first || source.last <= f.source.first {
		f.voice, f.quotedBy = r.voiceIn(source), false
	}
	f.source = &source
}

// withoutAside cuts a source before the comma behind which it tells whom it cites.
func (r *reading) withoutAside(source chunk) chunk {
	for i := source.first + 1; i+1 < source.last; i++ {
		switch r.t.Tokens[i+1].Lower {
		case "citing", "quoting":
			if r.t.Tokens[i].Word == "," {
				return chunk{source.first, i}
			}
		}
	}
	return source
}

// contradicts reports whether the models take for the source what the rules take for what is said, or the reverse, or
// break what is said off before its verb.
func (r *reading) contradicts(f *find, rel label.Relation) bool {
	overlap := func(rs []label.Range, cs []chunk) bool {
		return slices.ContainsFunc(rs, func(x label.Range) bool {
			return slices.ContainsFunc(cs, func(c chunk) bool { return c.first < x.Last && x.First < c.last })
		})
	}
	if overlap([]label.Range{rel.Cue}, f.content) && rel.Cue.Last-rel.Cue.First > 2 || overlap(rel.Source, f.content) || f.source != nil && overlap(rel.Content, one(*f.source)) {
		return true
	}
	first := rel.Content[0]
	return r.tok(first.First).Lower == "that" && len(rel.Content) == 1 && f.content[0].last > first.Last && !r.hasVerb(first.First, first.Last)
}

func chunks(rs []label.Range) []chunk {
	out := make([]chunk, len(rs))
	for i, r := range rs {
		out[i] = chunkOf(r)
	}
	return out
}

// learned makes a find of a relation that no rule found.
func (r *reading) learned(rel label.Relation) *find {
	f := &find{cue: one(chunkOf(rel.Cue)), content: chunks(rel.Content), weight: 0, likely: rel.Likely}
	head := r.cueHead(rel.Cue)
	for i := rel.Cue.First; i < rel.Cue.Last; i++ {
		switch r.tok(i).Lower {
		case "not", "n't", "never", "no", "neither", "nor":
			f.negated = true
		}
	}
	f.act = r.actOf(rel, head)
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

func chunkOf(r label.Range) chunk { return chunk{r.First, r.Last} }
