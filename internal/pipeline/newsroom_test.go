// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline_test

import (
	"bufio"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/newsroom"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// row is one line of a table "Day by day" in the newsroom's README.
type row struct{ Day, Claim, Status, Origins, Responses string }

// anchor is one line of a table "Claims": the article and the words by which the claim is found.
type anchor struct{ claim, file, words string }

// tables reads the README of the newsroom.
func tables(t *testing.T) (anchors []anchor, rows []row) {
	t.Helper()
	lines := bufio.NewScanner(strings.NewReader(newsroom.README()))
	for lines.Scan() {
		f := strings.Split(lines.Text(), "|")
		for i := range f {
			f[i] = strings.TrimSpace(f[i])
		}
		switch {
		case len(f) == 6 && strings.HasSuffix(f[2], ".txt") && strings.Contains(f[1], "-"):
			anchors = append(anchors, anchor{f[1], f[2], f[3]})
		case len(f) == 7 && strings.HasPrefix(f[1], "2026-"):
			rows = append(rows, row{f[1], f[2], f[3], f[4], f[5]})
		}
	}
	if len(anchors) < 24 || len(rows) < 40 {
		t.Fatalf("the README has %d claims and %d rows; it is not read right", len(anchors), len(rows))
	}
	return anchors, rows
}

// TestNewsroomComesOutAsItsREADMESays takes the two weeks in day by day and compares, at the end of each day,
// status, origins and responses of every claim with the tables.
func TestNewsroomComesOutAsItsREADMESays(t *testing.T) {
	ctx := t.Context()
	anchors, rows := tables(t)
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
	in := &pipeline.Intake{Store: st, Archive: a}
	if err := in.AddNewsroom(ctx, n); err != nil {
		t.Fatal(err)
	}
	engine := &pipeline.Engine{Store: st, Archive: a}
	days := slices.Compact(slices.Sorted(func(yield func(string) bool) {
		for _, r := range rows {
			if !yield(r.Day) {
				return
			}
		}
	}))
	last := newsroom.First.Add(-time.Hour)
	for _, day := range days {
		date, err := time.Parse("2006-01-02", day)
		if err != nil {
			t.Fatal(err)
		}
		end := date.Add(24 * time.Hour)
		report, err := in.Look(ctx, looks, last, end)
		if err != nil {
			t.Fatal(err)
		}
		if !report.Balanced() {
			t.Errorf("%s: %+v is not balanced", day, report)
		}
		last = end
		if err := engine.Run(ctx); err != nil {
			t.Fatal(err)
		}
		for _, want := range rows {
			if want.Day != day {
				continue
			}
			i := slices.IndexFunc(anchors, func(x anchor) bool { return x.claim == want.Claim })
			got := state(ctx, t, st, n, anchors[i])
			got.Day = day
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s %s (-README +ledger):\n%s", day, want.Claim, diff)
			}
		}
	}
	for claim, want := range map[string][]string{
		"ferry-1": {"01-licence-officials.txt", "07-licence-familiar.txt", "10-licence-denial.txt", "17-vale-declines.txt"},
		"ship-1":  {"09-docked-workers.txt", "18-docked-sailor.txt", "22-docked-denial.txt", "49-harbour-log.txt"},
	} {
		i := slices.IndexFunc(anchors, func(x anchor) bool { return x.claim == claim })
		if diff := cmp.Diff(want, causes(ctx, t, st, n, anchors[i])); diff != "" {
			t.Errorf("what moved %s (-want +got):\n%s", claim, diff)
		}
	}
	toldOfStealthEdit(ctx, t, st, n)
	counts, err := st.As(store.Everything).Counts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for stage, states := range counts.Jobs {
		for state, n := range states {
			if n > 0 {
				t.Errorf("%d jobs of %s are left %s", n, stage, state)
			}
		}
	}
}

