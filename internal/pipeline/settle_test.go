// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline_test

import (
	"strings"
	"testing"

	"hearsay/internal/hearsaytest"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// TestOnePageUnderSeveralAddressesIsOneDocument: and has the credit that a feed gives it under another address, whichever came
// first.
func TestOnePageUnderSeveralAddressesIsOneDocument(t *testing.T) {
	const home = "https://courier.example/2026/quay"
	page := `<html><head><title>Quay closed</title><link rel="canonical" href="` + home + `"></head><body><article><h1>Quay closed</h1>` +
		strings.Repeat("<p>The harbour master said that the quay stays closed until the end of the summer, and that boats must use the inner basin.</p>", 4) + "</article></body></html>"
	feed := `<rss><channel><title>T</title><item><title>Quay</title><link>https://courier.example/amp/quay?utm_source=rss</link><source url="https://nordwire.example/rss">Nordwire</source></item></channel></rss>`
	for _, feedFirst := range []bool{true, false} {
		st := hearsaytest.Store(t)
		p := newPlant(t, st)
		engine := &pipeline.Engine{Store: st, Archive: p.Archive}
		take := func(url, mediaType, payload string, minute int) {
			p.ingest(t, func(yield func(pipeline.Input, error) bool) {
				yield(pipeline.Input{URL: url, MediaType: mediaType, Status: 200, Fetched: hearsaytest.At(9, minute), Payload: []byte(payload)}, nil)
			})
			if err := engine.Run(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if feedFirst {
			take("https://courier.example/rss", "application/rss+xml", feed, 0)
		}
		for i, url := range []string{"https://courier.example/amp/quay", home, home + "?fbclid=1", "https://m.courier.example/quay"} {
			take(url, "text/html", page, i+1)
		}
		if !feedFirst {
			take("https://courier.example/rss", "application/rss+xml", feed, 9)
		}
		docs, err := st.As(store.Everything).Documents(t.Context(), store.DocumentFilter{})
		if err != nil || len(docs) != 1 || docs[0].URL != home || docs[0].Credit != "Nordwire" {
			t.Errorf("feed first %v: %+v, %v", feedFirst, docs, err)
		}
	}
}
