// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/collect"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// looksAt are looks at one page, a minute apart.
func looksAt(from int, pages ...string) (in []pipeline.Input) {
	for i, page := range pages {
		in = append(in, pipeline.Input{URL: "https://courier.example/quay", MediaType: "text/html", Status: 200, Fetched: hearsaytest.At(9, from+i), Payload: []byte(page)})
	}
	return in
}

// TestEditThatIsTakenBackIsAVersion: of the same bytes as the first, with an event that says so; whether the looks come one by one
// or at once. Looks that came before are duplicates when they come again.
func TestEditThatIsTakenBackIsAVersion(t *testing.T) {
	a, b := editedPage(beforeEdit, "1"), editedPage(afterEdit, "1")
	for _, batches := range [][][]pipeline.Input{
		{looksAt(0, a), looksAt(1, b), looksAt(2, a), looksAt(3, a)},
		{looksAt(0, a, b, a, a)},
		{looksAt(0, a, b), looksAt(2, a, a)},
		{looksAt(0, a), looksAt(1, b, a, a)},
	} {
		st := hearsaytest.Store(t)
		p := newPlant(t, st)
		engine := &pipeline.Engine{Store: st, Archive: p.Archive}
		take := func(in []pipeline.Input) (r pipeline.Report) {
			t.Helper()
			r = p.ingest(t, func(yield func(pipeline.Input, error) bool) {
				for i := range in {
					if !yield(in[i], nil) {
						return
					}
				}
			})
			if err := engine.Run(t.Context()); err != nil {
				t.Fatal(err)
			}
			return r
		}
		stored, duplicate := 0, 0
		for _, in := range batches {
			r := take(in)
			stored, duplicate = stored+r.Stored, duplicate+r.Duplicate
		}
		if stored != 3 || duplicate != 1 {
			t.Errorf("%d stored, %d duplicate; want 3 and 1", stored, duplicate)
		}
		for _, in := range batches {
			if r := take(in); r.Stored != 0 || r.Duplicate != len(in) {
				t.Errorf("the same again: %+v", r)
			}
		}
		r := st.As(store.Everything)
		docs, err := r.DocumentsByURL(t.Context(), "https://courier.example/quay")
		if err != nil || len(docs) != 3 {
			t.Fatalf("%d versions, %v; want 3", len(docs), err)
		}
		if docs[0].Text != docs[2].Text || docs[0].Prior != docs[1].ID || docs[1].Prior != docs[2].ID || docs[2].Prior != "" {
			t.Errorf("versions %s ← %s ← %s", docs[0].Prior, docs[1].Prior, docs[2].Prior)
		}
		if links, err := r.LinksFrom(t.Context(), docs[0].ID, docs[1].ID); err != nil || len(links) > 0 {
			t.Errorf("versions of one document are said to copy: %+v, %v", links, err)
		}
		events, err := r.Events(t.Context(), store.EventFilter{Document: docs[0].ID, Kinds: []hearsay.EventKind{hearsay.DocumentChanged}})
		if err != nil || len(events) != 1 || !strings.Contains(events[0].Text, string(hearsay.HedgeGiven)) ||
			!strings.HasSuffix(events[0].Text, "it is again what it was on 2024-04-16 09:00") {
			t.Errorf("events %+v, %v", events, err)
		}
		found, err := pipeline.Verify(t.Context(), st, p.Archive)
		if err != nil || len(found.Findings) > 0 {
			t.Errorf("verified: %+v, %v", found, err)
		}
	}
}

// TestNoiseThatIsTakenBackIsNoVersion: and a feed that gives two sets of bytes in turn fills no archive.
func TestNoiseThatIsTakenBackIsNoVersion(t *testing.T) {
	a, noise := editedPage(beforeEdit, "1"), editedPage(beforeEdit, "2")
	texts, told := inTurn(t, false, a, noise, a)
	if diff := cmp.Diff([]string{"Quay 09:00"}, texts); diff != "" || told != nil {
		t.Errorf("told %v, documents (-want +got):\n%s", told, diff)
	}
	st := hearsaytest.Store(t)
	p := newPlant(t, st)
	f := hearsay.Feed{ID: "f", Outlet: "paper", Kind: hearsay.FeedRSS, URL: "https://paper.example/rss"}
	sum := pipeline.Report{}
	for n := range 6 {
		payload := []byte("<rss><channel><title>" + []string{"one", "two"}[n%2] + "</title></channel></rss>")
		in := collect.Input{URL: f.URL, Fetched: hearsaytest.At(9, n), Feed: f.ID, After: &f, Payload: payload, Index: true,
			Attempt: &hearsay.Attempt{Feed: f.ID, URL: f.URL, At: hearsaytest.At(9, n), Status: 200, Outcome: hearsay.Stored}}
		r, err := p.Collected(t.Context(), func(yield func(collect.Input, error) bool) { yield(in, nil) })
		if err != nil || !r.Balanced() {
			t.Fatalf("%+v, %v", r, err)
		}
		sum.Stored, sum.Duplicate = sum.Stored+r.Stored, sum.Duplicate+r.Duplicate
	}
	if sum.Stored != 2 || sum.Duplicate != 4 {
		t.Errorf("of six looks at two sets of bytes %d are stored, %d duplicate", sum.Stored, sum.Duplicate)
	}
}