// toldOfStealthEdit: the README says of article 34 that title and lead change, a number, that the hedge goes, and that no note
// owns to it.
func toldOfStealthEdit(ctx context.Context, t *testing.T, st *store.Store, n *newsroom.Newsroom) {
	t.Helper()
	r := st.As(store.Everything)
	events, err := r.Events(ctx, store.EventFilter{Kinds: []hearsay.EventKind{hearsay.DocumentChanged}})
	if err != nil || len(events) != 1 {
		t.Fatalf("%d changed documents are told of, %v; want one", len(events), err)
	}
	e := events[0]
	d, err := r.Document(ctx, e.Document)
	if i := slices.IndexFunc(n.Articles, func(a newsroom.Article) bool { return a.URL == d.URL }); err != nil || n.Articles[i].File != "34-tram-late.txt" {
		t.Errorf("told of %s, %v", d.URL, err)
	}
	for kind, words := range map[hearsay.ChangeKind][2]string{hearsay.TitleChanged: {"may open", "will open"}, hearsay.HedgeLost: {"could open", "will open"},
		hearsay.FigureChanged: {"8", "18"}} {
		if !slices.ContainsFunc(e.Changes, func(c hearsay.Change) bool {
			return c.Kind == kind && strings.Contains(c.Before.Text, words[0]) && strings.Contains(c.After.Text, words[1])
		}) || !strings.Contains(e.Text, string(kind)) || !strings.Contains(e.Text, "without a note") {
			t.Errorf("%s from %q to %q is not told: %s %+v", kind, words[0], words[1], e.Text, e.Changes)
		}
	}
}

// state reads from the ledger what the tables tell of one claim.
func state(ctx context.Context, t *testing.T, st *store.Store, n *newsroom.Newsroom, at anchor) row {
	t.Helper()
	r := st.As(store.Everything)
	id := claimAt(ctx, t, r, n, at)
	if id == "" {
		return row{Claim: at.claim, Status: "not found"}
	}
	a, err := r.LatestAssessment(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	responses, err := r.Responses(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, x := range responses {
		s := x.Party.Name + ": " + string(x.Stance)
		if x.Stance != hearsay.Retracts && !slices.Contains(said, s) {
			said = append(said, s)
		}
	}
	return row{Claim: at.claim, Status: string(a.Status), Origins: fmt.Sprintf("%d-%d", a.Low, a.High), Responses: strings.Join(said, "; ")}
}

// causes gives the articles that moved a claim, one for each of its assessments.
func causes(ctx context.Context, t *testing.T, st *store.Store, n *newsroom.Newsroom, at anchor) []string {
	t.Helper()
	r := st.As(store.Everything)
	history, err := r.Assessments(ctx, claimAt(ctx, t, r, n, at))
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, h := range history {
		d, err := r.Document(ctx, hearsay.DocumentID(h.Cause))
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(n.Articles, func(a newsroom.Article) bool { return a.URL == d.URL })
		files = append(files, n.Articles[i].File)
		if !h.At.Equal(d.When()) || !h.Known.Equal(d.Fetched) {
			t.Errorf("%s moved at %v, known %v; its cause %s is of %v, fetched %v", at.claim, h.At, h.Known, d.URL, d.When(), d.Fetched)
		}
	}
	return files
}

// claimAt finds the claim that the words of an article make.
func claimAt(ctx context.Context, t *testing.T, r store.Reader, n *newsroom.Newsroom, at anchor) hearsay.ClaimID {
	t.Helper()
	i := slices.IndexFunc(n.Articles, func(a newsroom.Article) bool { return a.File == at.file })
	if i < 0 {
		t.Fatalf("claim %s: no article %s", at.claim, at.file)
	}
	docs, err := r.DocumentsByURL(ctx, n.Articles[i].URL)
	if err != nil || len(docs) == 0 {
		t.Fatalf("claim %s: article %s is not stored: %v", at.claim, at.file, err)
	}
	d := docs[0]
	assertions, err := r.AssertionsIn(ctx, d.ID)
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	attributions, err := r.AttributionsOf(ctx, d.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range attributions {
		if a.Cue[0].Start >= d.Body {
			said[string(a.ID)] = a.Said()
		}
	}
	statements, err := r.StatementsOf(ctx, d.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range statements {
		if s.Span.Start >= d.Body {
			said[string(s.ID)] = s.Span.Text
		}
	}
	for _, a := range assertions {
		if strings.Contains(said[string(a.Attribution)+string(a.Statement)], at.words) {
			return a.Claim
		}
	}
	return ""
}
