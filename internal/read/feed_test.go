// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/hearsaytest/raced"
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
	want := []Outline{{"Tarn", "https://courier.example/rss", "https://courier.example/"}}
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

func TestBillionLaughsAreNotExpanded(t *testing.T) {
	raced.Skip(t)
	var b strings.Builder
	b.WriteString("<!DOCTYPE lolz [\n<!ENTITY l0 \"ha\">\n")
	for i := 1; i < 10; i++ {
		fmt.Fprintf(&b, "<!ENTITY l%d \"%s\">\n", i, strings.Repeat(fmt.Sprintf("&l%d;", i-1), 10))
	}
	b.WriteString("]>\n<rss><channel><item><title>Title of it</title><description>&l9;</description></item></channel></rss>")
	began := time.Now()
	_, err := Capture(fileCapture("laughs.xml"), []byte(b.String()))
	if !errors.Is(err, hearsay.ErrInvalid) || !strings.Contains(err.Error(), "laughs.xml: line 12: an entity made of other entities: l1") {
		t.Errorf("error %v, want invalid, with file and line", err)
	}
	if took := time.Since(began); took > 50*time.Millisecond {
		t.Errorf("took %v", took)
	}
}

func TestExternalEntityIsLeftAsWritten(t *testing.T) {
	payload := `<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y "why">]><rss><channel><item><title>A &x; &y;</title>
		</item></channel></rss>`
	f, err := Feed([]byte(payload), FeedSource{})
	if err != nil || f.Entries[0].Title.Value != "A &x; &y;" {
		t.Errorf("entries %+v, error %v", f.Entries, err)
	}
}

func TestHostileFeedsAreBounded(t *testing.T) {
	raced.Skip(t)
	item := "<item><title>a</title><link>https://x.example/</link></item>"
	var attributes strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&attributes, " xmlns:a%d='b'", i)
	}
	for name, tt := range map[string]struct {
		payload string
		entries int
		refused bool
	}{
		"H30 500,000 items":         {"<rss><channel>" + strings.Repeat(item, 500_000) + "</channel></rss>", maxFeedItems, false},
		"H31 100,000 namespaces":    {"<rss><channel" + attributes.String() + "><title>x</title></channel></rss>", 0, true},
		"H31 1.2 M nested elements": {"<rss>" + strings.Repeat("<a>", 1_200_000), 0, true},
		"H31 2 M elements":          {"<rss>" + strings.Repeat("<a/>", 2_000_000), 0, true},
		"H33 guid of 100 KB": {"<rss><channel><item><title>a</title><guid>" + strings.Repeat("g", 100_000) +
			"</guid></item></channel></rss>", 1, false},
		"H34 dates": {"<rss><channel>" + strings.Repeat("<item><title>a</title><pubDate>32 Smarch 2026 25:61</pubDate></item>", 5000) +
			"</channel></rss>", 5000, false},
		"H37 JSON of 200,000 levels": {`{"version":"https://jsonfeed.org/version/1","items":` + strings.Repeat("[", 200_000), 0, true},
		"truncated in a tag":         {"<rss><channel>" + item + "<item><title", 1, false},
		"no feed":                    {"<plist/>", 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			var f FeedContent
			var err error
			raced.Within(t, time.Second, func() { f, err = Feed([]byte(tt.payload), FeedSource{Fetched: seen}) })
			if (err != nil) != tt.refused || err != nil && !errors.Is(err, hearsay.ErrInvalid) || len(f.Entries) != tt.entries {
				t.Errorf("%d entries, error %v; want %d, refused %v", len(f.Entries), err, tt.entries, tt.refused)
			}
		})
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
