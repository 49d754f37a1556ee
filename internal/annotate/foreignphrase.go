// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"strconv"
	"strings"
	"unicode"

	"hearsay"
)

// speaker is a noun phrase, name or pronoun that can be a source.
type speaker struct {
	chunk
	voice hearsay.Voice
	head  string    // its noun; empty for a name
	class wordClass // of its article, or of the pronoun
}

// reach says what else than a subject a phrase may be.
type reach uint8

const (
	anyCase reach = 1 << iota // in any case: "dem Minister"
	bare                      // without an article: "ministre des Transports"
)

// determiner is what begins a noun phrase.
type determiner struct {
	next  int // the word behind it
	end   int // where the phrase ends at the latest
	class wordClass
	count int
}

// phrase reads the noun phrase that begins at word i and ends before end.
func (f *foreign) phrase(i, end int, r reach) (speaker, bool) {
	if i >= end || f.words[i].quote > 0 {
		return speaker{}, false
	}
	if f.isPronoun(i, r) {
		return speaker{chunk: chunk{i, i + 1}, voice: hearsay.Voice{Kind: hearsay.UnknownVoice}, class: f.words[i].class}, true
	}
	d, ok := f.determiner(i, end, r)
	if !ok {
		return speaker{}, false
	}
	j := d.next
	if f.is(j, honorific) && j == i {
		for j < end && (f.is(j, honorific) || f.words[j].word == ".") {
			j++
		}
		if run := f.nameRun(j, end); !run.empty() {
			return f.named(i, run, d), true
		}
		j = i
	}
	return f.headed(i, j, end, nounPhrase{d, r})
}

// nounPhrase is how a phrase began, and what it may be.
type nounPhrase struct {
	determiner
	reach
}

// headed reads on from word j, behind the article, to the noun or name of the phrase.
func (f *foreign) headed(i, j, end int, p nounPhrase) (speaker, bool) {
	const adjectives = 4
	for last := min(end, j+adjectives); j < last && f.words[j].quote == 0 && !f.is(j, mark); j++ {
		if f.l.compounds && f.is(j, capital) && j+1 < end && f.is(j+1, capital) && strings.HasSuffix(f.words[j].lower, "er") {
			if _, ok := f.role(j+1, p.reach); ok {
				continue // "der Hamburger Bürgermeister"
			}
		}
		if role, ok := f.role(j, p.reach); ok && (p.next > i || p.reach&bare != 0 || role.plural || f.titles(j, end)) {
			return f.described(chunk{i, j}, end, role, p), true
		}
		if run := f.nameRun(j, end); !run.empty() && f.isName(run, p.next > i) {
			return f.named(i, run, p.determiner), true
		}
		if p.next == i || f.is(j, capital) {
			return speaker{}, false
		}
		if f.words[j].class != 0 {
			j = f.attribute(j, end) - 1 // "eine mit der Sache vertraute Person"
			if j < i {
				return speaker{}, false
			}
			last = j + 2
		}
	}
	return speaker{}, false
}

// attribute gives the unnamed source before which a German attribute stands that begins with a preposition at j, or -1.
func (f *foreign) attribute(j, end int) int {
	if !f.l.compounds || !f.is(j, preposition) {
		return -1
	}
	for k := j + 1; k < min(end, j+8) && !f.is(k, mark); k++ {
		if role, ok := f.role(k, 0); ok && role.kind == hearsay.UnnamedVoice {
			return k
		}
	}
	return -1
}

func (f *foreign) isPronoun(i int, r reach) bool {
	w := &f.words[i]
	switch {
	case w.class&pronoun == 0, w.class&oblique != 0 && r&anyCase == 0:
		return false
	case w.class&(article|indefinite) != 0 && f.is(i+1, capital):
		return false // "ihr Sprecher"
	case f.l.compounds && w.class&capital != 0 && !f.starts(i):
		return false // "meinen Sie"
	}
	return true
}

