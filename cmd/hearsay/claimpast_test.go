// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/ledger"
	"hearsay/internal/newsroom"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// twoWeeks takes the newsroom in day by day and calls back with the end of each day.
func twoWeeks(t *testing.T, each func(r store.Reader, end time.Time)) *store.Store {
	t.Helper()
	ctx := t.Context()
	st := hearsaytest.Store(t)
	a, err := archive.Open(filepath.Join(t.TempDir(), "segments"))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	n, err := newsroom.Open()
	if err != nil {
		t.Fatal(err)
	}
	looks, err := n.Looks()
	if err != nil {
		t.Fatal(err)
	}
	in := &pipeline.Intake{Store: st, Archive: a}
	if err := in.AddNewsroom(ctx, n); err != nil {
		t.Fatal(err)
	}
	e := &pipeline.Engine{Store: st, Archive: a}
	last := newsroom.First.Add(-time.Hour)
	for day := newsroom.First; !day.After(newsroom.Last); day = day.Add(24 * time.Hour) {
		end := day.Add(24*time.Hour - time.Microsecond)
		if _, err := in.Look(ctx, looks, last, end); err != nil {
			t.Fatal(err)
		}
		if err := e.Run(ctx); err != nil {
			t.Fatal(err)
		}
		last = end
		each(st.As(store.Everything), end)
	}
	return st
}

// pages prints all claims as they stand.
func pages(ctx context.Context, t *testing.T, r store.Reader) map[hearsay.ClaimID]string {
	t.Helper()
	out := map[hearsay.ClaimID]string{}
	err := eachStory(ctx, r, func(s hearsay.Story) error {
		claims, err := r.ClaimsOf(ctx, s.ID)
		for _, c := range claims {
			out[c.ID] = pageOf(ctx, t, r, c.ID, pipeline.Moment{})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func pageOf(ctx context.Context, t *testing.T, r store.Reader, id hearsay.ClaimID, m pipeline.Moment) string {
	t.Helper()
	v, err := ledger.ViewClaim(ctx, r, id, m)
	if err != nil {
		t.Fatalf("view %s at %v: %v", id, m, err)
	}
	var b bytes.Buffer
	printClaim(&b, v)
	return b.String()
}

// neighbours gives the documents of the story that a claim is told in, as far as they are of a moment.
func neighbours(ctx context.Context, t *testing.T, r store.Reader, id hearsay.ClaimID, m pipeline.Moment) []hearsay.DocumentID {
	t.Helper()
	home, err := pipeline.HomeOf(ctx, r, id)
	if err != nil {
		t.Fatal(err)
	}
	story, err := r.StoryOf(ctx, home)
	if err != nil {
		t.Fatal(err)
	}
	docs, err := r.StoryDocuments(ctx, story.ID)
	if err != nil {
		t.Fatal(err)
	}
	var ids []hearsay.DocumentID
	for i := range docs {
		if m.Has(&docs[i]) {
			ids = append(ids, docs[i].ID)
		}
	}
	return ids
}

// TestPageAsKnownIsThePageOfThatDay compares the pages that were printed at the end of each day with those that are
// asked for when all is known: byte for byte, those of claims whose document has another version by now as well. Where a
// newcomer let the machine put stories together or apart since, the page is of the story as it is now; that must be rare.
func TestPageAsKnownIsThePageOfThatDay(t *testing.T) {
	ctx := t.Context()
	type page struct {
		text string
		with []hearsay.DocumentID
	}
	earlier := map[time.Time]map[hearsay.ClaimID]page{}
	st := twoWeeks(t, func(r store.Reader, end time.Time) {
		earlier[end] = map[hearsay.ClaimID]page{}
		for id, text := range pages(ctx, t, r) {
			earlier[end][id] = page{text, neighbours(ctx, t, r, id, pipeline.Moment{})}
		}
	})
	r := st.As(store.Everything)
	now := pages(ctx, t, r)
	all, other, moved, gone := 0, 0, 0, 0
	for end, were := range earlier {
		for id, was := range were {
			m := pipeline.Moment{Known: end}
			all++
			if now[id] == "" {
				gone++
			} else if now[id] != was.text {
				moved++
			}
			got := pageOf(ctx, t, r, id, m)
			if got != was.text && !slices.Equal(was.with, neighbours(ctx, t, r, id, m)) {
				other++
				continue
			}
			if diff := cmp.Diff(was.text, got); diff != "" {
				t.Errorf("%s as known at %s (-then +now):\n%s", id, end, diff)
			}
		}
	}
	t.Logf("%d pages: %d are other now, of %d the claim is gone, %d are of a story that was put together since", all, moved, gone, other)
	if moved < 50 || other > all/50 {
		t.Errorf("the test proves little: of %d pages %d are other now, %d are of another story", all, moved, other)
	}
	if gone > 0 {
		t.Errorf("%d claims are gone; a claim stays under its ID whatever becomes of its documents", gone)
	}
}
