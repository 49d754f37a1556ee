// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package numbers

import (
	_ "embed"
	"strconv"
	"strings"
)

//go:embed words.txt
var wordList string

var words = readWords(wordList)

// openers are the words with which a number in words, or its bound, may begin.
var openers = opening(words)

func opening(words map[string]map[string]string) map[string]bool {
	first := map[string]bool{}
	for _, class := range []string{"bound", "digit", "unit"} {
		for phrase := range words[class] {
			w, _, _ := strings.Cut(phrase, "_")
			first[w] = first[w] || class != "unit" || mark(w)
		}
	}
	return first
}

// mayBegin reports whether a number may begin with the word. Most words are passed over by it.
func mayBegin(w string) bool {
	if w[0] < 'a' || w[0] > 'z' {
		return true
	}
	w, _, _ = strings.Cut(w, "-")
	return openers[w]
}

// longestPhrase is the number of tokens of the longest phrase in words.txt.
const longestPhrase = 3

func readWords(list string) map[string]map[string]string {
	classes := map[string]map[string]string{}
	for line := range strings.Lines(list) {
		f := strings.Fields(line)
		if len(f) < 3 || f[0] == "#" {
			continue
		}
		if classes[f[0]] == nil {
			classes[f[0]] = map[string]string{}
		}
		for _, w := range f[2:] {
			classes[f[0]][w] = f[1]
		}
	}
	return classes
}

// w is the word at i in lower case; "" beyond the sentence.
func (f *finder) w(i int) string {
	if i < f.first || i >= f.last {
		return ""
	}
	return f.p.Tokens[i].Lower
}

// lex looks up the longest phrase of a class that begins at i.
func (f *finder) lex(class string, i int) (value string, next int, ok bool) {
	w := f.w(i)
	if len(w) > 20 {
		return "", i, false
	}
	for n := 0; n < longestPhrase && f.w(i+n) != ""; n++ {
		if n > 0 {
			w += "_" + f.w(i+n)
		}
		if v, found := words[class][w]; found {
			value, next, ok = v, i+n+1, true
		}
	}
	return value, next, ok
}

// value reads a number in digits or words, with what it is multiplied by: "3.2 billion", "two hundred", "5m".
func (f *finder) value(i int) (string, int, bool) {
	if f.w(i) == "" || f.dated[i] > 0 {
		return "", i, false
	}
	digits, zeros, next := plainDigits(f.w(i)), 0, i+1
	if digits == "" {
		digits, zeros = scaled(f.w(i))
	} else {
		digits, next = f.grouped(digits, next)
	}
	if digits == "" {
		n, k := f.spoken(i)
		if n == 0 {
			return "", i, false
		}
		digits, next = strconv.Itoa(n), k
	}
	for f.w(next) != "" && f.w(next) != "m" && f.w(next) != "b" && f.w(next) != "k" && zeros < 15 {
		more, err := strconv.Atoi(words["scale"][f.w(next)])
		if err != nil {
			break
		}
		zeros += more
		next++
		if n, k := f.rest(digits, zeros, next); k > next {
			digits, zeros, next = n, 0, k
		}
	}
	return shift(digits, zeros), next, true
}

// rest reads what is added to hundreds in words: "two hundred and fifty".
func (f *finder) rest(hundreds string, zeros, i int) (string, int) {
	if f.w(i) == "and" {
		i++
	}
	n, k := f.spoken(i)
	h, err := strconv.Atoi(hundreds)
	if zeros != 2 || n == 0 || err != nil || h > 99 {
		return "", 0
	}
	return strconv.Itoa(100*h + n), k
}

// plainDigits reads "566", "170,000", "3.5", and gives it without separators; "" for anything else.
func plainDigits(w string) string {
	whole, part, point := strings.Cut(w, ".")
	if point && !allDigits(part) || len(w) > 25 {
		return ""
	}
	groups := strings.Split(whole, ",")
	for k, g := range groups {
		if !allDigits(g) || len(groups) > 1 && (k > 0 && len(g) != 3 || k == 0 && len(g) > 3) {
			return ""
		}
	}
	return strings.ReplaceAll(w, ",", "")
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// scaled reads "5m" and "3.2bn".
func scaled(w string) (digits string, zeros int) {
	k := len(w)
	for k > 0 && w[k-1] >= 'a' && w[k-1] <= 'z' {
		k--
	}
	zeros, err := strconv.Atoi(words["scale"][w[k:]])
	if err != nil || k == 0 {
		return "", 0
	}
	return plainDigits(w[:k]), zeros
}

// spoken reads a number below a hundred in words; 0 for none. "One" alone is more often a pronoun.
func (f *finder) spoken(i int) (n, next int) {
	tens, ones, hyphen := strings.Cut(f.w(i), "-")
	t, o := small(tens), small(ones)
	switch {
	case hyphen && t >= 20 && t%10 == 0 && o > 0 && o < 10:
		return t + o, i + 1
	case hyphen || t == 0 || t == 1 && words["scale"][f.w(i+1)] == "":
		return 0, i
	}
	return t, i + 1
}

func small(w string) int {
	n, _ := strconv.Atoi(words["digit"][w])
	return n
}

// shift moves the decimal point, and leaves no zeros that say nothing.
func shift(digits string, zeros int) string {
	whole, part, _ := strings.Cut(digits, ".")
	for range zeros {
		if part == "" {
			whole += "0"
			continue
		}
		whole, part = whole+part[:1], part[1:]
	}
	whole, part = strings.TrimLeft(whole, "0"), strings.TrimRight(part, "0")
	if whole == "" {
		whole = "0"
	}
	if part == "" {
		return whole
	}
	return whole + "." + part
}

// aside is how many words may stand between a number and what it counts: "566 suspected pirate attacks".
const aside = 4

// unit reads what is counted behind a number. The span goes on to it only for units proper, for what is counted may have
// a name of many words.
func (f *finder) unit(i int) (string, int) {
	if u, next, ok := f.lex("unit", i); ok {
		return u, next
	}
	noun := ""
	for k := i; k < min(i+aside, f.last) && f.dated[k] == 0; k++ {
		switch tag := f.p.Tokens[k].Tag; {
		case tag == "NN" || tag == "NNS":
			noun = f.p.Tokens[k].Lemma
			if tag == "NNS" { // a plural is the head: what follows is something else
				return noun, i
			}
		case noun != "" || tag != "JJ" && tag != "JJR" && tag != "VBN" && tag != "VBG" && tag != "NNP":
			return noun, i
		}
	}
	return noun, i
}
