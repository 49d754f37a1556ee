// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// threadPages are two pages of a thread, and the first of them again, an hour later and with another title.
func threadPages() []pipeline.Input {
	page := func(n, hour int, title, posts string) pipeline.Input {
		url := "https://board.example/t/77.json"
		if n > 1 {
			url += fmt.Sprintf("?page=%d", n)
		}
		return pipeline.Input{URL: url, MediaType: "application/json", Status: 200, Fetched: hearsaytest.At(hour, 0),
			Payload: []byte(`{"post_stream":{"posts":[` + posts + `]},"id":77,"title":"` + title + `"}`)}
	}
	post := func(n int, by, text string) string {
		return fmt.Sprintf(`{"id":%d,"username":%q,"created_at":"2024-04-15T0%d:00:00Z","version":1,"cooked":"<p>%s</p>","post_number":%d,"post_type":1,"topic_id":77}`, n, by, n, text, n)
	}
	first := post(1, "wren", "The keeper of Skerry Point said that the mains cable of the lamp had been cut on Sunday.")
	edited := post(1, "wren", "The keeper of Skerry Point said that the mains cable of the lamp had been cut on Saturday.")
	second := post(2, "moss", "I am told that it will be mended soon.")
	return []pipeline.Input{
		page(1, 8, "The dark lamp", first),
		page(2, 8, "The dark lamp", second),
		page(1, 9, "The dark lamp [solved]", edited+","+second+","+post(3, "wren", "It burns again.")),
	}
}

func TestPagesOfAThreadAreOneThread(t *testing.T) {
	var ledgers []string
	for _, order := range [][]int{{0, 1, 2}, {2, 1, 0}, {1, 2, 0}} {
		st := hearsaytest.Store(t)
		p := newPlant(t, st)
		p.ingest(t, func(yield func(pipeline.Input, error) bool) {
			for _, i := range order {
				if !yield(threadPages()[i], nil) {
					return
				}
			}
		})
		run(t, &pipeline.Engine{Store: st, Archive: p.Archive})
		holdsOneThread(t, st.As(store.Everything))
		if v := p.verify(t); len(v.Findings) > 0 {
			t.Errorf("verify finds %v", v.Findings)
		}
		ledgers = append(ledgers, ledger(t, st, true))
	}
	for _, other := range ledgers[1:] {
		if diff := cmp.Diff(ledgers[0], other); diff != "" {
			t.Errorf("another order of arrival gives another ledger:\n%s", diff)
		}
	}
}

func holdsOneThread(t *testing.T, r store.Reader) {
	t.Helper()
	threads, err := r.Documents(t.Context(), store.DocumentFilter{Kind: hearsay.Thread})
	if err != nil || len(threads) != 1 || threads[0].Title != "The dark lamp" {
		t.Fatalf("threads %+v, %v; want one, as it was captured first", threads, err)
	}
	posts, err := r.Documents(t.Context(), store.DocumentFilter{Parent: threads[0].ID})
	if err != nil {
		t.Fatal(err)
	}
	var parts []string
	homes := map[hearsay.StoryID]bool{}
	for _, d := range posts {
		parts = append(parts, d.Part)
		s, err := r.StoryOf(t.Context(), d.ID)
		if err != nil {
			t.Fatal(err)
		}
		homes[s.ID] = true
		if (d.Part == "1") != (d.Prior != "" || slices.ContainsFunc(posts, func(o hearsay.Document) bool { return o.Prior == d.ID })) {
			t.Errorf("post %s has the version %q before it", d.Part, d.Prior)
		}
	}
	slices.Sort(parts)
	if diff := cmp.Diff([]string{"1", "1", "2", "3"}, parts); diff != "" || len(homes) != 1 {
		t.Errorf("%d stories, posts (-want +got):\n%s", len(homes), diff)
	}
}
