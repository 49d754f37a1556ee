// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"hearsay"
)

// textLine is one line of a text file that is not blank, without the blanks around it.
type textLine struct {
	text    string
	opened  bool // a blank line, or the start of the file, stands before it
	closed  bool // a blank line, or the end of the file, stands after it
	isBreak bool // a line of dashes alone
}

// splitLines gives the lines of a text that are not blank.
func splitLines(text string) []textLine {
	var out []textLine
	blank := true
	for line := range strings.Lines(text) {
		line = strings.Trim(strings.TrimSpace(line), "\ufeff\u200b")
		if line == "" {
			blank = true
			if len(out) > 0 {
				out[len(out)-1].closed = true
			}
			continue
		}
		out = append(out, textLine{text: line, opened: blank, isBreak: isBreak(line)})
		blank = false
	}
	if len(out) > 0 {
		out[len(out)-1].closed = true
	}
	return out
}

func isBreak(line string) bool {
	return len(line) <= 12 && (strings.Trim(line, "-") == "" || strings.Trim(line, "–—") == "")
}

const maxTitleBytes = 250

// isTitle reports whether a line can be a headline: short, in one piece, not ended like a sentence.
func isTitle(line string) bool {
	if len(line) > maxTitleBytes || line == "" {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(line)
	if strings.ContainsRune(".,;:…。，；：|", last) {
		return false
	}
	head, _, many := cutSentence(line)
	return !many || strings.HasSuffix(head, "?") || strings.HasSuffix(head, "!")
}

var addressPattern = regexp.MustCompile(`https?://[^\s<>"“”«»]+`)

// addressesIn gives the web addresses that stand in a text, each once, in order.
func addressesIn(text string) []string {
	var out []string
	for _, a := range addressPattern.FindAllString(text, 4*maxLinks) {
		a = strings.TrimRight(a, ".,;:!?)]}'’")
		if !slices.Contains(out, a) && len(out) < maxLinks {
			out = append(out, a)
		}
	}
	return out
}

// plainDocuments reads a text as one document; a short first line with a blank line under it is its headline.
func plainDocuments(c hearsay.Capture, text string) ([]hearsay.Document, error) {
	lines := splitLines(text)
	d := newDocument(c, "")
	headline := ""
	if len(lines) > 1 && lines[0].closed && isTitle(lines[0].text) {
		headline, lines = lines[0].text, lines[1:]
	}
	if meta := (footer{}); len(lines) > 1 && lines[0].closed && meta.read(lines[0].text, newDateReader("", c.Fetched)) {
		d.Authors, d.Published = meta.authors, meta.date
		lines = lines[1:]
	}
	setText(&d, headline, paragraphs(lines))
	d.Links = addressesIn(d.Text)
	d.Language = language("", d.Text)
	return []hearsay.Document{d}, nil
}

// paragraphs joins the lines of each block of a hard-wrapped text; in a text with one line a paragraph every line
// stays a paragraph of its own.
func paragraphs(lines []textLine) []string {
	wrapped := isWrapped(lines)
	var out []string
	for _, l := range lines {
		if wrapped && !l.opened && len(out) > 0 {
			out[len(out)-1] += " " + l.text
			continue
		}
		out = append(out, l.text)
	}
	return out
}

// isWrapped tells a text broken at a column: hardly a line is longer than 100 bytes, and most lines that do not end
// a block are of nearly the same, considerable length.
func isWrapped(lines []textLine) bool {
	inner, even := 0, 0
	for _, l := range lines {
		if len(l.text) > 120 {
			return false
		}
		if l.closed {
			continue
		}
		inner++
		if len(l.text) >= 45 {
			even++
		}
	}
	return inner > 0 && even*10 >= inner*8
}
