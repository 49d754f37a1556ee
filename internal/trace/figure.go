// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"strings"

	"hearsay"
)

// saidBy is what an attribution says, with its dates and numbers.
func saidBy(a *hearsay.Attribution) proposition {
	return weighed(a.Content, a.Figures, speakerOf(a))
}

// stated is what a statement says, with its dates and numbers.
func stated(s *hearsay.Statement) proposition {
	return weighed([]hearsay.Span{s.Span}, s.Figures, "")
}

// weighed reads what is said, of which the figures are known: their words are left out of the others, for "Friday" is no name and
// "more than" tells no two claims apart.
func weighed(said []hearsay.Span, figures []hearsay.Figure, speaker string) proposition {
	var b strings.Builder
	for _, s := range said {
		b.WriteString(blanked(s, figures))
		b.WriteByte(' ')
	}
	p := newProposition(b.String(), speaker)
	p.clause.said = unedited(joined(said)) // numbers and dates help to read a sentence
	p.weighed, p.figures = len(figures) > 0, figures
	for _, f := range figures {
		if f.Kind == hearsay.NumberFigure {
			p.numbers.add(f.Value)
		}
	}
	return p
}

func joined(said []hearsay.Span) string {
	a := hearsay.Attribution{Content: said}
	return a.Said()
}

// dates is the number of dates in what is said, of which each tells as much as a word.
func (p proposition) dates() int {
	n := 0
	for _, f := range p.figures {
		if f.Kind == hearsay.DateFigure {
			n++
		}
	}
	return n
}

// sharedDates is the number of dates that two things said agree in.
func sharedDates(a, b proposition) int { return min(a.datesIn(b), b.datesIn(a)) }

func (p proposition) datesIn(q proposition) int {
	n := 0
	for _, f := range p.figures {
		if f.Kind == hearsay.DateFigure && q.tells(f) {
			n++
		}
	}
	return n
}

// blanked is the text of a span with blanks where its figures are.
func blanked(s hearsay.Span, figures []hearsay.Figure) string {
	text := s.Text
	for _, f := range figures {
		if s.Holds(f.Span) {
			from, to := f.Span.Start-s.Start, f.Span.End-s.Start
			text = text[:from] + strings.Repeat(" ", to-from) + text[to:]
		}
	}
	return text
}

// speakerOf is the name to which pronouns in what is said refer: the source's, where it has one.
func speakerOf(a *hearsay.Attribution) string {
	if a.Voice.Named {
		return a.Voice.Name
	}
	return ""
}

// differ reports whether two things said have different numbers, or dates, for one thing.
func differ(a, b proposition) bool {
	if !a.weighed || !b.weighed {
		return conflict(a.numbers, b.numbers)
	}
	_, _, found := difference(a, b)
	return found
}

// difference gives a number of each, or a date of each, of which at most one can be right: the other has neither.
func difference(a, b proposition) (x, y hearsay.Figure, found bool) {
	for _, x := range a.figures {
		if b.tells(x) {
			continue
		}
		for _, y := range b.figures {
			if rivals(x, y) && !a.tells(y) {
				return x, y, true
			}
		}
	}
	return x, y, false
}

// tells reports whether one of the figures agrees with f.
func (p proposition) tells(f hearsay.Figure) bool {
	for _, g := range p.figures {
		if f.Kind == g.Kind && compatible(f, g) {
			return true
		}
	}
	return false
}

// compatible reports whether two dates or two numbers can both be right: the days of the one are among those of the other, or a
// number is the other rounded and says so.
func compatible(x, y hearsay.Figure) bool {
	if x.Kind == hearsay.DateFigure {
		return !(x.To != "" && y.From != "" && x.To <= y.From || y.To != "" && x.From != "" && y.To <= x.From)
	}
	return x.Value == y.Value || roundedTo(x, y) || roundedTo(y, x)
}

// about is how numbers say that they are rounded.
const about = "about"

// roundedTo reports whether x says that it is rounded, and is y rounded to as many digits.
func roundedTo(x, y hearsay.Figure) bool {
	if x.Bound != about || len(x.Value) != len(y.Value) || strings.ContainsAny(x.Value+y.Value, ".") {
		return false
	}
	known := len(strings.TrimRight(x.Value, "0"))
	return x.Value == rounded(y.Value, known)
}

// rounded rounds a number in decimal digits to its first n of them.
func rounded(digits string, n int) string {
	if n >= len(digits) {
		return digits
	}
	b := []byte(digits[:n])
	if digits[n] >= '5' {
		i := n - 1
		for ; i >= 0 && b[i] == '9'; i-- {
			b[i] = '0'
		}
		if i < 0 {
			return "1" + string(b) + strings.Repeat("0", len(digits)-n)
		}
		b[i]++
	}
	return string(b) + strings.Repeat("0", len(digits)-n)
}

// rivals reports whether two figures are said of one thing, as far as the words tell: two dates of which something is known, or
// two numbers of the same unit, both of them differences from something or none, and not of different times.
func rivals(x, y hearsay.Figure) bool {
	if x.Kind != y.Kind {
		return false
	}
	if x.Kind == hearsay.DateFigure {
		return x.From+x.To != "" && y.From+y.To != ""
	}
	return (x.Unit == y.Unit || x.Unit == "" || y.Unit == "") && (x.Change == 0) == (y.Change == 0) && (x.When == y.When || x.When == "" || y.When == "")
}

// unedited is a text without what an editor put into a quotation: "[t]he … […]" is "the".
func unedited(s string) string {
	if !strings.ContainsAny(s, "[…") && !strings.Contains(s, "...") {
		return s
	}
	return editorsMarks.Replace(s)
}

var editorsMarks = strings.NewReplacer("[…]", " ", "[...]", " ", "…", " ", "...", " ", "[", "", "]", "")
