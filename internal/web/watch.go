// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"

	"hearsay"
	"hearsay/internal/watch"
)

// WatchesPage lists the watched pages.
type WatchesPage struct{ Pages []WatchLine }

// WatchLine is a watched page as lists show it.
type WatchLine struct {
	Feed   hearsay.Feed
	Outlet hearsay.Outlet
	Track  watch.Track // the zero value before the first look
	Last   *hearsay.Event
}

// WatchPage is one watched page with all that happened to it.
type WatchPage struct {
	WatchLine
	Events []PageEvent // the latest first
}

// PageEvent is one change of a watched page.
type PageEvent struct {
	Event   hearsay.Event
	Feed    hearsay.Feed
	Changes []PageChange
}

// PageChange is one thing that a page shows otherwise, with the claims that it bears on.
type PageChange struct {
	hearsay.Change
	Entity *hearsay.Entity
	Bears  []ClaimLine
}

func (p *WatchesPage) title() string { return "Watched pages" }

func (p *WatchPage) title() string { return p.Feed.URL }

func (d *desk) watches(r *http.Request) (titled, error) { return d.Ledger.Watches(r.Context()) }

func (d *desk) watch(r *http.Request) (titled, error) {
	s, err := id(r)
	if err != nil {
		return nil, err
	}
	return d.Ledger.Watch(r.Context(), hearsay.FeedID(s))
}
