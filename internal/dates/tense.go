// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package dates

import (
	"strings"
	"time"
)

// tense is where the verb puts what a date belongs to.
type tense int

const (
	unclear tense = iota
	past
	future
)

// climb is how many heads are followed from a date to its verb, and backward how many tokens before a verb are
// looked at for its auxiliaries: bounds that keep the work for each date constant.
const (
	climb    = 8
	backward = 4
)

// tense tells what the nearest verb before token i says of the time, or else the first one on the way to the root of the
// sentence.
func (f *finder) tense(i int) tense {
	for k := i - 1; k >= max(0, i-backward) && f.p.Tokens[k].Line == f.p.Tokens[i].Line && !f.is(k, ".", ","); k-- {
		if f.isVerb(k) {
			return f.verbTense(k)
		}
	}
	for range climb {
		if i < 0 || i >= len(f.p.Tokens) {
			return unclear
		}
		if _, _, ok := f.lex("ahead", i); ok || f.isVerb(i) {
			return f.verbTense(i)
		}
		i = f.p.Tokens[i].Head
	}
	return unclear
}

func (f *finder) isVerb(i int) bool { return strings.HasPrefix(f.tag(i), "V") }

// verbTense tells the tense of the verb at i by its auxiliaries and its form. Some words look ahead in any form, unless they
// are themselves put in the past: "due Monday", but "was due Monday".
func (f *finder) verbTense(i int) tense {
	_, _, ahead := f.lex("ahead", i)
	if ahead && !f.is(i-1, "was", "were", "been", "had") {
		return future
	}
	for k := i - 1; k >= max(0, i-backward) && !f.is(k, ",", ".", ";", "and", "that"); k-- {
		if t, found := f.auxiliary(k, i); found {
			return t
		}
	}
	switch f.tag(i) {
	case "VBD", "VBN":
		return past
	case "VB":
		return future
	}
	return unclear
}

// auxiliary tells what the word at k says of the tense of the verb at i.
func (f *finder) auxiliary(k, i int) (tense, bool) {
	if _, _, ok := f.lex("modal", k); ok {
		return future, true
	}
	switch f.w(k) {
	case "to":
		if k < i-1 && !strings.HasPrefix(f.tag(k+1), "RB") && !f.isVerb(k+1) {
			return unclear, false // "the envoy to Elsund said"
		}
		if f.is(k-3, "had", "was", "were") || f.is(k-2, "had", "was", "were") {
			return unclear, true // "had been due to meet on Friday" tells nothing of when that was said
		}
		return future, true
	case "had", "have", "has", "was", "were", "did", "been":
		return past, true
	case "is", "are":
		return unclear, true
	}
	return unclear, false
}

// nearest puts something that comes back every so many months or days on the side of the reference that the tense
// tells, or close to it. The candidate is given for the reference's own round; step moves it by rounds.
func (f *finder) nearest(p point, when tense, step func(point, int) point) point {
	ref := containing(f.ref, p.unit).start
	switch {
	case when == past && p.start.After(ref):
		return step(p, -1)
	case when == future && p.start.Before(ref):
		return step(p, 1)
	case when == unclear:
		best := p
		for _, n := range []int{-1, 1} {
			if q := step(p, n); distance(q.start, ref) < distance(best.start, ref) {
				best = q
			}
		}
		return best
	}
	return p
}

func distance(a, b time.Time) time.Duration { return a.Sub(b).Abs() }

func byYear(p point, n int) point { return p.move(n, year) }
