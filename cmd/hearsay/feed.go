// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"time"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

type feedCommand struct {
	Add  feedAddCommand  `cmd:"" help:"Look at a feed, or at one page, from now on."`
	List feedListCommand `cmd:"" help:"Show the feeds and how it stands with them."`
	Show feedShowCommand `cmd:"" help:"Show one feed, and that we were looking."`

	Find   feedFindCommand   `cmd:"" help:"Find the feeds of a site."`
	Export feedExportCommand `cmd:"" help:"Print the feeds as a list (OPML)."`

	Stop   feedStopCommand   `cmd:"" help:"Leave a feed, or a watched page, alone from now on."`
	Resume feedResumeCommand `cmd:"" help:"Look again at what was stopped."`

	Owners feedOwnersCommand `cmd:"" help:"Read a table of who owned which outlet when."`
}

// Help is shown by hearsay feed --help.
func (feedCommand) Help() string {
	return `A feed is a place where we look, not the outlet: an outlet may have many. A whole list of feeds (OPML) is added by
importing it.

Examples:
  hearsay feed add https://paper.example/rss.xml
  hearsay feed find https://paper.example
  hearsay import feeds.opml
  hearsay feed list
  hearsay feed show https://paper.example/rss.xml --from 2026-03-01 --to 2026-03-08`
}

type feedAddCommand struct {
	URL    string `arg:"" help:"Address of an RSS, Atom or JSON feed, of a sitemap, or of a page."`
	Page   bool   `help:"The same as --kind page."`
	Kind   string `help:"What is there: rss (also Atom and JSON Feed), page (one page that changes), sitemap, or front (a page whose links lead to articles)." enum:"rss,page,sitemap,front" default:"rss"`
	Outlet string `help:"Name of the outlet; its domain if not given."`
	Owner  string `and:"owner" help:"Who owns the outlet, by an identifier: outlets of one owner are one family."`

	OwnerFrom time.Time `and:"owner" format:"2006-01-02" placeholder:"DAY" help:"Since when."`
	TLP       string    `name:"tlp" default:"clear" help:"Marking of the feed, and of all that it leads to: clear, green, amber, amber+strict or red."`
	JSON      bool      `help:"Print JSON."`

	only string // of a watched page: the part that is compared
}

// Help is shown by hearsay feed add --help.
func (feedAddCommand) Help() string {
	return `Examples:
  hearsay feed add https://paper.example/rss.xml --outlet "The Paper" --owner paper-holding --owner-from 2019-03-01
  hearsay feed add https://ministry.example/people --page
  hearsay feed add https://paper.example/news-sitemap.xml --kind sitemap
  hearsay feed add https://gazette.example/ --kind front
  hearsay feed add https://forum.example/members/latest.rss --tlp amber
  hearsay collect --once`
}

// Run adds the feed and its outlet. Nothing is fetched yet.
func (c *feedAddCommand) Run(ctx context.Context, a *app) error {
	tlp, err := hearsay.ParseTLP(c.TLP)
	if err != nil {
		return err
	}
	x := pipeline.Wanted{URL: c.URL, Kind: hearsay.FeedKind(c.Kind), Outlet: c.Outlet, Selector: c.only, TLP: tlp}
	if c.Page {
		x.Kind = hearsay.FeedPage
	}
	if c.Owner != "" {
		x.Owners = []hearsay.Ownership{{Owner: c.Owner, From: c.OwnerFrom}}
	}
	if err := x.Check(); err != nil {
		return err
	}
	if err := a.openToWrite(ctx, archive.Options{}); err != nil {
		return err
	}
	w, added, err := pipeline.Looking{Store: a.store}.Add(ctx, store.Everything, x)
	if err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(map[string]any{"feed": w.Feed.ID, "url": w.Feed.URL, "outlet": w.Outlet.ID, "added": added})
	}
	word := "feed"
	if !added {
		word = "known already: feed"
	}
	_, err = fmt.Fprintf(a.stdout, "%s %s of %s; hearsay collect looks at it\n", word, w.Feed.ID, w.Outlet.Name)
	return err
}
