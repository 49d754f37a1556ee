// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"strings"
	"unicode/utf8"

	"hearsay"
)

// readNames finds runs of capitalised words that do not merely begin a sentence. Where all nouns have capitals, one word
// is no name unless it is a part of a longer one.
func (f *foreign) readNames() {
	var runs []chunk
	for i := 0; i < len(f.words); {
		run := f.nameRun(i, len(f.words))
		if run.empty() {
			i++
			continue
		}
		i = run.last
		run = f.ownName(run)
		runs = append(runs, run)
		for k := run.first; k < run.last; k++ {
			if !f.starts(k) {
				f.seen[f.words[k].word] = true
			}
		}
		if run.last-run.first > 1 && f.nameKind(run, f.is(run.first-1, article|oblique)) == hearsay.PersonVoice {
			for k := run.first + 1; k < run.last; k++ {
				if word := f.words[k].word; f.is(k, capital) && f.full[word] == "" {
					f.full[word] = f.cut(run).Text
				}
			}
		}
	}
	for _, run := range runs {
		if f.isName(run, false) {
			f.mention(run)
		}
	}
}

// ownName is the run without titles before the name, and without what belongs to the noun before it: "Jean Tolk" of "le
// ministre des Transports Jean Tolk".
func (f *foreign) ownName(run chunk) chunk {
	for run.first < run.last-1 && (f.isTitle(run.first) || !f.is(run.first, capital)) {
		run.first++
	}
	if f.nounAndName(run) {
		return chunk{run.last - 2, run.last}
	}
	k := run.first - 1
	for f.is(k, article) {
		k--
	}
	if run.last-run.first < 3 || !f.is(run.first-1, link) && (k == run.first-1 || !f.is(k, link)) {
		return run
	}
	for n := 0; n < 4; n++ {
		k--
		if k >= 0 && f.isTitle(k) {
			return chunk{run.last - 2, run.last}
		}
	}
	return run
}

// nounAndName reports whether a run of capitalised words behind a German article is a noun and the name of a person: "der
// Geologe Mark Orvel".
func (f *foreign) nounAndName(run chunk) bool {
	if !f.l.compounds || run.last-run.first != 3 || !f.is(run.first-1, article|indefinite|oblique) {
		return false
	}
	for i := run.first; i < run.last; i++ {
		word := f.words[i].word
		short := acronym(word) || i < run.last-1 && strings.HasSuffix(word, ".") // "IG Metall", "St. Galler"
		if short || f.bodyWord(i) || f.compoundBody(i) || !f.is(i, capital) {
			return false
		}
	}
	return true
}

func (f *foreign) mention(run chunk) {
	span := f.cut(run)
	m := hearsay.Mention{Document: f.doc.ID, Span: span, Name: span.Text}
	switch f.nameKind(run, f.is(run.first-1, article|oblique)) {
	case hearsay.OutletVoice:
		m.Kind = hearsay.OutletEntity
	case hearsay.PersonVoice:
		m.Kind = hearsay.PersonEntity
		f.people = append(f.people, span)
	default:
		m.Kind = hearsay.OtherEntity
		if run.last-run.first > 1 || acronym(span.Text) {
			m.Kind = hearsay.OrganizationEntity
		}
	}
	f.out.Mentions = append(f.out.Mentions, m)
}

// isTitle reports whether the capitalised word is a noun for a source, or a title, and no part of the name behind it.
func (f *foreign) isTitle(i int) bool {
	role, ok := f.role(i, anyCase)
	return ok && role.kind != hearsay.OrganizationVoice && role.kind != hearsay.OutletVoice || f.is(i, honorific)
}

// starts reports whether a capital at word i may be due to its place alone.
func (f *foreign) starts(i int) bool {
	if i == 0 || f.words[i-1].line != f.words[i].line {
		return true
	}
	return f.is(i-1, mark) && !strings.Contains(",;(", f.words[i-1].word)
}