// determiner reads articles and numbers; none is well, but one that stands before no subject is not.
func (f *foreign) determiner(i, end int, r reach) (determiner, bool) {
	const longest = 3
	d := determiner{next: i, end: end}
	for ; d.next < min(end, i+longest); d.next++ {
		w := &f.words[d.next]
		if w.class&oblique != 0 && w.class&(article|indefinite) == 0 && r&anyCase == 0 {
			return d, false
		}
		n := f.l.numbers[w.lower]
		if v, err := strconv.Atoi(w.word); err == nil && v > 1 && v < 1000 {
			n = v
		}
		if w.class&(article|indefinite|oblique) == 0 && n == 0 {
			break
		}
		d.class |= w.class
		if n > 1 {
			d.count = n
		}
	}
	return d, true
}

// role tells whether word j is a noun for a source. German nouns may be the end of longer ones, and inflected.
func (f *foreign) role(j int, r reach) (foreignRole, bool) {
	w := &f.words[j]
	if role, ok := f.l.roles[w.lower]; ok {
		return role, !f.l.compounds || w.class&capital != 0
	}
	if !f.l.compounds || w.class&capital == 0 {
		return foreignRole{}, false
	}
	forms := []string{w.lower}
	if r&anyCase != 0 {
		for _, end := range []string{"es", "s", "en", "n", "em"} {
			if stem, ok := strings.CutSuffix(w.lower, end); ok {
				forms = append(forms, stem)
			}
		}
	}
	for _, form := range forms {
		for k := range form {
			if role, ok := f.l.roles[form[k:]]; ok && (k == 0 || k > 2 && !role.whole) {
				return role, true
			}
		}
	}
	return foreignRole{}, false
}

// titles reports whether a name follows the noun at j: "Minister Amsel".
func (f *foreign) titles(j, end int) bool {
	run := f.nameRun(j+1, end)
	return !run.empty() && (run.last-run.first > 1 || f.full[f.words[run.first].word] != "")
}

// described is the speaker whose noun is the word behind c: with what belongs to it, and with the name that follows.
func (f *foreign) described(c chunk, end int, role foreignRole, p nounPhrase) speaker {
	head := c.last
	k := f.belonging(head+1, end, role.kind)
	if run := f.nameBehind(k, end, role.kind, k == head+1); !run.empty() {
		s := f.named(c.first, run, p.determiner)
		s.head = f.words[head].lower
		person := role.kind == hearsay.OfficialVoice || role.kind == hearsay.UnnamedVoice
		switch {
		case role.kind == hearsay.OutletVoice:
			s.voice.Kind = role.kind
			return s
		case person && !f.bodyWord(run.last-1) && !acronym(f.words[run.last-1].word):
			s.voice.Kind, s.voice.Role = hearsay.PersonVoice, f.cut(f.trim(chunk{f.afterArticle(c.first, head), run.first})).Text
			return s
		}
		k = run.last
	}
	return f.unnamed(chunk{c.first, k}, head, role, p)
}

// unnamed is the speaker of a phrase that names no person; a body may be named by what belongs to it.
func (f *foreign) unnamed(c chunk, head int, role foreignRole, p nounPhrase) speaker {
	s := speaker{chunk: c, head: f.words[head].lower, class: p.class}
	s.voice = hearsay.Voice{Kind: role.kind, Name: f.cut(chunk{f.afterArticle(c.first, head), c.last}).Text, Count: p.count}
	s.voice.Plural = p.count == 0 && (p.class&several != 0 || role.plural && (!f.l.compounds || p.next == c.first))
	if role.kind != hearsay.OrganizationVoice && role.kind != hearsay.OutletVoice {
		s.voice.Role = s.voice.Name
		return s
	}
	for i := head; i < c.last; i++ {
		s.voice.Named = s.voice.Named || f.is(i, capital) && i > c.first && (!f.l.compounds || i > head)
	}
	s.voice.Named = s.voice.Named && p.count == 0 && !s.voice.Plural
	return s
}

