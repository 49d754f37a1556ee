// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"testing"

	"hearsay/internal/cascade"
)

// TestCascadeScores compares the scores of a thousand cascades with the golden file, and with what must hold.
func TestCascadeScores(t *testing.T) {
	n := 1000
	if testing.Short() {
		t.Skip("a thousand cascades take some seconds")
	}
	s, err := Cascades(t.Context(), 1, n)
	if err != nil {
		t.Fatal(err)
	}
	goldenScores(t, "cascades.golden", s.String()+"\n")
	if s.All.Inside < 980 {
		t.Errorf("the true number lies in %d of %d intervals, want at least 980", s.All.Inside, n)
	}
	if s.All.Narrow < 800 {
		t.Errorf("%d of %d intervals are at most 1 wide, want at least 800", s.All.Narrow, n)
	}
	if s.All.Raised+s.All.Lowered > 0 {
		t.Errorf("a copy more raised the low bound of %d cascades and lowered that of %d, want none", s.All.Raised, s.All.Lowered)
	}
}

func TestCascadesNeedANumber(t *testing.T) {
	for _, n := range []int{0, -3} {
		if _, err := Cascades(t.Context(), 1, n); err == nil {
			t.Errorf("Cascades(%d) gives no error", n)
		}
	}
}

// TestClaimsOfCascadesAreOneClaim holds that what is scored is the count of origins: trace knows the wordings of a
// cascade for one claim, so no document is lost on the way.
func TestClaimsOfCascadesAreOneClaim(t *testing.T) {
	for i := range 3 * len(cascade.Kinds()) {
		c := cascade.New(5, i)
		r, _, err := judge(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		if _, carry := mostCarried(r); carry != len(c.Documents) {
			t.Errorf("cascade %d (%s): %d of %d documents carry the claim, want all", i, c.Kind, carry, len(c.Documents))
		}
	}
}
