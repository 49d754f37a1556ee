// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package desk_test

import (
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/digest"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

// TestAnIssueRecordsTheStatusThatWasDecided before it was published, with what is derived beside it; and nothing has changed under it
// until the decision is taken back and another made.
func TestAnIssueRecordsTheStatusThatWasDecided(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		w := hearsaytest.NewWorld("w", hearsay.Clear, 1)
		w.Save(t, st)
		publish := func() (hearsay.Citation, []ledger.BasisChange) {
			t.Helper()
			i := write(t, st, form("The envoys demanded a deal, said Han Kuo.", w.Document, "Han Kuo said the envoys demanded a deal"))
			i, err := desk.Publish(t.Context(), st, i.ID, because)
			if err != nil {
				t.Fatal(err)
			}
			changes, err := ledger.BasisOf(t.Context(), st.As(store.Everything), &i)
			if err != nil {
				t.Fatal(err)
			}
			return i.Items[0].Lines[0].Citations[0], changes
		}
		before, _ := publish()
		if said := digest.Standing(&before); before.Derived != "" || !strings.HasSuffix(said, "; single-origin when published, 1 origin") {
			t.Errorf("before anybody decided: %s", said)
		}
		d, err := desk.Decide(t.Context(), st, hearsay.Decision{Kind: hearsay.SetStatus, Object: string(w.Claim.ID), Value: "refuted", Reason: "the log says otherwise", By: "ann", At: hearsaytest.At(11, 0)})
		if err != nil {
			t.Fatal(err)
		}
		after, changes := publish()
		said := digest.Standing(&after)
		if after.Status != hearsay.Refuted || !strings.HasSuffix(said, "; refuted when published, as was decided; single-origin by what is derived, 1 origin") || len(changes) > 0 {
			t.Errorf("after the decision: %s, changed %v", said, changes)
		}
		first, err := st.As(store.Everything).IssueNumbered(t.Context(), 1)
		if err != nil {
			t.Fatal(err)
		}
		if changes, err := ledger.BasisOf(t.Context(), st.As(store.Everything), &first); err != nil || len(changes) != 1 || changes[0].Was != hearsay.SingleOrigin || changes[0].Now != hearsay.Refuted {
			t.Errorf("under the first issue: %v, %v", changes, err)
		}
		if _, err := desk.Decide(t.Context(), st, hearsay.Decision{Kind: hearsay.UndoDecision, Undoes: d.ID, Reason: "another log", By: "ann", At: hearsaytest.At(13, 0)}); err != nil {
			t.Fatal(err)
		}
		if undone, _ := publish(); undone.Status != hearsay.SingleOrigin || undone.Derived != "" {
			t.Errorf("after it was undone: %+v", undone)
		}
	})
}
