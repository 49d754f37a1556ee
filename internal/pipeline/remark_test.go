// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// TestARemarkIsNoSourceUnlessAnEditorMakesItOne says much in a discussion and derives all anew: nothing has changed. Then one remark is made a
// document: it is one of the desk, by its author, and has what they said without what they quoted. Merging and splitting stories, and erasing a
// document, lose no remark.
func TestARemarkIsNoSourceUnlessAnEditorMakesItOne(t *testing.T) {
	onEachEngine(t, func(t *testing.T, st *store.Store, _ string) {
		ctx, reports := t.Context(), quayReports()
		p := newPlant(t, st)
		engine := &pipeline.Engine{Store: st, Archive: p.Archive}
		work := func() {
			t.Helper()
			if err := p.TakeRemarks(ctx); err != nil {
				t.Fatal(err)
			}
			run(t, engine)
		}
		p.ingest(t, each(reports...))
		work()
		before, r := ledger(t, st, true), st.As(store.Everything)
		now := hearsaytest.At(20, 0)
		talk := (&desk.Discussions{Store: st, Open: desk.DiscussReaders}).At(func() time.Time { return now })
		me := hearsay.Account{ID: "uann", Name: "ann", Role: hearsay.RoleReader, Ceiling: hearsay.Red}
		stories, err := r.Stories(ctx, store.StoryFilter{})
		if err != nil || len(stories) != 1 {
			t.Fatalf("%d stories, %v", len(stories), err)
		}
		story := stories[0].ID
		claims, err := r.ClaimsOf(ctx, story)
		if err != nil || len(claims) == 0 {
			t.Fatalf("%d claims, %v", len(claims), err)
		}
		var last hearsay.Remark
		for i := range 20 {
			x := desk.Draft{Claim: claims[i%len(claims)].ID, Text: "> " + claims[0].Text + "\n\nThe old quay in Grünholm will not close, Ida Holm told me on Monday, " + strconv.Itoa(i) + "."}
			if last, err = talk.Say(ctx, me, x); err != nil {
				t.Fatal(err)
			}
			now = now.Add(10 * time.Minute)
		}
		count := func() int {
			t.Helper()
			n, lost := 0, 0
			stories, err := r.Stories(ctx, store.StoryFilter{})
			for _, s := range stories {
				k, e := r.CountRemarks(ctx, store.RemarkFilter{Story: s.ID})
				if err = e; err != nil {
					break
				}
				n += k
			}
			all, e := r.LostRemarks(ctx)
			if lost = len(all); err != nil || e != nil || lost > 0 {
				t.Errorf("%d lost; %v, %v", lost, err, e)
			}
			return n
		}
		if _, err := pipeline.Rebuild(ctx, st, "read"); err != nil {
			t.Fatal(err)
		}
		work()
		if diff := cmp.Diff(before, ledger(t, st, true)); diff != "" {
			t.Errorf("remarks changed the ledger (-before +after):\n%s", diff)
		}

		decide := func(d hearsay.Decision) hearsay.Decision {
			t.Helper()
			d.By, d.Reason, d.At = "bo", "so it is", time.Now()
			d, err := desk.Decide(ctx, st, d)
			if err != nil {
				t.Fatal(err)
			}
			work()
			return d
		}
		documents, err := r.StoryDocuments(ctx, story)
		if err != nil {
			t.Fatal(err)
		}
		split := decide(hearsay.Decision{Kind: hearsay.SplitStory, Object: string(documents[0].ID), Other: string(story)})
		if n := count(); n != 20 {
			t.Errorf("%d remarks after a split", n)
		}
		decide(hearsay.Decision{Kind: hearsay.UndoDecision, Undoes: split.ID})
		forget(t, st, reports[1].URL, hearsay.EraseBytes)
		work()
		if n := count(); n != 20 {
			t.Errorf("%d remarks after a document was erased", n)
		}

		take := hearsay.Decision{Kind: hearsay.TakeRemark, Object: string(last.ID), Value: "1"}
		decide(take)
		work() // once more
		all, err := r.Documents(ctx, store.DocumentFilter{})
		if err != nil {
			t.Fatal(err)
		}
		house := slices.DeleteFunc(all, func(d hearsay.Document) bool { return d.Outlet != hearsay.HouseOutlet })
		if len(house) != 1 || !slices.Equal(house[0].Authors, []string{"ann"}) || house[0].Text != "The old quay in Grünholm will not close, Ida Holm told me on Monday, 19." || house[0].URL != hearsay.RemarkAddress+string(last.ID) {
			t.Fatalf("%+v", house)
		}
		take.By, take.Reason, take.At = "bo", "again", time.Now()
		if _, err := desk.Decide(ctx, st, take); err == nil {
			t.Error("it is taken in twice")
		}
		if m, err := r.Remark(ctx, last.ID); err != nil || hearsay.NewDocumentID(m.Capture, "") != house[0].ID {
			t.Errorf("%+v, %v", m, err)
		}
		if v := p.verify(t); len(v.Findings) > 0 {
			t.Errorf("%v", v.Findings)
		}
	})
}
