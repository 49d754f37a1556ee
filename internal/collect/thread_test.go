// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/fetch"
)

// board serves a thread of so many pages with one post each; where its last page leads is given.
func board(n int, last string) pages {
	p := pages{}
	for i := 1; i <= n; i++ {
		next := fmt.Sprintf("/threads/lamp.7/page-%d", i+1)
		if i == n {
			next = last
		}
		body := fmt.Sprintf(`<html><body><h1 class="p-title-value">The lamp</h1><a class="pageNav-jump--next" href="%s">Next</a>
<article class="message" data-author="wren"><div class="message-body"><div class="bbWrapper">Post %d.</div></div></article></body></html>`, next, i)
		p[pageOf(i)] = &fetch.Answer{Status: 200, MediaType: "text/html", Payload: []byte(body)}
	}
	return p
}

func pageOf(i int) string {
	if i == 1 {
		return "https://board.example/threads/lamp.7/"
	}
	return fmt.Sprintf("https://board.example/threads/lamp.7/page-%d", i)
}

func boardLooked(t *testing.T, p pages, later int) []string {
	t.Helper()
	f := hearsay.Feed{ID: "lamp", Outlet: "board", Kind: hearsay.FeedPage, URL: pageOf(1)}
	var got []string
	for _, in := range looked(t, &Collector{Fetch: p, Later: later, Now: func() time.Time { return now }}, f) {
		line := in.URL
		if in.Refused != "" {
			line += " refused: " + in.Refused
		} else if in.Feed != "lamp" || in.Outlet != "board" {
			t.Errorf("%s is of feed %q, outlet %q", in.URL, in.Feed, in.Outlet)
		}
		got = append(got, line)
	}
	return got
}

func TestThreadIsFollowedToItsLastPage(t *testing.T) {
	want := []string{pageOf(1), pageOf(2), pageOf(3)}
	if diff := cmp.Diff(want, boardLooked(t, board(3, ""), 0)); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
}

func TestThreadThatLeadsBackOrAwayEnds(t *testing.T) {
	for name, last := range map[string]string{
		"back to the first": pageOf(1), "to itself": pageOf(3), "to another site": "https://other.example/threads/lamp.7/page-4", "to what is no address": "javascript:next()",
	} {
		want := []string{pageOf(1), pageOf(2), pageOf(3)}
		if diff := cmp.Diff(want, boardLooked(t, board(3, last), 0)); diff != "" {
			t.Errorf("%s: pages (-want +got):\n%s", name, diff)
		}
	}
}

func TestEndlessThreadIsLeftWithItsReason(t *testing.T) {
	want := []string{pageOf(1), pageOf(2), pageOf(3), pageOf(4) + " refused: the thread goes on; 2 pages behind its first are followed"}
	if diff := cmp.Diff(want, boardLooked(t, board(50, pageOf(51)), 2)); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
	if got := boardLooked(t, board(50, pageOf(51)), 0); len(got) != 1+mostLater+1 {
		t.Errorf("%d pages are looked at without a limit of one's own", len(got))
	}
}

func TestThreadThatAFeedLeadsToIsFollowed(t *testing.T) {
	p := board(2, "")
	p["https://board.example/rss"] = &fetch.Answer{Status: 200, MediaType: "application/rss+xml",
		Payload: []byte(`<rss><channel><item><title>The lamp</title><link>` + pageOf(1) + `</link></item></channel></rss>`)}
	f := hearsay.Feed{ID: "board", Outlet: "board", Kind: hearsay.FeedRSS, URL: "https://board.example/rss"}
	inputs := looked(t, &Collector{Fetch: p, Now: func() time.Time { return now }}, f)
	if len(inputs) != 3 || inputs[2].URL != pageOf(2) || inputs[2].Attempt.Outcome != hearsay.Stored {
		t.Errorf("inputs %+v", inputs)
	}
}
