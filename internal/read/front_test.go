// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hearsay"
)

const frontPage = `<html><head><base href="https://www.gazette.example/"><link rel="alternate" type="application/rss+xml; charset=utf-8" title="All" href="/rss">
<link rel="stylesheet" href="/x.css"></head><body>
<nav><a href="/2026/03/04/this-is-in-the-menu">A headline that stands in the menu of all pages</a></nav>
<div class="main-menu"><a href="/2026/03/04/this-too-is-there">Another headline in the menu of all pages</a></div>
<main>
<a href="/2026/03/04/quay-closed-again"><img src="x.jpg"></a><h2><a href="/2026/03/04/quay-closed-again?utm_source=front&amp;fbclid=1#more">The quay is closed again after the storm</a></h2>
<a href="/harbour/council-votes-for-longer-opening-hours.html">Council votes for longer hours</a>
<a href="https://news.gazette.example/artikel/1234567">新的码头今天重新开放</a>
<a href="/tag/storm-in-the-harbour-2026">Everything on the storm in the harbour</a>
<a href="/author/ada-quill-of-the-gazette">More texts by Ada Quill of the Gazette</a>
<a href="/login?next=/2026/03/04/quay-closed-again">Please log in to read the whole text</a>
<a href="https://other.example/2026/03/04/the-quay-as-others-see-it">The quay as others see it from afar</a>
<a href="javascript:void(0)">Show me more of the same please</a><a href="/">The Gazette, your paper on the coast</a>
<a href="/weather">The weather on the coast this week</a><a href="mailto:desk@gazette.example">Write to the desk of the Gazette</a>
</main><footer><a href="/2020/01/01/how-we-work-at-the-gazette">How we work at the Gazette and why</a></footer></body></html>`

func TestFrontPageLeadsToArticlesAlone(t *testing.T) {
	f, err := Front([]byte(frontPage), mapFrom("https://www.gazette.example/"))
	want := []string{"https://www.gazette.example/2026/03/04/quay-closed-again",
		"https://www.gazette.example/harbour/council-votes-for-longer-opening-hours.html", "https://news.gazette.example/artikel/1234567"}
	if diff := cmp.Diff(want, f.Articles); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if len(f.Feeds) != 1 || f.Feeds[0].Href != "https://www.gazette.example/rss" || f.Feeds[0].Title != "All" {
		t.Errorf("feeds %+v", f.Feeds)
	}
}

// TestOnePageUnderSeveralAddressesHasOne: what tells where a reader came from is no part of it, and the canonical link counts
// within one registrable domain.
func TestOnePageUnderSeveralAddressesHasOne(t *testing.T) {
	const plain = "https://www.courier.example/a?id=7"
	text := "<article>" + strings.Repeat("<p>The harbour master said that the quay stays open until the end of the summer.</p>", 5) + "</article>"
	for address, page := range map[string]string{
		plain: text,
		"https://www.courier.example/a?utm_source=x&id=7&UTM_Medium=y&fbclid=z": text,
		"https://m.courier.example/amp/a":                                       `<link rel="canonical" href="` + plain + `">` + text,
		"https://www.courier.example/b":                                         `<link rel="canonical" href="` + plain + `&amp;utm_campaign=x">` + text,
	} {
		docs, err := Capture(hearsay.Capture{ID: "c", URL: address, MediaType: "text/html", Status: 200, Fetched: seen}, []byte(page))
		if err != nil || len(docs) != 1 || docs[0].URL != plain {
			t.Errorf("%s: %v, %v", address, docs, err)
		}
	}
	for in, want := range map[string]string{"https://a.example/x?a=1&b=%20&a=2": "https://a.example/x?a=1&b=%20&a=2", "https://a.example/x?gclid": "https://a.example/x",
		"https://a.example/x?at_custom3=1&at=2": "https://a.example/x?at=2", ":": ":"} {
		if got := PageAddress(in); got != want {
			t.Errorf("PageAddress(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzFront(f *testing.F) {
	f.Add([]byte(frontPage))
	f.Fuzz(func(t *testing.T, payload []byte) {
		front, _ := Front(payload, mapFrom("https://www.gazette.example/"))
		for _, a := range front.Articles {
			if !strings.HasPrefix(a, "http") || !strings.Contains(a, "gazette.example") {
				t.Errorf("address %q of another site", a)
			}
		}
	})
}
