// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	_ "embed"
	"slices"
	"strings"

	"hearsay/internal/text"
)

//go:embed events.txt
var eventList string

// events are nouns that name something that happens, or that somebody does: "death", "expulsion".
var events = readEvents(eventList)

func readEvents(list string) map[string]bool {
	nouns := map[string]bool{}
	for line := range strings.Lines(list) {
		if !strings.HasPrefix(line, "#") {
			for _, noun := range strings.Fields(line) {
				nouns[noun] = true
			}
		}
	}
	return nouns
}

// onlyNames reports whether the words only name something and say nothing of it. "The ferry" and "the ferry that sank" do; "the
// ferry sank", "to sell the ferry", "the owner of hiding it" and "the sinking of the ferry" do not.
func onlyNames(tokens []text.Token) bool {
	if len(tokens) == 0 {
		return true
	}
	return !finite(tokens) && !verbal(tokens) && !event(tokens) && (tokens[0].Lower != "that" || tokens[0].Tag != "IN")
}

// takesClause reports whether the cue is a verb whose object is a clause, whatever its words look like.
func takesClause(cue []text.Token) bool {
	return slices.ContainsFunc(cue, func(t text.Token) bool {
		return t.Lemma == "say" || t.Lemma == "add" || t.Lemma == "argue" || t.Lemma == "insist"
	})
}

// finite reports whether a verb is said of something outside clauses that only tell which thing is meant, or when or if: each
// word that opens such a clause takes the next verb.
func finite(tokens []text.Token) bool {
	owed, open := 0, 0 // verbs that relative clauses take, and those that conditions do until a comma
	for i, t := range tokens {
		switch {
		case i > 0 && opensRelative(t):
			owed++
		case conditional(t):
			open++
		case t.Word == ",":
			open = 0
		case !personal(t.Tag) || i > 0 && personal(tokens[i-1].Tag):
		case owed > 0:
			owed--
		case open > 0:
			open--
		case i+1 < len(tokens) || t.Tag != "MD" && !helping[t.Lower]:
			return true
		}
	}
	return false
}

func personal(tag string) bool { return tag == "VBD" || tag == "VBZ" || tag == "VBP" || tag == "MD" }

// opensRelative reports whether the word opens a relative clause.
func opensRelative(t text.Token) bool {
	return (t.Tag == "WDT" || t.Tag == "WP" || t.Tag == "WP$" || t.Tag == "WRB") && t.Rel != "mark"
}

// conditional reports whether the word opens a clause that says when or on what condition.
func conditional(t text.Token) bool {
	switch t.Lower {
	case "if", "unless", "while", "although", "though", "because", "since", "after", "before", "until", "once":
		return t.Rel == "mark"
	}
	return false
}

var helping = map[string]bool{"has": true, "have": true, "had": true, "is": true, "are": true, "was": true, "were": true, "does": true, "did": true, "do": true}

// verbal reports whether the words are led by a verb without a person, or charge somebody with something: "to sell the
// ferry", "the owner of hiding it".
func verbal(tokens []text.Token) bool {
	for i, t := range tokens {
		switch {
		case t.Tag == "VB" && i > 0 && i <= 2 && tokens[i-1].Lower == "to":
			return true
		case t.Tag != "VBG" || i == 0:
		case slices.Contains([]string{"of", "with", "for", "from"}, tokens[i-1].Lower) && i+1 < len(tokens):
			return true
		}
	}
	return len(tokens) > 2 && (tokens[0].Tag == "VBG" || tokens[0].Tag == "VBN") && tokens[0].Rel != "amod"
}

// event reports whether the words are about an event that has somebody or something as its part: "the death of the mayor",
// "a rumour of her resignation".
func event(tokens []text.Token) bool {
	for i, t := range tokens {
		if opensRelative(t) {
			return false
		}
		if !isNoun(t.Tag) || !events[t.Lemma] {
			continue
		}
		if i+2 < len(tokens) && (tokens[i+1].Lower == "of" || tokens[i+1].Lower == "by") {
			return true
		}
		for j := i - 1; j >= 0 && j >= i-4; j-- {
			if tokens[j].Tag == "PRP$" || tokens[j].Tag == "POS" {
				return true
			}
		}
	}
	return false
}
