// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package watch

import (
	_ "embed"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

//go:embed lists/elements.txt
var elementsFile string

//go:embed lists/lines.txt
var linesFile string

// words of noise of one kind: of a line that is noise one is in heads, and none is in neither.
type vocabulary struct {
	noise       Noise
	heads, rest map[string]bool
}

// entries cuts a list file into kinds with their words.
func entries(file string) (kinds []Noise, words []string) {
	for line := range strings.Lines(file) {
		line = strings.TrimSpace(line)
		kind, rest, ok := strings.Cut(line, ": ")
		if ok && !strings.HasPrefix(line, "#") {
			kinds, words = append(kinds, Noise(kind)), append(words, rest)
		}
	}
	return kinds, words
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		for _, part := range split(w) {
			m[part] = true
		}
	}
	return m
}

var elementWords = sync.OnceValue(func() map[string]Noise {
	m := map[string]Noise{}
	kinds, words := entries(elementsFile)
	for i, k := range kinds {
		for w := range set(words[i]) {
			m[w] = k
		}
	}
	return m
})

var lineWords = sync.OnceValue(func() (out []vocabulary) {
	kinds, words := entries(linesFile)
	for i, k := range kinds {
		heads, rest, _ := strings.Cut(words[i], "|")
		out = append(out, vocabulary{k, set(heads), set(rest)})
	}
	return out
})

// noiseOf tells by its names whether an element holds noise.
func noiseOf(n *html.Node) Noise {
	if n.DataAtom.String() == "ins" && strings.Contains(attribute(n, "class"), "ads") {
		return Advert
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "class", "id", "aria-label", "data-component", "role":
			for _, name := range strings.Fields(strings.ToLower(a.Val)) {
				if noise := noiseNamed(name); noise != "" {
					return noise
				}
			}
		case "data-ad", "data-ad-slot", "data-ad-unit", "data-google-query-id":
			return Advert
		}
	}
	if n.DataAtom.String() == "a" && strings.Contains(attribute(n, "rel"), "sponsored") {
		return Advert
	}
	return ""
}

// noiseNamed looks a name of a class up, whole and in its parts: "most-read-list", "ad_slot".
func noiseNamed(name string) Noise {
	words := elementWords()
	if noise := words[name]; noise != "" {
		return noise
	}
	for _, banner := range []string{"cookie", "consent", "gdpr", "tarteaucitron"} {
		if strings.Contains(name, banner) {
			return Rotation
		}
	}
	parts := strings.FieldsFunc(name, func(r rune) bool { return r == '-' || r == '_' || r == ':' })
	for i := range parts {
		if noise := words[parts[i]]; noise != "" {
			return noise
		}
		if i > 0 {
			if noise := words[parts[i-1]+parts[i]]; noise != "" {
				return noise
			}
		}
	}
	return ""
}

// between is where a line is cut into parts that may be noise by themselves.
var between = regexp.MustCompile(` \| |[·•]|\s[–—-]\s|　|[.。] `)

// quiet gives a line without the parts of it that are noise, or the reason why all of it is.
func quiet(line string) (string, Noise) {
	entry := strings.Contains(line, " | ")
	cuts := append(between.FindAllStringIndex(line, -1), []int{len(line), len(line)})
	var kept strings.Builder
	var all Noise
	empty := true // so far all parts are noise
	start := 0
	for _, cut := range cuts {
		for _, part := range handwritten(line[start:cut[0]]) {
			noise, said := noiseIn(part)
			switch {
			case noise != "":
				all = noise
			case strings.TrimSpace(part) != "":
				empty = false
			}
			// A cell of an entry, or a date alone, says something beside what else the line says; "updated" does not.
			if noise == "" || !said || entry && noise != Clock {
				kept.WriteString(part + " ")
			}
		}
		kept.WriteString(line[cut[0]:cut[1]])
		start = cut[1]
	}
	if all != "" && empty {
		return line, all
	}
	return kept.String(), ""
}

// handwritten cuts what has Han in it at its blanks, which are few there and set things apart.
func handwritten(part string) []string {
	if strings.IndexFunc(part, func(r rune) bool { return unicode.Is(unicode.Han, r) }) >= 0 {
		return strings.Fields(part)
	}
	return []string{part}
}

// dateOrTime is a date in figures, or a time.
var dateOrTime = regexp.MustCompile(`^(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}.*|\d{1,2}[:.]\d\d(?:[:.]\d\d)?)$`)

