// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package assess_test

import (
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/assess"
)

// takes is an outlet that takes back what it said, so many hours after the start.
func takes(id hearsay.OutletID, hours int) hearsay.Response {
	return hearsay.Response{Party: hearsay.Voice{Name: outlets[id].Name, Kind: hearsay.OutletVoice, Named: true, Vouched: id},
		Stance: hearsay.Retracts, Document: "note", At: start.Add(time.Duration(hours) * time.Hour)}
}

func TestOutletThatTakesBackIsNoCarrierThatCounts(t *testing.T) {
	tolk, holloway := person("Orla Tolk", ""), person("Mira Holloway", "")
	for _, c := range []struct {
		name   string
		as     []assess.Assertion
		status hearsay.Status
		high   int
	}{
		{"alone", []assess.Assertion{says(doc("a", "ledger", 0), tolk)}, hearsay.Retracted, 1},
		{"with one that credits it", []assess.Assertion{says(doc("a", "ledger", 0), tolk), says(doc("b", "post", 1), outlet("Harrow Ledger"))}, hearsay.Retracted, 1},
		{"with one that credits who credits it", []assess.Assertion{says(doc("a", "ledger", 0), tolk), says(doc("b", "post", 1), outlet("Harrow Ledger")),
			says(doc("c", "wire", 2), outlet("Quorn Post"))}, hearsay.Retracted, 1},
		{"another has a source of its own", []assess.Assertion{says(doc("a", "ledger", 0), tolk), says(doc("b", "post", 1), holloway)}, hearsay.SingleOrigin, 1},
		{"two others have", []assess.Assertion{says(doc("a", "ledger", 0), officials(3)), says(doc("b", "post", 1), holloway), says(doc("c", "wire", 1), tolk)}, hearsay.Corroborated, 2},
		{"it says so again", []assess.Assertion{says(doc("a", "ledger", 0), tolk), says(doc("b", "ledger", 9), holloway)}, hearsay.SingleOrigin, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := caseOf(c.as...)
			k.Responses = []hearsay.Response{takes("ledger", 5)}
			a := assess.Claim(k, assess.Origins(k))
			if a.Status != c.status || a.High != c.high {
				t.Errorf("status = %s, %d–%d (%s), want %s, at most %d", a.Status, a.Low, a.High, strings.Join(a.Reasons, "; "), c.status, c.high)
			}
			if told := strings.Contains(strings.Join(a.Reasons, "\n"), "Harrow Ledger has taken it back"); !told {
				t.Errorf("reasons = %q, want who took it back", a.Reasons)
			}
		})
	}
}

func TestLinkToWhoTakesBackRestsOnIt(t *testing.T) {
	tolk := person("Orla Tolk", "")
	k := caseOf(says(doc("a", "ledger", 0), tolk), says(doc("b", "post", 1), tolk))
	k.Responses = []hearsay.Response{takes("ledger", 5)}
	if a := assess.Claim(k, assess.Origins(k)); a.Status != hearsay.SingleOrigin {
		t.Errorf("status = %s, want %s: the Post quotes Tolk itself", a.Status, hearsay.SingleOrigin)
	}
	k.Links = []hearsay.Link{{From: "b", Outlet: "ledger", Kind: hearsay.Copies}}
	if a := assess.Claim(k, assess.Origins(k)); a.Status != hearsay.Retracted {
		t.Errorf("status = %s, want %s: the Post has Tolk from the Ledger", a.Status, hearsay.Retracted)
	}
}
