// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace

import (
	_ "embed"
	"strings"

	"hearsay"
)

// notes are how outlets begin or word the note that an article was changed, in lower case.
//
//go:embed notes.txt
var noteList string

// correctionNote gives the line in which the later version owns that it was changed, if the earlier one has no such line.
func correctionNote(later, earlier *hearsay.Document) (hearsay.Span, bool) {
	at := 0
	for line := range strings.Lines(later.Text) {
		trimmed := strings.TrimSpace(line)
		if start := at + strings.Index(line, trimmed); isNote(trimmed) && !strings.Contains(earlier.Text, trimmed) {
			return hearsay.Cut(later.Text, start, start+len(trimmed)), true
		}
		at += len(line)
	}
	return hearsay.Span{}, false
}

func isNote(line string) bool {
	const longest = 1000 // bytes; a note is a sentence or three
	if line == "" || len(line) > longest {
		return false
	}
	lower := strings.ToLower(line)
	for note := range strings.Lines(noteList) {
		note = strings.TrimSpace(note)
		if note == "" || note[0] == '#' {
			continue
		}
		if begins, ok := strings.CutSuffix(note, "…"); ok && strings.HasPrefix(lower, begins) || !ok && strings.Contains(lower, note) {
			return true
		}
	}
	return false
}
