// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import "hearsay"

// scene is a cue with what stands around it.
type scene struct {
	*cueMatch
	seg    chunk
	lo     int     // before this word all belongs to attributions already made
	next   int     // where the next cue begins
	prev   *saying // the one before in the segment, nil for none
	source *speaker
	shared bool            // the source is that of an attribution before
	around chunk           // cue and source, with "comme" before them
	liked  bool            // "comme l'a dit X"
	put    bool            // the cue is put into or behind what is said
	inside bool            // the cue stands in a relative clause, which a comma ends
	via    []hearsay.Voice // whom the source cites
}

// Words in which a subject is looked for before its cue, and that may stand between.
const (
	longClause = 30
	longAside  = 14
)

// subject finds who speaks for a verb: a pronoun or noun within the cue, who spoke before where the clause has no
// subject of its own, the noun phrase before, or the one behind where the word order of the language allows it.
func (f *foreign) subject(sc *scene) bool {
	k := f.beforeClitics(sc)
	if f.is(k, noOne) && k >= sc.lo || f.is(sc.last, noOne) || f.impersonal(sc) {
		return false
	}
	sc.liked = f.is(k, like) && k >= sc.lo
	aside := f.aside(sc)
	switch {
	case f.subjectWithin(sc):
	case sc.gerund, k >= sc.lo && f.is(k, conjunction|and|relative):
		if sc.inside = !sc.gerund && f.is(k, relative) && !f.is(k, and); sc.inside && !f.is(k-1, mark) {
			return false // "ce qui dément", "la fiscal que pidió"
		}
		if !f.takeOver(sc) && !(f.l.compounds && f.subjectBehind(sc)) && !(f.l.dropped && f.continued(sc)) {
			return false
		}
	case aside && f.subjectAcross(sc):
	case aside && f.subjectBehind(sc):
	case aside && f.anyoneBehind(sc):
	case f.subjectBefore(sc):
	case (f.l.compounds || sc.liked || f.l.dropped && f.light(sc)) && f.subjectBehind(sc):
	case f.l.dropped && f.continued(sc):
	default:
		return false
	}
	switch {
	case sc.liked && k < sc.around.first:
		sc.around.first = k
	case aside && k < sc.around.first && sc.around.first <= sc.first:
		sc.around.first = k + 1 // "s'indigne-t-elle"
	}
	if f.is(sc.around.first-1, like) && sc.around.first > sc.lo {
		sc.liked = true
		sc.around.first--
	}
	return true
}

// take makes s the source.
func (sc *scene) take(s speaker) bool {
	sc.source = &s
	sc.around = chunk{min(sc.first, s.first), max(sc.last, s.last)}
	return true
}

// subjectWithin finds the source between the pieces of the cue: "a-t-il dit", "hat der Minister gesagt".
func (f *foreign) subjectWithin(sc *scene) bool {
	for i := sc.gap.first; i < sc.gap.last; i++ {
		if f.is(i, noOne) {
			return false
		}
		if f.is(i, preposition|clitic) && !f.is(i, pronoun) {
			return false
		}
		if s, ok := f.phrase(i, sc.gap.last, 0); ok {
			return sc.take(s)
		}
		if !f.is(i, adverb|negator) {
			return false
		}
	}
	return false
}

// takeOver gives a clause without a subject of its own that of the attribution before, or the one with which the segment
// begins.
func (f *foreign) takeOver(sc *scene) bool {
	if sc.prev != nil && sc.prev.source != nil {
		return f.share(sc, *sc.prev.source)
	}
	i := sc.seg.first
	for i < sc.first && f.is(i, adverb|conjunction|and) {
		i++
	}
	if !sc.gerund { // the phrase before "qui", or the subject of the verb before "et"
		for i < sc.first && f.is(i, preposition) {
			comma := f.comma(i, sc.seg)
			if comma == 0 {
				break
			}
			i = comma + 1
		}
	}
	if s, ok := f.phrase(i, sc.first, 0); ok && !f.is(s.first, pronoun) {
		return f.share(sc, s)
	}
	return false
}

func (f *foreign) share(sc *scene, s speaker) bool {
	sc.source, sc.shared, sc.around = &s, true, sc.chunk
	return true
}

// nearEnough is how far back, in bytes, a left-out subject and a pronoun look.
const nearEnough = 1500

// continued gives a verb of a language that leaves "he" out who spoke last, where nothing before it can be its subject.
func (f *foreign) continued(sc *scene) bool {
	if len(f.met) == 0 {
		return false
	}
	last := &f.met[len(f.met)-1]
	behind := f.skipTimes(sc.last, sc.seg.last)
	if behind < sc.seg.last && f.is(behind, article|indefinite) && !sc.cue.noun {
		return false // a subject that no list has
	}
	single := !last.voice.Plural && last.voice.Count < 2 && last.voice.Kind != hearsay.OrganizationVoice
	if f.words[sc.first].start-last.at > nearEnough || single && f.isPlural(sc) || !f.light(sc) {
		return false
	}
	sc.source, sc.shared, sc.around = nil, true, sc.chunk
	return true
}

// subjectBehind finds the phrase right behind the cue, with the one that explains it.
func (f *foreign) subjectBehind(sc *scene) bool {
	p := sc.last
	for f.is(p, clitic) && !f.is(p, article|pronoun) {
		p++
	}
	p = f.skipTimes(p, sc.seg.last)
	s, ok := f.phrase(p, min(sc.seg.last, p+longClause), 0)
	return ok && sc.take(f.explained(s, sc.seg.last))
}

