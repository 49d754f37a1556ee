// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package assess_test

import (
	"slices"
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/assess"
)

func TestFamiliesFailClosed(t *testing.T) {
	for _, c := range []struct {
		name            string
		ledger, courier []hearsay.Ownership
		family          bool
	}{
		{"one owner", owned("tallis", -100, 0), owned("tallis", -9, 9), true},
		{"dead: the one was sold before", owned("tallis", -100, -1), owned("tallis", -100, 0), false},
		{"dead: both were sold before", owned("tallis", -100, -1), owned("tallis", -100, -1), false},
		{"not born: the one was bought later", owned("tallis", -100, 0), owned("tallis", 1, 0), false},
		{"missing: the one has no row", owned("tallis", -100, 0), nil, false},
		{"missing: neither has a row", nil, nil, false},
		{"missing: owners without a name", owned("", -100, 0), owned("", -100, 0), false},
		{"over-merged: two companies of one name", owned("tallis (Velland)", -100, 0), owned("tallis (Sorane)", -100, 0), false},
		{"over-merged: one fund has shares in both owners", owned("ashby-fund-a", -100, 0), owned("ashby-fund-b", -100, 0), false},
		{"over-merged: two owners at a time, one of them the other's", append(owned("tallis", -100, 0), owned("oldgate", -100, 0)...), owned("oldgate", -100, 0), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			outlets := map[hearsay.OutletID]hearsay.Outlet{
				"ledger": {ID: "ledger", Name: "Harrow Ledger", Owners: c.ledger}, "courier": {ID: "courier", Name: "Elsund Courier", Owners: c.courier},
				// the owners publish too, and have one owner themselves: that is not asked
				"ashby-fund-a": {ID: "ashby-fund-a", Owners: owned("ashby", -100, 0)}, "ashby-fund-b": {ID: "ashby-fund-b", Owners: owned("ashby", -100, 0)},
			}
			clerk := hearsay.Voice{Name: "a clerk", Kind: hearsay.UnknownVoice}
			got := assess.Origins(assess.Case{Outlets: outlets, Outlet: named,
				Assertions: []assess.Assertion{says(doc("a", "ledger", 0), clerk), says(doc("b", "courier", 3), clerk)}})
			family := slices.ContainsFunc(got.Reasons, func(r string) bool { return strings.Contains(r, "are one family") })
			if family != c.family || got.High != 2 {
				t.Errorf("one family: %v, high %d, want %v and 2; reasons %q", family, got.High, c.family, got.Reasons)
			}
		})
	}
}

func TestTwoOriginsOfOneOutletAreNoFamily(t *testing.T) {
	a, b := hearsay.Voice{Name: "a clerk", Kind: hearsay.UnknownVoice}, hearsay.Voice{Name: "a diver", Kind: hearsay.UnknownVoice}
	got := assess.Origins(assess.Case{Outlets: outlets, Outlet: named,
		Assertions: []assess.Assertion{says(doc("a", "ledger", 0), a), says(doc("b", "ledger", 3), b)}})
	if s := strings.Join(got.Reasons, "\n"); strings.Contains(s, "one family") {
		t.Errorf("an outlet is its own family: %s", s)
	}
}
