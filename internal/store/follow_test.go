// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"errors"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
)

func TestWhatIsFollowedAndToldComesBackAndIsTheOperatorsAlone(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		ctx, r := t.Context(), desk(st)
		f := hearsay.NewFollow("uann", hearsay.FollowClaim, "k1", hearsaytest.At(9, 0))
		f.Mail, f.Passed, f.Found, f.Leaf = true, 3, 4, 5
		other := hearsay.NewFollow("ubo", hearsay.FollowQuery, "ferries", hearsaytest.At(9, 0))
		write := func(do func(tx *store.Tx) error) {
			t.Helper()
			hearsaytest.Write(t, st, do)
		}
		for range 2 { // following twice is following once
			write(func(tx *store.Tx) error { return errors.Join(tx.AddFollow(ctx, f), tx.AddFollow(ctx, other)) })
		}
		same(t, "follows", must[[]hearsay.Follow](t)(r.Follows(ctx, "uann")), []hearsay.Follow{f})
		same(t, "behind by events", must[[]hearsay.Follow](t)(r.FollowsBehind(ctx, 4, 0)), []hearsay.Follow{f})
		same(t, "behind by documents", must[[]hearsay.Follow](t)(r.FollowsBehind(ctx, 0, 1)), []hearsay.Follow{other})
		write(func(tx *store.Tx) error {
			return errors.Join(tx.PassFollow(ctx, f.ID, 9, 9), tx.PassFollow(ctx, f.ID, 2, 2)) // it never goes back
		})
		if got := must[hearsay.Follow](t)(r.Follow(ctx, f.ID)); got.Passed != 9 || got.Found != 9 {
			t.Errorf("%+v", got)
		}

		one, two := hearsay.NewAlert(&f, "v1", "", hearsaytest.At(10, 0)), hearsay.NewAlert(&f, "v2", "", hearsaytest.At(10, 0))
		for range 2 {
			write(func(tx *store.Tx) error { return tx.AddAlerts(ctx, one, two) })
		}
		all := must[[]hearsay.Alert](t)(r.Alerts(ctx, store.AlertFilter{Account: "uann"}))
		if len(all) != 2 || all[0].ID != one.ID || all[0].Seq >= all[1].Seq || must[int64](t)(r.LastAlert(ctx, "uann")) != all[1].Seq || must[int64](t)(r.LastAlert(ctx, "ubo")) != 0 {
			t.Fatalf("%+v", all)
		}
		same(t, "who waits for a letter", must[[]hearsay.AccountID](t)(r.AccountsUnsent(ctx)), []hearsay.AccountID{"uann"})
		write(func(tx *store.Tx) error {
			return errors.Join(tx.PutInLetter(ctx, "y1", one), tx.PutInLetter(ctx, "y2", one, two), tx.SeeAlerts(ctx, "uann", all[0].Seq), tx.SeeAlerts(ctx, "ubo", all[1].Seq))
		})
		for letter, want := range map[hearsay.LetterID]hearsay.AlertID{"y1": one.ID, "y2": two.ID} {
			if got := must[[]hearsay.Alert](t)(r.Alerts(ctx, store.AlertFilter{Letter: letter})); len(got) != 1 || got[0].ID != want {
				t.Errorf("in letter %s: %+v", letter, got)
			}
		}
		if got := must[[]hearsay.Alert](t)(r.Alerts(ctx, store.AlertFilter{Account: "uann", Unseen: true, NewestFirst: true, Limit: 5})); len(got) != 1 || got[0].ID != two.ID {
			t.Errorf("not seen: %+v", got)
		}
		if got := must[[]hearsay.Alert](t)(r.Alerts(ctx, store.AlertFilter{Unsent: true})); len(got) != 0 {
			t.Errorf("in no letter: %+v", got)
		}
		for _, err := range []error{fault(st.Follows(ctx, "")), fault(st.Alerts(ctx, store.AlertFilter{})), fault(st.LastAlert(ctx, "uann")), fault(st.LastDocument(ctx))} {
			if !errors.Is(err, hearsay.ErrDenied) {
				t.Errorf("an outsider asks: %v", err)
			}
		}
		write(func(tx *store.Tx) error { return tx.DeleteFollow(ctx, "ubo", f.ID) }) // somebody else's
		if got := must[[]hearsay.Follow](t)(r.Follows(ctx, "uann")); len(got) != 1 {
			t.Error("somebody else ended it")
		}
		write(func(tx *store.Tx) error { return tx.DeleteFollow(ctx, "uann", f.ID) })
		if got := must[[]hearsay.Alert](t)(r.Alerts(ctx, store.AlertFilter{})); len(got) != 0 {
			t.Errorf("told after leaving: %+v", got)
		}
	})
}

func fault[T any](_ T, err error) error { return err }

func TestAnAddressMayBeASubscribersAndAnAccounts(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		ctx, r := t.Context(), desk(st)
		issues := hearsay.Subscriber{ID: "n1", Address: "ann@paper.example", State: hearsay.SubscriberConfirmed, Asked: hearsaytest.At(8, 0), Created: hearsaytest.At(8, 0), Changed: hearsaytest.At(8, 0)}
		alerts := issues
		alerts.ID, alerts.Account, alerts.Asked = "n2", "uann", hearsaytest.At(9, 0)
		hearsaytest.Write(t, st, func(tx *store.Tx) error {
			return errors.Join(tx.SaveSubscriber(ctx, issues), tx.SaveSubscriber(ctx, alerts))
		})
		same(t, "to issues", must[[]hearsay.Subscriber](t)(r.Subscribers(ctx, "")), []hearsay.Subscriber{issues})
		same(t, "at the address", must[hearsay.Subscriber](t)(r.SubscriberAt(ctx, "ANN@paper.example")), issues)
		same(t, "of the account", must[hearsay.Subscriber](t)(r.SubscriberOf(ctx, "uann")), alerts)
		if at := must[time.Time](t)(r.LastAsked(ctx, "Ann@paper.example")); !at.Equal(hearsaytest.At(9, 0)) {
			t.Errorf("asked last %s", at)
		}
		if _, err := r.SubscriberOf(ctx, ""); !errors.Is(err, hearsay.ErrNotFound) {
			t.Errorf("of no account: %v", err)
		}
		second := issues
		second.ID = "n3"
		err := st.Write(ctx, func(tx *store.Tx) error { return tx.SaveSubscriber(ctx, second) })
		if !errors.Is(err, hearsay.ErrConflict) {
			t.Errorf("twice to issues: %v", err)
		}
	})
}