// anyoneBehind takes a noun that no list has for the speaker, where it follows a cue that follows a quotation.
func (f *foreign) anyoneBehind(sc *scene) bool {
	k := f.beforeClitics(sc)
	if f.words[k].quote == 0 && f.words[k].word == "," {
		k--
	}
	p := f.skipTimes(sc.last, sc.seg.last)
	if k < sc.lo || f.words[k].quote == 0 || p+1 >= sc.seg.last || !f.is(p, article|indefinite) || f.is(p, preposition) {
		return false
	}
	d, ok := f.determiner(p, sc.seg.last, 0)
	noun := d.next
	if !ok || noun >= sc.seg.last || f.words[noun].quote > 0 {
		return false
	}
	if f.words[noun].class&^capital != 0 || f.is(noun, capital) != f.l.compounds {
		return false
	}
	c := chunk{p, f.belonging(noun+1, sc.seg.last, hearsay.OfficialVoice)}
	s := f.unnamed(c, noun, foreignRole{kind: hearsay.UnnamedVoice}, nounPhrase{d, 0})
	return sc.take(f.explained(s, sc.seg.last))
}

// explained adds to a speaker what is said of him between commas: "Jean Tolk, ministre des Transports,".
func (f *foreign) explained(s speaker, end int) speaker {
	if s.last >= end || f.words[s.last].word != "," || s.voice.Kind == hearsay.UnknownVoice {
		return s
	}
	t, ok := f.phrase(s.last+1, end, bare)
	if !ok || t.voice.Kind == hearsay.UnknownVoice || (t.head == "") == (s.head == "") {
		return s
	}
	if t.last < end && !f.is(t.last, mark|adverb|preposition) {
		return s
	}
	s.last = t.last
	if t.voice.Kind == hearsay.OfficialVoice || t.voice.Kind == hearsay.UnnamedVoice {
		s.voice.Kind = hearsay.PersonVoice
	}
	if s.voice.Kind == hearsay.PersonVoice {
		s.voice.Role, s.head, s.class = t.voice.Name, t.head, t.class
	}
	return s
}

// subjectBefore finds the phrase before the cue in its clause.
func (f *foreign) subjectBefore(sc *scene) bool {
	from := f.clauseStart(sc.first, sc.lo)
	var best, first speaker
	related := false
	for i := from; i < sc.first; {
		governed := i > from && f.is(i-1, preposition|link)
		r := reach(0)
		if governed {
			r = anyCase | bare
		}
		s, ok := f.phrase(i, sc.first, r)
		if !ok {
			related = related || f.is(i, relative)
			i++
			continue
		}
		i = s.last
		if governed {
			continue
		}
		if first.empty() {
			first = s
		}
		if !related {
			best = s
		}
	}
	if best.empty() {
		best = first
	}
	dependent := f.l.compounds && f.is(from, that|whether|subordinate) && !f.is(from, like)
	if best.empty() || dependent || !f.leadsTo(best.last, sc.first) {
		return false
	}
	if best.last < sc.first && f.is(best.last, preposition) && !f.hasMark(best.last, sc.first) {
		best = f.placed(best, sc.first) // "fuentes cercanas al caso"
	}
	return sc.take(f.both(best, from, sc.first))
}

// placed adds to an unnamed source where it is found, which ends with word end.
func (f *foreign) placed(s speaker, end int) speaker {
	if s.voice.Kind != hearsay.UnnamedVoice {
		return s
	}
	for i := s.last; i < end; i++ {
		if f.is(i, adverb|clitic&^article|conjunction|relative|capital) {
			return s
		}
	}
	s.voice.Name += f.t.S[f.words[s.last-1].end:f.words[end-1].end]
	s.last, s.voice.Role = end, s.voice.Name
	return s
}

// both joins two sources with "and" between them, of which s is the second.
func (f *foreign) both(s speaker, from, end int) speaker {
	if s.first < from+2 || !f.is(s.first-1, and) || s.last != end && !f.is(s.last, clitic|negator|adverb) {
		return s
	}
	other, ok := f.endingAt(s.first-1, from)
	if !ok {
		return s
	}
	s.first = other.first
	name := f.cut(chunk{f.afterArticle(s.first, s.last-1), s.last}).Text
	s.voice = hearsay.Voice{Kind: hearsay.CollectiveVoice, Name: name, Plural: true, Named: s.voice.Named && other.voice.Named}
	s.class, s.head = several, ""
	return s
}

// endingAt finds a phrase that ends right before word end and that no preposition governs.
func (f *foreign) endingAt(end, lo int) (speaker, bool) {
	for i := max(lo, end-longClause/2); i < end; i++ {
		if i > lo && f.is(i-1, preposition|link) {
			continue
		}
		if s, ok := f.phrase(i, end, anyCase); ok && s.last == end {
			return s, true
		}
	}
	return speaker{}, false
}

// subjectAcross finds the phrase before the aside that ends with the comma before the cue: "Le maire, malade, a dit".
func (f *foreign) subjectAcross(sc *scene) bool {
	comma := f.beforeClitics(sc)
	if comma < sc.lo || f.words[comma].word != "," {
		return false
	}
	for k, n := comma, 0; k > sc.lo && k > comma-longClause && n < 4; k-- {
		if f.words[k].quote > 0 || f.is(k, final) {
			return false
		}
		if f.words[k].word != "," {
			continue
		}
		n++
		from := f.clauseStart(k, sc.lo)
		for f.is(from, conjunction|and|adverb) && from < k {
			from++
		}
		s, ok := f.phrase(from, comma, 0)
		switch {
		case !ok || f.is(from-1, that):
		case s.last == comma && k < comma:
			return sc.take(s) // "le maire, Jean Tolk,"
		case s.last == k && k < comma:
			return sc.take(f.explained(s, comma))
		}
	}
	return false
}
