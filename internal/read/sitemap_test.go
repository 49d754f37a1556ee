// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"bytes"
	"compress/gzip"
	"errors"
	"strings"
	"testing"

	"hearsay"
)

const newsMap = `<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://courier.example/a?x=1&amp;y=2 </loc><lastmod>2026-03-04</lastmod><n:news><n:publication><n:name>Courier</n:name></n:publication>
<n:publication_date>2026-03-04T09:00:00Z</n:publication_date><n:title>Quay
 closed</n:title></n:news></url>
<url><loc>javascript:alert(1)</loc></url><url><lastmod>2026</lastmod></url><url><loc>https://courier.example/b</loc></url></urlset>`

func mapFrom(url string) FeedSource { return FeedSource{URL: url, Fetched: seen} }

func packed(s string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(s))
	_ = z.Close()
	return b.Bytes()
}

func TestSitemapGivesItsPages(t *testing.T) {
	for name, payload := range map[string][]byte{"plain": []byte(newsMap), "packed": packed(newsMap)} {
		s, err := Sitemap(payload, mapFrom("https://courier.example/news.xml"))
		if err != nil || s.Index || !s.News || s.Truncated || len(s.Pages) != 2 {
			t.Fatalf("%s: %+v, %v", name, s, err)
		}
		p := s.Pages[0]
		if p.URL != "https://courier.example/a?x=1&y=2" || p.Published.String() != "2026-03-04T09:00:00Z" || p.Modified.String() != "2026-03-04" || p.Title != "Quay closed" {
			t.Errorf("%s: %+v", name, p)
		}
		if f := Recognise("https://courier.example/news.xml", payload); f != SiteMap {
			t.Errorf("%s: recognised as %q", name, f)
		}
		if docs, err := Capture(hearsay.Capture{URL: "https://courier.example/news.xml"}, payload); err != nil || len(docs) > 0 {
			t.Errorf("%s: documents %v, %v", name, docs, err)
		}
	}
	index := `<sitemapindex><sitemap><loc>https://courier.example/1.xml</loc><lastmod>2026-03-04T09:00:00Z</lastmod></sitemap></sitemapindex>`
	if s, err := Sitemap([]byte(index), mapFrom("")); err != nil || !s.Index || len(s.Pages) != 1 || !s.Pages[0].Modified.Known() {
		t.Errorf("index: %+v, %v", s, err)
	}
}

func TestSitemapThatBreaksOffIsMarked(t *testing.T) {
	at := strings.Index(newsMap, "<url><lastmod>")
	for name, payload := range map[string][]byte{"plain": []byte(newsMap[:at]), "packed": packed(newsMap)[:len(packed(newsMap))-9]} {
		if s, err := Sitemap(payload, mapFrom("")); err != nil || !s.Truncated || len(s.Pages) == 0 {
			t.Errorf("%s: %+v, %v", name, s, err)
		}
	}
}

func TestWhatIsNoSitemapIsInvalid(t *testing.T) {
	for name, payload := range map[string]string{
		"empty": "", "text": "not a map", "feed": harbourFeed, "page": "<html><p>News</p></html>",
		"deep":       "<urlset>" + strings.Repeat("<a>", 100),
		"attributes": "<urlset" + strings.Repeat(" a='1'", 300) + "></urlset>",
	} {
		if s, err := Sitemap([]byte(payload), mapFrom("")); !errors.Is(err, hearsay.ErrInvalid) {
			t.Errorf("%s: %+v, %v", name, s, err)
		}
	}
}

// TestH35SitemapsEndAtFiftyThousandAddresses: what is behind is left out, and that is told.
func TestH35SitemapsEndAtFiftyThousandAddresses(t *testing.T) {
	s, err := Sitemap([]byte("<urlset>"+strings.Repeat("<url><loc>https://courier.example/a</loc></url>", 60_000)+"</urlset>"), mapFrom(""))
	if err != nil || len(s.Pages) != 50_000 || !s.Truncated {
		t.Errorf("%d pages, truncated %v, %v", len(s.Pages), s.Truncated, err)
	}
}

func FuzzSitemap(f *testing.F) {
	f.Add([]byte(newsMap))
	f.Add(packed(newsMap))
	f.Add([]byte("<sitemapindex><sitemap><loc>https://x.example/1.xml"))
	f.Fuzz(func(t *testing.T, payload []byte) {
		s, err := Sitemap(payload, mapFrom("https://x.example/"))
		if err != nil && !errors.Is(err, hearsay.ErrInvalid) {
			t.Errorf("error of another kind: %v", err)
		}
		for _, p := range s.Pages {
			if !strings.HasPrefix(p.URL, "http") {
				t.Errorf("address %q of no web page", p.URL)
			}
		}
	})
}
