// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"embed"
	"strings"
)

//go:embed lists/*.txt
var lists embed.FS

// listLines gives the lines of an embedded list without comments and blank lines. A list that is not there is a
// mistake in the source and shows in the first test.
func listLines(name string) []string {
	data, err := lists.ReadFile("lists/" + name + ".txt")
	if err != nil {
		panic(err)
	}
	var out []string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "# ") {
			out = append(out, line)
		}
	}
	return out
}

// listWords gives the words of a list, separated by blanks, as a set.
func listWords(name string) map[string]bool {
	words := map[string]bool{}
	for _, line := range listLines(name) {
		for _, w := range strings.Fields(line) {
			words[w] = true
		}
	}
	return words
}

// listClasses gives a list of lines "class: word, word" as the words of each class.
func listClasses(name string) map[string][]string {
	classes := map[string][]string{}
	for _, line := range listLines(name) {
		class, rest, _ := strings.Cut(line, ":")
		for w := range strings.SplitSeq(rest, ",") {
			classes[class] = append(classes[class], strings.TrimSpace(w))
		}
	}
	return classes
}

func setOf(words []string) map[string]bool {
	set := make(map[string]bool, len(words))
	for _, w := range words {
		set[w] = true
	}
	return set
}
