// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"errors"
	"testing"

	"hearsay"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
)

func decide(t *testing.T, st *store.Store, d hearsay.Decision) hearsay.Decision {
	t.Helper()
	hearsaytest.Write(t, st, func(tx *store.Tx) (err error) {
		d, err = tx.AddDecision(t.Context(), d)
		return err
	})
	return d
}

func TestUndoneDecisionStandsNoLonger(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		first := decide(t, st, hearsay.Decision{Kind: hearsay.GradeVoice, Object: "paper", Value: "B", Reason: "r", By: "ann", At: hearsaytest.At(1, 0)})
		second := decide(t, st, hearsay.Decision{Kind: hearsay.SameClaim, Object: "c1", Other: "c2", Reason: "r", By: "bob", At: hearsaytest.At(2, 0)})
		undo := decide(t, st, hearsay.Decision{Kind: hearsay.UndoDecision, Undoes: first.ID, Reason: "mistake", By: "ann", At: hearsaytest.At(3, 0)})
		all := must[[]hearsay.Decision](t)(st.Decisions(t.Context(), store.DecisionFilter{}))
		same(t, "all", all, []hearsay.Decision{first, second, undo})
		standing := must[[]hearsay.Decision](t)(st.Decisions(t.Context(), store.DecisionFilter{Standing: true}))
		same(t, "standing", standing, []hearsay.Decision{second})
		about := must[[]hearsay.Decision](t)(st.Decisions(t.Context(), store.DecisionFilter{Object: "c2"}))
		same(t, "about c2", about, []hearsay.Decision{second})
		if n := must[int](t)(desk(st).CheckDecisions(t.Context())); n != 3 {
			t.Errorf("checked %d decisions, want 3", n)
		}
		err := st.Write(t.Context(), func(tx *store.Tx) error {
			_, err := tx.AddDecision(t.Context(), hearsay.Decision{Kind: hearsay.UndoDecision, Undoes: "jnone"})
			return err
		})
		if !errors.Is(err, hearsay.ErrNotFound) {
			t.Errorf("undoing nothing = %v, want ErrNotFound", err)
		}
	})
}

func TestChangedDecisionIsFound(t *testing.T) {
	for what, statement := range map[string]string{
		"changed": "UPDATE decision SET value = 'A' WHERE seq = 2",
		"deleted": "DELETE FROM decision WHERE seq = 2",
	} {
		t.Run(what, func(t *testing.T) {
			hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
				for i := range 3 {
					decide(t, st, hearsay.Decision{Kind: hearsay.GradeVoice, Object: "paper", Value: "B", Reason: "r", By: "ann", At: hearsaytest.At(i, 0)})
				}
				hearsaytest.Write(t, st, func(tx *store.Tx) error {
					_, err := tx.ExecContext(t.Context(), statement)
					return err
				})
				if _, err := desk(st).CheckDecisions(t.Context()); !errors.Is(err, hearsay.ErrConflict) {
					t.Errorf("CheckDecisions = %v, want ErrConflict", err)
				}
			})
		})
	}
}
