// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"fmt"
	"strings"
	"testing"

	"hearsay/internal/archive"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
	"hearsay/internal/web"
)

// TestAClaimIsShownAsItWasKnown looks back behind a denial: the claim stands as it stood, what came later is not told, and nothing can
// be decided there.
func TestAClaimIsShownAsItWasKnown(t *testing.T) {
	st := hearsaytest.Store(t)
	a, err := archive.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	for i, text := range []string{
		"The old quay in Grünholm will close in June, an official of the port authority said on Monday.",
		"The Port Authority of Grünholm denied on Tuesday that the old quay in Grünholm will close in June.",
	} {
		page := "<html><head><title>The old quay in Grünholm</title></head><body><article><h1>The old quay in Grünholm</h1><p>" + text + "</p></article></body></html>"
		intake := pipeline.Intake{Store: st, Archive: a}
		_, err := intake.Ingest(t.Context(), func(yield func(pipeline.Input, error) bool) {
			yield(pipeline.Input{URL: fmt.Sprintf("https://courier%d.example/quay", i), MediaType: "text/html", Status: 200, Fetched: hearsaytest.At(9+i, 0), Payload: []byte(page)}, nil)
		})
		if err == nil {
			err = (&pipeline.Engine{Store: st, Archive: a}).Run(t.Context())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	claims, err := st.As(store.Everything).Claims(t.Context(), store.ClaimFilter{})
	if err != nil || len(claims) != 1 {
		t.Fatalf("claims: %v, %v", claims, err)
	}
	h := web.Handler(web.Options{Ledger: web.FromStore(st, outsider)})
	claim := "/claim/" + string(claims[0].ID)
	now := page(t, h, claim)
	steps := now.Find(".steps a")
	if steps.Length() != 3 || now.Find(".then").Length() != 0 || !strings.Contains(now.Find(".responses").Text(), "denies") {
		t.Fatalf("now: %d steps, %s", steps.Length(), now.Find(".judgement").Text())
	}
	first, _ := steps.First().Attr("href")
	then := page(t, h, first)
	if got := then.Find(".judgement .status").Text(); got != "rumour" {
		t.Errorf("at first it stood as %q", got)
	}
	text := then.Find("main").Text()
	for _, gone := range []string{"denies", "courier1"} {
		if strings.Contains(text, gone) {
			t.Errorf("what came later is told: %q", gone)
		}
	}
	if then.Find(".then").Length() != 1 || then.Find(".steps a").Length() != 3 || then.Find(".choices").Length() != 0 {
		t.Errorf("the page of then: %s", text)
	}
	for address, want := range map[string]int{claim + "?known=2020-01-01": 404, claim + "?known=yesterday": 400, claim + "?known=" + hearsaytest.At(9, 0).Format("2006-01-02"): 200} {
		if w := get(t, h, address); w.Code != want {
			t.Errorf("%s = %d, want %d", address, w.Code, want)
		}
	}
}
