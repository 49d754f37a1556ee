// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"fmt"
	"os"
	"path/filepath"

	"hearsay"
	"hearsay/internal/dates"
	"hearsay/internal/text"
)

// DateScores are the measures of a folder of texts in TimeML. Odd are the first, third, fifth … of the texts by name and
// Even the others: rules may be made with an eye on the one half, and the other tells what they are worth.
type DateScores struct {
	Texts          int
	Places         PRF // a date is found where the text has one
	All, Odd, Even PRF // and its value is the same
}

// Dates scores the dates that are found in the TimeML files of a folder. A date is right when its span shares a byte with
// that of a DATE or TIME and the two values are equal. When a text was written is given, and not scored.
func Dates(dir string) (DateScores, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.tml"))
	if err != nil {
		return DateScores{}, err
	}
	const hint = "give a folder with texts in TimeML, *.tml"
	if len(files) == 0 {
		return DateScores{}, &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read " + dir, Hint: hint}
	}
	s := DateScores{Texts: len(files)}
	for i, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			return DateScores{}, err
		}
		g, err := readTimeML(b)
		if err != nil {
			return DateScores{}, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read " + file, Cause: err, Hint: hint}
		}
		half := &s.Odd
		if i%2 == 1 {
			half = &s.Even
		}
		places, values := scoreDates(g.times, dates.Find(text.Parse(g.text, text.Default()), g.created))
		s.Places.sum(places)
		s.All.sum(values)
		half.sum(values)
	}
	return s, nil
}

// sum adds the counts of another text.
func (p *PRF) sum(o PRF) { *p = PRF{p.Right + o.Right, p.Given + o.Given, p.Gold + o.Gold} }

// scoreDates pairs the dates of one text with those that were found in it, each with one at most; those of equal value first.
func scoreDates(gold []timex, given []dates.Date) (places, values PRF) {
	places, values = PRF{Given: len(given), Gold: len(gold)}, PRF{Given: len(given), Gold: len(gold)}
	paired, used := make([]bool, len(gold)), make([]bool, len(given))
	for _, equal := range []bool{true, false} {
		for i, g := range gold {
			for k, d := range given {
				if paired[i] || used[k] || !d.Span.Overlaps(g.span) || equal && d.Value != g.value {
					continue
				}
				paired[i], used[k] = true, true
				places.Right++
				if equal {
					values.Right++
				}
			}
		}
	}
	return places, values
}

// String prints the scores.
func (s DateScores) String() string {
	return fmt.Sprintf("texts %d\nplaces             %v\nplaces and values  %v\n  odd texts        %v\n  even texts       %v",
		s.Texts, s.Places, s.All, s.Odd, s.Even)
}
