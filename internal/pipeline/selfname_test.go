// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline_test

import (
	"testing"

	"hearsay"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// TestPagesTellTheNameOfTheirOutlet: only their domain's own, and none that somebody has.
func TestPagesTellTheNameOfTheirOutlet(t *testing.T) {
	st := hearsaytest.Store(t)
	p := newPlant(t, st)
	hearsaytest.Write(t, st, func(tx *store.Tx) error {
		return tx.SaveOutlets(t.Context(), hearsay.Outlet{ID: "vesk", Name: "Vesk Wire", Domain: "vesk.example"})
	})
	page := func(url, meta string) pipeline.Input {
		return pipeline.Input{URL: url, MediaType: "text/html", Status: 200, Fetched: hearsaytest.At(9, 0), Payload: []byte("<html><head>" + meta + "</head><p>Words.")}
	}
	p.ingest(t, each(
		page("https://www.quorn-post.example/a", `<meta property="og:site_name" content="The Quorn&#32;Post">`),
		page("https://harrowledger.example/a", `<META content='Harrow Ledger' property='og:site_name'>`),
		page("https://elsund.example/a", `<meta property="og:site_name" content="Quorn Post">`),
		page("https://vesk-wire.example/a", `<meta property="og:site_name" content="Vesk Wire">`),
		page("https://lake.example/a", `<meta property="og:title" content="Lake">`),
		page("https://vesk.example/a", `<meta property="og:site_name" content="Vesk">`),
	))
	outlets, err := st.As(store.Everything).Outlets(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, o := range outlets {
		got[o.Domain] = o.Name
	}
	want := map[string]string{"vesk.example": "Vesk Wire", "quorn-post.example": "The Quorn Post", "harrowledger.example": "Harrow Ledger"}
	if len(got) != len(want) {
		t.Errorf("outlets %v, want %v", got, want)
	}
	for domain, name := range want {
		if got[domain] != name {
			t.Errorf("%s is called %q, want %q", domain, got[domain], name)
		}
	}
}
