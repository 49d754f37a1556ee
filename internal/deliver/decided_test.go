// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package deliver_test

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/desk"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/ledger"
	"hearsay/internal/pipeline"
	"hearsay/internal/queue"
	"hearsay/internal/store"
)

// TestADecisionAboutAClaimIsToldOnce to those who follow it, and so is its undoing; one that changes nothing is no news.
func TestADecisionAboutAClaimIsToldOnce(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		b, ctx := newBureau(t, st), t.Context()
		w := hearsaytest.NewWorld("w", hearsay.Clear, 0)
		w.Save(t, st)
		me := b.account("ann", hearsay.Clear)
		b.follow(me, hearsay.FollowClaim, string(w.Claim.ID))
		a, err := archive.Open(filepath.Join(t.TempDir(), "segments"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { a.Close() })
		hour := 12
		decide := func(d hearsay.Decision) hearsay.DecisionID {
			t.Helper()
			hour++
			d.Reason, d.By, d.At = "the log says so", "bo", hearsaytest.At(hour, 0)
			d, err := desk.Decide(ctx, st, d)
			if err != nil {
				t.Fatal(err)
			}
			for range 2 { // as after a restart
				hearsaytest.Write(t, st, func(tx *store.Tx) error { return queue.Queue{}.Enqueue(ctx, tx, b.now, desk.Heed, string(d.ID)) })
				if err := (&pipeline.Engine{Store: st, Archive: a}).Run(ctx); err != nil {
					t.Fatal(err)
				}
				b.alerts()
			}
			return d.ID
		}
		status := func(s hearsay.Status) hearsay.Decision {
			return hearsay.Decision{Kind: hearsay.SetStatus, Object: string(w.Claim.ID), Value: string(s)}
		}
		decide(status(hearsay.SingleOrigin)) // as it is derived
		confirmed := decide(status(hearsay.Confirmed))
		refuted := decide(status(hearsay.Refuted))
		decide(hearsay.Decision{Kind: hearsay.UndoDecision, Undoes: confirmed}) // which stood behind another
		decide(hearsay.Decision{Kind: hearsay.UndoDecision, Undoes: refuted})
		type move struct {
			Text          string
			Before, After *ledger.Stood
		}
		stood := func(s hearsay.Status) *ledger.Stood { return &ledger.Stood{Status: s, Low: 1, High: 1} }
		var moves []move
		for _, v := range b.told(me, hearsay.Clear) {
			moves = append(moves, move{v.Event.Text, v.Claim.Before, v.Claim.After})
		}
		want := []move{
			{"from single-origin to confirmed, by a decision", stood(hearsay.SingleOrigin), stood(hearsay.Confirmed)},
			{"from confirmed to refuted, by a decision", stood(hearsay.Confirmed), stood(hearsay.Refuted)},
			{"from refuted to single-origin, as a decision was taken back", stood(hearsay.Refuted), stood(hearsay.SingleOrigin)},
		}
		if diff := cmp.Diff(want, moves); diff != "" {
			t.Error(diff)
		}
		events, err := st.As(store.Everything).Events(ctx, store.EventFilter{Claim: w.Claim.ID, Kinds: []hearsay.EventKind{hearsay.ClaimMoved}})
		if err != nil || len(events) != 1+len(want) { // with that of the world
			t.Errorf("%d events: %v", len(events), err)
		}
	})
}
