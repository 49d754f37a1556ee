// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"context"
	_ "embed"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/fetch"
	"hearsay/internal/read"
)

// Place is a place of a site where it can be looked at.
type Place struct {
	URL    string           `json:"url"`
	Kind   hearsay.FeedKind `json:"kind"`
	Title  string           `json:"title,omitempty"`
	Pages  int              `json:"pages"`           // that it leads to
	News   bool             `json:"news,omitempty"`  // a sitemap for news
	Latest time.Time        `json:"latest,omitzero"` // date of the latest page, as far as it gives dates
	How    string           `json:"how"`             // it was found
}

// Site is the outside world as finding needs it; *fetch.Client is one.
type Site interface {
	Fetcher
	Sitemaps(ctx context.Context, address string) ([]string, error)
}

const (
	mostOffers     = 12 // feeds that a page offers, that are asked for
	mostTried      = 6  // sitemaps, the same
	leastOnAFront  = 5  // articles that make a page a front page
	usualPathWords = 2
)

//go:embed usualpaths.txt
var usualPaths string

// Find looks for the feeds of a site and for its sitemap of news, from the address of any page of it: what the page offers,
// then the usual paths where it offers nothing that can be read, then what robots.txt names and the usual paths of sitemaps.
// The page itself is given as a front page where it leads to articles and nothing else was found. Places are asked for one
// by one, politely, which takes a while.
//
// Errors: the context's, and that of the page itself where it cannot be had.
func Find(ctx context.Context, site Site, address string) ([]Place, error) {
	a, err := site.Get(ctx, fetch.Request{URL: address, Kind: fetch.Page})
	if err != nil {
		return nil, err
	}
	s := &searcher{site: site, seen: map[string]bool{address: true, a.URL: true}}
	if p, ok := placeOf(hearsay.FeedRSS, a); ok {
		p.How = "the address itself"
		return []Place{p}, nil
	}
	front, errFront := read.Front(a.Payload, source(a))
	if errFront == nil {
		for _, l := range front.Feeds[:min(len(front.Feeds), mostOffers)] {
			s.try(ctx, hearsay.FeedRSS, l.Href, "offered by the page")
		}
	}
	s.usual(ctx, a.URL, hearsay.FeedRSS)
	named, err := site.Sitemaps(ctx, a.URL)
	if err != nil && ctx.Err() == nil {
		named = nil // the page was had: what is wrong with robots.txt now is no reason to give up
	}
	for _, m := range named[:min(len(named), mostTried)] {
		s.try(ctx, hearsay.FeedSitemap, m, "named by robots.txt")
	}
	s.usual(ctx, a.URL, hearsay.FeedSitemap)
	if len(s.found) == 0 && errFront == nil && len(front.Articles) >= leastOnAFront {
		s.found = append(s.found, Place{URL: a.URL, Kind: hearsay.FeedFront, Pages: len(front.Articles), How: "the page leads to articles"})
	}
	return s.found, ctx.Err()
}

// searcher gathers places.
type searcher struct {
	site  Site
	seen  map[string]bool
	found []Place
}

func (s *searcher) has(kind hearsay.FeedKind) bool {
	return slices.ContainsFunc(s.found, func(p Place) bool { return p.Kind == kind && (kind == hearsay.FeedRSS || p.News) })
}

// usual tries the usual paths, as long as nothing of the kind was found.
func (s *searcher) usual(ctx context.Context, at string, kind hearsay.FeedKind) {
	base, err := url.Parse(at)
	if err != nil {
		return
	}
	for line := range strings.Lines(usualPaths) {
		words := strings.Fields(line)
		if len(words) == usualPathWords && words[0] == string(kind) && !s.has(kind) {
			s.try(ctx, kind, base.ResolveReference(&url.URL{Path: words[1]}).String(), "a usual path")
		}
	}
}

// try asks for a place and takes it down if it is of the kind.
func (s *searcher) try(ctx context.Context, kind hearsay.FeedKind, address, how string) {
	if s.seen[address] || ctx.Err() != nil {
		return
	}
	s.seen[address] = true
	a, err := s.site.Get(ctx, fetch.Request{URL: address, Kind: kindAsked(kind)})
	if err != nil || a.Status < 200 || a.Status > 299 || a.Quarantine != "" {
		return
	}
	p, ok := placeOf(kind, a)
	if !ok || s.seen["place "+p.URL] {
		return
	}
	s.seen["place "+p.URL] = true
	p.How = how
	s.found = append(s.found, p)
}

func kindAsked(kind hearsay.FeedKind) fetch.Kind {
	if kind == hearsay.FeedSitemap {
		return fetch.Sitemap
	}
	return fetch.Feed
}

func source(a *fetch.Answer) read.FeedSource {
	return read.FeedSource{URL: a.URL, MediaType: a.MediaType, Language: a.Language, Fetched: a.At}
}

// placeOf reads an answer as a place of a kind.
func placeOf(kind hearsay.FeedKind, a *fetch.Answer) (p Place, ok bool) {
	p = Place{URL: a.URL, Kind: kind}
	if a.Permanent != "" {
		p.URL = a.Permanent
	}
	if kind == hearsay.FeedSitemap {
		content, err := read.Sitemap(a.Payload, source(a))
		p.Pages, p.News = len(content.Pages), content.News
		for i := range content.Pages {
			p.Latest = later(p.Latest, dateOf(&content.Pages[i]))
		}
		if content.Index {
			p.Title = fmt.Sprintf("an index of %d sitemaps", len(content.Pages))
			p.News = slices.ContainsFunc(content.Pages, func(m read.SitemapPage) bool { return strings.Contains(strings.ToLower(m.URL), "news") })
		}
		return p, err == nil && p.Pages > 0
	}
	content, err := read.Feed(a.Payload, source(a))
	p.Title, p.Pages = strings.TrimSpace(content.Title.Value), len(content.Entries)
	for _, e := range content.Entries {
		p.Latest = later(p.Latest, later(e.Published.Date.Time, e.Updated.Date.Time))
	}
	return p, err == nil
}
