// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package stix_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/stix"
	"hearsay/internal/store"
)

// TestWhoKnowsNothingOfHearsayReadsWhatWasDecided first, with what is derived beside it, until it is taken back.
func TestWhoKnowsNothingOfHearsayReadsWhatWasDecided(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		w := hearsaytest.NewWorld("w", hearsay.Clear, 0)
		w.Save(t, st)
		var moved time.Time
		told := func() map[string]string {
			t.Helper()
			s, err := stix.Gather(t.Context(), st.As(store.Viewer{}), w.Claim.ID)
			if err != nil {
				t.Fatal(err)
			}
			b, err := stix.New(stix.Desk{Name: "Harbour Desk"}, s)
			if err != nil {
				t.Fatal(err)
			}
			if at := s.Moved(); at.Before(moved) || at.Equal(moved) {
				t.Errorf("what is told is another, and no later version: %s after %s", at, moved)
			}
			moved = s.Moved()
			said := map[string]string{}
			for _, o := range b.Objects {
				if o.Type == "report" {
					said["report"] = o.Description
				}
				if o.Extensions != nil {
					said["note"] = o.Abstract
				}
			}
			back, err := stix.Read(strings.NewReader(string(written(t, s))))
			if err != nil || len(back) != 1 {
				t.Fatalf("%d claims come back: %v", len(back), err)
			}
			if diff := cmp.Diff(s.Claim.Decided, back[0].Claim.Decided); diff != "" {
				t.Error(diff)
			}
			return said
		}
		derived := "single-origin, 1 independent origin. one named origin."
		both := "refuted, as was decided on 2024-04-16 because the log says otherwise; single-origin by what is derived, 1 independent origin. one named origin."
		if diff := cmp.Diff(map[string]string{"report": derived, "note": derived}, told()); diff != "" {
			t.Error(diff)
		}
		d, err := desk.Decide(t.Context(), st, hearsay.Decision{Kind: hearsay.SetStatus, Object: string(w.Claim.ID), Value: "refuted", Reason: "the log says otherwise", By: "ann", At: hearsaytest.At(12, 0)})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(map[string]string{"report": both, "note": both}, told()); diff != "" {
			t.Error(diff)
		}
		if _, err := desk.Decide(t.Context(), st, hearsay.Decision{Kind: hearsay.UndoDecision, Undoes: d.ID, Reason: "another log", By: "ann", At: hearsaytest.At(13, 0)}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(map[string]string{"report": derived, "note": derived}, told()); diff != "" {
			t.Error(diff)
		}
	})
}