// nameRun is the run of words from i that have capitals and can be a name; small words may join its parts.
func (f *foreign) nameRun(i, end int) chunk {
	if i >= end || !f.proper(i) {
		return chunk{}
	}
	run := chunk{i, i + 1}
	body := f.bodyWord(i)
	joins := link | particle
	if f.l.compounds {
		joins = particle // "Brücke von Velles" is no name
	}
	if f.l.compounds && f.is(i-1, article|indefinite|oblique|preposition|link) {
		joins = 0
	}
	for run.last < end && f.words[run.last].line == f.words[i].line && f.words[run.last].quote == f.words[i].quote {
		k := run.last
		if f.proper(k) {
			body = body || f.bodyWord(k)
			run.last++
			continue
		}
		for k < min(end, run.last+2) && f.is(k, joins|article) && !f.is(k, mark) {
			k++
		}
		if k == run.last || !f.is(run.last, joins) || k >= end || !f.proper(k) || f.words[k].line != f.words[i].line || !body && run.last > run.first+1 {
			break
		}
		run.last = k + 1
	}
	return run
}

// proper reports whether word i has a capital that its class does not explain.
func (f *foreign) proper(i int) bool {
	c := f.words[i].class
	if c&capital == 0 || c&^(capital|link|particle) != 0 || f.starts(i) && f.isCue(i) {
		return false
	}
	return c&(link|particle) == 0 || !f.starts(i)
}

// bodyWord reports whether word i is one of names of outlets and bodies.
func (f *foreign) bodyWord(i int) bool {
	w := &f.words[i]
	role, ok := f.l.roles[w.lower]
	return f.l.outlets[w.lower] || ok && (role.kind == hearsay.OrganizationVoice || role.kind == hearsay.OutletVoice)
}

// isName reports whether the run is a name here, and not a word with a capital for its place or, in German, a noun.
func (f *foreign) isName(run chunk, articled bool) bool {
	word := f.words[run.first].word
	switch {
	case run.last-run.first > 1, f.full[word] != "", acronym(word), english.known[word]:
		return true
	case f.l.compounds:
		return false
	}
	return (!f.starts(run.first) || f.seen[word]) && (articled || utf8.RuneCountInString(word) > 2)
}

// nameKind tells what the name is by its words: two or more without an article are a person.
func (f *foreign) nameKind(run chunk, articled bool) hearsay.VoiceKind {
	last := &f.words[run.last-1]
	for i := run.first; i < run.last; i++ {
		w := &f.words[i]
		role, ok := f.l.roles[w.lower]
		switch {
		case f.l.outlets[w.lower] && (run.last-run.first > 1 || articled), ok && role.kind == hearsay.OutletVoice:
			return hearsay.OutletVoice
		case ok && role.kind == hearsay.OrganizationVoice:
			return hearsay.OrganizationVoice
		}
	}
	switch {
	case english.known[last.word], english.outlets[last.word]:
		return hearsay.OutletVoice
	case english.bodies[last.lower], f.l.compounds && f.compoundBody(run.last-1):
		return hearsay.OrganizationVoice
	case run.last-run.first > 1 && !articled && !acronym(last.word), f.full[last.word] != "":
		return hearsay.PersonVoice
	}
	return hearsay.OrganizationVoice
}

func (f *foreign) compoundBody(i int) bool {
	role, ok := f.role(i, 0)
	return ok && (role.kind == hearsay.OrganizationVoice || role.kind == hearsay.OutletVoice)
}

// named is the speaker that begins at word first and whose name is run.
func (f *foreign) named(first int, run chunk, d determiner) speaker {
	s := speaker{chunk: chunk{first, run.last}, class: d.class}
	if own := f.ownName(run); f.nounAndName(run) {
		s.voice = hearsay.Voice{Kind: hearsay.PersonVoice, Named: true, Name: f.cut(own).Text, Role: f.words[run.first].word}
		s.head = f.words[run.first].lower
		return s
	}
	kind := f.nameKind(run, d.next > first && d.next == run.first)
	if f.is(run.first-1, honorific) || f.is(run.first-1, final) && f.is(run.first-2, honorific) {
		kind = hearsay.PersonVoice
	}
	if kind != hearsay.PersonVoice && d.next > first && !f.l.compounds {
		s.last = f.belonging(run.last, d.end, kind) // "la Commission européenne"
	}
	s.voice = hearsay.Voice{Kind: kind, Named: true, Name: f.cut(chunk{run.first, s.last}).Text}
	if d.count > 1 { // "400 Français"
		s.voice.Kind, s.voice.Named, s.voice.Count = hearsay.CollectiveVoice, false, d.count
	}
	return s
}
