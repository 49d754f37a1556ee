// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"strings"

	"hearsay"
)

// What can stand in the clause around a cue is told here: where it begins, and whether it has a subject of its own.

// beforeClitics is the word before the cue that is no clitic, negation or adverb.
func (f *foreign) beforeClitics(sc *scene) int {
	k := sc.first - 1
	for k >= sc.lo && f.is(k, clitic|negator|adverb) && !f.is(k, pronoun|noOne|relative|mark) {
		k--
	}
	return k
}

// aside reports whether the cue stands behind a comma or a quotation, as one does that is put into what is said.
func (f *foreign) aside(sc *scene) bool {
	k := f.beforeClitics(sc)
	if k < sc.lo {
		return false
	}
	_, quoted := f.quoteBefore(k + 1)
	return quoted || f.words[k].word == "," || isDash(f.words[k].word)
}

// impersonal reports whether nobody speaks: "se dijo", "si afferma".
func (f *foreign) impersonal(sc *scene) bool {
	return f.l.dropped && f.is(sc.first-1, reflexive) && sc.cue.act != hearsay.Ask && sc.cue.act != hearsay.Promise
}

// isPlural reports whether the verb of the cue has the ending of a plural.
func (f *foreign) isPlural(sc *scene) bool {
	i := sc.first
	for f.is(i, negator|reflexive) {
		i++
	}
	for end := range f.l.sets["plural"] {
		if strings.HasSuffix(f.words[i].lower, end) {
			return true
		}
	}
	return false
}

// light reports whether nothing stands before the cue, since the segment or a quotation began, but adverbs, conjunctions
// and phrases with a preposition.
func (f *foreign) light(sc *scene) bool {
	from := sc.first
	for from > max(sc.lo, sc.first-longClause) && f.words[from-1].quote == 0 {
		from--
	}
	for i := from; i < sc.first; {
		switch {
		case f.is(i, adverb|conjunction|and|clitic|negator|like|mark) && !f.is(i, article):
			i++
		case f.is(i, preposition), f.is(i, article) && f.is(i+1, adverb):
			i++
			for i < sc.first && !f.is(i, mark) {
				i++
			}
		default:
			return i == sc.first-1 && f.is(i, clitic)
		}
	}
	return true
}

// clauseStart goes back from word i to the mark or quotation before it; an aside in brackets is passed over.
func (f *foreign) clauseStart(i, lo int) int {
	from := i
	for from > lo && from > i-longClause && f.words[from-1].quote == 0 {
		if f.words[from-1].word == ")" {
			open := from - 1
			for open > max(lo, from-10) && f.words[open].word != "(" {
				open--
			}
			from = open
			continue
		}
		if f.is(from-1, mark) && f.words[from-1].word != "(" {
			break
		}
		from--
	}
	return max(from, lo)
}

// leadsTo reports whether a subject that ends at word i can be that of a cue at word k: what stands between must be
// adverbs, a phrase with a preposition, a relative clause, an aside, or another verb and "and".
func (f *foreign) leadsTo(i, k int) bool {
	switch {
	case i == k:
		return true
	case k-i > longAside:
		return false
	case f.words[i].word == "(" || f.is(i, preposition|link|adverb|clitic|negator|relative) || f.is(k-1, and|conjunction):
	default:
		return false
	}
	for j := i; j < k; j++ {
		if f.is(j, that|whether) && !f.is(j, relative) {
			return false
		}
	}
	return true
}

// comma gives the next comma within a few words behind i that no other mark stands before, or 0.
func (f *foreign) comma(i int, seg chunk) int {
	for j := i; j < min(seg.last, i+shortGap+shortGap); j++ {
		if f.words[j].word == "," {
			return j
		}
		if f.is(j, mark) {
			break
		}
	}
	return 0
}

// behindAside passes over a relative clause that begins at word p and ends with a comma.
func (f *foreign) behindAside(p int, seg chunk) int {
	if !f.is(p, relative) || f.is(p, that) && !f.l.dropped {
		return p
	}
	if comma := f.comma(p, seg); comma > 0 {
		return comma + 1
	}
	return p
}
