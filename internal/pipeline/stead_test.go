// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

const (
	notFound = `<html><head><title>Page not found – Tarn Courier</title></head><body><h1>Sorry</h1><p>The page you are looking for could not be found.</p></body></html>`
	areYou   = `<html><head><title>Just a moment</title></head><body><h1>Verify you are human</h1><p>Complete the check to go on.</p></body></html>`
)

// inTurn takes in what an address gives, a minute apart, and gives the documents and the states that were told.
func inTurn(t *testing.T, atOnce bool, pages ...string) (texts, told []string) {
	t.Helper()
	st := hearsaytest.Store(t)
	p := newPlant(t, st)
	engine := &pipeline.Engine{Store: st, Archive: p.Archive}
	run := func() {
		if err := engine.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for i, page := range pages {
		report := p.ingest(t, func(yield func(pipeline.Input, error) bool) {
			yield(pipeline.Input{URL: "https://courier.example/quay", MediaType: "text/html", Status: 200, Fetched: hearsaytest.At(9, i), Payload: []byte(page)}, nil)
		})
		if report.Inputs != 1 || !report.Balanced() {
			t.Errorf("page %d: %+v", i, report)
		}
		if !atOnce {
			run()
		}
	}
	run()
	r := st.As(store.Everything)
	docs, err := r.DocumentsByURL(t.Context(), "https://courier.example/quay")
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range docs {
		texts = append(texts, strings.Fields(d.Text)[0]+" "+d.Fetched.Format("15:04"))
	}
	events, err := r.Events(t.Context(), store.EventFilter{Kinds: []hearsay.EventKind{hearsay.DocumentState}})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range events {
		if d, err := r.Document(t.Context(), e.Document); err != nil || !strings.HasPrefix(d.Text, "Quay") || e.Before == "" || e.After == "" || e.Before == e.After || e.TLP > hearsay.Clear {
			t.Errorf("event %+v of %q, %v", e, d.Text, err)
		}
		told = append(told, e.Known.Format("15:04 ")+e.Text)
	}
	return texts, told
}

// TestPageThatSaysNotFoundIsNoVersion: nor is one that wants to know whether we are human. The document stays as it was, what came
// is told, and so is the page that is back; in one epoch or in several.
func TestPageThatSaysNotFoundIsNoVersion(t *testing.T) {
	before, after := editedPage(beforeEdit, "1"), editedPage(afterEdit, "2")
	gone := `from present to soft removed: status 200, but the page says "page not found"`
	for _, test := range []struct {
		name        string
		pages       []string
		texts, told []string
	}{
		{"not found", []string{before, notFound}, []string{"Quay 09:00"}, []string{"09:01 " + gone}},
		{"and again", []string{before, notFound, strings.Replace(notFound, "Sorry", "So sorry", 1)}, []string{"Quay 09:00"}, []string{"09:01 " + gone}},
		{"robots", []string{before, areYou}, []string{"Quay 09:00"}, []string{`09:01 from present to blocked: the page says "verify you are human"`}},
		{"back, edited", []string{before, notFound, after}, []string{"Quay 09:02", "Quay 09:00"}, []string{"09:01 " + gone, "09:02 from soft removed to present"}},
		{"an edit", []string{before, after}, []string{"Quay 09:01", "Quay 09:00"}, nil},
		{"never there", []string{notFound}, []string{"Sorry 09:00"}, nil},
		{"about what was not found", []string{before, strings.ReplaceAll(before, "Quay closed after storm", "Body not found after storm")},
			[]string{"Body 09:01", "Quay 09:00"}, nil},
	} {
		for _, atOnce := range []bool{false, true} {
			texts, told := inTurn(t, atOnce, test.pages...)
			if diff := cmp.Diff(test.texts, texts); diff != "" {
				t.Errorf("%s, at once %v: documents (-want +got):\n%s", test.name, atOnce, diff)
			}
			if diff := cmp.Diff(test.told, told); diff != "" {
				t.Errorf("%s, at once %v: told (-want +got):\n%s", test.name, atOnce, diff)
			}
		}
	}
}
