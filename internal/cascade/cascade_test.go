// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package cascade

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"hearsay"
)

func TestTheSameSeedGivesTheSameCascade(t *testing.T) {
	for n := range 2 * len(kinds) {
		a, b := New(3, n), New(3, n)
		if diff := cmp.Diff(a.Documents, b.Documents); diff != "" || a.True != b.True || a.Kind != Kinds()[n%len(kinds)] {
			t.Fatalf("cascade %d is another the second time:\n%s", n, diff)
		}
	}
	if cmp.Equal(New(3, 0).Documents, New(4, 0).Documents) {
		t.Error("another seed gives the same cascade")
	}
}

func TestSpansAreSlicesOfTheText(t *testing.T) {
	for n := range 200 {
		for _, d := range New(8, n).Documents {
			var spans []hearsay.Span
			for _, a := range d.Attributions {
				spans = append(append(append(spans, *a.Source), a.Cue...), a.Content...)
			}
			for _, s := range d.Statements {
				spans = append(spans, s.Span)
			}
			for _, s := range spans {
				if d.Text[s.Start:s.End] != s.Text {
					t.Fatalf("cascade %d: %q stands where the span says %q", n, d.Text[s.Start:s.End], s.Text)
				}
			}
		}
	}
}

func TestEveryCascadeHasAnOriginAndACopyAddsNone(t *testing.T) {
	for n := range 500 {
		c := New(9, n)
		if c.True < 1 || len(c.Documents) < 1 {
			t.Fatalf("cascade %d (%s) has %d origins and %d documents", n, c.Kind, c.True, len(c.Documents))
		}
		if more := c.WithCopy(); more.True != c.True || len(more.Documents) != len(c.Documents)+1 {
			t.Fatalf("cascade %d (%s): with a copy %d origins, %d documents; before %d, %d", n, c.Kind, more.True, len(more.Documents), c.True, len(c.Documents))
		}
	}
}
