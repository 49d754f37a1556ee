// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"slices"
	"strings"

	"hearsay"
)

// met is a voice that spoke, with where.
type met struct {
	speaker
	at   int          // where its source stands, in bytes
	said hearsay.Span // what it said
}

// remembered is how many who spoke last are looked at.
const remembered = 50

// meet notes who spoke.
func (f *foreign) meet(s *saying) {
	if s.voice.Kind == hearsay.UnknownVoice {
		return
	}
	m := met{at: f.words[s.first].start}
	if s.source != nil {
		m.speaker = *s.source
		if f.is(s.source.first, pronoun) && len(f.met) > 0 {
			m.class, m.head = f.sameVoice(s.voice)
		}
	} else if len(f.met) > 0 {
		m.speaker = f.met[len(f.met)-1].speaker
	}
	m.voice = s.voice
	m.said = hearsay.Span{Start: f.words[s.content[0].first].start, End: f.words[s.content[len(s.content)-1].last-1].end}
	if len(f.met) == 2*remembered {
		f.met = slices.Clone(f.met[remembered:])
	}
	f.met = append(f.met, m)
}

// sameVoice is what is known of the article and noun of a voice that spoke before.
func (f *foreign) sameVoice(v hearsay.Voice) (wordClass, string) {
	for _, m := range slices.Backward(f.met) {
		if m.voice == v {
			return m.class, m.head
		}
	}
	return 0, ""
}

// settle tells who the source is. A pronoun for somebody who never spoke stays open, and what he says is only taken
// when it is quoted: songs and stories are full of "elle dit que".
func (f *foreign) settle(s *saying) bool {
	switch {
	case s.source == nil:
		s.voice = f.met[len(f.met)-1].voice
		return true
	case s.shared && s.prev != nil:
		s.voice = s.prev.voice
		return true
	case s.source.voice.Kind == hearsay.UnknownVoice:
		v, ok := f.antecedent(s.source)
		s.voice = v
		return ok || s.direct || len(f.met) > 0
	}
	s.voice = s.source.voice
	if m, ok := f.again(s.source); ok {
		s.voice = m.voice
	}
	return true
}

// antecedent is the voice that spoke last and fits the pronoun, unless somebody else was named since.
func (f *foreign) antecedent(p *speaker) (hearsay.Voice, bool) {
	unknown := hearsay.Voice{Kind: hearsay.UnknownVoice}
	at := f.words[p.first].start
	for n, m := range slices.Backward(f.met) {
		if at-m.at > nearEnough {
			break
		}
		body := m.voice.Kind == hearsay.OrganizationVoice || m.voice.Kind == hearsay.OutletVoice
		if !f.fits(p, &m) || body && (f.l.han || n < len(f.met)-1 || m.class&(masculine|feminine) == 0) {
			continue
		}
		i, _ := slices.BinarySearchFunc(f.people, m.at, func(s hearsay.Span, at int) int { return s.End - at })
		for ; i < len(f.people) && f.people[i].Start < at; i++ {
			other := f.people[i]
			if !(m.said.Start <= other.Start && other.End <= m.said.End) && !strings.Contains(m.voice.Name, other.Text) && !strings.Contains(other.Text, m.voice.Name) {
				return unknown, false
			}
		}
		return m.voice, true
	}
	return unknown, false
}

// fits reports whether a pronoun can stand for a voice, by number and by the gender that its article tells.
func (f *foreign) fits(p *speaker, m *met) bool {
	const gender = masculine | feminine
	pg, mg := p.class&gender, m.class&gender
	plural := m.voice.Plural || m.voice.Count > 1
	switch {
	case m.voice.Kind == hearsay.DocumentVoice:
		return false
	case (p.class&several != 0) != plural && !(f.l.compounds && pg == feminine):
		return false
	}
	return pg == 0 || mg == 0 || pg&mg != 0 || plural
}

// again finds who is meant by a noun alone with a definite article ("le ministre"): who spoke before and is the same.
func (f *foreign) again(s *speaker) (met, bool) {
	if s.head == "" || s.voice.Named || s.class&article == 0 || s.class&indefinite != 0 || s.class&several != 0 || f.words[s.last-1].lower != s.head {
		return met{}, false
	}
	for _, m := range slices.Backward(f.met) {
		if m.head == s.head {
			return m, true
		}
	}
	return met{}, false
}

// record makes the attribution.
func (f *foreign) record(s *saying) {
	a := hearsay.Attribution{
		Document: f.doc.ID, Act: f.act(s), Negated: s.negated, Voice: s.voice, Confidence: s.confidence(), Stamp: f.stamp,
		Chain: append(slices.Clone(s.through), s.voice),
	}
	a.Chain = append(a.Chain, s.via...)
	if s.source != nil {
		source := f.cut(s.source.chunk)
		a.Source = &source
	}
	for _, p := range s.pieces {
		a.Cue = append(a.Cue, f.cut(p))
	}
	for _, c := range s.content {
		a.Content = append(a.Content, f.cut(c))
	}
	a.ID = f.attributionID(&a)
	f.out.Attributions = append(f.out.Attributions, a)
}

// act is that of the cue; what is demanded as a question is asked.
func (f *foreign) act(s *saying) hearsay.Act {
	c := s.content[0]
	asks := f.is(c.first, whether) && !f.is(c.first, that) || s.direct && f.words[max(c.first, c.last-2)].word == "?"
	if s.cue.act == hearsay.Demand && asks {
		return hearsay.Ask
	}
	return s.cue.act
}

// The confidence of what lists and punctuation tell: by how it is said, and by who says it.
const (
	quotedByName = 0.8
	quotedByRole = 0.65
	indirect     = 0.5
)

func (s *saying) confidence() float64 {
	switch {
	case !s.direct || s.voice.Kind == hearsay.UnknownVoice:
		return indirect
	case s.voice.Named && s.source != nil && s.source.voice.Named:
		return quotedByName
	}
	return quotedByRole
}

// runOn adds a segment that is all quotation to the one before it, whose quotation it goes on with.
func (f *foreign) runOn(q quotation) {
	if f.open == nil || !f.open.direct {
		f.open = nil
		return
	}
	a := &f.out.Attributions[len(f.out.Attributions)-1]
	near := f.words[q.first].line == f.words[f.open.around.first].line
	last := f.open.content[len(f.open.content)-1]
	broken := f.words[last.first].quote > 0 && f.quotes[f.words[last.first].quote-1].open
	if !near && !broken || last.last > q.first {
		f.open = nil
		return
	}
	f.open.content = append(f.open.content, q.chunk)
	a.Content = append(a.Content, f.cut(q.chunk))
}
