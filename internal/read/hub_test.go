// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package read

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const hubURL, topicURL = "https://hub.example/", "https://paper.example/feed"

func TestLinkFieldsNameHubAndTopic(t *testing.T) {
	both := HubOffer{Hubs: []string{hubURL}, Topic: topicURL}
	for _, test := range []struct {
		fields []string
		want   HubOffer
	}{
		{[]string{`<https://hub.example/>; rel="hub"`, `<https://paper.example/feed>; rel="self"`}, both},
		{[]string{`<https://hub.example/>; rel=hub, <https://paper.example/feed>; rel=self`}, both},
		{[]string{`</feed>;type="a,b;c" ; rel="alternate self",<https://hub.example/>;REL=HUB`}, both},
		{[]string{`<https://hub.example/>; title="a \"rel=self\""; rel=hub; rel=self, </feed>; rel=self`}, both},
		{[]string{`<https://hub.example/>; rel=hub`, `<https://other.example/>; rel=self; anchor="#elsewhere"`, `</feed>; rel=self`}, both},
		{[]string{`<ftp://hub.example/>; rel=hub, <>; rel=self, <javascript:x>; rel=self`}, HubOffer{}},
		{[]string{`<https://a.example/x,y>; rel=hub, <https://b.example/>; rel=hub, broken`}, HubOffer{Hubs: []string{"https://a.example/x,y", "https://b.example/"}}},
		{[]string{"", ";;;", "<", "<https://hub.example/>;=;rel", `<https://hub.example/>; rel="hub`}, HubOffer{Hubs: []string{hubURL}}},
	} {
		if diff := cmp.Diff(test.want, Offer(test.fields, "https://paper.example/rss")); diff != "" {
			t.Errorf("Offer(%q) (-want +got):\n%s", test.fields, diff)
		}
	}
}

func TestFeedsNameHubAndTopic(t *testing.T) {
	for name, feed := range map[string]string{
		"atom": `<feed xmlns="http://www.w3.org/2005/Atom"><title>P</title><link rel="hub" href="https://hub.example/"/><link rel="self" href="/feed"/>
			<entry><title>x</title><link rel="hub" href="https://other.example/"/></entry></feed>`,
		"rss": `<rss xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>P</title><link>https://paper.example/</link>
			<atom:link rel="self" href="https://paper.example/feed"/><atom:link rel="hub" href="https://hub.example/"/></channel></rss>`,
		"json": `{"version":"https://jsonfeed.org/version/1.1","title":"P","feed_url":"https://paper.example/feed",
			"hubs":[{"type":"rssCloud","url":"https://other.example/"},{"type":"WebSub","url":"https://hub.example/"}],"items":[]}`,
	} {
		f, err := Feed([]byte(feed), FeedSource{URL: "https://paper.example/rss"})
		if diff := cmp.Diff(HubOffer{Hubs: []string{hubURL}, Topic: topicURL}, f.Offer); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
}

func TestFrontPagesNameHubsInTheirHeadsOnly(t *testing.T) {
	page := `<html><head><link rel="hub" href="https://hub.example/"><link rel="self" href="/feed"></head><body><p>A reader writes:
		<link rel="hub" href="https://other.example/"></p></body></html>`
	f, err := Front([]byte(page), FeedSource{URL: "https://paper.example/"})
	if diff := cmp.Diff(HubOffer{Hubs: []string{hubURL}, Topic: topicURL}, f.Offer); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

// FuzzOffer: whatever a server writes into a field, it ends, and gives nothing but addresses of the web.
func FuzzOffer(f *testing.F) {
	f.Add(`<https://hub.example/>; rel="hub", </feed>; rel=self; title="a, b"`)
	f.Add(`<<>>;;,=,";rel`)
	f.Fuzz(func(t *testing.T, field string) {
		o := Offer([]string{field}, "https://paper.example/rss")
		for _, a := range append(o.Hubs, o.Topic) {
			if a != "" && a[:4] != "http" {
				t.Errorf("%q names %q", field, a)
			}
		}
	})
}
