// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package numbers finds what a text says about how many: a number with its unit, whether it is a limit or an estimate,
// whether it is a difference from something else, and the time it is said of. "170,000" and "17,000" are never one
// number, and neither are 13 ships and 13 per cent more of them. English.
package numbers

import (
	"strings"

	"hearsay"
	"hearsay/internal/dates"
	"hearsay/internal/text"
)

// Bound is how a number limits what it counts.
type Bound string

// The bounds.
const (
	Exactly Bound = ""
	AtLeast Bound = "at least" // "more than", "over"
	AtMost  Bound = "at most"  // "up to", "fewer than"
	About   Bound = "about"    // "some", "nearly"
)

// Number is one place where a text says how many or how much.
type Number struct {
	Span   hearsay.Span // the number with the words of its bound and unit
	Value  string       // in decimal digits, without separators: "170000", "3.5"
	Unit   string       // "%", "dollar", or what is counted, as a dictionary has it: "ship"; "" where the text does not tell
	Bound  Bound
	Change int    // 1 for so much more than something else, -1 for so much less, 0 for no difference
	When   string // the value of the date that it is said of; "" where the sentence has none
	Part   bool   // some of so many are meant, not all of them: "a third of the 1,200"
}

// Find gives the numbers of a text, in order. Those that are part of a date are none. The dates are those of the text.
func Find(p *text.Text, ds []dates.Date) []Number {
	f := &finder{p: p, dated: datedTokens(p, ds)}
	var out []Number
	for _, sent := range p.Sentences {
		f.first, f.last = sent.First, sent.Last
		begin, at := len(out), []int(nil)
		for i := sent.First; i < sent.Last; {
			if !mayBegin(p.Tokens[i].Lower) {
				i++
				continue
			}
			n, next, ok := f.at(i)
			if !ok {
				i++
				continue
			}
			out, at = append(out, n), append(at, i)
			i = next
		}
		f.scope(out[begin:], at, ds)
	}
	return out
}

// finder walks over one text.
type finder struct {
	p           *text.Text
	dated       []int // by token, the number of the date it belongs to, plus one
	first, last int   // of the sentence
}

// datedTokens tells which tokens belong to which date.
func datedTokens(p *text.Text, ds []dates.Date) []int {
	of, d := make([]int, len(p.Tokens)), 0
	for i, t := range p.Tokens {
		for d < len(ds) && ds[d].Span.End <= t.Start {
			d++
		}
		if d < len(ds) && ds[d].Span.Start < t.End {
			of[i] = d + 1
		}
	}
	return of
}

// at reads a number at i with the words of its bound before it and its unit before or behind it.
func (f *finder) at(i int) (n Number, next int, ok bool) {
	j := i
	if b, k, ok := f.lex("bound", i); ok {
		j, n.Bound = k, Bound(strings.ReplaceAll(b, "_", " "))
	}
	if unit, k, ok := f.lex("unit", j); ok && mark(f.w(j)) {
		n.Unit, j = unit, k
	}
	value, next, ok := f.value(j)
	if !ok {
		return Number{}, i, false
	}
	n.Value = value
	if f.w(next) == "or" && (f.w(next+1) == "more" || f.w(next+1) == "so") {
		n.Bound = map[string]Bound{"more": AtLeast, "so": About}[f.w(next+1)]
		next += 2
	}
	if n.Unit == "" {
		n.Unit, next = f.unit(next)
	}
	if f.w(i) == "over" && (n.Unit == "year" || n.Unit == "month" || n.Unit == "week" || n.Unit == "day" || n.Unit == "hour") {
		i, n.Bound = j, Exactly // "over six years" is more often in their course than more than six
	}
	n.Change, n.Part = f.change(i, next), f.part(i)
	n.Span = hearsay.Cut(f.p.S, f.p.Tokens[i].Start, f.p.Tokens[next-1].End)
	return n, next, true
}

// mark tells a sign of money from a word.
func mark(w string) bool {
	last := w[len(w)-1]
	return (last < 'a' || last > 'z') && w != "%"
}

// change tells by the words on both sides whether the number is a difference: "rose 13 per cent", "13 per cent more".
func (f *finder) change(i, next int) int {
	k := i - 1
	if f.w(k) == "by" || f.w(k) == "of" {
		k--
	}
	_, _, rose := f.lex("rose", k)
	_, _, fell := f.lex("fell", k)
	_, _, more := f.lex("more", next)
	_, _, less := f.lex("less", next)
	switch {
	case rose || more:
		return 1
	case fell || less:
		return -1
	}
	return 0
}

// scope gives the numbers of a sentence, of which at are the tokens, the date they are said of: the next one before
// another number, or else the last one before, or else the next one.
func (f *finder) scope(out []Number, at []int, ds []dates.Date) {
	after, d := make([]int, f.last-f.first), 0 // by token of the sentence, its next date
	for i := f.last - 1; i >= f.first; i-- {
		if f.dated[i] > 0 {
			d = i + 1
		}
		after[i-f.first] = d
	}
	before, i := 0, f.first
	for k := range out {
		for ; i < at[k]; i++ {
			if f.dated[i] > 0 {
				before = i + 1
			}
		}
		d := after[at[k]-f.first]
		if before > 0 && (d == 0 || k+1 < len(out) && d > at[k+1]) {
			d = before
		}
		if d > 0 {
			out[k].When = ds[f.dated[d-1]-1].Value
		}
	}
}
