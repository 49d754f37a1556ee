// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package trace_test

import (
	"testing"

	"hearsay"
	"hearsay/internal/trace"
)

// answers writes who answers the first claim how, and in how many documents it stands.
func answers(items ...trace.Item) (stances []string, claims, carriers int) {
	r := trace.Story("t1", items, nil, outlets, nil)
	for _, x := range r.Responses {
		stances = append(stances, string(x.Party.Vouched)+" "+string(x.Stance))
	}
	for _, a := range r.Assertions {
		if a.Claim == r.Claims[0].ID {
			carriers++
		}
	}
	return stances, len(r.Claims), carriers
}

func TestCorrectionTakesBackAndAssertsNothing(t *testing.T) {
	first := "Orla Tolk said that Corrin Freight had fined 40 riders in Quorn."
	for _, c := range []struct {
		name, note string
		taken      bool
	}{
		{"an earlier version", "An earlier version of this article said that Corrin Freight had fined 40 riders in Quorn.", true},
		{"an earlier version, as a note", "Correction: A previous version of this story stated that Corrin Freight had fined 40 riders in Quorn.", true},
		{"wrongly said", "On Monday the Harrow Ledger wrongly said that Corrin Freight had fined 40 riders in Quorn.", true},
		{"in a report", "In a report on Monday the Harrow Ledger wrongly said that Corrin Freight had fined 40 riders in Quorn.", true},
		{"we", "We incorrectly reported on Monday that Corrin Freight had fined 40 riders in Quorn.", true},
		{"this is wrong", "The Harrow Ledger reported on Monday that Corrin Freight had fined 40 riders in Quorn. This is wrong: it had fined four.", true},
		{"regrets", "The Harrow Ledger reported on Monday that Corrin Freight had fined 40 riders in Quorn. We regret the error.", true},
		{"under a headline", "Correction: fines in Quorn\n\nThe Harrow Ledger reported on Monday that Corrin Freight had fined 40 riders in Quorn.", true},
		{"says it again", "The Harrow Ledger reported on Monday that Corrin Freight had fined 40 riders in Quorn.", false},
		{"somebody else was wrong", "The Harrow Ledger reported that Corrin Freight had wrongly fined 40 riders in Quorn.", false},
		{"somebody says it is wrong", "The Harrow Ledger reported on Monday that Corrin Freight had fined 40 riders in Quorn. This is wrong, Mira Holloway said.", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			stances, _, carriers := answers(told("a", "ledger", 0, first), told("b", "ledger", 30, c.note))
			taken := len(stances) == 1 && stances[0] == "ledger retracts"
			if taken != c.taken || (carriers == 1) != c.taken {
				t.Errorf("responses = %q and %d assertions of the claim; want taken back %v", stances, carriers, c.taken)
			}
		})
	}
}

func TestNobodyTakesBackWhatAnotherSaid(t *testing.T) {
	stances, _, _ := answers(told("a", "ledger", 0, "Orla Tolk said that Corrin Freight had fined 40 riders in Quorn."),
		told("b", "courier", 30, "An earlier version of this article said that Corrin Freight had fined 40 riders in Quorn."))
	if len(stances) > 0 {
		t.Errorf("responses = %q, want none: the Courier never had it", stances)
	}
}

func TestNoteOfALaterVersionKeepsWhatTheEarlierSaid(t *testing.T) {
	a := told("a", "ledger", 0, "Corrin Freight had fined 40 riders in Quorn, Orla Tolk said.")
	b := told("b", "ledger", 0, "Corrin Freight had fined four riders in Quorn, Orla Tolk said.\nAn earlier version of this article said that Corrin Freight had fined 40 riders in Quorn.")
	b.Document.Prior = "a"
	b.Document.Fetched = start.Add(20 * 3600e9)
	items, _ := trace.Revise([]trace.Item{a, b})
	r := trace.Story("t1", items, nil, outlets, nil)
	if len(r.Responses) != 1 || r.Responses[0].Stance != hearsay.Retracts || r.Responses[0].Claim != r.Claims[0].ID || r.Claims[0].Source != "a" {
		t.Errorf("responses = %+v; claims = %+v; want the first version's taken back", r.Responses, r.Claims)
	}
}
