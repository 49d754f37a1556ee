// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hearsay/internal/collect"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/read"
)

// Rates are a second of processor time, so that what else the machine does makes little difference.
const (
	feedItems    = 20
	leastFeeds   = 600 // feeds of twenty items and 12 KB
	strongFeeds  = 900
	strongRead   = 120 // pages, in a child
	leastRecords = 300 // records of a WARC with pages of about 55 KB
)

// judge says how a rate stands to what is asked of it.
func judge(t *testing.T, what string, rate, least, strong float64) string {
	t.Helper()
	switch {
	case rate < least:
		t.Errorf("%s: %.0f a second and core, want at least %.0f", what, rate, least)
		return "MISSED"
	case rate < strong:
		return fmt.Sprintf("at least %.0f", least)
	}
	return fmt.Sprintf("strong: %.0f", strong)
}

// benchFeeds times the reading of feeds.
func benchFeeds(t *testing.T, say func(string, ...any), articles []hearsaytest.Generated) {
	t.Helper()
	var feeds [][]byte
	size := 0
	for i := 0; i+feedItems <= len(articles); i += feedItems {
		feeds = append(feeds, feedOf(articles[i:i+feedItems]))
		size += len(feeds[len(feeds)-1])
	}
	from := read.FeedSource{URL: "https://paper.example/rss", Fetched: time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)}
	n, before := 0, processorTime(t)
	for processorTime(t)-before < 3*time.Second {
		for _, f := range feeds {
			got, err := read.Feed(f, from)
			if err != nil || len(got.Entries) != feedItems {
				t.Fatalf("%d entries, %v", len(got.Entries), err)
			}
			n++
		}
	}
	rate := float64(n) / (processorTime(t) - before).Seconds()
	say("feeds     %8.0f a second and core, of %d items and %.1f KB (%s)", rate, feedItems, float64(size)/float64(len(feeds))/1000,
		judge(t, "feeds", rate, leastFeeds, strongFeeds))
}

// feedOf is a feed of articles with the beginning of each.
func feedOf(articles []hearsaytest.Generated) []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Paper</title><link>https://paper.example/</link>`)
	for i, a := range articles {
		lead := a.Body[0]
		if len(lead) > 340 {
			lead = lead[:340]
		}
		fmt.Fprintf(&b, "\n<item><title>%s</title><link>%s</link><guid isPermaLink=\"false\">paper-%d</guid><pubDate>%s</pubDate><dc:creator>Staff</dc:creator><category>News</category><description>%s</description></item>",
			html.EscapeString(a.Title), html.EscapeString(a.URL), i, a.Published.Format(time.RFC1123Z), html.EscapeString("<p>"+lead+"</p>"))
	}
	b.WriteString("\n</channel></rss>\n")
	return []byte(b.String())
}

// benchRecords times the reading of a WARC, as import does, without storing anything.
func benchRecords(t *testing.T, say func(string, ...any)) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "bench.warc.gz")
	records := bigWARC(t, file, 64<<20)
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	n, before := 0, processorTime(t)
	for _, err := range collect.Files([]string{file}, collect.FileOptions{Now: time.Now()}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	took := (processorTime(t) - before).Seconds()
	if n != records {
		t.Errorf("%d of %d records", n, records)
	}
	say("WARC      %8.0f records a second and core, %.0f MB/s compressed (%s)", float64(n)/took, float64(info.Size())/1e6/took,
		judge(t, "records", float64(n)/took, leastRecords, 3*leastRecords))
}
