// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package site_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/hearsaytest"
)

// TestADecidedClaimIsReviewed by what was decided, with what is derived beside it; one that is decided to be settled by nobody is not.
func TestADecidedClaimIsReviewed(t *testing.T) {
	st := hearsaytest.Store(t)
	w := hearsaytest.NewWorld("w", hearsay.Clear, 0)
	w.Save(t, st)
	tell := func() (kind, rating, why, page, table string) {
		t.Helper()
		files := write(t, st, filepath.Join(t.TempDir(), "public"))
		page, table = string(files["/claim/"+string(w.Claim.ID)+".html"]), string(files["/story/"+string(w.Story.ID)+".html"])
		_, _, scripts := linksOf(t, []byte(page))
		var v struct {
			Kind   string `json:"@type"`
			Rating struct {
				Name string `json:"alternateName"`
				Why  string `json:"ratingExplanation"`
			} `json:"reviewRating"`
		}
		if err := json.Unmarshal([]byte(scripts[0]), &v); err != nil {
			t.Fatal(err)
		}
		return v.Kind, v.Rating.Name, v.Rating.Why, page, table
	}
	if kind, _, _, page, _ := tell(); kind != "Claim" || strings.Contains(page, "decided; derived") {
		t.Errorf("before anybody decided it is a %s", kind)
	}
	for i, value := range []string{"refuted", "confirmed"} {
		if _, err := desk.Decide(t.Context(), st, hearsay.Decision{Kind: hearsay.SetStatus, Object: string(w.Claim.ID), Value: value, Reason: "the log says so", By: "ann", At: hearsaytest.At(12+i, 0)}); err != nil {
			t.Fatal(err)
		}
		kind, rating, why, page, table := tell()
		want := strings.ToUpper(value[:1]) + value[1:] + ", as this desk decided; single-origin by what is derived"
		if kind != "ClaimReview" || rating != want || !strings.HasPrefix(why, "Decided because the log says so. 1 to 1 independent origins. ") {
			t.Errorf("%s: %s %q, %q", value, kind, rating, why)
		}
		for where, text := range map[string]string{"claim": page, "story": table} {
			if !strings.Contains(text, `<span class="status `+value+`">`+value+`</span> <span class="by">decided; derived</span> <span class="status single-origin">`) {
				t.Errorf("the page of the %s does not tell of both", where)
			}
		}
	}
	if _, err := desk.Decide(t.Context(), st, hearsay.Decision{Kind: hearsay.SetStatus, Object: string(w.Claim.ID), Value: "rumour", Reason: "nobody knows", By: "ann", At: hearsaytest.At(15, 0)}); err != nil {
		t.Fatal(err)
	}
	if kind, _, _, _, _ := tell(); kind != "Claim" {
		t.Errorf("decided to be a rumour it is a %s", kind)
	}
}
