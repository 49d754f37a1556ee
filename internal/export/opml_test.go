// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package export

import (
	"bytes"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/read"
)

// TestListThatIsWrittenReadsAsItWas: whatever stands in names and addresses.
func TestListThatIsWrittenReadsAsItWas(t *testing.T) {
	feeds := []hearsay.Feed{
		{Outlet: "b", Kind: hearsay.FeedRSS, URL: "https://paper.example/rss?a=1&b=<2>"},
		{Outlet: "a", Kind: hearsay.FeedSitemap, URL: "https://gazette.example/news-sitemap.xml.gz"},
		{Outlet: "a", Kind: hearsay.FeedFront, URL: "https://gazette.example/"},
		{Outlet: "c", Kind: hearsay.FeedRSS, URL: "https://gone.example/rss", State: hearsay.FeedState{Gone: time.Unix(1, 0)}},
		{Outlet: "c", Kind: hearsay.FeedFile, URL: "file:feeds"},
	}
	var b bytes.Buffer
	if err := OPML(&b, feeds, map[hearsay.OutletID]string{"a": `The "Gazette" & Sons`}); err != nil {
		t.Fatal(err)
	}
	got, err := read.OPML(b.Bytes())
	want := []read.Outline{
		{Title: `The "Gazette" & Sons`, Feed: feeds[2].URL, Kind: "front"},
		{Title: `The "Gazette" & Sons`, Feed: feeds[1].URL, Kind: "sitemap"},
		{Title: "b", Feed: feeds[0].URL, Kind: "rss"},
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}
