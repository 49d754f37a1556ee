// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package learn

import (
	"cmp"
	"slices"

	"hearsay/internal/label"
	"hearsay/internal/text"
)

// Align gives the relations of a text in terms of its tokens: a token belongs to a range of bytes that it overlaps.
// A cue is one run of tokens; a relation without cue or content falls away.
func (g *Gold) Align(tokens []text.Token) []label.Relation {
	var out []label.Relation
	for _, r := range g.Relations {
		cue := TokenRuns(tokens, r.Cue)
		content := TokenRuns(tokens, r.Content)
		if len(cue) == 0 || len(content) == 0 {
			continue
		}
		out = append(out, label.Relation{
			Source: TokenRuns(tokens, r.Source), Content: content, Parent: -1,
			Cue: label.Range{First: cue[0].First, Last: cue[len(cue)-1].Last},
		})
	}
	return out
}

// TokenRuns gives the maximal runs of tokens that overlap the ranges of bytes.
func TokenRuns(tokens []text.Token, ranges [][2]int) []label.Range {
	var out []label.Range
	for _, r := range ranges {
		first, _ := slices.BinarySearchFunc(tokens, r[0], func(t text.Token, at int) int { return cmp.Compare(t.End, at+1) })
		last := first
		for last < len(tokens) && tokens[last].Start < r[1] {
			last++
		}
		if last > first {
			out = append(out, label.Range{First: first, Last: last})
		}
	}
	slices.SortFunc(out, func(a, b label.Range) int { return cmp.Compare(a.First, b.First) })
	joined := out[:0]
	for _, r := range out {
		if n := len(joined); n > 0 && joined[n-1].Last >= r.First {
			joined[n-1].Last = max(joined[n-1].Last, r.Last)
			continue
		}
		joined = append(joined, r)
	}
	return joined
}
