// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package text

import (
	"unicode"
	"unicode/utf8"
)

// sentences cuts tokens at the ends of paragraphs and after final marks that are followed by what can begin a
// sentence. Closing quotation marks and brackets stay with the sentence they close.
func sentences(tokens []Token) []Sentence {
	var out []Sentence
	first, last := 0, 0 // last is the token before the closing marks that end at i
	for i := range tokens {
		if !closes(tokens, i) {
			last = i
		}
		if i+1 == len(tokens) || tokens[i+1].Line != tokens[i].Line || endsHere(tokens, i, last) {
			out = append(out, Sentence{first, i + 1})
			first = i + 1
		}
	}
	return out
}

func endsHere(tokens []Token, i, last int) bool {
	if !final(tokens[last]) || closes(tokens, i+1) {
		return false
	}
	next := tokens[i+1]
	if dotted(tokens[last].Word) {
		return begins(next) && !followsAbbreviation(tokens, last) && (!nationLike(tokens[last].Word) || starter(next.Lower))
	}
	if isIdeographFinal(tokens[last].Word) {
		return true
	}
	return begins(next)
}

// closes reports whether token i is a closing mark that follows a final one directly.
func closes(tokens []Token, i int) bool {
	w := tokens[i].Word
	if w == ")" || w == "]" || w == "'" || w == "’" {
		return true
	}
	return IsCloseQuote(w) && (w != "\"" && w != "''" || i > 0 && tokens[i-1].End == tokens[i].Start)
}

func final(t Token) bool {
	switch t.Word {
	case ".", "!", "?", "…", "...", "。", "！", "？":
		return true
	}
	return dotted(t.Word)
}

func isIdeographFinal(w string) bool { return w == "。" || w == "！" || w == "？" }

// dotted reports whether the word carries its own period ("U.S.").
func dotted(w string) bool { return len(w) > 1 && w[len(w)-1] == '.' && w[0] != '.' }

// followsAbbreviation reports whether the dotted word at i is one that a name follows: a title, or an initial.
func followsAbbreviation(tokens []Token, i int) bool {
	w := tokens[i].Word[:len(tokens[i].Word)-1]
	if utf8.RuneCountInString(w) == 1 {
		return true
	}
	switch w {
	case "a.m", "p.m", "Inc", "Corp", "Co", "Ltd", "etc", "Jr", "Sr", "U.S", "U.K", "U.N", "E.U", "D.C", "al":
		return false
	}
	return true
}

// nationLike reports whether the word is an abbreviation that often stands before the name of a body.
func nationLike(w string) bool {
	switch w {
	case "U.S.", "U.K.", "U.N.", "E.U.", "D.C.", "Inc.", "Corp.", "Co.", "Ltd.", "Jr.", "Sr.":
		return true
	}
	return false
}

// starter reports whether the word commonly begins a sentence.
func starter(lower string) bool {
	switch lower {
	case "the", "a", "an", "he", "she", "it", "they", "we", "i", "you", "in", "on", "at", "but", "and", "however", "this", "that", "these", "those", "his", "her", "its", "their", "if", "when", "while", "as", "for", "after", "before", "there", "according", "meanwhile", "also", "\"", "“":
		return true
	}
	return false
}

func begins(t Token) bool {
	r, _ := utf8.DecodeRuneInString(t.Word)
	return unicode.IsUpper(r) || unicode.IsDigit(r) || IsOpenQuote(t.Word) || isIdeograph(r) ||
		r == '(' || r == '[' || r == '‘' || r == '\'' || r == '@' || r == '—' || r == '-'
}
