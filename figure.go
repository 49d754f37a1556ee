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

// Variant is one of several claims that say the same of one thing with different numbers or dates.
type Variant struct {
	Claim  *Claim
	In     FigureKind
	Figure string // verbatim, in the claim's words
}

// Disagreements gives, of the claims of a story, those that are linked as differing in a number or a date, side by side: each list
// is of one thing, in the order of the claims.
func Disagreements(claims []Claim) [][]Variant {
	at := map[ClaimID]int{}
	for i := range claims {
		at[claims[i].ID] = i
	}
	root := make([]int, len(claims)) // the first claim of each list
	for i := range root {
		root[i] = i
	}
	figures := map[int]Variant{}
	for i := range claims {
		for _, d := range claims[i].Differs {
			j, ok := at[d.Claim]
			if !ok {
				continue
			}
			for _, v := range []struct {
				claim  int
				figure string
			}{{i, d.Here}, {j, d.There}} {
				if _, there := figures[v.claim]; !there {
					figures[v.claim] = Variant{&claims[v.claim], d.In, v.figure}
				}
			}
			a, b := root[i], root[j]
			for k := range root {
				if root[k] == a || root[k] == b {
					root[k] = min(a, b)
				}
			}
		}
	}
	lists := map[int][]Variant{}
	var out [][]Variant
	for i := range claims {
		if v, ok := figures[i]; ok {
			lists[root[i]] = append(lists[root[i]], v)
		}
	}
	for i := range claims {
		if len(lists[i]) > 0 {
			out = append(out, lists[i])
		}
	}
	return out
}
