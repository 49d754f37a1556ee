// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package site_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/url"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"hearsay"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/read"
	"hearsay/internal/site"
)

func feedsAreRead(t *testing.T, files map[string][]byte) {
	types := map[string]string{".atom": "application/atom+xml", ".rss": "application/rss+xml", ".json": "application/feed+json"}
	seen := map[string]int{}
	for name, body := range files {
		kind, ok := types[path.Ext(name)]
		if !ok {
			continue
		}
		seen[strings.Split(name, "/")[1]]++
		feed, err := read.Feed(body, read.FeedSource{URL: public + name, MediaType: kind})
		if err != nil || feed.Title.Value == "" || len(feed.Entries) == 0 || !utf8.Valid(body) {
			t.Errorf("%s: %d entries of %q, %v", name, len(feed.Entries), feed.Title.Value, err)
		}
		ids := map[string]bool{}
		for _, e := range feed.Entries {
			u, err := url.Parse(e.Link)
			if err != nil || u.Host == "" || !strings.HasPrefix(e.ID, "urn:uuid:") || ids[e.ID] || !e.Published.Date.Known() {
				t.Errorf("%s: %+v", name, e)
			}
			ids[e.ID] = true
			if own, ok := strings.CutPrefix(e.Link, public); ok && files[own] == nil {
				t.Errorf("%s: an entry leads to %s, where nothing is", name, e.Link)
			}
		}
		if path.Ext(name) != ".json" {
			wellFormed(t, name, body)
		} else if !json.Valid(body) {
			t.Errorf("%s is no JSON", name)
		}
	}
	for _, kind := range []string{"digests.atom", "story", "tag", "author", "outlet"} {
		if seen[kind] == 0 {
			t.Errorf("there are no feeds of %s: %v", kind, seen)
		}
	}
}

func wellFormed(t *testing.T, name string, body []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(body))
	for {
		if _, err := d.Token(); err != nil {
			if err.Error() != "EOF" {
				t.Errorf("%s: %v", name, err)
			}
			return
		}
	}
}

func everyPageListed(t *testing.T, files map[string][]byte) {
	var list struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
		URL     []struct {
			Loc     string `xml:"loc"`
			Lastmod string `xml:"lastmod"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal(files["/sitemap.xml"], &list); err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, u := range list.URL {
		at := strings.TrimPrefix(u.Loc, public)
		if at == "/" {
			at = "/index.html"
		}
		listed[at] = true
		if _, err := time.Parse(time.RFC3339, u.Lastmod); u.Lastmod != "" && err != nil {
			t.Error(err)
		}
	}
	for name, body := range files {
		leads := bytes.Contains(body, []byte(`http-equiv="refresh"`)) // to where a story has become part of another
		if strings.HasSuffix(name, ".html") && listed[name] == leads {
			t.Errorf("%s is in the sitemap: %t", name, listed[name])
		}
	}
	if want := "Sitemap: " + public + "/sitemap.xml"; !strings.Contains(string(files["/robots.txt"]), want) {
		t.Errorf("robots.txt has no %q", want)
	}
}

func linkedData(t *testing.T, files map[string][]byte) {
	kinds := map[string]int{}
	for name, body := range files {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		_, _, scripts := linksOf(t, body)
		for _, s := range scripts {
			var v map[string]any
			if err := json.Unmarshal([]byte(s), &v); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			kind := fmt.Sprint(v["@type"])
			kinds[kind]++
			if rating, ok := v["reviewRating"].(map[string]any); kind == "ClaimReview" && (!ok || rating["alternateName"] == "" || rating["ratingValue"] != nil) {
				t.Errorf("%s is rated %v", name, rating)
			}
		}
	}
	for _, kind := range []string{"NewsArticle", "ClaimReview", "Claim", "CollectionPage"} {
		if kinds[kind] == 0 {
			t.Errorf("no page is a %s: %v", kind, kinds)
		}
	}
}

// TestLongSitemapsAreListed: a sitemap holds only so many addresses.
func TestLongSitemapsAreListed(t *testing.T) {
	site.SetMostInSitemap(t, 4)
	st := hearsaytest.Store(t)
	hearsaytest.NewWorld("seen", hearsay.Clear, 0).Save(t, st)
	files := write(t, st, filepath.Join(t.TempDir(), "public"))
	var index struct {
		XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
		Sitemap []struct {
			Loc string `xml:"loc"`
		} `xml:"sitemap"`
	}
	if err := xml.Unmarshal(files["/sitemap.xml"], &index); err != nil {
		t.Fatal(err)
	}
	pages, listed := 0, 0
	for name := range files {
		if strings.HasSuffix(name, ".html") {
			pages++
		}
	}
	for _, s := range index.Sitemap {
		n := bytes.Count(files[strings.TrimPrefix(s.Loc, public)], []byte("<loc>"))
		if listed += n; n == 0 || n > 4 {
			t.Errorf("%s has %d addresses", s.Loc, n)
		}
	}
	if listed != pages || len(index.Sitemap) < 3 {
		t.Errorf("%d sitemaps list %d of %d pages", len(index.Sitemap), listed, pages)
	}
}
