// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"hearsay"
	"hearsay/internal/text"
)

// What is taken from a document. The beginning is the headline and what follows it, since there it says what it is
// about; where no headline is known the first sentences do as well.
const (
	beginning = 350  // bytes of the text that count more than the rest
	opening   = 2    // how much more a name or word of the beginning counts
	taken     = 3000 // bytes of the text whose words are taken
)

// How much terms count against plain words of the text.
const (
	asName   = 4.0 // a word that stands only in names
	asNumber = 3.0 // days, months and numbers
	prior    = 200 // documents that every term is thought to be missing from: few documents tell little of what is rare
)

// Sketch is what is compared of a document: how often names and words stand in it. Words holds the words of names
// too. Outlets are not among the names.
type Sketch struct {
	Names  map[string]float64 `json:"names"`
	Words  map[string]float64 `json:"words"`
	Thread hearsay.DocumentID `json:"thread,omitempty"` // of a post: the thread that it stands in
	Forms  map[string]string  `json:"forms,omitempty"`  // how words stand in the document where that is not their stem; for reasons
}

// NewSketch takes from a document what is compared: the names in it, and its words.
func NewSketch(d *hearsay.Document, mentions []hearsay.Mention) Sketch {
	s := Sketch{Names: map[string]float64{}, Words: map[string]float64{}, Forms: map[string]string{}}
	if d.Kind == hearsay.Post {
		s.Thread = d.Parent
	}
	first := cut(d.Text, max(beginning, d.Body))
	for _, m := range mentions {
		if m.Kind == hearsay.OutletEntity {
			continue // it is who reported before, seldom what the text is about
		}
		if m.Span.Start < len(first) {
			s.Names[strings.ToLower(m.Name)] += opening
		} else {
			s.Names[strings.ToLower(m.Name)]++
		}
	}
	s.words(first, opening)
	s.words(cut(d.Text[len(first):], taken), 1)
	return s
}

func (s *Sketch) words(of string, weight float64) {
	for stem, word := range text.ContentWords(of) {
		s.Words[stem] += weight
		if _, ok := s.Forms[stem]; !ok && word != stem {
			s.Forms[stem] = word
		}
	}
}

// cut is the beginning of a text, cut at a blank.
func cut(s string, length int) string {
	if len(s) <= length {
		return s
	}
	if i := strings.LastIndexAny(s[:length], " \n"); i > 0 {
		return s[:i]
	}
	for !utf8.RuneStart(s[length]) {
		length--
	}
	return s[:length]
}

// terms gives what is compared, by text. A word counts the more, the larger the share of names in its occurrences.
func (s *Sketch) terms() map[string]term {
	called := map[string]float64{}
	for name, n := range s.Names {
		for _, w := range nameWords(name) {
			called[w] += n
		}
	}
	terms := make(map[string]term, len(s.Words)+len(called))
	add := func(text string, n float64) {
		share := min(1, called[text]/n)
		weight := 1 + (asName-1)*share
		if isNumber(text) || days[text] {
			weight = asNumber
		}
		terms[text] = term{weight: float32(weight * (1 + math.Log(n))), name: share > 0.5, stands: weight > 1.5 || n >= opening}
	}
	for text, n := range s.Words {
		add(text, max(n, called[text]))
	}
	for text, n := range called {
		if _, ok := s.Words[text]; !ok {
			add(text, n)
		}
	}
	return terms
}

// nameWords gives the words of a name as they stand among the words of a text.
func nameWords(name string) []string { return text.Content(name) }

// kinds are the stems of words in names that tell of what kind it is: "ministry", "port of", "president".
var kinds = func() map[string]bool {
	lists := text.NameLists()
	return stems(strings.Join(slices.Concat(lists["end"], lists["start"], lists["title"]), " "))
}()

func isNumber(text string) bool { return text[0] >= '0' && text[0] <= '9' }

// days are the stems of the names of days and months, but for those that are common words.
var days = stems("monday tuesday wednesday thursday friday saturday sunday january february april june july august september october november december")

func stems(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range text.Content(words) {
		set[w] = true
	}
	return set
}
