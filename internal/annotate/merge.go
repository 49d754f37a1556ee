// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"cmp"
	"slices"

	"hearsay"
	"hearsay/internal/label"
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
	rs, hints := w.rules()
	w.merge(rs, label.Default().Find(w.t, hints))
	return rs
}

// rules gives what the rules find in each sentence, also as advice for the models.
func (w *work) rules() ([]reading, []label.Hint) {
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
	return rs, hints
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
		if len(rel.Source) == 0 {
			rel.Source = w.sharedSource(rel, relations)
		}
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
		case r.misled(rel, relations):
			continue
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
			for _, f := range r.finds {
				r.mend(f)
			}
			r.apart(r.finds)
			r.citations(r.finds)
		}
	}
}

// sharedSource is the source of a participle that hangs from another cue: "Tolk urged caution, saying …".
func (w *work) sharedSource(rel label.Relation, relations []label.Relation) []label.Range {
	tokens := w.t.Tokens
	for i := rel.Cue.First; i < rel.Cue.Last; i++ {
		head := tokens[i].Head
		if tokens[i].Tag != "VBG" || tokens[i].Rel != "advcl" {
			continue
		}
		for _, r := range relations {
			if r.Cue.First <= head && head < r.Cue.Last {
				return r.Source
			}
		}
	}
	return nil
}

// spoken reports whether the cue stands inside of what somebody says. There the models, which have seen little of it,
// are no better than the rules.
func (w *work) spoken(relations []label.Relation, f *find) bool {
	return slices.ContainsFunc(relations, func(r label.Relation) bool {
		return slices.ContainsFunc(r.Content, func(c label.Range) bool { return c.First <= f.cue[0].first && f.cue[0].last <= c.Last })
	})
}

// trustedRule is the weight from which a find of the rules stands although the models did not see it.
const trustedRule = 0.8

// alone reports whether a find of the rules stands although the models did not see it. Rumours do: who follows them wants to
// see one too many rather than one too few.
func (f *find) alone() bool {
	return f.weight >= trustedRule || f.source == nil || f.act == hearsay.Rumour
}

// misled reports whether the models took a noun for the cue that only belongs to what somebody says by a rule of which they saw
// nothing: "Tolk called the plan “a folly”". Then the rule stands.
func (r *reading) misled(rel label.Relation, relations []label.Relation) bool {
	if len(rel.Source) > 0 || rel.Parent >= 0 || !isNoun(r.tok(r.cueHead(rel.Cue)).Tag) {
		return false
	}
	for _, f := range r.finds {
		holds := f.source != nil && slices.ContainsFunc(f.content, func(c chunk) bool { return c.first <= rel.Cue.First && rel.Cue.Last <= c.last })
		seen := slices.ContainsFunc(relations, func(o label.Relation) bool { return r.take(o) == f })
		if holds && !seen {
			f.weight = max(f.weight, trustedRule)
			return true
		}
	}
	return false
}

// sureRule is the weight from which a rule knows better who speaks and what is interrupted.
const sureRule = 0.9

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
	if !f.knowsMore(rel) {
		f.content = chunksOf(rel.Content)
	}
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

// knowsMore reports whether the rule tells better what is said: that its source interrupts it, and what a request for comment
// was about.
func (f *find) knowsMore(rel label.Relation) bool {
	if f.act == hearsay.NoComment {
		return f.content[0].last >= rel.Content[len(rel.Content)-1].Last
	}
	return f.weight >= sureRule && len(rel.Content) < len(f.content)
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

func chunksOf(rs []label.Range) []chunk {
	out := make([]chunk, len(rs))
	for i, r := range rs {
		out[i] = chunkOf(r)
	}
	return out
}

func chunkOf(r label.Range) chunk { return chunk{r.First, r.Last} }
