// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package gate

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay/internal/text"
)

// names refuses the names of a sentence that its ground does not hold.
func (c *checker) names(t *text.Text, g *ground) {
	tokens := t.Tokens
	for i := 0; i < len(tokens); {
		if !nameWord(t, i) && !c.known(t, i, g) {
			i++
			continue
		}
		end := nameEnd(t, i)
		c.name(t, i, end, g)
		i = end
	}
}

// nameEnd is where the name ends that begins with a token: with the last of its words, "of" and the like within it included.
func nameEnd(t *text.Text, first int) int {
	end := first + 1
	for i := end; i < len(t.Tokens) && together(t.Tokens, i); i++ {
		switch {
		case nameWord(t, i):
			end = i + 1
		case t.Tokens[i].Name == "" || t.Tokens[i].Word != t.Tokens[i].Lower:
			return end
		}
	}
	return end
}

func (c *checker) name(t *text.Text, first, end int, g *ground) {
	name := t.Slice(first, end)
	person := t.Tokens[end-1].Name == "PERSON" || t.Tokens[first].Name == "PERSON"
	if c.holds(g, name, person) {
		return
	}
	for _, alias := range c.basis.Aliases(name) {
		if c.holdsAlias(g, name, alias) {
			return
		}
	}
	c.refuse(UncitedName, name, fmt.Sprintf("it names %s, and the words that it cites do not", name),
		"cite words that do, or take the name out; a person may be cited by the last part of the name, anybody by a recorded other name")
}

// nameWord reports whether token i is to be looked for: the model takes it for a name or it has a capital that its place does not
// explain, or is of a script that has no capitals.
func nameWord(t *text.Text, i int) bool {
	k := &t.Tokens[i]
	first, _ := utf8.DecodeRuneInString(k.Word)
	switch {
	case unicode.Is(unicode.Lo, first):
		return true
	case !unicode.IsLetter(first) && !unicode.IsDigit(first) || k.Word == strings.ToLower(k.Word), inCalendar(k.Lower):
		return false
	case k.Name != "" || k.Tag == "NNP" || k.Tag == "NNPS":
		return true
	}
	return unicode.IsUpper(first) && !begins(t, i) && k.Word != "I"
}

// known reports whether token i, whose capital may be due to its place, is what somebody in the ledger is called, and no word of the ground.
func (c *checker) known(t *text.Text, i int, g *ground) bool {
	k := &t.Tokens[i]
	if first, _ := utf8.DecodeRuneInString(k.Word); !unicode.IsUpper(first) || inCalendar(k.Lower) || g.has(k.Lower, false) {
		return false
	}
	head, _, _ := strings.Cut(k.Word, "-")
	return len(c.basis.Aliases(head)) > 0
}

// begins reports whether a capital at token i may be due to its place.
func begins(t *text.Text, i int) bool {
	if i == 0 || t.Sentences[t.SentenceOf(i)].First == i {
		return true
	}
	before := t.Tokens[i-1].Word
	return text.IsOpenQuote(before) || text.IsCloseQuote(before) || before == ":" || before == "–" || before == "—"
}

// together reports whether token i goes on the name before it: two kinds of names side by side are two names.
func together(tokens []text.Token, i int) bool {
	k, prev := &tokens[i], &tokens[i-1]
	return !k.Begins && k.Line == prev.Line && (k.Name == prev.Name || k.Name == "" || prev.Name == "")
}

// holds reports whether the ground has a name: its words in their order. A single word must have a capital there too: "Frank" is not
// in "frank talks". A person is there also by the last part of the name, unless a whole other name ends with it.
func (c *checker) holds(g *ground, name string, person bool) bool {
	words := wordsOf(name)
	if slices.ContainsFunc(g.recorded, func(known string) bool { return known != "" && contains(wordsOf(known), words) }) {
		return true
	}
	capital := len(words) == 1 && name != strings.ToLower(name)
	return slices.ContainsFunc(g.cited, func(t *text.Text) bool {
		if capital {
			return hasCapital(t, words[0])
		}
		return find(t, words) >= 0 || person && len(words) > 1 && lastPart(t, words)
	})
}

// holdsAlias is holds for another name of somebody. A single word counts unless it ends a whole other name.
func (c *checker) holdsAlias(g *ground, name, alias string) bool {
	words := wordsOf(alias)
	if len(words) != 1 {
		return c.holds(g, alias, false)
	}
	return slices.ContainsFunc(g.cited, func(t *text.Text) bool { return lastPart(t, append(wordsOf(name), words[0])) })
}

func hasCapital(t *text.Text, lower string) bool {
	return slices.ContainsFunc(t.Tokens, func(k text.Token) bool { return k.Lower == lower && k.Word != strings.ToLower(k.Word) })
}

// lastPart reports whether a text has the last part of a person's name, alone or behind what is no first name of somebody else.
func lastPart(t *text.Text, words []string) bool {
	last := words[len(words)-1]
	for i := range t.Tokens {
		if t.Tokens[i].Lower != last || !nameWord(t, i) {
			continue
		}
		if i == 0 || !nameWord(t, i-1) || t.Tokens[i-1].Line != t.Tokens[i].Line || titled(t.Tokens[i-1].Lower) || slices.Contains(words, t.Tokens[i-1].Lower) {
			return true
		}
	}
	return false
}

// titled reports whether a word with a capital before a surname is no first name.
func titled(lower string) bool {
	switch strings.TrimSuffix(lower, ".") {
	case "mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "dame", "lord", "lady", "president", "minister", "mayor", "general", "colonel",
		"captain", "judge", "senator", "secretary", "chancellor", "governor", "ambassador", "inspector", "king", "queen", "prince", "princess", "bishop", "pope":
		return true
	}
	return false
}

// find gives the first token at which a text has the words; -1 where it has not.
func find(t *text.Text, words []string) int {
	for i := 0; i+len(words) <= len(t.Tokens); i++ {
		k := 0
		for k < len(words) && t.Tokens[i+k].Lower == words[k] {
			k++
		}
		if k == len(words) {
			return i
		}
	}
	return -1
}

// contains reports whether a list has the words of another, in their order and side by side.
func contains(all, words []string) bool {
	for i := 0; i+len(words) <= len(all); i++ {
		if slices.Equal(all[i:i+len(words)], words) {
			return true
		}
	}
	return false
}
