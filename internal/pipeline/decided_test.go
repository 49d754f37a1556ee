// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// TestPeopleSayWhoASourceIsAndWhatItDoes names an unnamed official and makes a doubt of a denial: what follows from them follows,
// what was found stays as it was found, rebuilding keeps the decisions, and undoing restores what was.
func TestPeopleSayWhoASourceIsAndWhatItDoes(t *testing.T) {
	st := hearsaytest.Store(t)
	p := newPlant(t, st)
	engine := &pipeline.Engine{Store: st, Archive: p.Archive}
	for i, text := range []string{
		"The old quay in Grünholm will close in June, an official of the port authority said on Monday. Ida Holm, the harbour master, had inspected the quay in Grünholm last week.",
		"Ida Holm denied on Tuesday that the old quay in Grünholm will close in June. The port authority of Grünholm has a new crane.",
	} {
		page := "<html><head><title>The old quay in Grünholm</title></head><body><article><h1>The old quay in Grünholm</h1><p>" + text + "</p></article></body></html>"
		p.ingest(t, func(yield func(pipeline.Input, error) bool) {
			yield(pipeline.Input{URL: "https://courier" + string(rune('a'+i)) + ".example/quay", MediaType: "text/html", Status: 200, Fetched: hearsaytest.At(9+i, 0), Payload: []byte(page)}, nil)
		})
	}
	run(t, engine)
	before := ledger(t, st, false)
	r := st.As(store.Everything)
	saying, denial := attributionWith(t, r, hearsay.Assert, "will close in June"), attributionWith(t, r, hearsay.Deny, "will close in June")
	holm, err := r.EntitiesNamed(t.Context(), "Ida Holm")
	if err != nil || len(holm) == 0 {
		t.Fatalf("entities named Ida Holm: %v, %v", holm, err)
	}
	claim := claimOf(t, r, saying)
	if a := latest(t, r, claim); a.Status != hearsay.Disputed {
		t.Fatalf("before anybody decides it is %s %v", a.Status, a.Reasons)
	}

	var made []hearsay.DecisionID
	take := func(d hearsay.Decision) {
		t.Helper()
		d.By, d.Reason, d.At = "ann", "I was there", time.Now()
		d, err := desk.Decide(t.Context(), st, d)
		if err != nil {
			t.Fatal(err)
		}
		made = append(made, d.ID)
		run(t, engine)
	}
	take(hearsay.Decision{Kind: hearsay.SetAct, Object: string(denial.ID), Value: string(hearsay.Doubt)})
	if a := latest(t, r, claim); a.Status == hearsay.Disputed {
		t.Errorf("with a doubt instead of a denial it is %s %v", a.Status, a.Reasons)
	}
	take(hearsay.Decision{Kind: hearsay.NameSource, Object: string(saying.ID), Other: string(holm[0].Entity)})
	if a := latest(t, r, claim); len(a.Origins) == 0 || a.Origins[0].Voice.Name != "Ida Holm" || a.Status == hearsay.Rumoured {
		t.Errorf("with the source named it is %s, origins %v", a.Status, a.Origins)
	}
	if found := attributionWith(t, r, hearsay.Assert, "will close in June"); found.Voice.Named {
		t.Errorf("what the machine found was changed: %+v", found.Voice)
	}
	decided := ledger(t, st, false)
	if _, err := pipeline.Rebuild(t.Context(), st, "read"); err != nil {
		t.Fatal(err)
	}
	run(t, engine)
	if diff := cmp.Diff(decided, ledger(t, st, false)); diff != "" {
		t.Errorf("rebuilt after decisions (-before +after):\n%s", diff)
	}
	for _, id := range made {
		if _, err := desk.Decide(t.Context(), st, hearsay.Decision{Kind: hearsay.UndoDecision, Undoes: id, By: "ann", Reason: "test", At: time.Now()}); err != nil {
			t.Fatal(err)
		}
	}
	run(t, engine)
	if diff := cmp.Diff(before, ledger(t, st, false)); diff != "" {
		t.Errorf("undone (-before +after):\n%s", diff)
	}
	for _, bad := range []hearsay.Decision{
		{Kind: hearsay.SetAct, Object: string(denial.ID), Value: "shout"}, {Kind: hearsay.SetAct, Object: "a1", Value: "deny"},
		{Kind: hearsay.NameSource, Object: string(saying.ID), Other: "nobody"}, {Kind: hearsay.NameSource, Object: "a1", Other: string(holm[0].Entity)},
	} {
		bad.By, bad.Reason, bad.At = "ann", "test", time.Now()
		if _, err := desk.Decide(t.Context(), st, bad); err == nil {
			t.Errorf("%+v was decided", bad)
		}
	}
}

// attributionWith finds what does something of that content.
func attributionWith(t *testing.T, r store.Reader, act hearsay.Act, content string) hearsay.Attribution {
	t.Helper()
	docs, err := r.Documents(t.Context(), store.DocumentFilter{OldestFirst: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range docs {
		all, err := r.AttributionsOf(t.Context(), d.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range all {
			if a.Act == act && strings.Contains(a.Said(), content) {
				return a
			}
		}
	}
	t.Fatalf("nobody does %s with %q", act, content)
	return hearsay.Attribution{}
}

func claimOf(t *testing.T, r store.Reader, a hearsay.Attribution) hearsay.ClaimID {
	t.Helper()
	in, err := r.AssertionsIn(t.Context(), a.Document)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range in {
		if x.Attribution == a.ID {
			return x.Claim
		}
	}
	t.Fatalf("%s is counted to no claim", a.ID)
	return ""
}

func latest(t *testing.T, r store.Reader, id hearsay.ClaimID) hearsay.Assessment {
	t.Helper()
	a, err := r.LatestAssessment(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
