// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace

import (
	_ "embed"
	"strings"
	"unicode"
)

//go:embed hedges.txt
var hedgeList string

// leavesOpen reports whether a text has a word by which it leaves open whether what it says is so.
func leavesOpen(s string) bool {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '-' })
	padded := " " + strings.Join(words, " ") + " "
	for hedge := range strings.Lines(hedgeList) {
		if hedge = strings.TrimSpace(hedge); hedge != "" && hedge[0] != '#' && strings.Contains(padded, " "+hedge+" ") {
			return true
		}
	}
	return false
}
