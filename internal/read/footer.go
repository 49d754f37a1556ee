// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"hearsay"
)

// footer is what the line under (or over) a post of an archive says: "Author: … | Date: … | Permalink".
type footer struct {
	authors []string
	date    hearsay.Date
	byline  bool // the line is a bare "By NAME", which also stands over posts
}

var labelWords = sync.OnceValue(func() map[string]map[string]bool {
	sets := map[string]map[string]bool{}
	for class, words := range listClasses("labels") {
		sets[class] = setOf(words)
	}
	return sets
})

const maxFooterBytes = 300

var fieldBreak = regexp.MustCompile(`\s*[|│¦·•]\s*`)

// read adds what line says and reports whether it is such a line at all.
func (f *footer) read(line string, dates *dateReader) bool {
	if len(line) > maxFooterBytes {
		return false
	}
	line = strings.ReplaceAll(line, "\u00a0", " ")
	fields := fieldBreak.Split(strings.Trim(line, " |[]()"), -1)
	got := footer{byline: len(fields) == 1}
	known := 0
	for _, field := range fields {
		if got.field(strings.TrimSpace(field), len(fields) > 1, dates) {
			known++
		}
	}
	if known*2 <= len(fields) || len(got.authors) == 0 && !got.date.Known() && known < 1 {
		return false
	}
	f.merge(got)
	return true
}

func (f *footer) merge(o footer) {
	for _, a := range o.authors {
		if !slices.Contains(f.authors, a) {
			f.authors = append(f.authors, a)
		}
	}
	if !f.date.Known() {
		f.date = o.date
	}
	f.byline = o.byline
}

// field reads one field; among says that it stands beside others, where less is needed to believe it.
func (f *footer) field(s string, among bool, dates *dateReader) bool {
	labels := labelWords()
	label, value, colon := cutLabel(s)
	word := strings.ToLower(label)
	switch {
	case colon && labels["author"][word]:
		f.byline = false
		return f.authorsAndDate(value, dates, false)
	case colon && labels["date"][word]:
		f.byline = false
		d, ok := dates.parse(value)
		f.date = d
		return ok || strings.TrimSpace(value) == ""
	case colon && labels["link"][word] || labels["link"][strings.ToLower(strings.Trim(s, "0123456789()# "))]:
		f.byline = false
		return among || !colon
	}
	if rest, ok := cutByWord(s); ok && f.authorsAndDate(rest, dates, true) {
		return true
	}
	if d, ok := dates.parse(s); ok && len(s) <= 40 && (among || d.Precision == hearsay.ToDay || d.Precision == hearsay.ToTheTime) {
		f.date = d
		return true
	}
	return among && looksLikeNames(s) && f.authorsAndDate(s, dates, true)
}

func cutLabel(s string) (label, value string, ok bool) {
	label, value, ok = strings.Cut(s, ":")
	if !ok {
		label, value, ok = strings.Cut(s, "：")
	}
	if len(label) > 40 {
		return "", "", false
	}
	return strings.TrimSpace(label), strings.TrimSpace(value), ok
}

// cutByWord strips "By", "Posted by" and their kin.
func cutByWord(s string) (string, bool) {
	words := strings.Fields(s)
	for n := min(2, len(words)-1); n > 0; n-- {
		if labelWords()["by"][strings.ToLower(strings.Join(words[:n], " "))] {
			return strings.Join(words[n:], " "), true
		}
	}
	return s, false
}

// authorsAndDate reads "Ada Lovelace and Jo Bell on 4 March 2020": names, and a date after "on", a comma or a dash.
func (f *footer) authorsAndDate(s string, dates *dateReader, mustBeNames bool) bool {
	names := s
	for _, at := range dateBreaks(s) {
		rest := strings.TrimLeft(s[at:], " ,-–—/")
		if w, tail, ok := strings.Cut(rest, " "); ok && labelWords()["on"][strings.ToLower(w)] {
			rest = tail
		}
		if d, ok := dates.parse(rest); ok && yearPattern.MatchString(rest) {
			names, f.date = strings.TrimRight(s[:at], " ,-–—/"), d
			break
		}
	}
	if names == "" || mustBeNames && !looksLikeNames(names) {
		return false
	}
	f.authors = append(f.authors, splitNames(names)...)
	return true
}

// dateBreaks gives the places, from the left, where a date may begin after names.
func dateBreaks(s string) []int {
	var out []int
	for i, r := range s {
		if (r == ' ' || r == ',') && len(out) < 12 {
			out = append(out, i)
		}
	}
	return out
}

var nameBreak = sync.OnceValue(func() *regexp.Regexp {
	var words []string
	for w := range listWords("and") {
		words = append(words, regexp.QuoteMeta(w))
	}
	slices.Sort(words)
	return regexp.MustCompile(`\s*[,;/、，]\s*|\s+(?:` + strings.Join(words, "|") + `)\s+`)
})

// splitNames parts "A, B and C" into names, each once.
func splitNames(s string) []string {
	var out []string
	for _, n := range nameBreak().Split(s, 20) {
		for {
			word, rest, ok := strings.Cut(n, " ")
			if !ok || !listWordsAnd()[word] {
				break
			}
			n = rest
		}
		n = strings.Trim(n, " .\t")
		if n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

var listWordsAnd = sync.OnceValue(func() map[string]bool { return listWords("and") })

// looksLikeNames reports whether s can be one or more names: a few words that begin with capitals (or letters
// without case), small words between them, no end of a sentence.
func looksLikeNames(s string) bool {
	if s == "" || len(s) > 160 {
		return false
	}
	words := strings.Fields(s)
	big := 0
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, "\"'“‘(@"))
		switch {
		case unicode.IsUpper(r) || unicode.IsTitle(r) || unicode.Is(unicode.Lo, r):
			big++
		case unicode.IsLower(r) && len(w) <= 4 || r == '&':
		default:
			return false
		}
	}
	last, _ := utf8.DecodeLastRuneInString(s)
	return big > 0 && len(words) <= 16 && big*2 >= len(words) && !strings.ContainsRune("!?:;", last) &&
		!strings.Contains(s, ". ")
}
