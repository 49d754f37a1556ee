// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"slices"

	"hearsay"
	"hearsay/internal/label"
	"hearsay/internal/text"
)

// sureInside is how likely the models must find a cue inside of what somebody says where no rule finds it.
const sureInside = 0.9

// sureAttitude is how likely a cue must be that no rule finds and behind which there is nothing that can be true or false.
const sureAttitude = 0.5

// trusted reports whether a relation that no rule found is taken: not where the text is no prose, where it only names
// whom another one cites, where nobody speaks, or where the outlet tells what it saw itself.
func (r *reading) trusted(rel label.Relation) bool {
	head := r.tok(r.cueHead(rel.Cue))
	switch {
	case !r.prose(), head.Quoted && !r.quotes(rel), rel.Parent >= 0 && (rel.Likely < sureInside || !r.proposition(rel)):
		return false
	case head.Tag == "VBG" && (head.Lemma == "cite" || head.Lemma == "quote" || head.Lemma == "attribute"):
		return false // see citations
	case (len(rel.Source) == 0 || rel.Likely < sureAttitude) && !r.proposition(rel):
		return false // nobody says it: "she is called the Grey Hera" is no attribution, nor is "fog lay over the coast"
	case len(rel.Source) == 0:
		return true
	}
	source := chunkOf(rel.Source[0])
	if source.first < r.lo || source.last > r.hi {
		return true
	}
	voice := r.voiceIn(source)
	return (r.speaks(voice) || voice.last-voice.first == 1) && !nobody(r.tok(source.first).Lower) &&
		!(r.observation() && r.voiceOf(voice).Kind == hearsay.DocumentVoice)
}

// quotes reports whether all that is said stands between quotation marks, as it must where the cue does.
func (r *reading) quotes(rel label.Relation) bool {
	for _, c := range rel.Content {
		for i := c.First; i < c.Last; i++ {
			if t := r.t.Tokens[i]; !t.Quoted && !isQuoteMark(t.Word) {
				return false
			}
		}
	}
	return true
}

func nobody(lower string) bool {
	switch lower {
	case "nobody", "no", "none", "nothing", "neither":
		return true
	}
	return false
}

// prose reports whether the sentence consists of words, and is no piece of a program or table.
func (r *reading) prose() bool {
	words := 0
	for i := r.lo; i < r.hi; i++ {
		switch w := r.tok(i).Word; {
		case w == "{" || w == "}" || w == "=" || w == "==" || w == "|":
			return false
		case isLower(w) || startsUpper(w):
			words++
		}
	}
	return 2*words >= r.hi-r.lo
}

// proposition reports whether what is said has a verb, so that it can be true or false, or is quoted.
func (r *reading) proposition(rel label.Relation) bool {
	return slices.ContainsFunc(rel.Content, func(c label.Range) bool {
		return r.hasVerb(c.First, c.Last) || r.tok(c.First).Lower == "that" && r.hasPredicate(c.First, c.Last) || text.IsOpenQuote(r.t.Tokens[c.First].Word)
	})
}
