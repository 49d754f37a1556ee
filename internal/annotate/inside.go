// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"cmp"
	"iter"
	"slices"

	"hearsay"
	"hearsay/internal/text"
)

// level is what decides whether an attribution stands inside another, or holds one.
type level struct {
	clause bool // what is said is a clause or a quotation, and not a thing: "denied that it sank", not "denied the report"
	speech bool // it is told that somebody did something by speaking, and not what they want, feel or see
	nobody bool // no one is said to say it, and it is no rumour either: "say hello", "it seems"
}

// holds reports whether another attribution can stand inside this one.
func (l level) holds() bool { return l.clause || l.speech }

// tells reports whether an attribution can stand inside another one.
func (l level) tells() bool { return l.holds() && !l.nobody }

// level tells of a find what its level depends on.
func (s *scan) level(f *find) level {
	clause := slices.ContainsFunc(f.content, func(c chunk) bool { return s.clausal(f, c) })
	if s.nounCue(f) && (f.act == hearsay.Assess || f.act == hearsay.Demand) {
		clause = false // "the idea that …" tells nobody's words
	}
	nobody := f.source == nil && f.act != hearsay.Rumour && !s.unsaid(f) || s.thing(f)
	return level{clause, s.speechAct(f) && s.somebody(f), nobody}
}

// thing reports whether the source is a word for things, and stands for no body, outlet or document: "rules which suggest that …",
// "that proves it".
func (s *scan) thing(f *find) bool {
	if f.source == nil || f.source.last-f.source.first != 1 {
		return false
	}
	switch s.t.Tokens[f.source.first].Lower {
	case "that", "which", "this", "these", "those":
	default:
		return false
	}
	switch s.voiceOfFind(f).Kind {
	case hearsay.UnnamedVoice, hearsay.CollectiveVoice, hearsay.UnknownVoice:
		return true
	}
	return false
}

// unsaid reports whether the cue leaves out who says it, or leaves it to what it hangs from: "is believed to", "allegedly", "hoping".
func (s *scan) unsaid(f *find) bool {
	return slices.ContainsFunc(f.cue, func(c chunk) bool {
		return slices.ContainsFunc(s.t.Tokens[c.first:c.last], func(t text.Token) bool { return t.Tag == "VBN" || t.Tag == "VBG" || t.Tag == "RB" })
	})
}

// somebody reports whether the source is a person or body that the text names or describes, or "he", "she" or "they" for one.
func (s *scan) somebody(f *find) bool {
	if f.source == nil || f.voice.last <= f.voice.first {
		return false
	}
	switch s.t.Tokens[f.voice.first].Lower {
	case "he", "she", "they":
		return true
	}
	switch v := s.voiceOfFind(f); v.Kind {
	case hearsay.UnnamedVoice:
		_, role := s.lex.roles[s.t.Tokens[f.voice.last-1].Lower]
		return role
	case hearsay.UnknownVoice:
		return false
	}
	return true
}

func (s *scan) nounCue(f *find) bool {
	t := s.t.Tokens[f.cue[0].last-1]
	return isNoun(t.Tag) && s.lex.verbs[t.Lower] == nil
}

// speechAct reports whether the cue tells that somebody did something by speaking: no wish, and nothing that they
// only could, should or would do.
func (s *scan) speechAct(f *find) bool {
	if f.act == hearsay.Assess || f.act == hearsay.Assert || s.nounCue(f) && f.act == hearsay.Demand {
		return false
	}
	for _, c := range f.cue {
		for i := c.first; i < c.last; i++ {
			t := s.t.Tokens[i]
			if t.Tag == "MD" && t.Lower != "will" && t.Lower != "'ll" {
				return false
			}
			switch t.Lemma {
			case "want", "wish", "seek", "need", "hope", "desire":
				return false
			}
		}
	}
	return true
}

// nest sets Inside: the smallest attribution whose content holds the whole cue of this one. What somebody wants, feels or sees stands
// inside of another only as a clause; within what is said in a sentence it is left out otherwise.
func (w *work) nest() {
	w.dropInner()
	as, around := w.out.Attributions, w.around()
	for i := range as {
		if !w.levels[i].tells() {
			continue
		}
		best, holder := 0, -1
		for j := range around.holders(as[i].Cue[0]) {
			size := within(as, i, j)
			if size > 0 && w.levels[j].holds() && (holder < 0 || size < best || size == best && j < holder) {
				best, holder = size, j
			}
		}
		if holder >= 0 {
			as[i].Inside = as[holder].ID
		}
	}
}

// within gives the size of the content of attribution j when it holds the first cue span of i, and not the reverse; else 0.
func within(as []hearsay.Attribution, i, j int) int {
	if i == j || holdsCue(&as[i], &as[j]) > 0 {
		return 0
	}
	return holdsCue(&as[j], &as[i])
}

// extent is where the content of an attribution begins and ends.
type extent struct{ start, end, attribution int }

// extents are in the order in which they begin; last is for each the furthest end of it and those before.
type extents struct {
	of   []extent
	last []int
}

func (w *work) around() extents {
	var r extents
	for i, a := range w.out.Attributions {
		r.of = append(r.of, extent{a.Content[0].Start, a.Content[len(a.Content)-1].End, i})
	}
	slices.SortFunc(r.of, func(a, b extent) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.attribution, b.attribution))
	})
	end := 0
	for _, x := range r.of {
		end = max(end, x.end)
		r.last = append(r.last, end)
	}
	return r
}

// holders yields the attributions whose contents reach over a span. It looks back no further than one can.
func (r extents) holders(s hearsay.Span) iter.Seq[int] {
	return func(yield func(int) bool) {
		i, _ := slices.BinarySearchFunc(r.of, s.Start+1, func(x extent, start int) int { return cmp.Compare(x.start, start) })
		for i--; i >= 0 && r.last[i] >= s.End; i-- {
			if r.of[i].end >= s.End && !yield(r.of[i].attribution) {
				return
			}
		}
	}
}

// dropInner leaves out what stands inside of what is said and is neither a clause nor an act of speech.
func (w *work) dropInner() {
	as, around := w.out.Attributions, w.around()
	w.keep(func(i int) bool {
		if w.levels[i].tells() {
			return true
		}
		for j := range around.holders(as[i].Cue[0]) {
			if !as[j].Frames() && within(as, i, j) > 0 {
				return false
			}
		}
		return true
	})
}

// holdsCue gives the size of the content of outer when it holds the first cue span of inner, else 0.
func holdsCue(outer, inner *hearsay.Attribution) int {
	size, holds := 0, false
	for _, c := range outer.Content {
		size += c.End - c.Start
		holds = holds || c.Holds(inner.Cue[0])
	}
	if !holds {
		return 0
	}
	return size
}
