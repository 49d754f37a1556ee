// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package watch

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"hearsay/internal/text"
)

//go:embed lists/roles.txt
var rolesFile string

//go:embed lists/surnames.txt
var surnamesFile string

var roles = sync.OnceValue(func() map[string]bool { return listed(rolesFile) })

var surnames = sync.OnceValue(func() map[string]bool { return listed(surnamesFile) })

func listed(file string) map[string]bool {
	m := map[string]bool{}
	for line := range strings.Lines(file) {
		if !strings.HasPrefix(line, "#") {
			for w := range strings.FieldsSeq(line) {
				m[w] = true
			}
		}
	}
	return m
}

// roleWord reports whether a word in lower case is of an office that somebody has.
func roleWord(w string) bool {
	w = strings.TrimSuffix(w, ".")
	return roles()[w] || roles()[strings.TrimSuffix(w, "s")]
}

// names gives the names in a line of a view.
func (v *View) names(i int) []string { return namesOf(v.line(i), v.Language) }

// namesOf gives the names of persons, bodies and places in a line, verbatim. The entries of lists are no sentences, which is
// why the names that the model of language finds are joined by rows of words with capitals, and by what is written as names
// of Han are.
func namesOf(line, language string) []string {
	var out []string
	add := func(n string) {
		if n = strings.Trim(n, " .,;:"); n != "" && !holds(out, n) {
			out = append(out, n)
		}
	}
	cells := parts(line)
	for _, part := range cells {
		if len(cells) > 1 && isUncased(part) {
			add(part)
		}
		for _, n := range capitals(part, language) {
			add(n)
		}
		for _, n := range hanNames(part) {
			add(n)
		}
	}
	return out
}

// capitals gives rows of words with capitals: two of them, or one that the model takes for a name in a sentence.
func capitals(part, language string) []string {
	t := text.Parse(part, text.Default())
	var out []string
	row := row{t, language, len(t.Tokens) > 9}
	for i := 0; i < len(t.Tokens); {
		end, last := i, i
		for ; end < len(t.Tokens) && (capital(t.Tokens[end].Word) || end > i && particle(t.Tokens[end].Word)); end++ {
			if capital(t.Tokens[end].Word) {
				last = end + 1
			}
		}
		if last == i {
			i++
			continue
		}
		if n := t.Slice(row.trimmed(i, last)); n != "" {
			out = append(out, n)
		}
		i = last
	}
	return out
}

// row is where rows of words with capitals are looked for.
type row struct {
	*text.Text
	language string
	prose    bool
}

// trimmed leaves out what is no part of a name at both ends of a row: offices, titles, articles, and the capital that only begins
// a sentence. What is left is a name if there are two words, or if the model of language takes the one for a name.
func (r row) trimmed(first, end int) (int, int) {
	english := r.language == "en" || r.language == ""
	begins := func(i int) bool { return r.prose && r.Sentences[r.SentenceOf(i)].First == i }
	for first < end && (roleWord(r.Tokens[first].Lower) || particle(r.Tokens[first].Lower) || begins(first) && (article(r.Tokens[first].Lower) || english && r.Tokens[first].Name == "")) {
		first++
	}
	for end > first && (roleWord(r.Tokens[end-1].Lower) || particle(r.Tokens[end-1].Word)) {
		end--
	}
	for i := first; i < end; i++ {
		if roleWord(r.Tokens[i].Lower) { // an office in the middle: "Ports Council"
			return 0, 0
		}
	}
	if end-first >= 2 && !shouts(r.Text, first, end) || end-first == 1 && r.prose && english && r.Tokens[first].Name != "" {
		return first, end
	}
	return 0, 0
}

// article reports whether a word in lower case stands before nouns.
func article(w string) bool {
	switch w {
	case "the", "a", "an", "this", "our", "der", "die", "das", "ein", "eine", "den", "dem", "le", "la", "les", "l'", "un", "une", "el", "los", "las", "una", "il", "lo", "i", "gli", "de", "het", "een", "sie":
		return true
	}
	return false
}

// shouts reports whether a row of words is written in capitals alone, as headings are.
func shouts(t *text.Text, first, end int) bool {
	s := t.Slice(first, end)
	return strings.ToUpper(s) == s && strings.ToLower(s) != s && len(t.Tokens) == end-first && end-first > 3
}

func capital(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r) && !strings.ContainsFunc(w, unicode.IsDigit) // a number of a passport is no name
}

// particle reports whether a word in lower case may stand inside of a name.
func particle(w string) bool {
	switch w {
	case "de", "del", "della", "der", "den", "di", "da", "dos", "du", "la", "le", "van", "von", "zu", "bin", "ibn", "al", "el", "ter", "ten", "af", "y", "-", ".", "'":
		return true
	}
	return false
}

// hanNames gives what is written as Chinese names of persons are: two or three characters, or four with a surname of two, that begin with a surname and stand by
// themselves, between blanks or marks or behind an office.
func hanNames(part string) []string {
	var out []string
	for _, f := range strings.FieldsFunc(part, func(r rune) bool { return !unicode.Is(unicode.Han, r) && r != '·' }) {
		runes := []rune(f)
		for len(runes) > 4 { // behind an office: 副部长王伟
			cut := officeEnd(runes)
			if cut == 0 {
				break
			}
			runes = runes[cut:]
		}
		if n := len(runes); n >= 2 && n <= 4 && surnames()[string(runes[:1])] && !roles()[string(runes)] && officeEnd(runes) == 0 {
			out = append(out, string(runes))
		}
	}
	return out
}

// officeEnd is how many characters of the office that is named first, in a row of Han; 0 for none.
func officeEnd(runes []rune) int {
	best := 0
	for i := 1; i <= len(runes); i++ {
		for j := max(0, i-4); j < i; j++ {
			if unicode.Is(unicode.Han, runes[j]) && roles()[string(runes[j:i])] {
				best = i
			}
		}
	}
	return best
}

// isUncased reports whether a cell of an entry is written in a script of words without capitals, and may be a name: two to five words, no
// office among them.
func isUncased(cell string) bool {
	words := strings.Fields(cell)
	if len(words) < 2 || len(words) > 5 {
		return false
	}
	for _, w := range words {
		r := []rune(w)[0]
		if !unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Devanagari, unicode.Bengali, unicode.Thai) || roleWord(w) {
			return false
		}
	}
	return true
}
