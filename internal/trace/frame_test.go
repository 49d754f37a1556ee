// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace_test

import (
	"slices"
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/trace"
)

// TestLettersAndTurnsAreNoClaims holds that what a letter says is claimed, and neither the letter as a whole nor a long turn.
func TestLettersAndTurnsAreNoClaims(t *testing.T) {
	walk := strings.Repeat("We walked along the quay and saw our old boat in the rain. ", 10)
	letter := told("d1", "ledger", 0, "Dear Mira,\n"+walk+"The harbour master told me that the Ironbridge mole lost forty stones.\nYours ever,\nOrla Tolk")
	talk := told("d2", "courier", 1, "QUILL: "+walk+"\nQ: Who did it?\nQUILL: The Elsund crane dropped sixteen crates in Quorn.\nQ: When?\nQUILL: At night.")
	for _, item := range []trace.Item{letter, talk} {
		if !slices.ContainsFunc(item.Attributions, func(a hearsay.Attribution) bool { return a.Frames() }) {
			t.Fatalf("nobody is given the text or a turn of %s: %+v", item.Document.ID, item.Attributions)
		}
	}
	var claims []string
	for _, c := range trace.Story("t1", []trace.Item{letter, talk}, nil, outlets, nil).Claims {
		claims = append(claims, c.Text)
		if len(c.Text) > 300 {
			t.Errorf("a claim of %d bytes: %q", len(c.Text), c.Text)
		}
	}
	for _, want := range []string{"the Ironbridge mole lost forty stones", "The Elsund crane dropped sixteen crates in Quorn."} {
		if !slices.Contains(claims, want) {
			t.Errorf("claims = %q, want %q among them", claims, want)
		}
	}
}
