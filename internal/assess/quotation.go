// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package assess

import (
	"slices"
	"strings"
	"unicode"

	"hearsay"
)

// quotedWords is how many words in quotation marks no two people say by chance.
const quotedWords = 6

// Quotation is what a document gives in quotation marks as the words of a voice.
type Quotation struct {
	Document hearsay.DocumentID
	Voice    string     // its name or description
	Runs     [][]string // its words in lower case, without marks; a new run begins where an editor left something out or put it in
}

// NewQuotation reads what stands between quotation marks. "[t]he" is "the"; "[…]", "…" and "[the company]" part what the voice
// said before from what it said behind. Runs of fewer than six words are left out, and ok is false where none is left.
func NewQuotation(document hearsay.DocumentID, voice, said string) (q Quotation, ok bool) {
	q = Quotation{Document: document, Voice: voice}
	for _, run := range strings.Split(parted(said), "\x00") {
		words := strings.FieldsFunc(strings.ToLower(run), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if len(words) >= quotedWords {
			q.Runs = append(q.Runs, words)
		}
	}
	return q, len(q.Runs) > 0
}

// Quoted gives the parts of a span of a text that stand in double quotation marks; the first mark may stand before the span.
func Quoted(text string, s hearsay.Span) []string {
	var out []string
	begun := -1
	if strings.HasSuffix(text[:s.Start], "“") || strings.HasSuffix(text[:s.Start], "\"") || strings.HasSuffix(text[:s.Start], "«") || strings.HasSuffix(text[:s.Start], "„") {
		begun = 0
	}
	for i, r := range s.Text {
		switch {
		case begun < 0 && strings.ContainsRune("“\"„«", r):
			begun = i + len(string(r))
		case begun >= 0 && strings.ContainsRune("”\"“»", r):
			out = append(out, s.Text[begun:i])
			begun = -1
		}
	}
	if begun >= 0 {
		out = append(out, s.Text[begun:])
	}
	return out
}

// parted is a quotation with a zero byte wherever an editor was at work, and without the brackets of changed letters. Apostrophes
// go, so that curly ones and straight ones are one.
func parted(said string) string {
	said = strings.NewReplacer("...", "\x00", "…", "\x00", "’", "", "'", "").Replace(said)
	var b strings.Builder
	for said != "" {
		before, rest, found := strings.Cut(said, "[")
		b.WriteString(before)
		if !found {
			break
		}
		inside, behind, closed := strings.Cut(rest, "]")
		switch {
		case !closed:
			inside = "" // what is cut off is no editor's mark
			b.WriteString(rest)
			behind = ""
		case joined(before, inside, behind):
			b.WriteString(inside)
		default:
			b.WriteByte(0)
		}
		said = behind
	}
	return b.String()
}

// joined reports whether what is in brackets is a part of a word: "[t]he".
func joined(before, inside, behind string) bool {
	if inside == "" || strings.ContainsFunc(inside, func(r rune) bool { return !unicode.IsLetter(r) }) {
		return false
	}
	next := strings.IndexFunc(behind, unicode.IsLetter) == 0
	last := strings.LastIndexFunc(before, unicode.IsLetter)
	return next || last >= 0 && last == len(before)-1
}

// aligns reports whether two quotations give the same words: a run of one stands within a run of the other.
func (q Quotation) aligns(o Quotation) bool {
	return slices.ContainsFunc(q.Runs, func(a []string) bool {
		return slices.ContainsFunc(o.Runs, func(b []string) bool { return within(a, b) || within(b, a) })
	})
}

// within reports whether the words of a stand one after the other in b.
func within(a, b []string) bool {
	for i := 0; i+len(a) <= len(b); i++ {
		if slices.Equal(a, b[i:i+len(a)]) {
			return true
		}
	}
	return false
}
