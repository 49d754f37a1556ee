// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package dates finds what a text says about when: days, months, quarters, "last week", "two years ago", "now". Each is
// resolved against the day the text was published and keeps the precision that its words have: "mid-February" is never
// made the 15th. What cannot be resolved says so with an X in the place of what is unknown.
//
// English is read in full; of French, Spanish, German and Chinese only dates that name a day, a month or a year, and
// the words for today and its neighbours.
package dates

import (
	"time"

	"hearsay"
	"hearsay/internal/text"
)

// Date is one place where a text says when.
type Date struct {
	Span  hearsay.Span
	Value string // as TIMEX3 has it: ISO 8601, with its own words for seasons, quarters and what is vague
	EDTF  string // Extended Date/Time Format, with what is approximate or open; "" where that has no form for it

	From, To string // the days between which it lies, To not included ("2006-01-02"); "" where that is open or not known
}

// Find gives the dates of a text, in order and without overlap. Published is the date of its document; where it is not
// known, or not to the day, what depends on it is left open or left out.
func Find(p *text.Text, published hearsay.Date) []Date {
	f := &finder{p: p, ref: published.Time.UTC(), knows: knows(published.Precision)}
	f.rules = []func(int) match{
		f.numeric, f.clock, f.calendar, f.firstDay, f.lastDay, f.weekday, f.comparison, f.quarterly, f.lasting, f.relative, f.near, f.feast, f.seasonOf,
		f.decades, f.year, f.vague, f.abroad, f.han,
	}
	if !writable(f.ref.Year()) {
		f.knows = none
	}
	for i := 0; i < len(p.Tokens); {
		for f.end < len(p.Tokens) && (f.end <= i || p.Tokens[f.end].Line == p.Tokens[i].Line) {
			f.end++
		}
		var m match
		if mayBegin(p.Tokens[i].Lower) {
			m = f.at(i)
		}
		if m.next <= i {
			i++
			continue
		}
		switch {
		case !m.silent:
			f.add(i, m)
		case m.at.unit == year:
			f.term, f.termAt = m.at, m.next
		}
		i = m.next
	}
	return f.found
}

// writable reports whether the year has four digits, with room for what is counted from it.
func writable(y int) bool { return y >= 1 && y < 9900 }

// knows is the shortest unit to which a date of this precision is known.
func knows(p hearsay.Precision) unit {
	switch p {
	case hearsay.ToYear:
		return year
	case hearsay.ToMonth:
		return month
	case hearsay.ToDay, hearsay.ToTheTime:
		return minute
	}
	return none
}

// finder walks over one text.
type finder struct {
	p     *text.Text
	ref   time.Time // when the document was published
	knows unit      // to what unit ref is known; none where there is no date
	end   int       // of the paragraph: no date goes on behind it
	rules []func(i int) match
	found []Date

	last   point // the date that was found last and stands for a stretch of the calendar: what "that year" means
	lastAt int   // its token
	term   point // the quarter or year that is being reported on: what "a year earlier" is compared with
	termAt int
}

// match is what a rule finds: the tokens up to next stand for at. A silent match says how long something takes, which is no
// date, and keeps its words from being read as one; at is then the year that it is reported for, if any.
type match struct {
	next   int
	at     point
	mod    mod
	silent bool
	// compared says that the date is only what another is compared with; what is reported on stays what it was.
	compared bool
}

// reach is how many tokens back something may stand that a later word refers to.
const reach = 150

// at gives the longest date that begins at token i. What the text says about its edges ("early", "about") belongs to it.
func (f *finder) at(i int) match {
	if m := f.narrowed(i); m.next > i {
		return m
	}
	return f.plain(i)
}

// plain tries the rules; the first of those that reach equally far is taken.
func (f *finder) plain(i int) match {
	var best match
	for _, rule := range f.rules {
		if m := rule(i); m.next > best.next {
			best = m
		}
	}
	if best.next > i && !best.silent {
		best = f.followed(best)
	}
	return best
}

// add keeps a date, and remembers it for what refers to it.
func (f *finder) add(i int, m match) {
	if !writable(m.at.start.Year()) && m.at.unit != vague { // "3,000 years ago"
		m.at = point{unit: vague, name: "PAST_REF"}
	}
	from, to := f.p.Tokens[i].Start, f.p.Tokens[m.next-1].End
	ref := ""
	if f.knows >= day {
		ref = f.ref.Format(dayLayout)
	}
	first, after := m.at.between(m.mod, f.side(i))
	f.found = append(f.found, Date{
		From:  first,
		To:    after,
		Span:  hearsay.Cut(f.p.S, from, to),
		Value: m.at.value(),
		EDTF:  m.at.edtf(m.mod, f.side(i), ref),
	})
	if m.at.unit == vague || m.at.noYear {
		return
	}
	f.last, f.lastAt = m.at, m.next
	if (m.at.unit == quarter || m.at.unit == half) && !m.compared {
		f.term, f.termAt = m.at, m.next
	}
}

// side tells by the word before a date whether it is one end of something.
func (f *finder) side(i int) side {
	if f.is(i-1, "the") {
		i--
	}
	switch f.w(i - 1) {
	case "since", "after", "depuis", "seit", "ab", "desde":
		return onward
	case "until", "till", "by", "before", "through", "bis", "hasta", "jusqu'en", "jusqu'au":
		return until
	}
	return 0
}
