// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/publicsuffix"

	"hearsay"
	"hearsay/internal/fetch"
	"hearsay/internal/read"
	"hearsay/internal/store"
	"hearsay/internal/watch"
)

// Watched is a feed that is to be looked at, with its outlet.
type Watched struct {
	Feed   hearsay.Feed
	Outlet hearsay.Outlet
}

// feedEvery is how often a new feed is looked at; the collector then finds its own pace.
const feedEvery = 15 * time.Minute

// NewFeed makes the feed at an address, due at once. name is that of its outlet, whose registrable domain is taken
// where it is empty. An address that can never be fetched is refused as hearsay.ErrDenied.
func NewFeed(address, name string, now time.Time) (Watched, error) {
	if err := fetch.Judge(address); err != nil {
		return Watched{}, err
	}
	u, err := url.Parse(address)
	if err != nil {
		return Watched{}, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "look at " + address, Cause: err}
	}
	host := strings.ToLower(u.Hostname())
	domain, err := publicsuffix.EffectiveTLDPlusOne(host)
	if err != nil { // a host that is a public suffix itself stands for itself
		domain = host
	}
	return Watched{
		Feed: hearsay.Feed{ID: hearsay.FeedID(hearsay.ID('f', address)), Outlet: hearsay.OutletID(domain), Kind: hearsay.FeedRSS,
			URL: address, Every: feedEvery, Next: now},
		Outlet: hearsay.Outlet{ID: hearsay.OutletID(domain), Name: cmp.Or(name, domain), Domain: domain},
	}, nil
}

// Add makes a feed known, and its outlet where it is not known yet by its domain, and reports whether it was new. A
// feed that is there stays as it is.
func (w *Watched) Add(ctx context.Context, tx *store.Tx) (added bool, err error) {
	if known, err := tx.OutletByDomain(ctx, w.Outlet.Domain); err == nil {
		w.Outlet, w.Feed.Outlet = known, known.ID
	}
	if f, err := tx.Feed(ctx, w.Feed.ID); !errors.Is(err, hearsay.ErrNotFound) {
		w.Feed = f
		return false, err
	}
	if there, err := tx.Feeds(ctx, store.FeedFilter{URL: w.Feed.URL, Limit: 1}); err != nil || len(there) > 0 { // it moved there
		if len(there) > 0 {
			w.Feed = there[0]
		}
		return false, err
	}
	if err := tx.AddOutlets(ctx, w.Outlet); err != nil {
		return false, err
	}
	return true, tx.AddFeeds(ctx, w.Feed)
}

// Looking is at what feeds and pages we look, as people change it. What is collected meanwhile is not disturbed.
type Looking struct{ Store *store.Store }

// Wanted is what somebody wants to be looked at.
type Wanted struct {
	URL      string
	Kind     hearsay.FeedKind
	Selector string              // of a watched page: the part that is compared; empty for all of it
	Outlet   string              // name of the outlet; empty for the one that it has, at first its domain
	Owners   []hearsay.Ownership // of the outlet; nil for those that it has
	TLP      hearsay.TLP         // of the feed and of all that it leads to
}

// watched is the feed that is wanted. It refuses what can never be looked at, without a store.
func (x Wanted) watched() (Watched, error) {
	if _, err := watch.NewSelector(x.Selector); err != nil {
		return Watched{}, err
	}
	return NewFeed(x.URL, x.Outlet, time.Now())
}

// Check refuses, before anything is opened or written, what can never be looked at.
func (x Wanted) Check() error {
	_, err := x.watched()
	return err
}

// Add looks at an address from now on, as who wants it. One that is known already stays as it is, and added is false; of one that is marked
// above them nothing is told.
func (l Looking) Add(ctx context.Context, who store.Viewer, x Wanted) (w Watched, added bool, err error) {
	if w, err = x.watched(); err != nil {
		return w, false, err
	}
	w.Feed.TLP = x.TLP
	wanted := w
	if w.Feed.Kind = x.Kind; x.Kind == hearsay.FeedPage {
		w.Feed.Selector = x.Selector
	}
	err = l.Store.Write(ctx, func(tx *store.Tx) (err error) {
		if added, err = w.Add(ctx, tx); err != nil {
			return err
		}
		w.Outlet.Name = cmp.Or(x.Outlet, w.Outlet.Name)
		if x.Owners != nil {
			w.Outlet.Owners = x.Owners
		}
		return tx.SaveOutlets(ctx, w.Outlet)
	})
	if err == nil && w.Feed.TLP > who.TLP {
		return wanted, true, nil
	}
	return w, added, err
}

// Stop leaves a feed alone from now on, or looks at it again, as somebody who may see it wants it.
func (l Looking) Stop(ctx context.Context, who store.Viewer, id hearsay.FeedID, stop bool) (feed hearsay.Feed, err error) {
	if _, err := l.Store.As(who).Feed(ctx, id); err != nil {
		return feed, err
	}
	now := time.Now().UTC().Truncate(time.Microsecond)
	return feed, l.Store.Write(ctx, func(tx *store.Tx) error {
		if feed, err = tx.Feed(ctx, id); err != nil || stop != feed.Stopped.IsZero() {
			return err
		}
		if stop {
			feed.Stopped = now
			return tx.StopFeed(ctx, id, now)
		}
		feed.Stopped, feed.Next = time.Time{}, now
		if err := tx.StopFeed(ctx, id, time.Time{}); err != nil {
			return err
		}
		return tx.SaveFeeds(ctx, feed)
	})
}

// addListed adds to an input the feeds of the list that it is, if a person imported one. Lists that were fetched add
// nothing: whom we look at is not for a page to say. What is left out of the list is told.
func addListed(in *Input) (problems []error) {
	if !strings.HasPrefix(in.URL, "file:") || !mayBeList(in.Payload) || read.Recognise(in.URL, in.Payload) != read.OPMLList {
		return nil
	}
	doing := "import " + strings.TrimPrefix(in.URL, "file:")
	outlines, err := read.OPML(in.Payload)
	if err != nil {
		in.Quarantine = err.Error()
		return []error{fmt.Errorf("%s: %w", doing, err)}
	}
	for _, o := range outlines {
		w, err := NewFeed(o.Feed, o.Title, in.Fetched)
		if err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", doing, err))
			continue
		}
		switch kind := hearsay.FeedKind(o.Kind); kind {
		case hearsay.FeedSitemap, hearsay.FeedFront, hearsay.FeedPage:
			w.Feed.Kind = kind
		}
		in.Feeds = append(in.Feeds, w)
	}
	if len(outlines) == 0 {
		problems = append(problems, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: doing,
			Cause: errors.New("the list names no feed"), Hint: "feeds stand in outline elements with an xmlUrl"})
	}
	return problems
}

// mayBeList spares most files the look at what they are.
func mayBeList(payload []byte) bool {
	return bytes.Contains(bytes.ToLower(payload[:min(len(payload), 64<<10)]), []byte("<opml"))
}
