// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package text

import (
	_ "embed"
	"strings"
)

//go:embed lemmas.txt
var lemmaList string

// lemmas holds the words that follow no rule: by class, lemmas by form.
var lemmas = readLemmas(lemmaList)

func readLemmas(list string) map[string]map[string]string {
	out := map[string]map[string]string{"v": {}, "n": {}, "a": {}, "w": {}, "e": {}, "f": {}}
	for line := range strings.Lines(list) {
		f := strings.Fields(line)
		if len(f) < 2 || f[0] == "#" {
			continue
		}
		of := out[f[0]]
		if f[0] == "e" || f[0] == "f" {
			for _, word := range f[1:] {
				of[strings.TrimSuffix(word, "e")] = word
				if f[0] == "f" {
					of[word] = word
				}
			}
			continue
		}
		for _, form := range f[1:] {
			if _, ok := of[form]; !ok {
				of[form] = f[1]
			}
		}
	}
	return out
}

// pasts holds the forms that are nothing but the past of a verb: "sank", not "cut" or "made", nor "rose", which is a noun too, or "got", for "gotten".
var pasts = readPasts(lemmaList)

func readPasts(list string) map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(list) {
		f := strings.Fields(line)
		if len(f) != 4 || f[0] != "v" || f[2] == f[3] || strings.HasSuffix(f[2], "ing") || strings.HasSuffix(f[2], "ed") {
			continue
		}
		switch f[2] {
		case "saw", "rose", "bore", "lay", "fell", "spoke", "dove", "drove", "wore", "got", "bit", "broke", "wo":
		default:
			out[f[2]] = true
		}
	}
	for line := range strings.Lines(list) { // what is another form elsewhere: "bit"
		if f := strings.Fields(line); len(f) > 2 && f[0] != "v" {
			for _, form := range f[1:] {
				delete(out, form)
			}
		}
	}
	return out
}

// lemma gives the form of a word that stands in a dictionary, from its spelling in lower case and its tag.
func lemma(lower, tag string) string {
	switch {
	case strings.HasPrefix(tag, "VB") || tag == "MD":
		return verbLemma(lower, tag)
	case tag == "NNS" || tag == "NNPS":
		return nounLemma(lower)
	case tag == "JJR" || tag == "RBR":
		return comparedLemma(lower, "er")
	case tag == "JJS" || tag == "RBS":
		return comparedLemma(lower, "est")
	case tag == "CD":
		return strings.ReplaceAll(lower, ",", "")
	case tag == "PRP" && lower == "her":
		return "she"
	case strings.HasPrefix(tag, "NN") || tag == "JJ" || tag == "FW" || tag == "IN":
		return lower
	}
	if l, ok := lemmas["w"][lower]; ok {
		return l
	}
	return lower
}

func verbLemma(lower, tag string) string {
	if l, ok := lemmas["v"][lower]; ok {
		switch {
		case lower == "'d" && tag == "MD":
			return "would"
		case lower == "'s" && tag == "VBZ" || tag != "VB" && tag != "VBP":
			return l
		case l == lower || irregularNow(lower):
			return l
		}
		return lower // "they found a school", where the base happens to be the past of another verb
	}
	switch tag {
	case "VBZ":
		if s, ok := strings.CutSuffix(lower, "s"); ok && lemmas["e"][strings.TrimSuffix(s, "e")] == s {
			return s
		}
		return singular(lower)
	case "VBG":
		if s, ok := strings.CutSuffix(lower, "ing"); ok && vowelled(s) {
			return verbBase(s)
		}
		if s, ok := strings.CutSuffix(lower, "in'"); ok && vowelled(s) {
			return verbBase(s)
		}
	case "VBD", "VBN":
		if s, ok := strings.CutSuffix(lower, "ied"); ok {
			if len(s) < 2 {
				return s + "ie"
			}
			return s + "y"
		}
		if s, ok := strings.CutSuffix(lower, "ed"); ok && vowelled(s) {
			if strings.HasSuffix(s, "e") {
				return s + "e" // agreed
			}
			return verbBase(s)
		}
		if irregular := prefixed(lower); irregular != "" {
			return irregular
		}
	}
	return lower
}

// irregularNow reports whether the form is one of the present that differs from the base.
func irregularNow(lower string) bool {
	switch lower {
	case "am", "are", "is", "'re", "'m", "'s", "'ve", "ai", "wo", "'ll", "ca", "sha":
		return true
	}
	return false
}

// prefixed gives the lemma of an irregular form behind a prefix, "" for none ("outsold", "reset").
func prefixed(lower string) string {
	for _, p := range [...]string{"re", "out", "over", "un", "mis", "under", "fore", "up", "pre"} {
		if rest, ok := strings.CutPrefix(lower, p); ok && len(rest) > 2 {
			if l, ok := lemmas["v"][rest]; ok {
				return p + l
			}
		}
	}
	return ""
}

// vowelled reports whether a stem has a vowel, without which no ending was there to cut ("bring", "bed").
func vowelled(s string) bool { return len(s) > 1 && strings.ContainsAny(s, "aeiouy") }

