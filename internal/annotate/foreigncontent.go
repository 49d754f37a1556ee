// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import "strings"

// Words that may stand between cue and what is said, and that a quotation needs where nothing leads to it.
const (
	longApproach = 16
	plainQuote   = 4
)

// content finds what is said, and whether it is quoted word for word: a quotation or clause before the cue, with what
// goes on behind it, or what follows.
func (f *foreign) content(sc *scene) ([]chunk, bool) {
	left, direct := f.saidBefore(sc)
	inverted := sc.source == nil || sc.source.first > sc.first || sc.shared || sc.liked
	sc.put = !left.empty() && inverted
	if direct || sc.put && f.l.commas {
		return f.withRest(sc, left), direct
	}
	right, direct := f.saidBehind(sc)
	switch {
	case !right.empty():
		return one(right), direct
	case sc.put && sc.source != nil && !sc.gerund:
		return f.withRest(sc, left), false
	}
	return nil, false
}

// withRest adds to what is said before the cue what is said behind it, and the paragraphs before that only open the
// same quotation.
func (f *foreign) withRest(sc *scene, left chunk) []chunk {
	pieces := one(left)
	if q, ok := f.quoteAt(left.first); ok && q.last == left.last {
		for n := f.words[q.first].quote - 2; n >= 0 && f.quotes[n].open && f.quotes[n].last == pieces[0].first; n-- {
			pieces = append(one(f.quotes[n].chunk), pieces...)
		}
	}
	if next := f.resumed(sc, left); !next.empty() {
		pieces = append(pieces, next)
	}
	return pieces
}

// saidBefore finds what is said before the cue and its source.
func (f *foreign) saidBefore(sc *scene) (chunk, bool) {
	lo, end := sc.lo, sc.around.first
	for lo < end && (f.is(lo, mark) && f.words[lo].quote == 0 && !strings.Contains("¿¡", f.words[lo].word) || lo > sc.seg.first && f.is(lo, conjunction|and)) {
		lo++
	}
	comma := end > lo && (strings.Contains(",，", f.words[end-1].word) || isDash(f.words[end-1].word)) && f.words[end-1].quote == 0
	if comma {
		end--
	}
	if q, ok := f.quoteBefore(end); ok && q.first >= lo {
		if q.first == lo || strings.Contains(":：", f.words[q.first-1].word) || f.l.han {
			return q.chunk, f.letters(q.chunk) > 0
		}
		return chunk{lo, end}, false
	}
	const fewest = 3
	if !comma || f.l.han || end-lo < fewest && !f.goesOn(sc.around.last, sc.seg.last) {
		return chunk{}, false
	}
	return chunk{lo, end}, false
}

// goesOn reports whether words follow behind a comma at word i.
func (f *foreign) goesOn(i, end int) bool {
	return i+1 < end && f.words[i].word == "," && !f.is(i+1, mark)
}

// resumed is what is said behind an attribution that stands within: a second quotation, or the rest of a clause that
// had only begun.
func (f *foreign) resumed(sc *scene, left chunk) chunk {
	p := sc.around.last
	if q, ok := f.quoteAt(p); ok {
		return q.chunk
	}
	for n := 0; n < 4 && p < sc.seg.last && !f.is(p, mark); n++ {
		p++ // "a-t-il dit mardi, «…»"
	}
	if p >= sc.seg.last || !strings.Contains(",，:：", f.words[p].word) {
		return chunk{}
	}
	if q, ok := f.quoteAt(p + 1); ok {
		return q.chunk
	}
	if left.last-left.first < 3 && f.goesOn(sc.around.last, sc.seg.last) || f.l.han && p == sc.around.last {
		return f.trim(chunk{p + 1, max(p+1, sc.seg.last)})
	}
	return chunk{}
}

// saidBehind finds what is said behind the cue and its source: behind "que", a colon or, in some languages, a comma; or
// a quotation; or, where the cue takes one, the noun phrase or infinitive that follows.
func (f *foreign) saidBehind(sc *scene) (chunk, bool) {
	p := sc.around.last
	rest := func(i int) chunk { return f.rest(sc, i) }
	noun := sc.cue.noun && !sc.put
	if sc.liked && p < sc.seg.last && f.words[p].word == "," {
		return rest(p + 1), false // "comme l'a dit X, …"
	}
	if within := f.nounWithin(sc); noun && !within.empty() && (f.is(p, final) || !f.is(p, mark|that|whether)) {
		return within, false
	}
	if noun && f.takesNoun(sc, f.skipTimes(p, sc.seg.last)) {
		return f.nounBehind(f.skipTimes(p, sc.seg.last), sc)
	}
	if next := f.skipTimes(p, sc.seg.last); next < sc.seg.last && f.is(next, infinitive) {
		return rest(next), false
	}
	for j := p; j < min(sc.next, p+longApproach); j++ {
		w := &f.words[j]
		if q, ok := f.quoteAt(j); ok {
			if f.introduces(q, p, sc.seg) {
				return q.chunk, true
			}
			j = q.last - 1
			continue
		}
		switch {
		case strings.Contains(":：", w.word), f.l.commas && strings.Contains(",，", w.word):
			if q, ok := f.quoteAt(j + 1); ok && f.introduces(q, j+1, sc.seg) {
				return q.chunk, true
			}
			if f.l.compounds && w.word == "," && f.explains(j+1) || w.word == ":" && j+1 < sc.seg.last && f.words[j+1].start == w.end {
				continue
			}
			return rest(j + 1), false
		case f.isObject(j) && !f.l.commas:
			j = sc.seg.last
		case w.class&(that|whether) != 0:
			return rest(j), false
		case w.class&final != 0 || w.word == ";":
			j = sc.seg.last
		}
	}
	if !noun || f.l.far && !sc.gap.empty() || f.is(p, mark) && f.words[min(p, sc.seg.last-1)].quote == 0 {
		return chunk{}, false
	}
	return rest(f.skipTimes(p, sc.seg.last)), false
}

