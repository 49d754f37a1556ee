// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/hearsaytest/cost"
	"hearsay/internal/hearsaytest/raced"
)

// The tests of docs/hostile.md that concern feeds. Their names begin with the number of the input.

// reads reads a feed and holds what that costs against a bound.
func reads(t *testing.T, most time.Duration, name, payload string) (f FeedContent, err error) {
	t.Helper()
	c := cost.Of(func() { f, err = Feed([]byte(payload), FeedSource{URL: "https://x.example/rss", Fetched: seen}) })
	t.Logf("%s: %v, %d MB allocated", name, c.CPU, c.Allocated>>20)
	if c.CPU > most {
		t.Errorf("%s took %v, want at most %v", name, c.CPU, most)
	}
	if err != nil && !errors.Is(err, hearsay.ErrInvalid) {
		t.Errorf("%s: %v, want invalid", name, err)
	}
	return f, err
}

func channel(items string) string {
	return "<rss><channel><title>T</title>" + items + "</channel></rss>"
}

func TestH28EntitiesAreNotExpanded(t *testing.T) {
	raced.Skip(t)
	var laughs strings.Builder
	laughs.WriteString("<!DOCTYPE lolz [\n<!ENTITY l0 \"ha\">\n")
	for i := 1; i < 10; i++ {
		fmt.Fprintf(&laughs, "<!ENTITY l%d \"%s\">\n", i, strings.Repeat(fmt.Sprintf("&l%d;", i-1), 10))
	}
	laughs.WriteString("]>\n" + channel("<item><title>Title of it</title><description>&l9;</description></item>"))
	_, err := reads(t, 50*time.Millisecond, "billion laughs", laughs.String())
	if err == nil || !strings.Contains(err.Error(), "line 12: an entity made of other entities: l1") {
		t.Errorf("error %v, want it to name the line", err)
	}
	if _, err := Capture(fileCapture("laughs.xml"), []byte(laughs.String())); !errors.Is(err, hearsay.ErrInvalid) {
		t.Errorf("as a capture: %v, want invalid", err)
	}
	blowup := `<!DOCTYPE x [<!ENTITY a "` + strings.Repeat("ha", 50_000) + `">]>` +
		channel("<item><title>A</title><description>"+strings.Repeat("&a;", 20_000)+"</description></item>")
	if f, err := reads(t, 100*time.Millisecond, "quadratic", blowup); err == nil && len(f.Entries[0].Summary.Value) > 70_000 {
		t.Errorf("the entity was expanded: %d bytes", len(f.Entries[0].Summary.Value))
	}
	parameter := `<!DOCTYPE x [<!ENTITY % a "<!ENTITY b 'ha'>"> %a; <!ENTITY % c SYSTEM "http://10.0.0.1/x.dtd"> %c;]>` + channel("<item><title>A &b;</title></item>")
	if f, err := reads(t, 50*time.Millisecond, "parameter entities", parameter); err == nil && f.Entries[0].Title.Value != "A &b;" {
		t.Errorf("title %q", f.Entries[0].Title.Value)
	}
}

func TestH29NothingOutsideIsFetched(t *testing.T) {
	for name, payload := range map[string]string{
		"external entities": `<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname"><!ENTITY y SYSTEM "http://10.0.0.1/">]>` +
			channel("<item><title>A &x; &y;</title></item>"),
		"external DTD": `<!DOCTYPE rss SYSTEM "http://10.0.0.1/rss.dtd">` + channel("<item><title>A &x; &y;</title></item>"),
		"XSLT":         `<?xml-stylesheet type="text/xsl" href="file:///etc/passwd"?>` + channel("<item><title>A &x; &y;</title></item>"),
		"XInclude":     channel(`<item><title>A &x; &y;<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/></title></item>`),
	} {
		f, err := reads(t, time.Second, name, payload)
		if err != nil || len(f.Entries) != 1 {
			t.Errorf("%s: %d entries, %v", name, len(f.Entries), err)
			continue
		}
		text, _ := f.Entries[0].Title.plainText()
		if got := strings.Join(text, " "); got != "A &x; &y;" {
			t.Errorf("%s: title %q", name, got)
		}
	}
}

func TestH30EntriesEndAfterFiveThousand(t *testing.T) {
	raced.Skip(t)
	item := "<item><title>a</title><link>https://x.example/</link></item>"
	f, err := reads(t, time.Second, "500,000 items", channel(strings.Repeat(item, 500_000)))
	if err != nil || len(f.Entries) != 5000 || !f.Truncated {
		t.Errorf("%d entries, truncated %v, %v", len(f.Entries), f.Truncated, err)
	}
	f, err = reads(t, time.Second, "a text of 5 MB", channel("<item><title>a</title><description>"+strings.Repeat("words ", 900_000)+"</description></item>"))
	if err != nil || len(f.Entries[0].Summary.Value) > maxItemText {
		t.Errorf("%d bytes of one text, %v", len(f.Entries[0].Summary.Value), err)
	}
}

