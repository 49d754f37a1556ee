// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package assess

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hearsay"
)

func TestQuotationsAlignAcrossWhatEditorsDo(t *testing.T) {
	const plain = "The harbour board has never been told of the crack in the hull of the ferry"
	for _, c := range []struct {
		name, a, b string
		want       bool
	}{
		{"itself", plain, plain, true},
		{"another case", "[t]he harbour board has never been told of the crack", plain, true},
		{"left out", "[T]he harbour board has never been told […] in the hull of the ferry", plain, true},
		{"dots", "The harbour board has never been told ... and that is all", plain, true},
		{"put in", "The harbour board has never been told [by the company] about anything", plain, true},
		{"curly apostrophes", "it isn’t the board’s crack, it is yours", "it isn't the board's crack, it is yours", true},
		{"a part of it", "never been told of the crack in the hull", plain, true},
		{"too little", "never been told of the", plain, false},
		{"other words", "The harbour board has always been told of every crack there was", plain, false},
		{"words on both sides of a gap", "harbour board has never […] been told of", "harbour board has never been told of", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, _ := NewQuotation("a", "clerk", c.a)
			b, _ := NewQuotation("b", "officer", c.b)
			if a.aligns(b) != c.want || b.aligns(a) != c.want {
				t.Errorf("%q and %q align: %v and %v, want %v", c.a, c.b, a.aligns(b), b.aligns(a), c.want)
			}
		})
	}
}

func TestOnlyWhatStandsInMarksIsQuoted(t *testing.T) {
	const text = `She said “no one knew” of it. He wrote that the "crack was old" and the «hull» new. “It leaked and leaked`
	for words, want := range map[string][]string{
		"“no one knew” of it":                    {"no one knew"},
		"no one knew” of it":                     {"no one knew"},
		`the "crack was old" and the «hull» new`: {"crack was old", "hull"},
		"He wrote":             nil,
		"It leaked and leaked": {"It leaked and leaked"},
	} {
		at := strings.Index(text, words)
		if diff := cmp.Diff(want, Quoted(text, hearsay.Cut(text, at, at+len(words)))); diff != "" {
			t.Errorf("quoted in %q (-want +got):\n%s", words, diff)
		}
	}
}
