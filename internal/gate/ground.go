// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package gate

import (
	"fmt"
	"slices"
	"strings"

	"hearsay"
	"hearsay/internal/dates"
	"hearsay/internal/numbers"
	"hearsay/internal/text"
)

// ground is what a sentence may draw on: the bytes that it cites, and what is recorded of the documents that it cites.
type ground struct {
	cited    []*text.Text
	recorded []string // names of outlets and authors
	outlets  []string // of those, the outlets: these alone may have numbers in them
	days     []hearsay.Date
	numbers  []numbers.Number
}

func (g *ground) add(o *ground) {
	g.cited, g.recorded, g.outlets = append(g.cited, o.cited...), append(g.recorded, o.recorded...), append(g.outlets, o.outlets...)
	g.days, g.numbers = append(g.days, o.days...), append(g.numbers, o.numbers...)
}

// ground looks the citations of a line up. One that is not verbatim is refused and holds nothing.
func (c *checker) ground(citations []hearsay.Citation) *ground {
	g := &ground{}
	for _, x := range citations {
		src, ok := c.basis.Source(x.Document)
		d, s := &src.Document, x.Span
		switch {
		case !ok:
			c.refuse(NotVerbatim, string(x.Document), fmt.Sprintf("it cites document %s, and there is none", x.Document), "hearsay search finds documents")
			continue
		case s.Start < 0 || s.End > len(d.Text) || s.Start >= s.End || d.Text[s.Start:s.End] != s.Text:
			c.refuse(NotVerbatim, s.Text, fmt.Sprintf("“%s” is not what document %s has at its bytes %d to %d", s.Text, x.Document, s.Start, s.End),
				"cite the words as they stand there; without a range the place is looked for")
			continue
		}
		t := c.parse(s.Text)
		g.cited = append(g.cited, t)
		g.recorded = append(append(g.recorded, src.Outlet), d.Authors...)
		g.outlets = append(g.outlets, src.Outlet)
		g.days = append(g.days, d.Published)
		g.numbers = append(g.numbers, numbers.Find(t, dates.Find(t, d.Published))...)
	}
	return g
}

// has reports whether the ground has the word, in whatever case, or with a capital: "may" is not "May".
func (g *ground) has(lower string, capital bool) bool {
	return slices.ContainsFunc(g.cited, func(t *text.Text) bool {
		return capital && hasCapital(t, lower) || !capital && find(t, []string{lower}) >= 0
	})
}

// wordsOf cuts a name the way texts are cut.
func wordsOf(name string) (out []string) {
	for _, t := range text.Tokens(name) {
		out = append(out, strings.ToLower(t.Word))
	}
	return out
}
