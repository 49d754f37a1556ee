// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package taxii_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
	"hearsay/internal/taxii"
)

// TestWhatIsDecidedAndTakenBackIsGivenAnew to who fetches what was added since, each time as a later version.
func TestWhatIsDecidedAndTakenBackIsGivenAnew(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		w := hearsaytest.NewWorld("w", hearsay.Clear, 0)
		w.Save(t, st)
		idle(t, st)
		h := newHouse(t, st, taxii.Unhurried)
		token := h.token("north", hearsay.Clear)
		at := h.collectionOf(token, hearsay.Clear) + "objects/"
		_, last := h.pages(token, at, nil)
		modified := ""
		expect := func(begins string) {
			t.Helper()
			news, now := h.pages(token, at, url.Values{"added_after": {last}})
			last = now
			for _, o := range news {
				var report struct{ Type, Description, Modified string }
				if err := json.Unmarshal(o, &report); err != nil {
					t.Fatal(err)
				}
				if report.Type == "report" {
					if !strings.HasPrefix(report.Description, begins) || report.Modified <= modified {
						t.Errorf("%s, modified %s after %s, want %s", report.Description, report.Modified, modified, begins)
					}
					modified = report.Modified
					return
				}
			}
			t.Errorf("no report among %d news, want %s", len(news), begins)
		}
		d, err := desk.Decide(t.Context(), st, hearsay.Decision{Kind: hearsay.SetStatus, Object: string(w.Claim.ID), Value: "refuted", Reason: "the log says otherwise", By: "ann", At: hearsaytest.At(12, 0)})
		if err != nil {
			t.Fatal(err)
		}
		expect("refuted, as was decided on ")
		if _, err := desk.Decide(t.Context(), st, hearsay.Decision{Kind: hearsay.UndoDecision, Undoes: d.ID, Reason: "another log", By: "ann", At: hearsaytest.At(13, 0)}); err != nil {
			t.Fatal(err)
		}
		expect("single-origin, ")
	})
}
