// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/fetch"
	"hearsay/internal/read"
)

const (
	mostMaps = 4                  // sitemaps of an index that are asked for in one look
	mapsFrom = 2 * 24 * time.Hour // before the last look: sitemaps that were changed earlier have nothing new
)

// index is what a feed of any kind leads to.
type index struct {
	links []string           // of pages, the newest first, each once
	maps  []read.SitemapPage // of an index of sitemaps
	every time.Duration      // as the feed asks
	skip  []int              // hours, the same
	offer read.HubOffer
}

// readIndex reads what a feed leads to; what is none is kept and quarantined.
func (in *Input) readIndex(kind hearsay.FeedKind, a *fetch.Answer) (x index) {
	in.Index = true
	from := read.FeedSource{URL: a.URL, MediaType: a.MediaType, Language: a.Language, Fetched: a.At}
	var err error
	cut := ""
	switch kind {
	case hearsay.FeedSitemap:
		var content read.SitemapContent
		if content, err = read.Sitemap(in.Payload, from); content.Truncated {
			cut = "the sitemap breaks off, or has more addresses than are read"
		}
		x.list(&content, a.URL)
	case hearsay.FeedFront:
		var content read.FrontPage
		content, err = read.Front(in.Payload, from)
		x.offer = content.Offer
		x.add(content.Articles...)
	default:
		var content read.FeedContent
		if content, err = read.Feed(in.Payload, from); content.Truncated {
			cut = "the feed breaks off, or has more entries than are read"
		}
		x.every, x.skip, x.offer = content.Every, content.SkipHours, content.Offer
		for _, e := range content.Entries {
			x.add(e.Link)
		}
	}
	if err != nil {
		in.Quarantine = err.Error()
		in.Attempt.Outcome, in.Attempt.Reason = hearsay.Quarantined, in.Quarantine
	}
	in.Truncated = cmp.Or(in.Truncated, cut)
	return x
}

// add adds addresses of pages, without what tells where a reader came from.
func (x *index) add(links ...string) {
	seen := make(map[string]bool, len(x.links))
	for _, l := range x.links {
		seen[l] = true
	}
	for _, l := range links {
		if l = read.PageAddress(l); l != "" && !seen[l] {
			seen[l] = true
			x.links = append(x.links, l)
		}
	}
}

// list takes over what a sitemap lists, as far as it is of the registrable domain of the sitemap itself.
func (x *index) list(content *read.SitemapContent, at string) {
	pages := slices.DeleteFunc(content.Pages, func(p read.SitemapPage) bool { return !sameSite(p.URL, at) })
	slices.SortStableFunc(pages, func(a, b read.SitemapPage) int { return dateOf(&b).Compare(dateOf(&a)) })
	if content.Index {
		x.maps = pages
		return
	}
	var links []string
	for i := range pages {
		links = append(links, pages[i].URL)
	}
	x.add(links...)
}

func dateOf(p *read.SitemapPage) time.Time {
	if p.Published.Known() {
		return p.Published.Time
	}
	return p.Modified.Time
}

// maps looks at the sitemaps of an index that may have something new, those for news first. An index in an index is not
// followed. Each sitemap is an input of its own; their pages are added to x.
func (c *Collector) maps(ctx context.Context, f hearsay.Feed, x *index) (inputs []Input, err error) {
	isNews := func(p read.SitemapPage) int {
		if strings.Contains(strings.ToLower(p.URL), "news") {
			return 0
		}
		return 1
	}
	maps := slices.DeleteFunc(slices.Clone(x.maps), func(p read.SitemapPage) bool {
		return p.URL == f.URL || p.Modified.Known() && !f.Looked.IsZero() && p.Modified.Time.Before(f.Looked.Add(-mapsFrom))
	})
	slices.SortStableFunc(maps, func(a, b read.SitemapPage) int { return isNews(a) - isNews(b) })
	for _, p := range maps[:min(len(maps), mostMaps)] {
		in, a, err := c.get(ctx, fetch.Request{URL: p.URL, Kind: fetch.Sitemap})
		if err != nil {
			return nil, err
		}
		in.Outlet = f.Outlet
		if in.Payload != nil && in.Quarantine == "" {
			child := in.readIndex(hearsay.FeedSitemap, a)
			x.add(child.links...)
		}
		inputs = append(inputs, in)
	}
	return inputs, nil
}
