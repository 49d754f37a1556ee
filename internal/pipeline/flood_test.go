// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/hearsaytest/raced"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// floodSites is how many sites push one claim: as many as make hostile asks for, or fewer.
func floodSites() int {
	if os.Getenv("HEARSAY_SLOW") == "" {
		return 150
	}
	return 5000
}

// floodPage is what a site says: the same report, with its own name, headline and last words.
func floodPage(n int) string {
	heads := []string{"Harbour board hid the crack in the lock gate", "Crack in lock gate was hidden by harbour board", "Harbour board hid crack in lock gate, it is said"}
	return fmt.Sprintf(`<!doctype html><html lang="en"><head><title>%s</title></head><body><article><h1>%s</h1>
<p>The harbour board hid a crack in the lock gate at Saltern for two years, an insider said.</p>
<p>The insider said that the engineers had measured the crack twice and that the board told them to keep the figures out of the yearly report, which went to the county in March without a word of it.</p>
<p>Nobody at the board could be reached on Sunday evening, and the lock stayed open to barges all through the weekend.</p>
<p>Reported by the desk of Daily %d.</p></article></body></html>`, heads[n%len(heads)], heads[n%len(heads)], n)
}

// TestH72ManyNewSitesAreOneVoice: thousands of sites that nobody has seen before bring one claim within ten minutes. They
// are one story and one origin, whatever their number, and the claim stays a rumour.
func TestH72ManyNewSitesAreOneVoice(t *testing.T) {
	raced.Skip(t) // many of one kind; others of the kind are raced
	ctx := t.Context()
	p := newPlant(t, hearsaytest.Store(t))
	n := floodSites()
	began := hearsaytest.At(20, 0)
	p.ingest(t, func(yield func(pipeline.Input, error) bool) {
		for i := range n {
			at := began.Add(time.Duration(i) * 10 * time.Minute / time.Duration(n))
			host := fmt.Sprintf("daily%d.example", i)
			if !yield(pipeline.Input{URL: "https://" + host + "/lock-gate", MediaType: "text/html", Status: 200, Fetched: at,
				Outlet: hearsay.Outlet{ID: hearsay.OutletID(host), Name: fmt.Sprintf("Daily %d", i), Domain: host}, Payload: []byte(floodPage(i))}, nil) {
				return
			}
		}
	})
	e := &pipeline.Engine{Store: p.Store, Archive: p.Archive}
	if err := e.Run(ctx); err != nil {
		t.Fatal(err)
	}
	r := p.Store.As(store.Everything)
	stories, err := r.Stories(ctx, store.StoryFilter{})
	if err != nil || len(stories) != 1 {
		t.Fatalf("%d stories, %v; want one", len(stories), err)
	}
	claims, err := r.ClaimsOf(ctx, stories[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	pushed := 0
	for _, c := range claims {
		made, err := r.Assertions(ctx, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		a, err := r.LatestAssessment(ctx, c.ID)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d assertions, %s, %d–%d", c.Text, len(made), a.Status, a.Low, a.High)
		if strings.Contains(c.Text, "crack") && len(made) >= n {
			pushed++
		}
		if a.Low != 1 || a.High != 1 {
			t.Errorf("%q of %d sites has %d–%d origins, want one", c.Text, len(made), a.Low, a.High)
		}
		if a.Status != hearsay.Rumoured {
			t.Errorf("%q is %s, want a rumour", c.Text, a.Status)
		}
	}
	if pushed == 0 {
		t.Errorf("no claim is carried by all %d sites", n)
	}
}
