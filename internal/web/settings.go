// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

// Looking changes at what the desk looks.
type Looking interface {
	// Add looks at an address from now on. Of an address that is known already, added is false.
	Add(ctx context.Context, address string, kind hearsay.FeedKind, outlet, selector string) (f hearsay.Feed, added bool, err error)
	// Stop leaves a feed alone, or looks at it again. Of one that the asker may not see it is hearsay.ErrNotFound.
	Stop(ctx context.Context, id hearsay.FeedID, stop bool) (hearsay.Feed, error)
}

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
	return d.settingsPage(r, SettingsPage{Words: r.URL.Query().Get("q")}, r.URL.Query().Get("after"))
}

func (d *desk) settingsPage(r *http.Request, p SettingsPage, after string) (*SettingsPage, error) {
	p.Kinds, p.Later = feedChoices, after != ""
	if p.Rules = whoIs(r.Context()).Role.AtLeast(hearsay.RoleAdmin); p.Rules {
		p.Facts = d.Facts
	}
	return &p, d.Ledger.Settings(r.Context(), &p, after)
}

// Settings fills the list of feeds, from behind an address on.
func (s *shelf) Settings(ctx context.Context, p *SettingsPage, after string) error {
	r, err := s.read(ctx)
	if err != nil {
		return err
	}
	feeds, err := r.Feeds(ctx, store.FeedFilter{})
	if err != nil {
		return err
	}
	hourly, err := r.HourlyLooks(ctx)
	if err != nil {
		return err
	}
	p.Hourly = int(hourly + 0.5)
	feeds = slices.DeleteFunc(feeds, func(f hearsay.Feed) bool { return f.Kind == hearsay.FeedFile || !r.hasWords(&f, p.Words) })
	slices.SortFunc(feeds, func(a, b hearsay.Feed) int { return cmp.Or(cmp.Compare(a.URL, b.URL), cmp.Compare(a.ID, b.ID)) })
	p.Held = len(feeds)
	from, _ := slices.BinarySearchFunc(feeds, after+"\x00", func(f hearsay.Feed, at string) int { return cmp.Compare(f.URL, at) })
	if after == "" {
		from = 0
	}
	feeds = feeds[from:]
	if len(feeds) > settingsOnPage {
		feeds = feeds[:settingsOnPage]
		p.Next = feeds[settingsOnPage-1].URL
	}
	for _, f := range feeds {
		h, err := ledger.HealthOf(ctx, r.Reader, f, time.Now())
		if err != nil {
			return err
		}
		p.Feeds = append(p.Feeds, FeedSetting{f, r.outlets[f.Outlet], h})
	}
	return nil
}

// hasWords reports whether the address or the outlet of a feed has words, whatever the case of their letters.
func (r *reading) hasWords(f *hearsay.Feed, words string) bool {
	words = strings.ToLower(words)
	return strings.Contains(strings.ToLower(f.URL), words) || strings.Contains(strings.ToLower(outletName(r.outlets[f.Outlet])), words)
}

// addFeed looks at something from now on.
func (d *desk) addFeed(w http.ResponseWriter, r *http.Request) {
	err := form(w, r)
	p := SettingsPage{}
	if err == nil {
		f := r.PostForm
		kind := hearsay.FeedKind(f.Get("kind"))
		if !slices.ContainsFunc(feedChoices, func(c FeedChoice) bool { return c.Kind == kind }) {
			err = &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "add a feed", Cause: errors.New("it is of no kind that can be added")}
		}
		var feed hearsay.Feed
		added := false
		if err == nil && d.Looking != nil {
			feed, added, err = d.Looking.Add(r.Context(), strings.TrimSpace(f.Get("url")), kind, strings.TrimSpace(f.Get("outlet")), strings.TrimSpace(f.Get("only")))
		}
		if p.Done, p.Words = feed.URL+" is looked at from now on.", feed.URL; !added {
			p.Done = feed.URL + " is known already."
		}
		if err == nil {
			d.Log.InfoContext(r.Context(), "somebody added a feed", "account", whoIs(r.Context()).ID, "feed", feed.ID, "added", added)
		}
	}
	d.tellSettings(w, r, p, err)
}

// stopFeed leaves a feed alone, or looks at it again.
func (d *desk) stopFeed(w http.ResponseWriter, r *http.Request) {
	err := form(w, r)
	p := SettingsPage{}
	if err == nil && d.Looking != nil {
		stop := r.PostForm.Get("stop") != ""
		var f hearsay.Feed
		if f, err = d.Looking.Stop(r.Context(), hearsay.FeedID(r.PostForm.Get("feed")), stop); err == nil {
			d.Log.InfoContext(r.Context(), "somebody stopped or resumed a feed", "account", whoIs(r.Context()).ID, "feed", f.ID, "stop", stop)
		}
		if p.Done, p.Words = f.URL+" is left alone from now on.", f.URL; !stop {
			p.Done = f.URL + " is looked at again."
		}
	}
	d.tellSettings(w, r, p, err)
}

// tellSettings shows the settings again after something was done there.
func (d *desk) tellSettings(w http.ResponseWriter, r *http.Request, p SettingsPage, err error) {
	status := http.StatusOK
	if errors.Is(err, hearsay.ErrInvalid) || errors.Is(err, hearsay.ErrDenied) {
		p.Done, p.Words, p.Problem, status, err = "", "", problem(err), http.StatusBadRequest, nil
	}
	if err == nil {
		var page *SettingsPage
		if page, err = d.settingsPage(r, p, ""); err == nil {
			d.show(w, r, status, "settings", page)
			return
		}
	}
	d.fail(w, r, err)
}
