// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsay

// FigureKind tells a date from a number.
type FigureKind string

// The kinds of figure.
const (
	DateFigure   FigureKind = "date"
	NumberFigure FigureKind = "number"
)

// Figure is a date or a number within something said: when, or how many.
type Figure struct {
	Kind  FigureKind `json:"kind"`
	Span  Span       `json:"span"`
	Value string     `json:"value"` // of a number: decimal digits without separators; of a date: as TIMEX3 has it

	// Of a date: with its precision, in the Extended Date/Time Format, and the days between which it lies, the last one not
	// included ("2006-01-02"); empty where that is open or not known.
	EDTF string `json:"edtf,omitempty"`
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`

	// Of a number: what is counted, how it limits that ("at least"), whether it is so much more (1) or less (-1) than something
	// else, and the value of the date that it is said of.
	Unit   string `json:"unit,omitempty"`
	Bound  string `json:"bound,omitempty"`
	Change int    `json:"change,omitempty"`
	When   string `json:"when,omitempty"`
}
