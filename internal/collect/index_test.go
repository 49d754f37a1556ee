// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/fetch"
)

func urlset(links ...string) *fetch.Answer {
	var b strings.Builder
	for i, l := range links {
		fmt.Fprintf(&b, "<url><loc>%s</loc><lastmod>2026-03-04T09:%02d:00Z</lastmod></url>", l, i%60)
	}
	return &fetch.Answer{Status: 200, MediaType: "application/xml", Payload: []byte("<urlset>" + b.String() + "</urlset>")}
}

func sitemapIndex(links ...string) *fetch.Answer {
	body := "<sitemapindex>"
	for _, l := range links {
		body += "<sitemap><loc>" + l + "</loc></sitemap>"
	}
	return &fetch.Answer{Status: 200, MediaType: "application/xml", ETag: "same", Payload: []byte(body + "</sitemapindex>")}
}

// asked gives the addresses of what a look gave, behind that of the feed itself.
func asked(inputs []Input) (urls []string) {
	for _, in := range inputs[1:] {
		urls = append(urls, in.URL)
	}
	return urls
}

// TestH35SitemapsAreFollowedTwoDeepOnTheirOwnSite: an index that leads to itself, to an index and to other sites.
func TestH35SitemapsAreFollowedTwoDeepOnTheirOwnSite(t *testing.T) {
	const at = "https://courier.example/"
	html := &fetch.Answer{Status: 200, MediaType: "text/html", Payload: []byte("<p>Page</p>")}
	var foreign []string
	for i := range 49_999 {
		foreign = append(foreign, fmt.Sprintf("https://victim%d.example/a", i))
	}
	p := pages{
		at + "map.xml":                          sitemapIndex(at+"map.xml", at+"deep.xml", "https://other.example/map.xml", at+"one.xml", "https://news.courier.example/news.xml"),
		at + "deep.xml":                         sitemapIndex(at + "deeper.xml"),
		at + "one.xml":                          urlset(append(foreign, at+"a")...),
		"https://news.courier.example/news.xml": urlset(at+"b", at+"c?utm_source=map"),
		at + "a":                                html, at + "b": html, at + "c": html,
	}
	f := hearsay.Feed{ID: "map", Outlet: "courier", Kind: hearsay.FeedSitemap, URL: at + "map.xml"}
	inputs := looked(t, &Collector{Fetch: p, Now: func() time.Time { return now }}, f)
	want := []string{"https://news.courier.example/news.xml", at + "deep.xml", at + "one.xml", at + "a", at + "b", at + "c"}
	if diff := cmp.Diff(want, asked(inputs)); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	if inputs[1].Feed != "" || !inputs[1].Index || inputs[0].After.ETag != "" {
		t.Errorf("a sitemap of the index: %+v; the index afterwards: %+v", inputs[1], inputs[0].After)
	}
}

func TestFrontPageIsLookedAtForItsArticles(t *testing.T) {
	const at = "https://gazette.example/"
	front := func(days ...int) *fetch.Answer {
		body := ""
		for _, d := range days {
			body += fmt.Sprintf(`<a href="/2026/03/%02d/quay-closed-again">The quay is closed again today</a>`, d)
		}
		return &fetch.Answer{Status: 200, MediaType: "text/html", Payload: []byte("<html><main>" + body + "</main></html>")}
	}
	p := pages{at: front(4, 3)}
	for d := 3; d < 6; d++ {
		p[fmt.Sprintf("%s2026/03/%02d/quay-closed-again", at, d)] = &fetch.Answer{Status: 200, MediaType: "text/html", Payload: []byte("<p>Closed</p>")}
	}
	f := hearsay.Feed{ID: "front", Outlet: "gazette", Kind: hearsay.FeedFront, URL: at}
	seen := known{}
	c := &Collector{Fetch: p, Seen: seen, Now: func() time.Time { return now }}
	inputs := looked(t, c, f)
	if diff := cmp.Diff([]string{at + "2026/03/03/quay-closed-again", at + "2026/03/04/quay-closed-again"}, asked(inputs)); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
	for _, url := range asked(inputs) {
		seen[url] = true
	}
	p[at] = front(5, 4, 3)
	if diff := cmp.Diff([]string{at + "2026/03/05/quay-closed-again"}, asked(looked(t, c, *inputs[0].After))); diff != "" {
		t.Errorf("asked the next time (-want +got):\n%s", diff)
	}
}
