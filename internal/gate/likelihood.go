// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package gate

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"unicode"

	"hearsay/internal/text"
)

//go:embed likelihood.txt
var likelihoodFile string

const (
	ladderHelp = "use a rung of the ladder: almost no chance, very unlikely, unlikely, roughly even chance, likely, very likely, almost certain"
	markHelp   = "mark the sentence as a judgement (judgement: …) and put what it rests on beneath it, or cite words that say so"
)

// degree is a word of likelihood.
type degree struct {
	kind  string // "ladder", "off" or "modal"
	words []string
}

// degrees are the words of likelihood by their first word.
var degrees = sync.OnceValue(func() map[string][]degree {
	all := map[string][]degree{}
	for line := range strings.Lines(likelihoodFile) {
		kind, words, ok := strings.Cut(strings.TrimSpace(line), " ")
		if ok && kind != "#" {
			d := degree{kind, strings.Fields(words)}
			all[d.words[0]] = append(all[d.words[0]], d)
		}
	}
	return all
})

// likelihoods gives the words of likelihood in a sentence, the longest at each place.
func likelihoods(t *text.Text) (out []degree) {
	for i := 0; i < len(t.Tokens); {
		var best degree
		for _, d := range degrees()[t.Tokens[i].Lower] {
			if len(d.words) > len(best.words) && standsAt(t, i, d.words) {
				best = d
			}
		}
		if k := &t.Tokens[i]; len(best.words) == 0 || len(best.words) == 1 && k.Lower == "may" && unicode.IsUpper(rune(k.Word[0])) && i > 0 {
			i++ // the last: the month
			continue
		}
		out = append(out, best)
		i += len(best.words)
	}
	return out
}

func standsAt(t *text.Text, i int, words []string) bool {
	for k, w := range words {
		if i+k >= len(t.Tokens) || t.Tokens[i+k].Lower != w {
			return false
		}
	}
	return true
}

// ladder refuses the words of likelihood of a judgement that are not on the ladder.
func (c *checker) ladder(s string) {
	for _, d := range likelihoods(c.parse(s)) {
		if d.kind != "ladder" {
			word := strings.Join(d.words, " ")
			c.refuse(OffLadder, word, fmt.Sprintf("“%s” is no word of the ladder of likelihood", word), ladderHelp)
		}
	}
}

// unmarked refuses a reported sentence that says how likely something is where the words that it cites do not: it judges.
func (c *checker) unmarked(s string, g *ground) {
	for _, d := range likelihoods(c.parse(s)) {
		cited := false
		for _, t := range g.cited {
			cited = cited || find(t, d.words) >= 0
		}
		if word := strings.Join(d.words, " "); !cited && d.kind != "modal" && word != "remote" {
			c.refuse(Unmarked, word, fmt.Sprintf("“%s” is a judgement, and the words that it cites do not say so", word), markHelp)
		}
	}
}
