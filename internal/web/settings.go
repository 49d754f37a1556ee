// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/ledger"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// Fact is how a desk was started, and what changes that.
type Fact struct{ Name, Value, Change string }

// SettingsPage is at what the desk looks, and how it was started.
type SettingsPage struct {
	Kinds   []FeedChoice
	Words   string // that the feeds listed have in their address or outlet
	Feeds   []FeedSetting
	Held    int    // feeds that have the words
	Next    string // where the list goes on; empty at its end
	Later   bool   // this is not the first page of the list
	Hourly  int    // looks an hour that all feeds come to
	Facts   []Fact // for administrators
	Rules   bool   // the asker is one
	Done    string
	Problem string
}

// FeedChoice is a kind of feed, in words.
type FeedChoice struct {
	Kind  hearsay.FeedKind
	Words string
}

// FeedSetting is a feed in the list.
type FeedSetting struct {
	Feed   hearsay.Feed
	Outlet hearsay.Outlet
	Health ledger.Health
}

// feedChoices are what can be added by hand.
var feedChoices = []FeedChoice{
	{hearsay.FeedRSS, "a feed (RSS, Atom, JSON)"}, {hearsay.FeedPage, "one page, watched for what appears and vanishes"},
	{hearsay.FeedSitemap, "a sitemap"}, {hearsay.FeedFront, "a page whose links lead to articles"},
}

const settingsOnPage = 50

func (p *SettingsPage) title() string { return "Settings" }

func (d *desk) settings(r *http.Request) (titled, error) {
	return d.settingsPage(r, r.URL.Query().Get("q"), r.URL.Query().Get("after"))
}

func (d *desk) settingsPage(r *http.Request, words, after string) (*SettingsPage, error) {
	p, err := d.Ledger.Settings(r.Context(), words, after)
	if err != nil {
		return nil, err
	}
	if p.Rules = whoIs(r.Context()).Role.AtLeast(hearsay.RoleAdmin); p.Rules {
		p.Facts = d.Facts
	}
	return p, nil
}

// Settings fills the page of settings with the feeds that have words, from behind an address on.
func (s *shelf) Settings(ctx context.Context, words, after string) (*SettingsPage, error) {
	r, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	feeds, err := r.Feeds(ctx, store.FeedFilter{})
	if err != nil {
		return nil, err
	}
	hourly, err := r.HourlyLooks(ctx)
	if err != nil {
		return nil, err
	}
	feeds = slices.DeleteFunc(feeds, func(f hearsay.Feed) bool { return f.Kind == hearsay.FeedFile || !r.hasWords(&f, words) })
	p := &SettingsPage{Kinds: feedChoices, Words: words, Later: after != "", Held: len(feeds), Hourly: int(hourly + 0.5)}
	feeds = slices.DeleteFunc(feeds, func(f hearsay.Feed) bool { return f.URL <= after })
	slices.SortFunc(feeds, func(a, b hearsay.Feed) int { return cmp.Or(cmp.Compare(a.URL, b.URL), cmp.Compare(a.ID, b.ID)) })
	if len(feeds) > settingsOnPage {
		feeds = feeds[:settingsOnPage]
		p.Next = feeds[settingsOnPage-1].URL
	}
	now := time.Now()
	for _, f := range feeds {
		h, err := ledger.HealthOf(ctx, r.Reader, f, now)
		if err != nil {
			return nil, err
		}
		p.Feeds = append(p.Feeds, FeedSetting{f, r.outlets[f.Outlet], h})
	}
	return p, nil
}

// hasWords reports whether the address or the outlet of a feed has words, whatever the case of their letters.
func (r *reading) hasWords(f *hearsay.Feed, words string) bool {
	words = strings.ToLower(words)
	return strings.Contains(strings.ToLower(f.URL), words) || strings.Contains(strings.ToLower(outletName(r.outlets[f.Outlet])), words)
}

// addFeed looks at something from now on.
func (d *desk) addFeed(w http.ResponseWriter, r *http.Request) {
	d.changeLooking(w, r, func(f url.Values) (*hearsay.Feed, string, error) {
		x := pipeline.Wanted{URL: strings.TrimSpace(f.Get("url")), Kind: hearsay.FeedKind(f.Get("kind")), Selector: strings.TrimSpace(f.Get("only")), Outlet: strings.TrimSpace(f.Get("outlet"))}
		if !slices.ContainsFunc(feedChoices, func(c FeedChoice) bool { return c.Kind == x.Kind }) {
			return nil, "", &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "add a feed", Cause: errors.New("it is of no kind that can be added")}
		}
		added, isNew, err := d.Looking.Add(r.Context(), Viewer(r.Context()), x)
		if isNew {
			return &added.Feed, "is looked at from now on", err
		}
		return &added.Feed, "is known already", err
	})
}

// stopFeed leaves a feed alone, or looks at it again.
func (d *desk) stopFeed(w http.ResponseWriter, r *http.Request) {
	d.changeLooking(w, r, func(f url.Values) (*hearsay.Feed, string, error) {
		stop := f.Get("stop") != ""
		feed, err := d.Looking.Stop(r.Context(), Viewer(r.Context()), hearsay.FeedID(f.Get("feed")), stop)
		if stop {
			return &feed, "is left alone from now on", err
		}
		return &feed, "is looked at again", err
	})
}

// changeLooking does something about a feed that a form names, and shows the settings with what was done.
func (d *desk) changeLooking(w http.ResponseWriter, r *http.Request, change func(url.Values) (f *hearsay.Feed, done string, err error)) {
	err := form(w, r)
	if d.Looking == nil {
		err = hearsay.ErrNotFound
	}
	var f *hearsay.Feed
	done, wrong, words := "", "", ""
	if err == nil {
		f, done, err = change(r.PostForm)
	}
	status := http.StatusOK
	switch {
	case err == nil:
		d.Log.InfoContext(r.Context(), "a feed "+done, "account", whoIs(r.Context()).ID, "feed", f.ID)
		done, words = f.URL+" "+done+".", f.URL
	case errors.Is(err, hearsay.ErrInvalid), errors.Is(err, hearsay.ErrDenied):
		done, wrong, status, err = "", problem(err), http.StatusBadRequest, nil
	}
	if err == nil {
		var p *SettingsPage
		if p, err = d.settingsPage(r, words, ""); err == nil {
			p.Done, p.Problem = done, wrong
			d.show(w, r, status, "settings", p)
			return
		}
	}
	d.fail(w, r, err)
}
