// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
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

// tells reports whether an attribution can stand inside another one.
func (l level) tells() bool { return (l.clause || l.speech) && !l.nobody }

// level tells of a find what its level depends on.
func (s *scan) level(f *find) level {
	clause := slices.ContainsFunc(f.content, func(c chunk) bool { return s.clausal(f, c) })
	if s.nounCue(f) && (f.act == hearsay.Assess || f.act == hearsay.Demand) {
		clause = false // "the idea that …" tells nobody's words
	}
	nobody := f.source == nil && f.act != hearsay.Rumour && !s.unsaid(f)
	return level{clause, s.speechAct(f) && s.somebody(f), nobody}
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
	as := w.out.Attributions
	bounds := w.bounds()
	for i := range as {
		if !w.levels[i].tells() {
			continue
		}
		best := 0
		for j := range as {
			if size := within(as, bounds, i, j); size > 0 && w.levels[j].tells() && (best == 0 || size < best) {
				best = size
				as[i].Inside = as[j].ID
			}
		}
	}
}

// within gives the size of the content of attribution j when it holds the first cue span of i, and not the reverse; else 0.
func within(as []hearsay.Attribution, bounds [][2]int, i, j int) int {
	cue, b := as[i].Cue[0], bounds[j]
	if i == j || cue.Start < b[0] || cue.End > b[1] || holdsCue(&as[i], &as[j]) > 0 {
		return 0
	}
	return holdsCue(&as[j], &as[i])
}

// bounds gives where the contents begin and end; most contents hold no other cue, and are passed by quickly.
func (w *work) bounds() [][2]int {
	out := make([][2]int, len(w.out.Attributions))
	for i, a := range w.out.Attributions {
		out[i] = [2]int{a.Content[0].Start, a.Content[len(a.Content)-1].End}
	}
	return out
}

// dropInner leaves out what stands inside of what is said and is neither a clause nor an act of speech.
func (w *work) dropInner() {
	as, bounds := w.out.Attributions, w.bounds()
	w.keep(func(i int) bool {
		if w.levels[i].tells() {
			return true
		}
		for j := range as {
			if !as[j].Frames() && within(as, bounds, i, j) > 0 {
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
