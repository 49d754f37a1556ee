// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/pipeline"
	"hearsay/internal/watch"
	"hearsay/internal/web"
)

// looking lets people at the desk change at what it looks.
type looking struct{ pipeline.Looking }

// Add implements web.Looking.
func (l looking) Add(ctx context.Context, address string, kind hearsay.FeedKind, outlet, selector string) (hearsay.Feed, bool, error) {
	if _, err := watch.NewSelector(selector); err != nil {
		return hearsay.Feed{}, false, err
	}
	w, added, err := l.Looking.Add(ctx, address, kind, outlet, selector)
	if err == nil && w.Feed.TLP > desk.WhoIs(ctx).Ceiling { // it is there, but not for the asker to know of
		return hearsay.Feed{URL: address}, true, nil
	}
	return w.Feed, added, err
}

// Stop implements web.Looking.
func (l looking) Stop(ctx context.Context, id hearsay.FeedID, stop bool) (hearsay.Feed, error) {
	return l.Looking.Stop(ctx, desk.Viewer(ctx), id, stop)
}

// facts are how the desk was started.
func (c *serveCommand) facts(a *app) []web.Fact {
	either := func(is bool, yes, no string) string {
		if is {
			return yes
		}
		return no
	}
	var denied []string
	for _, p := range c.Deny {
		denied = append(denied, p.String())
	}
	return []web.Fact{
		{Name: "Ledger", Value: either(a.store.SkipLocked(), "PostgreSQL", "SQLite in the data folder"), Change: "--database"},
		{Name: "Public address", Value: cmp.Or(c.Public, "none: no passkeys, no pushes of hubs"), Change: "serve --public URL"},
		{Name: "Who may read", Value: either(c.Closed, "who is in", "everybody what is marked CLEAR; who is in up to their ceiling"), Change: "serve --closed"},
		{Name: "Cookies", Value: either(c.TLS, "for TLS alone", "without TLS too"), Change: "serve --behind-tls"},
		{Name: "Who vouches for people", Value: cmp.Or(c.Issuer.Issuer, "nobody: passwords and passkeys"), Change: "serve --issuer URL"},
		{Name: "Never asked", Value: fmt.Sprintf("addresses that are not public%s", strings.Join(append([]string{""}, denied...), ", ")), Change: "serve --deny PREFIX"},
	}
}
