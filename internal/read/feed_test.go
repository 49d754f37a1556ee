// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hearsay"
)

const harbourFeed = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>The Tarn Courier</title><link>https://courier.example/</link><language>en-gb</language>
<item><title>Harbour master resigns</title><link>https://courier.example/a</link><guid isPermaLink="false">a1</guid>
<pubDate>Sun, 03 May 2026 10:00:00 +0200</pubDate><dc:creator>Ilse Moor</dc:creator>
<description>Short.</description>
<content:encoded><![CDATA[<p>The harbour master of Tarn <a href="https://courier.example/b">resigned</a>.</p><script>x()</script><p>More &amp; more.</p>]]></content:encoded>
<source url="https://nordwire.example/rss">Nordwire</source></item>
<item><title>Second &amp; last</title><link>javascript:alert(1)</link><pubDate>soon</pubDate></item>
</channel></rss>`

func TestEntriesBecomeDocuments(t *testing.T) {
	docs := readFixture(t, "feed.xml", []byte(harbourFeed))
	if len(docs) != 2 {
		t.Fatalf("%d documents, want 2", len(docs))
	}
	d := docs[0]
	want := "Harbour master resigns\n\nThe harbour master of Tarn resigned.\n\nMore & more."
	if d.Text != want || d.Kind != hearsay.Article || d.Part != "1" {
		t.Errorf("text %q, kind %s, part %s", d.Text, d.Kind, d.Part)
	}
	if d.URL != "https://courier.example/a" || d.Credit != "Nordwire" || d.Language != "en" {
		t.Errorf("URL %q, credit %q, language %q", d.URL, d.Credit, d.Language)
	}
	if d.Published.String() != "2026-05-03T08:00:00Z" || !cmp.Equal(d.Authors, []string{"Ilse Moor"}) {
		t.Errorf("published %v by %q", d.Published, d.Authors)
	}
	if diff := cmp.Diff([]string{"https://courier.example/b"}, d.Links); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
	if docs[1].URL != "file:feed.xml" || docs[1].Text != "Second & last" {
		t.Errorf("URL %q, text %q", docs[1].URL, docs[1].Text)
	}
}

func TestTruncatedFeedKeepsItsWholeItems(t *testing.T) {
	cut := harbourFeed[:strings.Index(harbourFeed, "<pubDate>soon")]
	f, err := Feed([]byte(cut), FeedSource{URL: "https://courier.example/rss", Fetched: seen})
	if err != nil || len(f.Entries) != 1 || !f.Truncated {
		t.Errorf("%d entries, truncated %v, error %v; want 1, true, none", len(f.Entries), f.Truncated, err)
	}
}

func TestMislabelledFeedIsDecoded(t *testing.T) {
	payload := strings.Replace(harbourFeed, "Short.", "caf\xe9 \x93x\x94", 1)
	f, err := Feed([]byte(payload), FeedSource{MediaType: "application/rss+xml; charset=utf-8"})
	if err != nil || f.Entries[0].Summary.Value != "café “x”" {
		t.Errorf("summary %q, error %v", f.Entries[0].Summary.Value, err)
	}
}

func TestJSONFeedIsRead(t *testing.T) {
	payload := `{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{"id": 7, "url": "https://x.example/7",
		"title": "Seven", "content_html": "<p>One.</p><p>Two.</p>", "date_published": "2026-05-03T10:00:00Z",
		"authors": [{"name": "Bo Lind"}]}]}`
	d := readFixture(t, "feed.json", []byte(payload))[0]
	if d.Text != "Seven\n\nOne.\n\nTwo." || d.URL != "https://x.example/7" || !cmp.Equal(d.Authors, []string{"Bo Lind"}) {
		t.Errorf("document %+v", d)
	}
}

func TestOPMLGivesFeeds(t *testing.T) {
	payload := `<opml version="2.0"><body><outline text="News"><outline text="Tarn" xmlUrl="https://courier.example/rss"
		htmlUrl="https://courier.example/"/><outline xmlUrl="file:///etc/passwd"/></outline>
		<outline text="Again" xmlUrl="https://courier.example/rss"/></body></opml>`
	got, err := OPML([]byte(payload))
	want := []Outline{{Title: "Tarn", Feed: "https://courier.example/rss", Page: "https://courier.example/"}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("error %v; outlines (-want +got):\n%s", err, diff)
	}
	many := "<opml><body>" + strings.Repeat(`<outline/>`, 1_000_000)
	if got, err := OPML([]byte(many)); err != nil || len(got) != 0 {
		t.Errorf("a million outlines give %d feeds, error %v", len(got), err)
	}
	if _, err := OPML([]byte("<rss/>")); !errors.Is(err, hearsay.ErrInvalid) {
		t.Errorf("a feed as OPML gives error %v, want invalid", err)
	}
}

func TestFeedThatBreaksOffKeepsWhatCameBefore(t *testing.T) {
	f, err := Feed([]byte("<rss><channel><item><title>a</title></item><item><title"), FeedSource{Fetched: seen})
	if err != nil || len(f.Entries) != 1 || !f.Truncated {
		t.Errorf("%d entries, truncated %v, %v", len(f.Entries), f.Truncated, err)
	}
	if _, err := Feed([]byte("<plist/>"), FeedSource{}); !errors.Is(err, hearsay.ErrInvalid) {
		t.Errorf("what is no feed gives %v, want invalid", err)
	}
}

func FuzzFeed(f *testing.F) {
	f.Add([]byte(harbourFeed), "")
	f.Add([]byte("<feed xmlns='http://www.w3.org/2005/Atom'><entry><title type='xhtml'><div>a</div></title><id>/x</id>"), "text/xml")
	f.Fuzz(func(t *testing.T, payload []byte, mediaType string) {
		feed, err := Feed(payload, FeedSource{URL: "https://x.example/", MediaType: mediaType, Fetched: seen})
		if err != nil {
			return
		}
		for _, e := range feed.Entries {
			if e.Link != "" && !strings.HasPrefix(e.Link, "http") {
				t.Errorf("link %q of no web address", e.Link)
			}
			if again := tidyMarkup(e.Summary.Value, ""); htmlTypes[e.Summary.Type] && tidyMarkup(again, "") != again {
				t.Errorf("tidying %q twice gives another text", e.Summary.Value)
			}
		}
	})
}