// noiseIn tells by its words whether a line, or a part of one, is noise, and whether it says of what kind: a date alone does not.
func noiseIn(line string) (noise Noise, said bool) {
	words := wordsOf(line)
	if len(words) > 0 && (strings.HasPrefix(line, "©") || words[0] == "copyright") {
		return Clock, true
	}
	figures, dated := 0, false
	words = slices.DeleteFunc(words, func(w string) bool {
		if !unicode.IsDigit([]rune(w)[0]) {
			return false
		}
		figures++
		dated = dated || dateOrTime.MatchString(w)
		return true
	})
	for _, v := range lineWords() {
		heads, other := 0, 0
		for _, w := range words {
			switch {
			case v.heads[w]:
				heads++
			case !v.rest[w]:
				other++
			}
		}
		told := heads > 0 && (figures > 0 || v.noise == Advert)
		if other == 0 && (told || v.noise == Clock && figures > 0 && (dated || len(words) > 0)) {
			return v.noise, told
		}
	}
	if figures > 0 && clockAndCounter(words) {
		return Clock, true
	}
	return "", false
}

// clockAndCounter reports whether words are of clocks and counters alone, some of both: "Updated 3 March, 120 views".
func clockAndCounter(words []string) bool {
	heads := 0
	for _, w := range words {
		known := false
		for _, v := range lineWords() {
			if v.noise == Advert {
				continue
			}
			known = known || v.heads[w] || v.rest[w]
			if v.heads[w] {
				heads++
			}
		}
		if !known {
			return false
		}
	}
	return heads > 0
}

// passing are ages and counters within a line, which change while what the line says does not.
var passing = regexp.MustCompile(`(?i)\(\d[\d.,  ]*[km]?\+? ?(?:views?|comments?|replies|shares?|likes?|reads|vues|commentaires|aufrufe|kommentare|vistas|comentarios|просмотр(?:ов|а)?|комментари(?:ев|я|й))\)` +
	`|©\s*\d{4}(?:\s?[–-]\s?\d{4})?` +
	`|\b(?:just now|yesterday at [\d:]+|(?:about |over )?(?:\d+|an?|one) (?:sec(?:ond)?|min(?:ute)?|hour|day|week|month|year)s? ago)\b` +
	`|\bil y a \d+ (?:secondes?|minutes?|heures?|jours?|mois|ans?)\b|\bvor \d+ (?:sekunden?|minuten?|stunden?|tag(?:en)?|wochen?|monaten?)\b|\bhace \d+ (?:segundos?|minutos?|horas?|días?|semanas?|meses|años?)\b` +
	`|\d+ ?(?:秒|分钟|小时|天|周|个月)前|\d+ (?:секунд[уы]?|минут[уы]?|час(?:а|ов)?|дн(?:я|ей)|день) назад`)

// keyOf is what is compared of a line.
func keyOf(line string) string {
	if len(line) < longest {
		line = passing.ReplaceAllString(line, " ")
	}
	return strings.Join(wordsOf(line), " ")
}

// wordsOf gives the words of a line in lower case, without punctuation; figures keep their points, dates and times their marks. Han
// and kana are words one by one.
func wordsOf(line string) []string {
	var words []string
	for _, f := range strings.FieldsFunc(strings.ToLower(norm.NFKC.String(line)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && !strings.ContainsRune("'’-.,:/%", r)
	}) {
		for _, w := range split(plainLetters.Replace(f)) {
			if w = strings.Trim(w, "'-.,:/"); w != "" {
				words = append(words, w)
			}
		}
	}
	return words
}

// plainLetters are letters that texts write in two ways.
var plainLetters = strings.NewReplacer("’", "'", "ё", "е")

// split cuts what is written without blanks.
func split(f string) []string {
	var out []string
	start := 0
	runes := []rune(f)
	for i, r := range runes {
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) {
			if start < i {
				out = append(out, string(runes[start:i]))
			}
			out, start = append(out, string(r)), i+1
		}
	}
	if start < len(runes) {
		out = append(out, string(runes[start:]))
	}
	return out
}

// passingParameters are parts of addresses that tell who came from where, or when, and not what is found there.
var passingParameters = regexp.MustCompile(`(?i)^(utm_.*|fbclid|gclid|yclid|msclkid|mc_[ce]id|sid|session_?id|phpsessid|jsessionid|token|nonce|csrf.*|ts|_|cb|rnd|rand|random|v|ver|timestamp|ref|referrer|source)$`)

// plainAddress is an address without what only follows its reader.
func plainAddress(u *url.URL) string {
	x := *u
	x.Fragment, x.RawFragment = "", ""
	q := x.Query()
	for k := range q {
		if passingParameters.MatchString(k) {
			q.Del(k)
		}
	}
	x.RawQuery = q.Encode()
	if at := strings.Index(strings.ToLower(x.Path), ";jsessionid="); at >= 0 {
		x.Path, x.RawPath = x.Path[:at], ""
	}
	return x.String()
}