// explains reports whether the clause that begins at word i behind a comma tells more of what stands before it, and is not
// what is said: one that begins with a relative pronoun and not with an article, or with "weil" and the like.
func (f *foreign) explains(i int) bool {
	switch {
	case f.is(i, that|whether):
		return false
	case f.is(i, subordinate|and|conjunction):
		return true
	case f.is(i, preposition):
		i++
	}
	if !f.is(i, article|oblique) || f.is(i, pronoun) {
		return false
	}
	return !f.is(i+1, capital) && (f.words[min(i+1, len(f.words)-1)].class != 0 || !f.is(i+2, capital))
}

// isObject reports whether a noun phrase begins at word j that no preposition governs and that tells no time: then a
// "que" behind it does not begin what is said.
func (f *foreign) isObject(j int) bool {
	return f.is(j, article|indefinite) && !f.is(j-1, preposition|link|article) && !f.is(j, preposition|clitic&^article) && !f.is(j+1, adverb)
}

// rest is what stands from word i to the end of the segment, or of the relative clause.
func (f *foreign) rest(sc *scene, i int) chunk {
	end := max(i, sc.seg.last)
	for j := i; sc.inside && j < end; j++ {
		if f.words[j].word == "," && f.words[j].quote == 0 {
			end = j
		}
	}
	return f.trim(chunk{i, end})
}

// introduces reports whether a quotation that follows the cue is what is said, and not a word in quotation marks: it
// follows a colon or comma, or begins right there and is long or ends the segment.
func (f *foreign) introduces(q quotation, p int, seg chunk) bool {
	if f.letters(q.chunk) == 0 {
		return false
	}
	ends := f.trim(chunk{q.last, max(q.last, seg.last)}).empty()
	led := q.first > 0 && strings.Contains(":：,，", f.words[q.first-1].word)
	long := q.last-q.first-2 >= plainQuote
	return led && (ends || long) || q.first == p && (ends || long && f.is(q.last, mark)) || ends && long
}

// takesNoun reports whether what stands at word p, behind the cue, can only be a noun phrase or infinitive, and no
// addressee behind whom a clause may follow.
func (f *foreign) takesNoun(sc *scene, p int) bool {
	switch {
	case p >= sc.seg.last:
		return false
	case f.l.han:
		return true
	case f.is(p, mark|that|whether), f.words[p].quote > 0, f.l.far && !sc.gap.empty():
		return false
	}
	return f.l.compounds || f.is(p, link) || !f.is(p, preposition|clitic) || f.is(p, article) && !f.is(p, preposition)
}

// nounBehind is what follows the cue at word p: in Chinese, behind a comma or not; in German, the clause behind the
// addressee where there is one.
func (f *foreign) nounBehind(p int, sc *scene) (chunk, bool) {
	if f.l.han {
		if strings.Contains(":：,，了过過", f.words[p].word) {
			p++
		}
		if q, ok := f.quoteAt(p); ok && f.introduces(q, p, sc.seg) {
			return q.chunk, true
		}
	}
	c := f.rest(sc, p)
	for j := p; f.l.compounds && j+1 < min(c.last, p+longApproach); j++ {
		if f.words[j].word == "," && f.is(j+1, that) {
			c.first = j + 1
			break
		}
	}
	return c, false
}

// nounWithin is the noun phrase between the pieces of a German cue: "hat den Bericht bestätigt", "wies die Vorwürfe zurück".
func (f *foreign) nounWithin(sc *scene) chunk {
	from := sc.gap.first
	if !f.l.far || sc.gap.empty() {
		return chunk{}
	}
	if sc.source != nil && sc.source.first >= from && sc.source.last <= sc.gap.last {
		from = sc.source.last
	}
	from = f.skipTimes(from, sc.gap.last)
	for from < sc.gap.last && f.is(from, clitic) {
		from++ // "warf ihm Täuschung vor"
	}
	return f.trim(chunk{from, sc.gap.last})
}

// skipTimes passes over adverbs, and over "am Montag", "el lunes".
func (f *foreign) skipTimes(p, end int) int {
	for p < end {
		switch {
		case f.is(p, adverb), f.isNumber(p) && f.is(p+1, adverb), f.isNumber(p) && f.is(p-1, adverb):
			p++
		case f.is(p, article|preposition) && (f.is(p+1, adverb) || f.isNumber(p+1) && f.is(p+2, adverb)):
			p += 2
		default:
			return p
		}
	}
	return min(p, end)
}

// isNumber reports whether the word is written in digits, perhaps with a period: "3.".
func (f *foreign) isNumber(i int) bool {
	word := strings.TrimSuffix(f.lower(i), ".")
	return word != "" && strings.Trim(word, "0123456789") == ""
}
