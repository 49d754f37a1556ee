// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"

	"hearsay/internal/text"
)

//go:embed negations.txt
var negationList string

// What a word does to a sentence: nothing, turn it into its contrary, or stand behind the first word of a phrase that does.
const (
	plain = iota
	turn
	turned
)

// negation is a word or phrase that turns a sentence, or looks as if it did.
type negation struct {
	words []string
	sign  byte // '-' turns nothing, '+' only where nothing has yet
}

// negations by their first word, the longest first.
var negations = readNegations(negationList)

func readNegations(list string) map[string][]negation {
	out := map[string][]negation{}
	for line := range strings.Lines(list) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		var n negation
		if words[0] == "-" || words[0] == "+" {
			n.sign, words = words[0][0], words[1:]
		}
		n.words = words
		out[words[0]] = append(out[words[0]], n)
	}
	for _, of := range out {
		slices.SortStableFunc(of, func(a, b negation) int { return len(b.words) - len(a.words) })
	}
	return out
}

// turns tells of each token what it does to the sentence.
func turns(tokens []text.Token) []int {
	out := make([]int, len(tokens))
	before := false
	for i := 0; i < len(tokens); i++ {
		of := negations[tokens[i].Lower]
		at := slices.IndexFunc(of, func(n negation) bool { return n.begins(tokens[i:]) })
		if at < 0 {
			continue
		}
		n := of[at]
		if n.sign == '-' {
			i += len(n.words) - 1
			continue
		}
		for k := range n.words {
			out[i+k] = turned
		}
		if n.sign == 0 || !before {
			out[i], before = turn, true
		}
		i += len(n.words) - 1
	}
	return out
}

func (n negation) begins(tokens []text.Token) bool {
	if len(tokens) < len(n.words) {
		return false
	}
	for k, w := range n.words {
		if tokens[k].Lower != w {
			return false
		}
	}
	return true
}

// beside reports whether the negation of one thing said stands in a part that says something else beside what the other says: "she had
// known of it and told nobody" is no contrary of "she had known of it".
func beside(a, b proposition) bool {
	if b.negated {
		a, b = b, a
	}
	if a.clause == nil || len(b.words) == 0 {
		return false
	}
	parts := clausesJoin.Split(a.clause.said, -1)
	for _, part := range parts {
		if tokens := text.Tokens(part); len(parts) < 2 || slices.Contains(turns(tokens), turn) {
			continue
		}
		q := newProposition(part, "")
		if float64(common(b.words, q.words)) >= restShare*float64(len(b.words)) {
			return true
		}
	}
	return false
}

// clausesJoin is what stands between two things said in one sentence.
var clausesJoin = regexp.MustCompile(`(?i)[;—]|,? (?:and|but|while|although|though) `)
