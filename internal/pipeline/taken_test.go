// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline_test

import (
	"slices"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/annotate"
	"hearsay/internal/pipeline"
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
