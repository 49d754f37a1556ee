// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package resolve finds out what names and descriptions stand for: in a document, who "he", "the paper" and "the
// official" are; across documents, which names are one entity. What cannot be settled stays unresolved; nothing
// is guessed silently.
package resolve

import (
	"slices"
	"strings"

	"hearsay"
)

// Version is raised when the same attributions give another result.
const Version = 5

// Document resolves the voices and chains of one document's attributions in place and sets what mentions stand
// for. outlet tells which outlet a name is; it may be nil.
func Document(d *hearsay.Document, mentions []hearsay.Mention, attributions []hearsay.Attribution, outlet func(name string) (hearsay.OutletID, bool)) {
	if outlet == nil {
		outlet = func(string) (hearsay.OutletID, bool) { return "", false }
	}
	r := &resolver{doc: d, outlet: outlet, acronyms: map[string]string{}, titled: map[string]string{}}
	r.collect(mentions)
	for _, a := range reading(attributions) {
		r.attribution(a)
	}
	speakers(attributions)
	chains(attributions)
	for i := range mentions {
		m := &mentions[i]
		m.Name = r.fullName(m)
		m.Entity = hearsay.NewEntityID(m.Kind, Normal(m.Name))
	}
	tieVoices(mentions, attributions)
}

// reading gives the attributions in the order in which a reader meets their sources.
func reading(attributions []hearsay.Attribution) []*hearsay.Attribution {
	out := make([]*hearsay.Attribution, len(attributions))
	for i := range attributions {
		out[i] = &attributions[i]
	}
	slices.SortStableFunc(out, func(a, b *hearsay.Attribution) int { return place(a) - place(b) })
	return out
}

func place(a *hearsay.Attribution) int {
	if a.Source != nil {
		return a.Source.Start
	}
	return a.Cue[0].Start
}

// known is a voice that was met, with the voices through which the document has it.
type known struct {
	voice  hearsay.Voice
	prefix []hearsay.Voice
	at     int // where it was met last
	spoke  bool
}

type resolver struct {
	doc      *hearsay.Document
	outlet   func(string) (hearsay.OutletID, bool)
	known    []*known // in the order they were first met
	acronyms map[string]string
	titled   map[string]string // by a word of a name: the pronoun that a title before it tells
	pending  []hearsay.Mention // mentions not yet passed, in order
	limit    int               // "it" and "he" look for what they stand for before this place: not in what they say
	people   []string          // full names, in the order of the text
	bodies   []string
}

// collect notes names, and acronyms that are introduced in brackets after them.
func (r *resolver) collect(mentions []hearsay.Mention) {
	r.pending = mentions
	for _, m := range mentions {
		if m.Kind == hearsay.PersonEntity {
			r.noteTitle(m.Span.Start, m.Span.Text)
		}
		if m.Kind == hearsay.PersonEntity && strings.Contains(m.Span.Text, " ") {
			r.people = append(r.people, m.Span.Text)
		} else if strings.Contains(m.Span.Text, " ") {
			r.bodies = append(r.bodies, m.Span.Text)
		}
		rest := r.doc.Text[m.Span.End:]
		if after, ok := strings.CutPrefix(strings.TrimLeft(rest, " "), "("); ok {
			if short, _, ok := strings.Cut(after, ")"); ok && len(short) <= 10 && short == strings.ToUpper(short) {
				r.acronyms[short] = m.Span.Text
			}
		}
	}
}

// fullName is the fullest form in which the document gives the name of m.
func (r *resolver) fullName(m *hearsay.Mention) string {
	name := Plain(m.Span.Text)
	if full, ok := r.acronyms[name]; ok {
		return Plain(full)
	}
	if m.Kind == hearsay.PersonEntity {
		return r.fullPerson(name)
	}
	return name
}

// fullPerson is the first longer name in the document of which every word of name is a part.
func (r *resolver) fullPerson(name string) string {
	for _, full := range r.people {
		if len(full) > len(name) && partOf(name, full) {
			return Plain(full)
		}
	}
	return name
}

