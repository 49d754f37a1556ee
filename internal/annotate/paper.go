// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import "strings"

// scholars finds the authors of a paper, who stand under its title with where they work or where to write to them.
func (w *work) scholars() (whole, bool) {
	tokens := w.t.Tokens
	for i := 1; i < min(headTokens, len(tokens)); i++ {
		if !strings.Contains(tokens[i].Word, "@") && !affiliation(tokens[i].Word) {
			continue
		}
		name := w.nameBefore(i)
		if name.last > name.first && w.paper(i) {
			return whole{source: name, cue: chunk{i, i + 1}, content: chunk{w.lineEnd(i), len(tokens)}}, true
		}
	}
	return whole{}, false
}

const nearName = 25 // tokens between an author and where they work, other authors and marks of notes included

// nameBefore is the last person's name before where somebody works, or else the capitals right before it.
func (w *work) nameBefore(i int) chunk {
	tokens := w.t.Tokens
	for last := i; last > max(0, i-nearName); last-- {
		if tokens[last-1].Name != "PERSON" {
			continue
		}
		first := last
		for first > 0 && tokens[first-1].Name == "PERSON" && tokens[first-1].Line == tokens[last-1].Line {
			first--
		}
		return chunk{first, last}
	}
	first := i
	for first > max(0, i-3) && startsUpper(tokens[first-1].Word) && tokens[first-1].Line == tokens[i].Line {
		first--
	}
	return chunk{first, i}
}

func affiliation(word string) bool {
	return strings.HasPrefix(word, "Univers") || word == "Department" || word == "Institute" || word == "Faculty" || word == "Laboratory"
}

// paper reports whether what follows is a paper's: an abstract or the like, or both where somebody works and their address.
func (w *work) paper(i int) bool {
	mail, works := false, false
	for _, t := range w.t.Tokens[i:min(i+headTokens, len(w.t.Tokens))] {
		switch t.Word {
		case "Abstract", "ABSTRACT", "Keywords", "Introduction", "INTRODUCTION":
			return true
		}
		mail = mail || strings.Contains(t.Word, "@")
		works = works || affiliation(t.Word)
	}
	return mail && works
}

// lineEnd is where the line ends in which token i stands, or behind the token where the line is long and holds the text as well.
func (w *work) lineEnd(i int) int {
	for end := i + 1; end < min(i+nearName, len(w.t.Tokens)); end++ {
		if w.t.Tokens[end].Line != w.t.Tokens[i].Line {
			return end
		}
	}
	return i + 1
}
