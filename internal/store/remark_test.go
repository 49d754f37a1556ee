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

func TestRemarksComeBackByThreadAndStayWithTheirDocument(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		ctx, r, w := t.Context(), desk(st), newWorld()
		hearsaytest.Write(t, st, w.save(t))
		first := hearsay.Remark{ID: "r1", Document: w.document.ID, Claim: "c7", Thread: "r1", Began: hearsaytest.At(9, 0), Author: "uann", By: "ann", Text: "one\x00", At: hearsaytest.At(9, 0), TLP: hearsay.Green}
		second := hearsay.Remark{ID: "r2", Document: w.copy.ID, To: w.document.ID, Outlet: "paper", Thread: "r2", Began: hearsaytest.At(10, 0), Author: "ubo", By: "bo", Text: "two", At: hearsaytest.At(10, 0)}
		answer := hearsay.Remark{ID: "r3", Document: w.document.ID, Answers: "r1", Thread: "r1", Began: hearsaytest.At(9, 0), Depth: 1, Author: "ubo", By: "bo", Text: "three", At: hearsaytest.At(11, 0)}
		save := func(m *hearsay.Remark, mentions ...hearsay.AccountID) {
			t.Helper()
			hearsaytest.Write(t, st, func(tx *store.Tx) (err error) {
				*m, err = tx.SaveRemark(ctx, *m, mentions...)
				return err
			})
		}
		save(&first, "ubo", "ucy")
		save(&second)
		save(&answer, "uann")
		if first.Text != "one\uFFFD" || answer.TLP != hearsay.Green {
			t.Errorf("%+v", answer)
		}
		same(t, "by thread", must[[]hearsay.Remark](t)(r.Remarks(ctx, store.RemarkFilter{Story: "s1"})), []hearsay.Remark{first, answer, second})
		same(t, "behind", must[[]hearsay.Remark](t)(r.Remarks(ctx, store.RemarkFilter{Story: "s1", After: "r1", Limit: 1})), []hearsay.Remark{answer})
		same(t, "newest", must[[]hearsay.Remark](t)(r.Remarks(ctx, store.RemarkFilter{NewestFirst: true, After: "r3", Limit: 1})), []hearsay.Remark{second})
		same(t, "of a claim that had another ID", must[[]hearsay.Remark](t)(r.Remarks(ctx, store.RemarkFilter{Claim: "c1"})), []hearsay.Remark{first})
		same(t, "for an outsider", must[[]hearsay.Remark](t)(st.Remarks(ctx, store.RemarkFilter{})), []hearsay.Remark{second})
		same(t, "mentions", must[[]hearsay.Remark](t)(r.Mentions(ctx, "uann", 5)), []hearsay.Remark{answer})
		if n := must[int](t)(st.CountRemarks(ctx, store.RemarkFilter{Story: "s1"})); n != 1 || len(must[[]hearsay.Remark](t)(st.Mentions(ctx, "uann", 5))) != 0 || len(must[[]hearsay.RemarkVersion](t)(st.RemarkVersions(ctx, "r1"))) != 0 {
			t.Error("an outsider is told of what is GREEN")
		}
		first.Text, first.Edited = "one, edited", hearsaytest.At(12, 0)
		save(&first, "ucy")
		versions := must[[]hearsay.RemarkVersion](t)(r.RemarkVersions(ctx, "r1"))
		if len(versions) != 2 || versions[1].Text != "one, edited" || !versions[1].At.Equal(hearsaytest.At(12, 0)) || first.Versions != 2 || len(must[[]hearsay.Remark](t)(r.Mentions(ctx, "ubo", 5))) != 0 {
			t.Errorf("%+v", versions)
		}
		if n := must[int](t)(r.TextsSince(ctx, "uann", hearsaytest.At(8, 0))); n != 2 {
			t.Errorf("%d texts", n)
		}
		hearsaytest.Write(t, st, func(tx *store.Tx) error { return tx.SeeMentions(ctx, "uann", hearsaytest.At(23, 0)) })
		if got := must[[]hearsay.Remark](t)(r.Mentions(ctx, "uann", 5)); len(got) != 0 {
			t.Errorf("seen: %+v", got)
		}

		// the copy leaves for another story, and what was said about it with it
		hearsaytest.Write(t, st, func(tx *store.Tx) error {
			return errors.Join(tx.SaveStories(ctx, hearsay.Story{ID: "s2"}), tx.SaveMemberships(ctx, hearsay.Membership{Story: "s2", Document: w.copy.ID}))
		})
		same(t, "where it left", must[[]hearsay.Remark](t)(r.Remarks(ctx, store.RemarkFilter{Story: "s1"})), []hearsay.Remark{first, answer})
		same(t, "where it came", must[[]hearsay.Remark](t)(r.Remarks(ctx, store.RemarkFilter{Story: "s2"})), []hearsay.Remark{second})
		// what becomes stricter takes it along
		hearsaytest.Write(t, st, func(tx *store.Tx) error {
			return tx.SaveStories(ctx, hearsay.Story{ID: "s2", TLP: hearsay.Amber})
		})
		if got := must[[]hearsay.Remark](t)(st.Remarks(ctx, store.RemarkFilter{})); len(got) != 0 {
			t.Errorf("an outsider sees %+v of an AMBER story", got)
		}
		// derived anew: lost for so long, and then back
		hearsaytest.Write(t, st, func(tx *store.Tx) error { return tx.DropStories(ctx) })
		if got := must[[]hearsay.Remark](t)(r.LostRemarks(ctx)); len(got) != 3 {
			t.Errorf("%d lost", len(got))
		}
		hearsaytest.Write(t, st, w.save(t))
		if got := must[int](t)(r.CountRemarks(ctx, store.RemarkFilter{Story: "s1"})); got != 3 {
			t.Errorf("%d remarks after all was derived anew", got)
		}
		for _, err := range []error{fault(st.LostRemarks(ctx)), fault(st.Locks(ctx, "s1")), fault(st.RemarksToTake(ctx)), fault(st.TextsSince(ctx, "uann", time.Time{}))} {
			if !errors.Is(err, hearsay.ErrDenied) {
				t.Errorf("an outsider asks: %v", err)
			}
		}
	})
}

