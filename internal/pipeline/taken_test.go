// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline_test

import (
	"slices"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/annotate"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
	"hearsay/internal/trace"
)

// printed is a document of an outlet on a day of May with what annotate finds in it.
func printed(id string, outlet hearsay.OutletID, day int, text string) trace.Item {
	d := hearsay.Document{ID: hearsay.DocumentID(id), Kind: hearsay.Article, Outlet: outlet, Language: "en", Text: text,
		Published: hearsay.Date{Time: time.Date(2031, 5, day, 8, 0, 0, 0, time.UTC), Precision: hearsay.ToTheTime}}
	d.Fetched = d.Published.Time
	r := annotate.Document(&d)
	return trace.Item{Document: d, Attributions: r.Attributions, Statements: r.Statements}
}

// TestNothingIsSoOfAClaimBeforeSomebodyMakesIt: of two claims that contradict each other, the later one begins with the document that has it.
func TestNothingIsSoOfAClaimBeforeSomebodyMakesIt(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		p := newPlant(t, st)
		p.ingest(t, each(
			report("courier", "Ida Holm said that the old quay in Grünholm had no crack.", 9),
			report("ledger", "Mira Olsen said that the old quay in Grünholm had a crack.", 15)))
		run(t, &pipeline.Engine{Store: st, Archive: p.Archive})
		r := st.As(store.Everything)
		for _, content := range []string{"had no crack", "had a crack"} {
			claim := claimOf(t, r, attributionWith(t, r, hearsay.Assert, content))
			history, err := r.Assessments(t.Context(), claim)
			if err != nil || len(history) == 0 {
				t.Fatalf("history of %q: %v, %v", content, history, err)
			}
			last := history[len(history)-1]
			if last.Status != hearsay.Disputed {
				t.Errorf("%q is %s, want %s", content, last.Status, hearsay.Disputed)
			}
			for _, a := range history {
				if first := hearsaytest.At(15, 0); a.At.Before(first) || a.Known.Before(first) {
					t.Errorf("%q is %s from %s, known %s, want not before %s", content, a.Status, a.At, a.Known, first)
				}
			}
		}
	})
}

func TestCorrectedReportIsRetractedByName(t *testing.T) {
	list := []hearsay.Outlet{{ID: "ledger", Name: "Harrow Ledger"}, {ID: "courier", Name: "Elsund Courier"}}
	r, as := pipeline.Judge([]trace.Item{
		printed("a", "ledger", 1, "Two officials said that Corrin Freight had fined 40 riders in Quorn."),
		printed("b", "courier", 2, "The Harrow Ledger reported that Corrin Freight had fined 40 riders in Quorn."),
		printed("c", "ledger", 3, "An earlier version of this article said that Corrin Freight had fined 40 riders in Quorn."),
	}, nil, list)
	if len(as) != 1 || as[0].Status != hearsay.Retracted || as[0].Cause != "c" || !slices.Contains(as[0].Reasons, "retracted: Harrow Ledger has taken it back") {
		t.Errorf("assessments = %+v, want one, retracted by the Harrow Ledger in c", as)
	}
	if len(r.Responses) != 1 || r.Responses[0].Party.Name != "Harrow Ledger" {
		t.Errorf("responses = %+v, want one of the Harrow Ledger", r.Responses)
	}
}
