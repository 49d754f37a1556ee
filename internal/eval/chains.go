// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"fmt"
	"slices"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/internal/annotate"
	"hearsay/internal/text"
)

// ChainScores are the measures of attributions that stand inside others.
type ChainScores struct {
	Texts int
	Outer PRF // all attributions, inner and outer: holder and cue touched, half of the words of the content
	Inner PRF // those inside others, and inside the right one
}

// Chains scores what annotate finds in the texts of a folder of rhetorical trees. An attribution is right when its
// source or cue touches the satellite and its content holds at least half of the words of the nucleus; an inner one
// also has to stand inside a right outer one.
func Chains(dir string) (ChainScores, error) {
	texts, err := readRST(dir)
	if err != nil {
		return ChainScores{}, err
	}
	s := ChainScores{Texts: len(texts)}
	for i := range texts {
		t := &texts[i]
		d := &hearsay.Document{ID: hearsay.DocumentID(t.name), Kind: hearsay.Article, Text: t.text, Language: "en"}
		s.add(t, annotate.Document(d).Attributions)
	}
	return s, nil
}

func (s *ChainScores) add(t *rstText, given []hearsay.Attribution) {
	words := wordStarts(t.text)
	fits := func(g, p int) bool { return t.relations[g].fits(&given[p], words) }
	var inner []int
	for i, r := range t.relations {
		if r.outer >= 0 {
			inner = append(inner, i)
		}
	}
	numbers := map[hearsay.AttributionID]int{}
	all := make([]int, len(given))
	var nested []int
	for i := range given {
		numbers[given[i].ID], all[i] = i, i
		if given[i].Inside != "" {
			nested = append(nested, i)
		}
	}
	everyGold := make([]int, len(t.relations))
	for i := range everyGold {
		everyGold[i] = i
	}
	s.Outer.pair(everyGold, all, fits)
	s.Inner.pair(inner, nested, func(g, p int) bool {
		outer, ok := numbers[given[p].Inside]
		return ok && fits(g, p) && fits(t.relations[g].outer, outer)
	})
}

// pair counts gold and given ones, each used once, in their order.
func (p *PRF) pair(gold, given []int, fits func(g, p int) bool) {
	used := map[int]bool{}
	for _, g := range gold {
		i := slices.IndexFunc(given, func(x int) bool { return !used[x] && fits(g, x) })
		if i >= 0 {
			used[given[i]] = true
			p.Right++
		}
	}
	p.Gold += len(gold)
	p.Given += len(given)
}

// touches reports whether source or cue stand in the satellite.
func (r *rstRelation) touches(a *hearsay.Attribution) bool {
	spans := slices.Clone(a.Cue)
	if a.Source != nil {
		spans = append(spans, *a.Source)
	}
	return slices.ContainsFunc(spans, func(s hearsay.Span) bool {
		return slices.ContainsFunc(r.holder, func(h [2]int) bool { return s.Start < h[1] && h[0] < s.End })
	})
}

func (r *rstRelation) fits(a *hearsay.Attribution, words []int) bool {
	if !r.touches(a) {
		return false
	}
	all, held := 0, 0
	for _, c := range r.content {
		first, _ := slices.BinarySearch(words, c[0])
		for _, w := range words[first:] {
			if w >= c[1] {
				break
			}
			all++
			if slices.ContainsFunc(a.Content, func(s hearsay.Span) bool { return s.Start <= w && w < s.End }) {
				held++
			}
		}
	}
	return all > 0 && 2*held >= all
}

// wordStarts gives where the words of a text begin, marks left out.
func wordStarts(s string) []int {
	var out []int
	for _, t := range text.Tokens(s) {
		if r, _ := utf8.DecodeRuneInString(t.Word); unicode.IsLetter(r) || unicode.IsDigit(r) {
			out = append(out, t.Start)
		}
	}
	return out
}

// String prints the table.
func (s ChainScores) String() string {
	return fmt.Sprintf("texts             %d\nany attribution   %v\ninside another    %v", s.Texts, s.Outer, s.Inner)
}