func TestWhatIsHiddenWithItsTextsHasNoneLeft(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		ctx, r, w := t.Context(), desk(st), newWorld()
		hearsaytest.Write(t, st, w.save(t))
		m := hearsay.Remark{ID: "r1", Document: w.document.ID, Thread: "r1", Began: hearsaytest.At(9, 0), Author: "uann", By: "ann", Text: "words", At: hearsaytest.At(9, 0)}
		hide := func(value string) {
			t.Helper()
			hearsaytest.Write(t, st, func(tx *store.Tx) error {
				return tx.HideRemark(ctx, "r1", hearsay.Decision{ID: "j1", By: "bo", Reason: "so", Value: value})
			})
		}
		hearsaytest.Write(t, st, func(tx *store.Tx) error {
			_, err := tx.SaveRemark(ctx, m, "ubo")
			return err
		})
		hide(hearsay.KeepText)
		if got := must[hearsay.Remark](t)(r.Remark(ctx, "r1")); got.Hidden != "j1" || got.HiddenBy != "bo" || got.HiddenFor != "so" || got.Text != "words" || len(must[[]hearsay.Remark](t)(r.Mentions(ctx, "ubo", 5))) != 0 {
			t.Errorf("%+v", got)
		}
		hide(hearsay.EraseText)
		if got := must[hearsay.Remark](t)(r.Remark(ctx, "r1")); got.Text != "" || must[[]hearsay.RemarkVersion](t)(r.RemarkVersions(ctx, "r1"))[0].Text != "" {
			t.Errorf("%+v", got)
		}
	})
}