func TestH31XMLIsBounded(t *testing.T) {
	raced.Skip(t)
	var spaces, attributes strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&spaces, " xmlns:a%d='b'", i)
		fmt.Fprintf(&attributes, " a%d='b'", i)
	}
	for name, payload := range map[string]string{
		"100,000 namespaces":       "<rss><channel" + spaces.String() + "><title>x</title></channel></rss>",
		"100,000 attributes":       "<rss><channel" + attributes.String() + "><title>x</title></channel></rss>",
		"1,200,000 nested":         "<rss>" + strings.Repeat("<a>", 1_200_000),
		"2,000,000 elements":       "<rss>" + strings.Repeat("<a/>", 2_000_000),
		"comments without end":     "<rss>" + strings.Repeat("<!---->", 2_000_000),
		"directives within others": "<!DOCTYPE x [" + strings.Repeat("<!ELEMENT a (b)>", 100_000) + "]><rss>" + strings.Repeat("<a>", 600),
	} {
		if _, err := reads(t, time.Second, name, payload); err == nil {
			t.Errorf("%s is read as a feed", name)
		}
	}
}

// TestH33IdentitiesAreNotBelieved: what an entry calls itself decides nothing. A document is a part of its capture, a page
// is known by its address.
func TestH33IdentitiesAreNotBelieved(t *testing.T) {
	item := func(n int, guid, link string) string {
		return fmt.Sprintf("<item><title>Number %d</title><guid>%s</guid><link>%s</link></item>", n, guid, link)
	}
	var same, huge strings.Builder
	for n := range 5 {
		same.WriteString(item(n, "the-same", fmt.Sprintf("https://x.example/%d", n)))
		huge.WriteString(item(n, strings.Repeat("g", 100_000), "javascript:alert(1)"))
	}
	for name, items := range map[string]string{"the same guid": same.String(), "guids of 100 KB, links that are scripts": huge.String()} {
		docs := readFixture(t, "feed.xml", []byte(channel(items)))
		ids := map[hearsay.DocumentID]bool{}
		for _, d := range docs {
			ids[d.ID] = true
			if strings.HasPrefix(d.URL, "javascript") {
				t.Errorf("%s: address %q", name, d.URL)
			}
		}
		if len(ids) != 5 {
			t.Errorf("%s: %d documents, want 5", name, len(ids))
		}
	}
	f, err := Feed([]byte(channel(item(1, "javascript:alert(1)", "data:text/html,x"))), FeedSource{})
	if err != nil || f.Entries[0].Link != "" {
		t.Errorf("link %q, %v", f.Entries[0].Link, err)
	}
}

func TestH34DatesAreBounded(t *testing.T) {
	raced.Skip(t)
	for in, want := range map[string]string{
		"June 2999": "", "in May": "", "1e309": "", "-0001": "", "0000-00-00": "", "0000-01-01T00:00:00Z": "", "9999999999999": "",
		"2026-05-03T10:00:00-12:00": "2026-05-03T22:00:00Z", "2026-02-30": "",
		strings.Repeat("3 May 2026 ", 99): "", strings.Repeat("9", 1<<20): "", "Sun, 03 May 2026 10:00:00 +0200": "2026-05-03T08:00:00Z",
		"3 mai 2026": "2026-05-03", "3. Mai 2026": "2026-05-03", "3 de mayo de 2026": "2026-05-03", "3 мая 2026": "2026-05-03", "2026年5月3日": "2026-05-03",
		"03/May/2026": "2026-05-03", "2026.05.03": "2026-05-03", "May 3rd, 2026": "2026-05-03", "20260503": "2026-05-03",
	} {
		var d hearsay.Date
		var ok bool
		c := cost.Of(func() { d, ok = newDateReader("", seen).parse(in) })
		if ok != (want != "") || ok && d.String() != want {
			t.Errorf("parse(%.40q) = %v (%v), want %q", in, d, ok, want)
		}
		if c.CPU > 200*time.Millisecond {
			t.Errorf("parse(%.40q) took %v", in, c.CPU)
		}
	}
	bad := channel(strings.Repeat("<item><title>a</title><pubDate>32 Smarch 2026 25:61</pubDate></item>", 5000))
	if f, err := reads(t, time.Second, "5,000 dates that are none", bad); err != nil || len(f.Entries) != 5000 {
		t.Errorf("%d entries, %v", len(f.Entries), err)
	}
	// A date from the future is none: the document is dated by when it was fetched, and says that it has no date.
	future := seen.Add(73 * time.Hour).Format(time.RFC3339)
	for name, page := range map[string]string{
		"page": `<meta property="article:published_time" content="` + future + `">` + article(strings.Repeat(prose, 5)),
		"feed": channel("<item><title>a</title><description>words</description><pubDate>" + future + "</pubDate></item>"),
	} {
		docs, err := Capture(hearsay.Capture{ID: "c1", URL: "https://x.example/a", Fetched: seen}, []byte(page))
		if err != nil || docs[0].Published.Known() || docs[0].When() != seen {
			t.Errorf("%s: published %v, %v", name, docs[0].Published, err)
		}
	}
}

func TestH37DeepJSONIsInvalid(t *testing.T) {
	raced.Skip(t)
	for name, payload := range map[string]string{
		"200,000 levels of lists":   `{"version":"https://jsonfeed.org/version/1","items":` + strings.Repeat("[", 200_000),
		"200,000 levels of objects": `{"version":"https://jsonfeed.org/version/1","items":` + strings.Repeat(`{"a":`, 200_000),
		"closed levels":             `{"version":"https://jsonfeed.org/version/1","x":` + strings.Repeat("[", 200_000) + strings.Repeat("]", 200_000) + "}",
	} {
		if _, err := reads(t, 500*time.Millisecond, name, payload); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
