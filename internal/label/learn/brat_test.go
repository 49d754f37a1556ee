// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package learn

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The first of the two texts in testdata/brat has a letter of two bytes; the second has two annotators, of whom the first
// counts.
func TestBratOffsetsAreCodePoints(t *testing.T) {
	texts, err := ReadBrat("testdata/brat")
	if err != nil {
		t.Fatal(err)
	}
	if len(texts) != 2 || len(texts[0].Relations) != 2 || len(texts[1].Relations) != 0 {
		t.Fatalf("ReadBrat = %+v, want two texts with two relations and none", texts)
	}
	cut := func(spans [][2]int) string {
		var out []string
		for _, s := range spans {
			out = append(out, texts[0].Text[s[0]:s[1]])
		}
		return strings.Join(out, "|")
	}
	r := texts[0].Relations
	got := []string{cut(r[0].Source), cut(r[0].Cue), cut(r[0].Content), cut(r[1].Source), cut(r[1].Cue), cut(r[1].Content)}
	want := []string{"Orla Tolk", "said", "“Fort Åsk fell,”", "", "allegedly", "It|burned"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("relations (-want +got):\n%s", diff)
	}
}
