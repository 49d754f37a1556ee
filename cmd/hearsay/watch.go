// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"hearsay"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

type watchCommand struct {
	Add  watchAddCommand  `cmd:"" help:"Watch a page from now on."`
	List watchListCommand `cmd:"" help:"Show the watched pages, and in which state they are."`
	Show watchShowCommand `cmd:"" help:"Show what changed on a page, and which claims that bears on."`
}

// Help is shown by hearsay watch --help.
func (watchCommand) Help() string {
	return `A watched page is looked at again and again. Names, roles, numbers, links and words that appear or vanish are told; dates,
counters, adverts and what rotates are not. A page that is removed, moved, down, blocked or behind a login is told
apart, with the evidence. A change is told once two of three looks show it. hearsay feed stop leaves a page alone.

Examples:
  hearsay watch add https://ministry.example/people
  hearsay collect
  hearsay watch list
  hearsay watch show https://ministry.example/people`
}

type watchAddCommand struct {
	URL    string `arg:"" help:"Address of the page."`
	Outlet string `help:"Name of whose page it is; its domain if not given."`
	Only   string `help:"Compare this part of the page alone: a CSS selector." placeholder:"SELECTOR"`
	TLP    string `name:"tlp" default:"clear" help:"Marking of the page, and of what is seen on it: clear, green, amber, amber+strict or red."`
	JSON   bool   `help:"Print JSON."`
}

// Help is shown by hearsay watch add --help.
func (watchAddCommand) Help() string {
	return `Examples:
  hearsay watch add https://ministry.example/people --outlet "Ministry of Ports"
  hearsay watch add https://ministry.example/people --only "main table.people"
  hearsay collect --once`
}

// Run adds the page. Nothing is fetched yet.
func (c *watchAddCommand) Run(ctx context.Context, a *app) error {
	add := feedAddCommand{URL: c.URL, Kind: string(hearsay.FeedPage), Outlet: c.Outlet, TLP: c.TLP, JSON: c.JSON, only: c.Only}
	return add.Run(ctx, a)
}

type watchListCommand struct {
	JSON bool `help:"Print JSON."`
}

// Help is shown by hearsay watch list --help.
func (watchListCommand) Help() string {
	return `Examples:
  hearsay watch list
  hearsay watch list --json | jq '.[] | select(.state != "present")'`
}

// Run lists the pages.
func (c *watchListCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	r := a.store.As(store.Everything)
	feeds, err := r.Feeds(ctx, store.FeedFilter{})
	if err != nil {
		return err
	}
	lines := []ledger.PageLine{}
	for i := range feeds {
		if feeds[i].Kind != hearsay.FeedPage {
			continue
		}
		l, err := ledger.LineOfPage(ctx, r, &feeds[i])
		if err != nil {
			return err
		}
		lines = append(lines, l)
	}
	if c.JSON {
		return a.printJSON(lines)
	}
	if len(lines) == 0 {
		fmt.Fprintln(a.stdout, "no page is watched; hearsay watch add URL")
	}
	for i := range lines {
		fmt.Fprintln(a.stdout, pageWords(&lines[i]))
	}
	return nil
}

// pageWords is the page in a line.
func pageWords(l *ledger.PageLine) string {
	if l.State == "" {
		return fmt.Sprintf("%s  not looked at yet      %s", l.Feed, l.URL)
	}
	s := fmt.Sprintf("%s  %-12s since %s  %-9s  %s", l.Feed, l.State, l.Since.Format("2006-01-02 15:04"), count(l.Changes, "change"), l.URL)
	if l.Evidence != "" {
		s += "  (" + l.Evidence + ")"
	}
	if l.Unsteady > 0 {
		s += fmt.Sprintf("  unsteady: %s differ from look to look", count(l.Unsteady, "place"))
	}
	return s
}

type watchShowCommand struct {
	Page string `arg:"" help:"Address of the page, or its ID."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by hearsay watch show --help.
func (watchShowCommand) Help() string {
	return `Examples:
  hearsay watch show https://ministry.example/people
  hearsay watch show https://ministry.example/people --json`
}

// Run shows a page with all that happened to it.
func (c *watchShowCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	r := a.store.As(store.Everything)
	f, err := pageNamed(ctx, r, c.Page)
	if err != nil {
		return err
	}
	v, err := ledger.ViewPage(ctx, r, &f)
	if err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(v)
	}
	fmt.Fprintln(a.stdout, pageWords(&v.Page))
	for i := range v.Events {
		if err := a.printPageEvent(ctx, r, &v.Events[i]); err != nil {
			return err
		}
	}
	return nil
}

// printPageEvent shows one change of a page, and which claims it bears on.
func (a *app) printPageEvent(ctx context.Context, r store.Reader, e *ledger.PageEvent) error {
	fmt.Fprintf(a.stdout, "\n%s  %s: %s\n  before %s\n  after  %s\n", e.At.Format("2006-01-02 15:04"), e.Kind, e.Text,
		cmp.Or(string(e.Before), "–"), cmp.Or(string(e.After), "–"))
	for _, ch := range e.Changes {
		fmt.Fprintf(a.stdout, "  %s: %s\n", ch.Kind, changeText(ch))
		for _, id := range e.Bears[ch.Entity] {
			claim, err := r.Claim(ctx, id)
			if err != nil {
				return err
			}
			fmt.Fprintf(a.stdout, "      bears on %s  %s\n", id, claim.Text)
		}
	}
	return nil
}

// pageNamed finds a watched page by its address or its ID.
func pageNamed(ctx context.Context, r store.Reader, name string) (hearsay.Feed, error) {
	for _, id := range []string{name, hearsay.ID('f', name)} {
		f, err := r.Feed(ctx, hearsay.FeedID(id))
		if err == nil && f.Kind == hearsay.FeedPage {
			return f, nil
		}
		if err != nil && !errors.Is(err, hearsay.ErrNotFound) {
			return f, err
		}
	}
	return hearsay.Feed{}, &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "show page " + name, Cause: errors.New("it is not watched"),
		Hint: "hearsay watch list shows the pages that are"}
}
