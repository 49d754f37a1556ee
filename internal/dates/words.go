// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package dates

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
)

//go:embed words.txt
var wordList string

// class is one class of words.txt.
type class struct {
	values  map[string]string // of its phrases, in lower case with "_" between the tokens
	longest map[string]int    // by first token, how many tokens the longest phrase has that begins so
}

var words = readWords(wordList)

// aside are the classes whose words begin no date.
var aside = []string{"leads", "counter", "counted", "modal", "ahead", "zone", "into"}

// first are the words that a date can begin with, besides those with a digit, a hyphen or an apostrophe in them.
var first = firstWords(words)

func firstWords(classes map[string]class) map[string]bool {
	set := map[string]bool{}
	for name, c := range classes {
		for w := range c.longest {
			set[w] = set[w] || !slices.Contains(aside, name)
		}
	}
	return set
}

// mayBegin tells most tokens, at which no rule need be tried, from those where a date may begin.
func mayBegin(w string) bool { return first[w] || strings.ContainsAny(w, "0123456789-'") }

func readWords(list string) map[string]class {
	classes := map[string]class{}
	for line := range strings.Lines(list) {
		f := strings.Fields(line)
		if len(f) < 3 || f[0][0] == '#' {
			continue
		}
		c, ok := classes[f[0]]
		if !ok {
			c = class{map[string]string{}, map[string]int{}}
			classes[f[0]] = c
		}
		for _, w := range f[2:] {
			first, _, _ := strings.Cut(w, "_")
			c.values[w] = f[1]
			c.longest[first] = max(c.longest[first], 1+strings.Count(w, "_"))
		}
	}
	return classes
}

// listed is the number that stands for a word alone; 0 where it has none.
func listed(class, w string) int { return atoi(words[class].values[w]) }

// w is the word at i in lower case; "" beyond the paragraph.
func (f *finder) w(i int) string {
	if i < 0 || i >= f.end {
		return ""
	}
	return f.p.Tokens[i].Lower
}

// is reports whether the word at i is one of those given.
func (f *finder) is(i int, any ...string) bool {
	w := f.w(i)
	for _, a := range any {
		if w == a {
			return true
		}
	}
	return false
}

// lex looks up the longest phrase of a class that begins at i, and gives its value and the token behind it.
func (f *finder) lex(class string, i int) (value string, next int, ok bool) {
	of, w := words[class], f.w(i)
	next = i
	for n := range of.longest[w] {
		if n > 0 {
			w += "_" + f.w(i+n)
		}
		if v, found := of.values[w]; found {
			value, next, ok = v, i+n+1, true
		}
	}
	return value, next, ok
}

// lexInt is lex for a class whose values are numbers.
func (f *finder) lexInt(class string, i int) (n, next int, ok bool) {
	v, next, ok := f.lex(class, i)
	if !ok {
		return 0, i, false
	}
	n, err := strconv.Atoi(v)
	return n, next, err == nil
}

// number reads a count at i, in digits or in words.
func (f *finder) number(i int) (n, next int, ok bool) {
	if n, ok = digits(f.w(i), 4); ok {
		return n, i + 1, true
	}
	if n, next, ok = f.lexInt("number", i); ok {
		return n, next, true
	}
	tens, ones, hyphen := strings.Cut(f.w(i), "-")
	if t, o := listed("number", tens), listed("number", ones); hyphen && t >= 20 && o > 0 && o < 10 {
		return t + o, i + 1, true
	}
	return 0, i, false
}

// digits reads a number of at most so many digits, and nothing else.
func digits(s string, most int) (int, bool) {
	if s == "" || len(s) > most {
		return 0, false
	}
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = 10*n + int(s[i]-'0')
	}
	return n, true
}

// capital reports whether the word at i begins with a capital letter of the Latin script.
func (f *finder) capital(i int) bool {
	return i >= 0 && i < len(f.p.Tokens) && f.p.Tokens[i].Word[0] >= 'A' && f.p.Tokens[i].Word[0] <= 'Z'
}

func (f *finder) tag(i int) string {
	if i < 0 || i >= len(f.p.Tokens) {
		return ""
	}
	return f.p.Tokens[i].Tag
}
