// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"net/netip"
	"time"

	"hearsay/internal/archive"
	"hearsay/internal/collect"
	"hearsay/internal/fetch"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

type feedFindCommand struct {
	URL  string         `arg:"" help:"Address of a site, or of any page of it."`
	Add  bool           `help:"Look at all that is found from now on."`
	Deny []netip.Prefix `help:"Addresses that are never asked, besides those that are not public." env:"HEARSAY_DENY" placeholder:"PREFIX"`
	JSON bool           `help:"Print JSON."`
}

// Help is shown by hearsay feed find --help.
func (feedFindCommand) Help() string {
	return `Looks for the feeds of a site and for its sitemap of news: what the page offers, the usual paths, and what robots.txt names. A
page that offers none of these but leads to articles is itself a place to look (a front page). Each place is asked for
politely, so this may take a minute.

Examples:
  hearsay feed find https://paper.example
  hearsay feed find https://paper.example --add`
}

// Run finds, and adds if that is wanted.
func (c *feedFindCommand) Run(ctx context.Context, a *app) error {
	if err := fetch.Judge(c.URL); err != nil {
		return err
	}
	places, err := collect.Find(ctx, fetch.New(fetch.Options{Deny: c.Deny}), c.URL)
	if err != nil {
		return err
	}
	if c.Add && len(places) > 0 {
		if err := a.openToWrite(ctx, archive.Options{}); err != nil {
			return err
		}
		if err := a.store.Write(ctx, func(tx *store.Tx) error { return addPlaces(ctx, tx, places) }); err != nil {
			return err
		}
	}
	if c.JSON {
		return a.printJSON(append([]collect.Place{}, places...))
	}
	for _, p := range places {
		fmt.Fprintf(a.stdout, "%-8s %s\n         %s; %s; %s\n", p.Kind, p.URL, count(p.Pages, "address")+newest(p.Latest), orNameless(p.Title), p.How)
	}
	switch {
	case len(places) == 0:
		fmt.Fprintln(a.stdout, "nothing found; hearsay feed add URL --kind front looks at a page for its links")
	case c.Add:
		fmt.Fprintln(a.stdout, "added; hearsay collect looks at them")
	}
	return nil
}

func addPlaces(ctx context.Context, tx *store.Tx, places []collect.Place) error {
	for _, p := range places {
		w, err := pipeline.NewFeed(p.URL, "", time.Now())
		if err != nil {
			return err
		}
		w.Feed.Kind = p.Kind
		if _, err := w.Add(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

func newest(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return ", the latest of " + t.Format(time.DateOnly)
}

func orNameless(title string) string {
	if title == "" {
		return "without a title"
	}
	return title
}
