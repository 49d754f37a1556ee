// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay/internal/fetch"
)

// site serves files on loopback; HOST in them is the server.
func site(t *testing.T, files map[string]string) (*fetch.Client, string) {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, ok := files[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, strings.ReplaceAll(body, "HOST", "http://"+r.Host))
	}))
	t.Cleanup(s.Close)
	at := netip.MustParseAddrPort(strings.TrimPrefix(s.URL, "http://"))
	return fetch.New(fetch.Options{Every: time.Nanosecond, Loopback: []netip.AddrPort{at}}), s.URL
}

const (
	newsMap = `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>HOST/2026/03/04/quay-closed</loc><news:news><news:publication_date>2026-03-04T09:00:00Z</news:publication_date><news:title>Quay closed</news:title></news:news></url></urlset>`
	oneItem = `<rss><channel><title>Tarn Courier</title><item><title>A</title><link>HOST/a</link><pubDate>Wed, 04 Mar 2026 09:00:00 GMT</pubDate></item></channel></rss>`
)

func TestFeedsOfASiteAreFound(t *testing.T) {
	links := ""
	for i := range 6 {
		links += fmt.Sprintf(`<a href="/2026/03/0%d/the-harbour-was-closed">The harbour was closed again on day %d</a>`, i+1, i)
	}
	for name, test := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"offered": {map[string]string{"/": `<head><link rel="alternate" type="application/rss+xml" href="/news.xml"><link rel="alternate" type="application/atom+xml" href="/none.xml"></head>`,
			"/news.xml": oneItem, "/rss": oneItem}, []string{"rss /news.xml, 1 of 2026-03-04, offered by the page"}},
		"usual path":    {map[string]string{"/": "<p>News</p>", "/rss.xml": oneItem}, []string{"rss /rss.xml, 1 of 2026-03-04, a usual path"}},
		"the page":      {map[string]string{"/": oneItem}, []string{"rss /, 1 of 2026-03-04, the address itself"}},
		"robots.txt":    {map[string]string{"/": "<p>News</p>", "/robots.txt": "User-agent: *\nDisallow: /private\nSitemap: HOST/maps/today.xml", "/maps/today.xml": newsMap}, []string{"sitemap /maps/today.xml, 1 of 2026-03-04, named by robots.txt"}},
		"not allowed":   {map[string]string{"/": "<p>News</p>", "/robots.txt": "User-agent: *\nDisallow: /rss.xml", "/rss.xml": oneItem}, nil},
		"the front":     {map[string]string{"/": "<main>" + links + "</main>"}, []string{"front /, 6 of 0001-01-01, the page leads to articles"}},
		"nothing":       {map[string]string{"/": "<p>Closed.</p>"}, nil},
		"foreign place": {map[string]string{"/": `<link rel="alternate" type="application/rss+xml" href="http://10.0.0.1/feed">`, "/robots.txt": "Sitemap: file:///etc/passwd"}, nil},
	} {
		client, at := site(t, test.files)
		places, err := Find(t.Context(), client, at+"/")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range places {
			got = append(got, fmt.Sprintf("%s %s, %d of %s, %s", p.Kind, strings.TrimPrefix(p.URL, at), p.Pages, p.Latest.Format(time.DateOnly), p.How))
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestFindingEndsWithItsContext(t *testing.T) {
	client, at := site(t, map[string]string{"/": "<p>News</p>"})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Find(ctx, client, at+"/"); err == nil {
		t.Error("a search that was ended before it began has no error")
	}
}
