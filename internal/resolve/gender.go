// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package resolve

import (
	_ "embed"
	"strings"
)

//go:embed firstnames.txt
var firstNameList string

// pronounOf tells for a first name which pronoun goes with it: "he" or "she".
var pronounOf = func() map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(firstNameList) {
		if f := strings.Fields(line); len(f) > 0 && f[0] != "#" {
			for _, name := range f[1:] {
				out[name] = f[0]
			}
		}
	}
	return out
}()

// noteTitle notes the pronoun that a title before a name at start tells, for every word of the name.
func (r *resolver) noteTitle(start int, name string) {
	before := strings.TrimRight(r.doc.Text[max(0, start-6):start], " ")
	pronoun := titlePronoun(before[strings.LastIndexByte(before, ' ')+1:])
	if first, rest, ok := strings.Cut(name, " "); ok && pronoun == "" {
		pronoun, name = titlePronoun(first), rest
	}
	if pronoun == "" {
		return
	}
	for w := range strings.FieldsSeq(name) {
		r.titled[w] = pronoun
	}
}

func titlePronoun(title string) string {
	switch strings.TrimSuffix(title, ".") {
	case "Mr", "Sir", "Lord", "King":
		return "he"
	case "Ms", "Mrs", "Miss", "Lady", "Dame", "Queen":
		return "she"
	}
	return ""
}

// called reports whether a person of that name can be meant by the pronoun; where nothing tells, anybody can.
func (r *resolver) called(name, pronoun string) bool {
	switch pronoun {
	case "him":
		pronoun = "he"
	case "her":
		pronoun = "she"
	}
	words := strings.Fields(name)
	if len(words) == 0 {
		return true
	}
	known, ok := r.titled[words[len(words)-1]]
	if !ok {
		known, ok = pronounOf[words[0]]
	}
	return !ok || known == pronoun
}
