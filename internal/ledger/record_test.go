// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/assess"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/ledger"
	"hearsay/internal/newsroom"
	"hearsay/internal/store"
)

// outcomes gives "held" or "not" with the first words of each claim.
func outcomes(tested []assess.Tested) []string {
	var out []string
	for i := range tested {
		word := "not: "
		if tested[i].Held() {
			word = "held: "
		}
		out = append(out, word+tested[i].Basis)
	}
	slices.Sort(out)
	return out
}

// recordOfWhoMadeTheClaim: Coastline Report vouched for the dock workers (refuted) and for an official on
// Skerry Line (confirmed); Nordwire and the forum, which repeat the dock workers, made no claim, and who confirms did
// not make it either.
func recordOfWhoMadeTheClaim(t *testing.T, r store.Reader) {
	records, err := ledger.RecordsOf(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[hearsay.OutletID][]string{
		"coastline-report": {"held: unnamed: official", "not: unnamed: two dock workers"},
		"morrow-herald":    {"not: unnamed: sailor"},
		"kestrian-mirror":  {"not: unnamed: officials"}, // taken back
		"nordwire":         {"held: unnamed: official"}, // the captain
		"quayside":         nil,
		"velland-today":    nil,
	} {
		if got := outcomes(records.Outlets[id]); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
	if got := outcomes(records.Voices["claude fenn"]); !slices.Equal(got, []string{"held: its own word"}) {
		t.Errorf("Claude Fenn: %q, want one claim that held", got)
	}
	for _, name := range []string{"peldrake shipping", "maren holt", "skerry line", "corvane water company"} {
		if got := records.Voices[name]; got != nil {
			t.Errorf("%s only confirmed and has a record of %d", name, len(got))
		}
	}
	if !records.Now.Equal(time.Date(2026, 3, 15, 22, 0, 0, 0, time.UTC)) {
		t.Errorf("ages are counted from %v, want the last look", records.Now)
	}
}

// recordBeginsAnew: Coastline Report has a record of two claims; they count only if they were captured since it is in doubt.
func recordBeginsAnew(t *testing.T, st *store.Store) {
	ctx, r := t.Context(), st.As(store.Everything)
	feeds, err := r.Feeds(ctx, store.FeedFilter{Outlet: "coastline-report"})
	if err != nil || len(feeds) == 0 {
		t.Fatalf("%d feeds, %v", len(feeds), err)
	}
	for until, want := range map[time.Time]int{newsroom.First.Add(-time.Hour): 2, newsroom.Last.AddDate(0, 0, 1): 0} {
		hearsaytest.Write(t, st, func(tx *store.Tx) error {
			return tx.SaveLapses(ctx, hearsay.Lapse{Outlet: "coastline-report", Feed: feeds[0].ID, From: newsroom.First.AddDate(0, -3, 0), Until: until,
				Judged: until, Doubted: true, Reasons: []string{"r"}})
		})
		records, err := ledger.RecordsOf(ctx, r)
		if err != nil || len(records.Outlets["coastline-report"]) != want || len(records.Outlets["nordwire"]) != 1 {
			t.Errorf("in doubt since %v: %d claims, %v; want %d", until, len(records.Outlets["coastline-report"]), err, want)
		}
	}
}

func profileKeepsApart(t *testing.T, r store.Reader) {
	records, err := ledger.RecordsOf(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	p, err := ledger.VoiceProfile(t.Context(), r, records, "claude  FENN")
	if err != nil {
		t.Fatal(err)
	}
	if p.Name != "Claude Fenn" || p.Record.All != 1 || p.Record.Low <= 0 || p.Record.High < 0.99 {
		t.Errorf("profile %+v", p)
	}
	says := func(d ledger.Description) bool {
		return strings.HasPrefix(d.Text, "the leader of the Sorane") && d.By == "nordwire"
	}
	if !slices.ContainsFunc(p.Described, says) {
		t.Errorf("texts say %+v", p.Described)
	}
	if _, err := ledger.VoiceProfile(t.Context(), r, records, "Nobody At All"); !errors.Is(err, hearsay.ErrNotFound) {
		t.Errorf("a name that no text has gives %v", err)
	}
}

// impactOfTheFirstReport: without the report of the dock workers the denial has nothing to deny but who repeats it.
func impactOfTheFirstReport(t *testing.T, r store.Reader) {
	docs, err := r.Documents(t.Context(), store.DocumentFilter{Outlet: "coastline-report", OldestFirst: true, Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	i, err := ledger.ImpactOf(t.Context(), r, string(docs[0].ID))
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(i.Claims, func(c ledger.Resting) bool { return strings.Contains(c.Claim.Text, "had docked at Lanwan on 1 March") })
	if at < 0 {
		t.Fatalf("the claim is not among %d", len(i.Claims))
	}
	c := i.Claims[at]
	if c.Now.Status != hearsay.Refuted || c.Without == nil || c.Beyond == nil || c.Beyond.Status != hearsay.Rumoured || c.Beyond.High != 1 {
		t.Errorf("now %v, without %v, beyond %v; want refuted, and the sailor's rumour alone beyond", c.Now.Status, c.Without, c.Beyond)
	}
	if len(i.Resting) != 4 || len(c.Resting) != 4 || len(c.Moves) != 1 {
		t.Errorf("%d documents rest on it, %d for the claim, %d moves; want 4, 4, 1", len(i.Resting), len(c.Resting), len(c.Moves))
	}
}
