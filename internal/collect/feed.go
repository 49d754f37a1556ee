// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"net/url"
	"slices"
	"time"

	"golang.org/x/net/publicsuffix"

	"hearsay"
	"hearsay/internal/fetch"
)

const mostPages = 50

// Feed looks at one feed, and at the pages that are new in it. The first input is the feed's own: its attempt always,
// its payload if it changed, the feed as it is to be saved. The sitemaps that an index leads to follow, then an input for
// each new page, oldest first, and behind a page that is the first of a thread the others of that thread. A page that cannot
// be had is an attempt with its reason and does not stop the others.
//
// An error ends the look: the context's, or one of Seen.
func (c *Collector) Feed(ctx context.Context, f hearsay.Feed) iter.Seq2[Input, error] {
	return func(yield func(Input, error) bool) {
		inputs, links, err := c.look(ctx, f)
		if err != nil {
			yield(Input{}, err)
			return
		}
		for _, in := range inputs {
			if !yield(in, nil) || f.Kind == hearsay.FeedPage && !c.follow(ctx, f, in, yield) {
				return
			}
		}
		for _, link := range links {
			page, err := c.page(ctx, f, link)
			if err != nil {
				yield(Input{}, err)
				return
			}
			if !yield(page, nil) || !c.follow(ctx, f, page, yield) {
				return
			}
		}
	}
}

func (c *Collector) now() time.Time {
	if c.Now == nil {
		return time.Now().UTC()
	}
	return c.Now().UTC()
}

// askedFor is how much is read of what is found at a feed's address.
var askedFor = map[hearsay.FeedKind]fetch.Kind{hearsay.FeedPage: fetch.Page, hearsay.FeedFront: fetch.Page, hearsay.FeedSitemap: fetch.Sitemap}

// look fetches the feed, conditionally, and gives what came, and the addresses of its new pages.
func (c *Collector) look(ctx context.Context, f hearsay.Feed) (inputs []Input, fresh []string, err error) {
	in, a, err := c.get(ctx, fetch.Request{URL: f.URL, Kind: cmp.Or(askedFor[f.Kind], fetch.Feed), ETag: f.ETag, LastModified: f.Changed})
	if err != nil {
		return nil, nil, err
	}
	in.Feed, in.Attempt.Feed, in.Outlet = f.ID, f.ID, f.Outlet
	l := Look{}
	if a != nil {
		l.Fresh, l.Wait = a.Fresh, a.RetryAfter
	}
	var x index
	if f.Kind != hearsay.FeedPage && in.Payload != nil && in.Quarantine == "" {
		x = in.readIndex(f.Kind, a)
		if inputs, err = c.maps(ctx, f, &x); err != nil {
			return nil, nil, err
		}
		if in.Attempt.Outcome == hearsay.Stored {
			l.Fresh, f.State.Quiet = max(l.Fresh, x.every), quiet(x.skip)
			offer(&f, a, x.offer)
		}
		if fresh, err = c.unseen(ctx, x.links); err != nil {
			return nil, nil, err
		}
		l.Nothing = len(fresh) == 0 && (len(x.links) > 0 || f.Kind != hearsay.FeedRSS)
	}
	if l.Outcome = in.Attempt.Outcome; l.Outcome == hearsay.Stored {
		f.ETag, f.Changed = a.ETag, a.LastModified
	}
	if len(x.maps) > 0 { // an index that is unchanged may lead to sitemaps that are not
		f.ETag, f.Changed = "", ""
	}
	learn(&f, l.Outcome, a, c.now())
	told(&f, l, c.now())
	after := Reschedule(f, l, c.now())
	in.After = &after
	return append([]Input{in}, inputs...), fresh, nil
}

func quiet(hours []int) (h hearsay.Hours) {
	for _, n := range hours {
		h = h.With(n)
	}
	return h
}

// get makes one look and its attempt. An answer without use is no error.
func (c *Collector) get(ctx context.Context, r fetch.Request) (Input, *fetch.Answer, error) {
	began := c.now()
	a, err := c.Fetch.Get(ctx, r)
	if ctx.Err() != nil {
		return Input{}, nil, ctx.Err()
	}
	try := &hearsay.Attempt{URL: r.URL, At: began, Took: c.now().Sub(began)}
	in := Input{URL: r.URL, Fetched: began, Attempt: try}
	if a != nil {
		try.Status, try.Took, in.Status, in.MediaType = a.Status, a.Took, a.Status, a.MediaType
	}
	switch {
	case errors.Is(err, hearsay.ErrDenied):
		try.Outcome, try.Reason, in.Refused = hearsay.Refused, err.Error(), err.Error()
		return in, a, nil
	case err != nil:
		try.Outcome, try.Reason = hearsay.Failed, err.Error()
		return in, a, nil
	case a.Status == 304:
		try.Outcome = hearsay.Unchanged
		return in, a, nil
	}
	in.URL, in.Payload, in.Truncated, in.Quarantine = a.URL, a.Payload, a.Truncated, a.Quarantine
	in.ETag, in.LastModified = a.ETag, a.LastModified
	if why := unwanted(&in); why != "" {
		try.Outcome, try.Reason, in.Payload = hearsay.Failed, why, nil
		return in, a, nil
	}
	try.Outcome = hearsay.Stored
	if in.Quarantine != "" {
		try.Outcome, try.Reason = hearsay.Quarantined, in.Quarantine
	}
	return in, a, nil
}

// unseen gives those of the first addresses that were not captured, the last of them first: feeds begin with the newest.
func (c *Collector) unseen(ctx context.Context, links []string) (fresh []string, err error) {
	for _, link := range links[:min(len(links), cmp.Or(c.Pages, mostPages))] {
		known := false
		if c.Seen != nil {
			if known, err = c.Seen.CaptureKnown(ctx, link); err != nil {
				return nil, err
			}
		}
		if !known {
			fresh = append(fresh, link)
		}
	}
	slices.Reverse(fresh)
	return fresh, nil
}

// page fetches one page of a feed.
func (c *Collector) page(ctx context.Context, f hearsay.Feed, link string) (Input, error) {
	in, _, err := c.get(ctx, fetch.Request{URL: link, Kind: fetch.Page})
	if err != nil {
		return in, err
	}
	in.URL = link // its identity, so that it is known the next time; the attempt says the same
	in.Feed = f.ID
	if sameSite(link, f.URL) {
		in.Outlet = f.Outlet
	}
	return in, nil
}

// sameSite reports whether two addresses are of one registrable domain: an aggregator's feed leads to the pages of
// other outlets.
func sameSite(a, b string) bool {
	x, errX := url.Parse(a)
	y, errY := url.Parse(b)
	if errX != nil || errY != nil {
		return false
	}
	return domain(x.Hostname()) == domain(y.Hostname())
}

func domain(host string) string {
	if d, err := publicsuffix.EffectiveTLDPlusOne(host); err == nil {
		return d
	}
	return host
}
