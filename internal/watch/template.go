// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package watch

import "strings"

// Template gives the marks that pages of one site have in common: lines that stand on at least two of them and on at least half
// (names of sections, the imprint), and kinds of elements with their classes, the same. Of fewer than two pages it is empty:
// what is common to all cannot be told from what one says.
func Template(pages []*View) map[string]bool {
	on := map[string]int{}
	for _, v := range pages {
		for mark := range v.marks() {
			on[mark]++
		}
	}
	common := map[string]bool{}
	for mark, n := range on {
		if n >= 2 && 2*n >= len(pages) {
			common[mark] = true
		}
	}
	return common
}

// marks are the lines of a page, and the places in which they stand as far as these have a class.
func (v *View) marks() map[string]bool {
	m := map[string]bool{}
	for i := range v.Lines {
		l := &v.Lines[i]
		if l.Noise == "" && l.key != "" {
			m["line "+l.key] = true
		}
		if strings.Contains(l.Place, ".") {
			m["place "+l.Place] = true
		}
	}
	return m
}

// KeptOf is the share of the smaller of two templates that the other has too, from 0 to 1; false where either is empty.
func KeptOf(before, after map[string]bool) (share float64, known bool) {
	kept := 0
	for mark := range before {
		if after[mark] {
			kept++
		}
	}
	least := min(len(before), len(after))
	if least == 0 {
		return 0, false
	}
	return float64(kept) / float64(least), true
}
