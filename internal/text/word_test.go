// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package text

import (
	"strings"
	"testing"
)

func TestContentLeavesOutWhatTellsNothing(t *testing.T) {
	for _, c := range []struct{ s, want string }{
		{"The ferries were sinking, he said on Monday.", "ferri sink"},
		{"It cost 3,400 crowns.", "cost 3400 crown"},
		{"海岚日报", "海岚 岚日 日报"},
		{"海 and 岚", ""},
		{"", ""},
		{"!?", ""},
	} {
		if got := strings.Join(Content(c.s), " "); got != c.want {
			t.Errorf("Content(%q) = %q, want %q", c.s, got, c.want)
		}
	}
}

func TestStemsJoinTheFormsOfAWord(t *testing.T) {
	for _, c := range [][2]string{{"resigned", "resigns"}, {"licence", "licences"}, {"withdrawing", "withdraw"}} {
		if Stem(c[0]) != Stem(c[1]) {
			t.Errorf("Stem(%q) = %q, Stem(%q) = %q, want the same", c[0], Stem(c[0]), c[1], Stem(c[1]))
		}
	}
}
