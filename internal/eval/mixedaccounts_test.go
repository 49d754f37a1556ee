// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import "testing"

// TestAccountsInStepAreToldFromOthers holds the scores on twelve kinds of generated accounts, and on breaking news.
func TestAccountsInStepAreToldFromOthers(t *testing.T) {
	s := MixedAccounts(1, 10)
	t.Log("\n" + s.String())
	if len(s.Kinds) != 12 || s.Recall.All != 10*74 {
		t.Fatalf("%d kinds with %d accounts in step", len(s.Kinds), s.Recall.All)
	}
	if s.F1 < .9 {
		t.Errorf("F1 is %.3f, want at least 0.9", s.F1)
	}
	if p := s.Control.Flagged.Percent(); p > 1 {
		t.Errorf("%.2f %% of the accounts of the control are flagged, want at most 1", p)
	}
	if again := MixedAccounts(1, 1).String(); again != MixedAccounts(1, 1).String() {
		t.Error("the same seed gives other scores")
	}
}