// fullBody is the first longer name of a body or outlet in the document that ends with name: a headline says
// "Ministry" where the text says "Velland Transport Ministry".
func (r *resolver) fullBody(name string) string {
	lower := " " + strings.ToLower(name)
	for _, full := range r.bodies {
		if strings.HasSuffix(strings.ToLower(full), lower) {
			return Plain(full)
		}
	}
	return name
}

// partOf reports whether each word of part is a word of whole.
func partOf(part, whole string) bool {
	words := strings.Fields(whole)
	for _, w := range strings.Fields(part) {
		if !slices.Contains(words, w) {
			return false
		}
	}
	return part != ""
}

// attribution resolves source and chain of one attribution.
func (r *resolver) attribution(a *hearsay.Attribution) {
	at := place(a)
	r.passNames(at)
	r.limit = min(at, a.Content[0].Start)
	var prefix []hearsay.Voice
	out := make([]hearsay.Voice, 0, len(a.Chain))
	resolved := a.Voice
	for i, v := range a.Chain {
		isSource := v == a.Voice
		k := r.voice(v, at)
		if i < sourceIndex(a) && k.voice.Kind != hearsay.OutletVoice {
			continue // told somebody who is no outlet
		}
		if isSource {
			resolved = k.voice
			if len(out) == 0 {
				prefix = k.prefix
			}
		}
		k.prefix = keepPrefix(k, append(slices.Clone(prefix), out...))
		out = append(out, k.voice)
		k.at, k.spoke = at, k.spoke || !a.Frames() // who speaks a whole turn is hardly the "he" in it
	}
	a.Voice = resolved
	a.Chain = unloop(append(slices.Clone(prefix), out...))
}

// sourceIndex is the place of the source in the chain as annotate gives it.
func sourceIndex(a *hearsay.Attribution) int {
	for i, v := range a.Chain {
		if v == a.Voice {
			return i
		}
	}
	return 0
}

// keepPrefix keeps how the document first came by an unnamed voice; a named voice can be met in other ways.
func keepPrefix(k *known, now []hearsay.Voice) []hearsay.Voice {
	if k.voice.Named && k.voice.Kind != hearsay.DocumentVoice {
		return nil
	}
	if k.spoke {
		return k.prefix
	}
	return now
}

// unloop keeps the first of voices that come twice, so that a chain never returns to where it was.
func unloop(chain []hearsay.Voice) []hearsay.Voice {
	var out []hearsay.Voice
	for _, v := range chain {
		if v.Name == "" || slices.ContainsFunc(out, func(o hearsay.Voice) bool { return o.Name == v.Name }) {
			continue
		}
		out = append(out, v)
	}
	return out
}

// passNames makes known the people and bodies that are named before at, so that "he" can be one who did not speak.
func (r *resolver) passNames(at int) {
	for len(r.pending) > 0 && r.pending[0].Span.Start < at {
		m := &r.pending[0]
		r.pending = r.pending[1:]
		kind := hearsay.OrganizationVoice
		switch m.Kind {
		case hearsay.PersonEntity:
			kind = hearsay.PersonVoice
		case hearsay.OutletEntity:
			kind = hearsay.OutletVoice
		case hearsay.OrganizationEntity:
		default:
			continue
		}
		name := r.fullName(m)
		if _, ok := r.outlet(name); ok && kind != hearsay.PersonVoice {
			kind = hearsay.OutletVoice
		}
		k := r.find(func(k *known) bool { return k.voice.Named && same(k.voice.Name, name, kind) })
		if k == nil {
			k = &known{voice: hearsay.Voice{Name: name, Kind: kind, Named: true}}
			r.known = append(r.known, k)
		}
		k.at = m.Span.Start
	}
}

// find gives the voice met most recently that fits; of two at one place the later one in the list.
func (r *resolver) find(fits func(*known) bool) *known {
	var best *known
	for _, k := range r.known {
		if fits(k) && (best == nil || k.at >= best.at) {
			best = k
		}
	}
	return best
}

func (r *resolver) meet(v hearsay.Voice) *known {
	k := &known{voice: v}
	r.known = append(r.known, k)
	return k
}