// afterArticle is where a phrase begins without its article; a number stays.
func (f *foreign) afterArticle(i, head int) int {
	for i < head && f.is(i, article|indefinite|oblique) {
		i++
	}
	return i
}

// belonging gives where what belongs to a noun ends: adjectives, and phrases joined by "de" and the like.
func (f *foreign) belonging(k, end int, kind hearsay.VoiceKind) int {
	if !f.l.compounds {
		k = f.adjectives(k, end)
	}
	for range 4 {
		next := f.complement(k, end, kind)
		if next == k {
			break
		}
		k = next
	}
	return k
}

// adjectives skips up to two words that the list does not know.
func (f *foreign) adjectives(k, end int) int {
	for n := 0; n < 2 && k < end && f.words[k].quote == 0; n++ {
		if f.words[k].class != 0 || f.isCue(k) {
			break
		}
		k++
	}
	return k
}

// isCue reports whether a form of a cue begins with word k.
func (f *foreign) isCue(k int) bool { return len(f.l.forms[f.words[k].lower]) > 0 }

// complement reads "des Transports", "de la police nationale", "des Ministeriums" from k, and gives k where none stands.
func (f *foreign) complement(k, end int, kind hearsay.VoiceKind) int {
	if k >= end || f.words[k].quote > 0 || !f.is(k, link) && !(kind == hearsay.UnnamedVoice && f.is(k, inner)) {
		return k
	}
	m := k + 1
	for m < end && m < k+3 && f.is(m, article|oblique) && !f.is(m, pronoun) {
		m++
	}
	if !f.l.compounds {
		if m < end && f.is(m, capital) {
			proper := f.properEnd(m, end)
			return min(f.adjectives(proper, end), proper+1) // "de l'Intérieur français"
		}
		if m < end && f.words[m].class == 0 && f.words[m].quote == 0 {
			return f.adjectives(m+1, end)
		}
		return k
	}
	for n := 0; n < 3 && m < end && f.words[m].class == 0; n++ {
		m++ // "des örtlichen"
	}
	if m >= end || !f.is(m, capital) || f.words[m].quote > 0 {
		return k
	}
	if m+1 < end && f.is(m+1, capital) && strings.HasSuffix(f.words[m].lower, "en") {
		m++ // "der Deutschen Bank"
	}
	return m + 1
}

// properEnd gives where proper words that belong to a noun end: the last two of a longer run, or the last of two, may
// be the speaker's name ("le ministre des Transports Jean Tolk").
func (f *foreign) properEnd(m, end int) int {
	run := f.nameRun(m, end)
	if run.empty() {
		return m + 1
	}
	name := f.full[f.words[run.last-1].word]
	switch n := run.last - run.first; {
	case n > 2 && name == f.cut(chunk{run.last - 2, run.last}).Text:
		return run.last - 2
	case n == 2 && name != "" && name != f.cut(run).Text:
		return run.last - 1
	}
	return run.last
}

// nameBehind is the name that follows a described person directly or behind a comma; next tells that it follows the noun,
// where a German noun in apposition is a name.
func (f *foreign) nameBehind(k, end int, kind hearsay.VoiceKind, next bool) chunk {
	if run := f.nameRun(k, end); !run.empty() && (f.l.compounds && next || f.isName(run, true)) {
		return run
	}
	if k+1 >= end || f.words[k].word != "," || kind == hearsay.OrganizationVoice || kind == hearsay.OutletVoice {
		return chunk{}
	}
	run := f.nameRun(k+1, end)
	if run.last-run.first < 2 || run.last < end && !f.is(run.last, mark) {
		return chunk{}
	}
	return run
}

// acronym reports whether the word consists of capitals alone.
func acronym(word string) bool {
	n := 0
	for _, r := range word {
		if !unicode.IsUpper(r) {
			return false
		}
		n++
	}
	return n > 1
}
