// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsay

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Block is a paragraph of a remark.
type Block struct {
	Depth int // how deep it is quoted; 0 for the author's own words
	Text  string
}

// Blocks cuts the text of a remark into paragraphs. A line that begins with ">" quotes, once for each, up to [MostDepth].
func Blocks(text string) []Block {
	var out []Block
	var open []string // lines of the paragraph that has not ended
	at := 0
	end := func() {
		if len(open) > 0 {
			out = append(out, Block{at, strings.Join(open, "\n")})
		}
		open = nil
	}
	for line := range strings.Lines(text) {
		depth, words := quoted(line)
		if words == "" || depth != at {
			end()
		}
		if words != "" {
			at, open = depth, append(open, words)
		}
	}
	end()
	return out
}

// quoted tells how deep a line is quoted, and its words.
func quoted(line string) (depth int, words string) {
	line = strings.TrimSpace(line)
	for strings.HasPrefix(line, ">") {
		depth++
		line = strings.TrimLeft(line[1:], " \t")
	}
	return min(depth, MostDepth), line
}

// QuoteOf is a text as an answer quotes it: who said it, then each line one deeper. What would be too deep is left out.
func QuoteOf(by, text string) string {
	var b strings.Builder
	b.WriteString("> " + by + " wrote:\n")
	at := 0
	for _, block := range Blocks(text) {
		if block.Depth >= MostDepth {
			continue
		}
		if b.Len() > 0 && block.Depth == at {
			b.WriteString(strings.Repeat(">", block.Depth+1) + "\n")
		}
		at = block.Depth
		for line := range strings.Lines(block.Text) {
			b.WriteString(strings.Repeat(">", block.Depth+1) + " " + strings.TrimRight(line, "\n") + "\n")
		}
	}
	return b.String()
}

// OwnWords is a text without what it quotes, as paragraphs.
func OwnWords(text string) string {
	var own []string
	for _, b := range Blocks(text) {
		if b.Depth == 0 {
			own = append(own, b.Text)
		}
	}
	return strings.Join(own, "\n\n")
}

// Piece is a part of a block: plain words, a mention of somebody, or the address of a page.
type Piece struct {
	Text    string
	Mention bool
	Link    bool
}

// Pieces cuts a text at mentions ("@ann") and at http(s) addresses. Whether there is somebody of that name it does not know.
func Pieces(text string) []Piece {
	var out []Piece
	start := 0
	prev := rune(' ')
	for i := 0; i < len(text); {
		p := Piece{}
		if !isWord(prev) {
			p = pieceAt(text[i:])
		}
		if p.Text == "" {
			var n int
			prev, n = utf8.DecodeRuneInString(text[i:])
			i += n
			continue
		}
		if start < i {
			out = append(out, Piece{Text: text[start:i]})
		}
		out = append(out, p)
		i += len(p.Text)
		start = i
		prev, _ = utf8.DecodeLastRuneInString(p.Text)
	}
	if start < len(text) {
		out = append(out, Piece{Text: text[start:]})
	}
	return out
}

// pieceAt is the mention or the address that a text begins with; its text is empty where it begins with neither.
func pieceAt(text string) Piece {
	switch {
	case strings.HasPrefix(text, "@"):
		end := strings.IndexFunc(text[1:], func(r rune) bool { return !isWord(r) && r != '.' && r != '-' && r != '_' })
		if end < 0 {
			end = len(text) - 1
		}
		if name := strings.TrimRight(text[1:1+end], ".-"); name != "" {
			return Piece{Text: "@" + name, Mention: true}
		}
	case strings.HasPrefix(text, "http://"), strings.HasPrefix(text, "https://"):
		end := strings.IndexFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("<>\"“”«»", r) })
		if end < 0 {
			end = len(text)
		}
		if a := strings.TrimRight(text[:end], ".,;:!?)]}'’"); len(a) > len("https://") {
			return Piece{Text: a, Link: true}
		}
	}
	return Piece{}
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// Mentioned tells which of some names a text mentions in its author's own words: "@" and the name, whatever the case of its letters. Of names
// that begin alike the longest counts.
func Mentioned(text string, names []string) []string {
	own := strings.ToLower(OwnWords(text))
	found := map[string]bool{}
	var out []string
	for i := strings.IndexByte(own, '@'); i >= 0; {
		before, _ := utf8.DecodeLastRuneInString(own[:i])
		rest, best := own[i+1:], ""
		for _, name := range names {
			after, ok := strings.CutPrefix(rest, strings.ToLower(name))
			next, _ := utf8.DecodeRuneInString(after)
			if ok && !isWord(next) && len(name) > len(best) {
				best = name
			}
		}
		if best != "" && !isWord(before) && !found[best] {
			found[best] = true
			out = append(out, best)
		}
		next := strings.IndexByte(rest, '@')
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return out
}
