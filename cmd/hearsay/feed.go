// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/store"
)

type feedCommand struct {
	Add  feedAddCommand  `cmd:"" help:"Look at a feed, or at one page, from now on."`
	List feedListCommand `cmd:"" help:"Show the feeds and how looking at them went."`
}

type feedAddCommand struct {
	URL    string `arg:"" help:"Address of an RSS, Atom or JSON feed, or of a page."`
	Page   bool   `help:"It is one page that changes, not a feed."`
	Outlet string `help:"Name of the outlet; its domain if not given."`
	Owner  string `help:"Owner of the outlet: outlets of one owner are one family."`
	JSON   bool   `help:"Print JSON."`
}

// Help is shown by hearsay feed add --help.
func (feedAddCommand) Help() string {
	return `Examples:
  hearsay feed add https://paper.example/rss.xml --outlet "The Paper" --owner "Paper Holding"
  hearsay feed add https://ministry.example/people --page
  hearsay collect --once`
}

// Run adds the feed and its outlet.
func (c *feedAddCommand) Run(ctx context.Context, a *app) error {
	u, err := url.Parse(c.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "add feed " + c.URL, Cause: fmt.Errorf("no http or https address"),
			Hint: "give the whole address: https://paper.example/rss.xml"}
	}
	if err := a.openToWrite(ctx, archive.Options{}); err != nil {
		return err
	}
	host := strings.ToLower(u.Hostname())
	outlet := hearsay.Outlet{ID: hearsay.OutletID(host), Name: c.Outlet, Domain: host, Owner: c.Owner}
	if outlet.Name == "" {
		outlet.Name = host
	}
	if known, err := a.store.As(store.Everything).OutletByDomain(ctx, host); err == nil {
		outlet = known
	}
	f := hearsay.Feed{ID: hearsay.FeedID(hearsay.ID('f', c.URL)), Outlet: outlet.ID, Kind: hearsay.FeedRSS, URL: c.URL, Every: 15 * time.Minute, Next: time.Now()}
	if c.Page {
		f.Kind = hearsay.FeedPage
	}
	err = a.store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.SaveOutlets(ctx, outlet); err != nil {
			return err
		}
		return tx.SaveFeeds(ctx, f)
	})
	if err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(map[string]any{"feed": f.ID, "url": f.URL, "outlet": outlet.ID})
	}
	_, err = fmt.Fprintf(a.stdout, "feed %s of %s; hearsay collect looks at it\n", f.ID, outlet.Name)
	return err
}

type feedListCommand struct {
	JSON bool `help:"Print JSON."`
}

// Run lists the feeds.
func (c *feedListCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	r := a.store.As(store.Everything)
	feeds, err := r.Feeds(ctx, store.FeedFilter{})
	if err != nil {
		return err
	}
	type line struct {
		Feed     hearsay.FeedID          `json:"feed"`
		Outlet   hearsay.OutletID        `json:"outlet"`
		URL      string                  `json:"url"`
		Next     time.Time               `json:"next"`
		Attempts map[hearsay.Outcome]int `json:"attempts"`
	}
	var lines []line
	for _, f := range feeds {
		n, err := r.CountAttempts(ctx, store.AttemptFilter{Feed: f.ID})
		if err != nil {
			return err
		}
		lines = append(lines, line{f.ID, f.Outlet, f.URL, f.Next, n})
	}
	if c.JSON {
		return a.printJSON(lines)
	}
	for _, l := range lines {
		fmt.Fprintf(a.stdout, "%-24s %-20s %s  %v\n", l.Feed, l.Outlet, l.URL, l.Attempts)
	}
	return nil
}
