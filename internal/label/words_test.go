// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package label

import (
	"regexp"
	"strings"
	"testing"
)

// The classes are bits of 16, so a name that is written wrong would silently begin another.
func TestWordsAreWellFormed(t *testing.T) {
	word, seen := regexp.MustCompile(`^[a-z]+$`), map[string]bool{}
	classes := map[string]bool{}
	for line := range strings.Lines(wordsFile) {
		if strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "" {
			continue
		}
		class, words, ok := strings.Cut(line, ": ")
		if !ok || !word.MatchString(class) {
			t.Fatalf("%q is no line of a class", line)
		}
		classes[class] = true
		for _, w := range strings.Fields(words) {
			if !word.MatchString(w) || seen[class+" "+w] {
				t.Errorf("%s: %q is no word, or stands there twice", class, w)
			}
			seen[class+" "+w] = true
		}
	}
	if len(classes) != 12 {
		t.Errorf("%d classes, want 12", len(classes))
	}
	if classesOf("delight", "delighted") == classesOf("delight", "delight") || classesOf("quay", "quays") != 0 {
		t.Error("a word has not the classes of its lemma and its own")
	}
}
