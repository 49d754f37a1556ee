// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay/internal/read"
)

// hidden tells whether a character of outside text could deceive the reader: it has no shape of its own, or it
// turns the direction of what follows. Such characters are shown as marks. The soft hyphen is left alone: it is
// in half of the pages of the web, and shows itself where it matters.
func hidden(r rune) bool {
	switch {
	case r == '\n' || r == '\t' || r == '\r':
		return false
	case r < 0x20, r >= 0x7f && r <= 0x9f: // C0 and C1 controls
		return true
	case r < 0x34f:
		return false
	}
	switch {
	case r >= 0x200b && r <= 0x200f, r >= 0x2028 && r <= 0x202e, // zero width, direction, line separators
		r >= 0x2060 && r <= 0x206f,   // joiners, invisible operators, isolates
		r >= 0xfff0 && r <= 0xfffb,   // interlinear annotation
		r >= 0xe0000 && r <= 0xe0fff: // tags and further selectors
		return true
	}
	switch r {
	case 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180e, 0x3164, 0xfeff, 0xffa0:
		return true
	}
	return false
}

// joins tells whether the zero-width joiner or non-joiner after prev is ordinary spelling: between letters of a
// script that joins them (Persian, Urdu, the scripts of India), and inside an emoji.
func joins(r, prev, next rune) bool {
	if r != 0x200c && r != 0x200d {
		return false
	}
	if r == 0x200d && (unicode.Is(unicode.So, prev) || prev == 0xfe0f || unicode.Is(unicode.Sk, prev)) && unicode.Is(unicode.So, next) {
		return true
	}
	return joining(prev) && joining(next)
}

func joining(r rune) bool {
	return unicode.In(r, unicode.Arabic, unicode.Syriac, unicode.Mongolian, unicode.Devanagari, unicode.Bengali,
		unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada,
		unicode.Malayalam, unicode.Sinhala)
}

// markName is how a hidden character is shown.
func markName(r rune) string { return fmt.Sprintf("[U+%04X]", r) }

// marked rewrites every hidden character of s with mark and everything else with keep.
func marked(s string, keep func(string), mark func(rune)) {
	start := 0
	prev := rune(-1)
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		next, _ := utf8.DecodeRuneInString(s[i+n:])
		if hidden(r) && !joins(r, prev, next) {
			keep(s[start:i])
			mark(r)
			start = i + n
		}
		prev = r
		i += n
	}
	keep(s[start:])
}

// shown is outside text for the body of a page: escaped, with hidden characters as visible marks.
func shown(s string) template.HTML {
	var b strings.Builder
	marked(s,
		func(part string) { template.HTMLEscape(&b, []byte(part)) },
		func(r rune) { fmt.Fprintf(&b, `<span class="mark">%s</span>`, markName(r)) })
	return template.HTML(b.String())
}

// shownAddress is an address for the body of a page. Its host is spelt as the network knows it: letters of another
// alphabet that look like ours would name another site.
func shownAddress(address string) template.HTML { return shown(read.PlainAddress(address)) }

// plain is outside text where no markup is possible: titles, drawings, attributes.
func plain(s string) string {
	var b strings.Builder
	marked(s, func(part string) { b.WriteString(part) }, func(r rune) { b.WriteString(markName(r)) })
	return b.String()
}

// sweep is the net under the templates: a hidden character that came through where nobody thought of shown or
// plain becomes its mark before the page is sent. Our own files contain none.
func sweep(page []byte) []byte {
	if bytes.IndexFunc(page, hidden) < 0 {
		return page
	}
	return []byte(plain(string(page)))
}