// verbBase gives the verb of which s is left when "ed" or "ing" is cut off: it takes back a doubled consonant, or
// gives back a silent e.
func verbBase(s string) string {
	if w, ok := lemmas["f"][s]; ok {
		return w
	}
	if w, ok := lemmas["e"][s]; ok {
		return w
	}
	n := len(s)
	last := s[n-1]
	if n > 2 && s[n-2] == last && !isVowel(last) {
		switch last {
		case 's', 'f', 'z':
			return s
		case 'l':
			if syllables(s) == 1 {
				return s
			}
		}
		return s[:n-1]
	}
	if silentE(s) {
		return s + "e"
	}
	return s
}

func isVowel(c byte) bool {
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'
}

func syllables(s string) int {
	n := 0
	for i := range len(s) {
		if (isVowel(s[i]) || s[i] == 'y' && i > 0) && (i == 0 || !isVowel(s[i-1])) {
			n++
		}
	}
	return n
}

// silentE tells by the end of a stem whether its verb is written with an e behind it.
func silentE(s string) bool {
	n := len(s)
	if n < 2 {
		return false
	}
	last, before := s[n-1], s[n-2]
	pair := n > 2 && isVowel(before) && isVowel(s[n-3]) && !(s[n-3] == 'u' && n > 3 && s[n-4] == 'q') // "reveal", not "equip"
	lone := isVowel(before) && !pair
	switch last {
	case 'c', 'v', 'u':
		return true
	case 'z':
		return before != 't'
	case 's':
		return before != 's'
	case 'g':
		return before == 'd' || before == 'r' || before == 'l' || lone || before == 'n' && syllables(s) > 1 && !strings.HasSuffix(s, "ing")
	case 'l':
		return !isVowel(before) && before != 'l' && before != 'r' && before != 'w' || lone && (before == 'i' || before == 'u' || before == 'a' && syllables(s) == 1 || before == 'o' && syllables(s) < 3)
	case 't':
		return lone && (before == 'a' || before == 'o' || before == 'u') || strings.HasSuffix(s, "iat") || strings.HasSuffix(s, "uat") || strings.HasSuffix(s, "past")
	case 'r':
		return lone && (before == 'i' || before == 'u' || before == 'a')
	case 'n':
		return lone && before == 'i'
	case 'm':
		return lone && (before != 'e' || n < 4) || lone && strings.HasSuffix(s, "trem")
	case 'p', 'k', 'd', 'b':
		return lone
	}
	return false
}

// nounLemma gives the singular of a plural.
func nounLemma(lower string) string {
	if l, ok := lemmas["n"][lower]; ok {
		return l
	}
	for _, end := range [...]string{"men", "wives", "children", "people"} {
		if s, ok := strings.CutSuffix(lower, end); ok && len(s) > 2 && end != "people" {
			return s + lemmas["n"][end]
		}
	}
	if i := strings.LastIndexByte(lower, '-'); i > 0 && i+1 < len(lower) {
		if l, ok := lemmas["n"][lower[i+1:]]; ok {
			return lower[:i+1] + l
		}
	}
	return singular(lower)
}

// singular takes the s off a plural, or off a verb of the third person.
func singular(lower string) string {
	for _, c := range [...]struct{ end, instead string }{
		{"sses", "ss"}, {"ches", "ch"}, {"shes", "sh"}, {"xes", "x"}, {"zzes", "zz"}, {"tzes", "tz"}, {"oes", "o"},
	} {
		if s, ok := strings.CutSuffix(lower, c.end); ok && s != "" {
			return s + c.instead
		}
	}
	n := len(lower)
	switch {
	case strings.HasSuffix(lower, "ies") && n > 4:
		return lower[:n-3] + "y"
	case strings.HasSuffix(lower, "'s"):
		return lower[:n-2]
	case n < 3 || !strings.HasSuffix(lower, "s") || strings.HasSuffix(lower, "ss") || strings.HasSuffix(lower, "us") && n > 4:
		return lower
	}
	return lower[:n-1]
}

// comparedLemma takes "er" or "est" off an adjective or adverb.
func comparedLemma(lower, end string) string {
	if l, ok := lemmas["a"][lower]; ok {
		return l
	}
	s, ok := strings.CutSuffix(lower, end)
	if !ok || len(s) < 2 {
		return lower
	}
	n := len(s)
	last := s[n-1]
	switch {
	case last == 'i':
		return s[:n-1] + "y"
	case n > 2 && s[n-2] == last && !isVowel(last) && last != 'l' && last != 's':
		return s[:n-1]
	case last == 'c' || last == 'v' || last == 'g' && s[n-2] != 'n' || strings.HasSuffix(s, "rang") || last == 's' && s[n-2] != 's':
		return s + "e"
	case n > 2 && !isVowel(last) && isVowel(s[n-2]) && !isVowel(s[n-3]) && last != 'w' && last != 'y' && last != 'n':
		return s + "e" // later, safer, wider
	}
	return s
}
