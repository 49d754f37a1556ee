// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package deliver_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/deliver"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/hearsaytest/raced"
	"hearsay/internal/newsroom"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// TestDerivingAnewTellsNothingAgain follows the stories of the newsroom's first days, takes in some more, derives everything anew and asks for alerts
// by a process that has just begun.
func TestDerivingAnewTellsNothingAgain(t *testing.T) {
	raced.Skip(t)
	n, err := newsroom.Open()
	if err != nil {
		t.Fatal(err)
	}
	looks, err := n.Looks()
	if err != nil {
		t.Fatal(err)
	}
	st := hearsaytest.Store(t)
	a, err := archive.Open(filepath.Join(t.TempDir(), "segments"))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	in, ctx := &pipeline.Intake{Store: st, Archive: a}, t.Context()
	if err := in.AddNewsroom(ctx, n); err != nil {
		t.Fatal(err)
	}
	run := func() {
		t.Helper()
		if err := (&pipeline.Engine{Store: st, Archive: a}).Run(ctx); err != nil {
			t.Fatal(err)
		}
	}
	take := func(from, to time.Time) {
		t.Helper()
		if _, err := in.Look(ctx, looks, from, to); err != nil {
			t.Fatal(err)
		}
		run()
	}
	first, later := newsroom.First.Add(3*24*time.Hour), newsroom.First.Add(6*24*time.Hour)
	take(newsroom.First.Add(-time.Hour), first)
	b := newBureau(t, st)
	me := b.account("ann", hearsay.Clear)
	if err := b.door.SaveQuery(ctx, me.ID, "all", "the"); err != nil {
		t.Fatal(err)
	}
	b.follow(me, hearsay.FollowQuery, "all")
	stories, err := st.As(store.Everything).Stories(ctx, store.StoryFilter{})
	if err != nil || len(stories) == 0 {
		t.Fatalf("%d stories: %v", len(stories), err)
	}
	for _, s := range stories {
		b.follow(me, hearsay.FollowStory, string(s.ID))
	}
	alerts := func() (ids []hearsay.AlertID) {
		t.Helper()
		if err := (&deliver.Alerter{Store: st}).Round(ctx); err != nil {
			t.Fatal(err)
		}
		all, err := st.As(store.Everything).Alerts(ctx, store.AlertFilter{})
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range all {
			ids = append(ids, a.ID)
		}
		return ids
	}
	if got := alerts(); len(got) != 0 {
		t.Fatalf("%d alerts of what was known", len(got))
	}
	take(first, later)
	told := alerts()
	documents, events := 0, 0
	for _, v := range b.told(me, hearsay.Clear) {
		if v.Event == nil {
			documents++
		} else {
			events++
		}
		if v.Claim != nil && v.Event.Kind == hearsay.ClaimMoved && v.Claim.After == nil {
			t.Errorf("a move without where it stands: %+v", v.Event)
		}
	}
	if documents == 0 || events == 0 {
		t.Fatalf("%d alerts of documents, %d of events: the test proves nothing", documents, events)
	}
	for _, stage := range []string{"read", "cluster"} {
		if _, err := pipeline.Rebuild(ctx, st, stage); err != nil {
			t.Fatal(err)
		}
		alerts() // while it is derived
		run()
		if diff := cmp.Diff(told, alerts()); diff != "" {
			t.Errorf("derived anew from %s (-before +after):\n%s", stage, diff)
		}
	}
}
