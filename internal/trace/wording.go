// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace

import (
	"strings"

	"hearsay"
	"hearsay/internal/text"
)

// wordingOf is the stretch of the document that says it best: the whole content where only the cue stands within ("the ferry
// allegedly sank"), else its first piece that can stand alone.
func wordingOf(item *Item, a *hearsay.Attribution) hearsay.Span {
	first, last := a.Content[0], a.Content[len(a.Content)-1]
	whole := hearsay.Span{Start: first.Start, End: last.End}
	best := first
	for i, s := range a.Content {
		if fragment(best.Text) && !fragment(s.Text) {
			best = s
		}
		if i > 0 && !cueBetween(item, a, a.Content[i-1].End, s.Start) && !predicate(s.Text) {
			whole.End = 0
		}
	}
	if whole.End > 0 && last.End <= len(item.Document.Text) {
		return withoutThat(hearsay.Cut(item.Document.Text, whole.Start, whole.End))
	}
	return withoutThat(best)
}

// predicate reports whether a piece begins with the verb of a subject that stands before it: "the ferry, officials say, will sail".
func predicate(piece string) bool {
	first, _, _ := strings.Cut(piece, " ")
	switch strings.ToLower(first) {
	case "is", "are", "was", "were", "will", "would", "has", "have", "had", "can", "could", "may", "might", "must", "should":
		return true
	}
	return false
}

// cueBetween reports whether nothing but the cue stands between two places.
func cueBetween(item *Item, a *hearsay.Attribution, from, to int) bool {
	if from > to || to > len(item.Document.Text) {
		return false
	}
	gap := strings.TrimSpace(item.Document.Text[from:to])
	for _, c := range a.Cue {
		gap = strings.TrimSpace(strings.Replace(gap, c.Text, "", 1))
	}
	return gap == ""
}

// withoutThat is the span without the conjunction that a clause of reported speech begins with.
func withoutThat(s hearsay.Span) hearsay.Span {
	for _, word := range []string{"that ", "whether "} {
		if strings.HasPrefix(s.Text, word) {
			return hearsay.Span{Start: s.Start + len(word), End: s.End, Text: s.Text[len(word):]}
		}
	}
	return s
}

// clarity is how well a wording is understood without what stands around it: less for each pronoun that begins it or stands in
// the first words, for what an editor left out or put in, and for a quotation that begins or ends within it.
func clarity(wording string) int {
	c := 0
	for i, t := range text.Tokens(wording) {
		if i < opening && (refers(t.Lower) || t.Lower == "this" || t.Lower == "these" || t.Lower == "such") {
			c -= 2
		}
	}
	if fragment(wording) {
		c -= 3
	}
	if unedited(wording) != wording {
		c--
	}
	if strings.Count(wording, "“") != strings.Count(wording, "”") || strings.Count(wording, "\"")%2 == 1 {
		c--
	}
	return c
}

// fragment reports whether a wording is only a part of a sentence: it begins with what joins it to another part, or with its verb,
// or has fewer than three words.
func fragment(wording string) bool {
	words := text.Tokens(wording)
	for len(words) > 0 && text.IsOpenQuote(words[0].Word) {
		words = words[1:]
	}
	return len(words) < 3 || joining[words[0].Lower]
}

// joining are words that begin no sentence which stands alone.
var joining = map[string]bool{
	"—": true, "–": true, "-": true, "--": true, ",": true, "and": true, "or": true, "but": true, "while": true, "although": true,
	"though": true, "whereas": true, "if": true, "unless": true, "when": true, "then": true, "to": true, "is": true, "are": true, "was": true, "were": true, "will": true,
	"would": true, "has": true, "have": true, "had": true, "be": true, "who": true, "which": true, "whose": true,
}

// opening is how many words of a wording tell of what it is.
const opening = 4
