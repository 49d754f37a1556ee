// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hearsay"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

type feedShowCommand struct {
	Feed string    `arg:"" help:"ID or address."`
	From time.Time `format:"2006-01-02" placeholder:"DAY" help:"Prove that we were looking from this day on (UTC); a week ago if not given."`
	To   time.Time `format:"2006-01-02" placeholder:"DAY" help:"Until the end of this day; now if not given."`
	JSON bool      `help:"Print JSON."`
}

// Help is shown by hearsay feed show --help.
func (feedShowCommand) Help() string {
	return `Shows how it stands with a feed, its addresses, what happened to it, and the looks that prove that we were looking: how many
each day would have shown something new, and the longest time without one.

Examples:
  hearsay feed show https://paper.example/rss.xml
  hearsay feed show https://paper.example/rss.xml --from 2026-03-01 --to 2026-03-08 --json`
}

// Run shows the feed.
func (c *feedShowCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	r := a.store.As(store.Everything)
	f, err := feedCalled(ctx, r, c.Feed)
	if err != nil {
		return err
	}
	now := time.Now().UTC()
	from, to := c.From, c.To.AddDate(0, 0, 1)
	if c.To.IsZero() {
		to = now
	}
	if from.IsZero() {
		from = to.AddDate(0, 0, -7)
	}
	if !from.Before(to) {
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "show feed " + c.Feed, Cause: errors.New("--from is not before --to")}
	}
	p, err := ledger.ViewFeed(ctx, r, f, from, to)
	if err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(p)
	}
	return a.printFeed(p)
}

// feedCalled finds a feed by its ID, or an address that it has or had.
func feedCalled(ctx context.Context, r store.Reader, name string) (hearsay.Feed, error) {
	for _, id := range []hearsay.FeedID{hearsay.FeedID(name), hearsay.FeedID(hearsay.ID('f', name))} {
		if f, err := r.Feed(ctx, id); !errors.Is(err, hearsay.ErrNotFound) {
			return f, err
		}
	}
	there, err := r.Feeds(ctx, store.FeedFilter{URL: name, Limit: 1})
	if err == nil && len(there) == 0 {
		err = &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "find feed " + name, Hint: "hearsay feed list shows the feeds"}
	}
	if err != nil {
		return hearsay.Feed{}, err
	}
	return there[0], nil
}

func (a *app) printFeed(p *ledger.FeedView) error {
	const minute = "2006-01-02 15:04"
	fmt.Fprintf(a.stdout, "%s  %s\n%s of %s: %s\n    %s\n", p.Feed, p.URL, p.Kind, p.Outlet, conditionWords(&p.FeedLine), p.Health.Why)
	if p.Health.Last != nil {
		fmt.Fprintf(a.stdout, "    last look %s, last good one %s; next at %s, every %s\n", p.Health.Last.At.Format(minute), orNever(p.Health.LastGood), orNever(p.Next), p.Every)
	}
	if p.Hub != nil {
		fmt.Fprintf(a.stdout, "    hub %s: %s\n", p.Hub.URL, hubWords(p.Hub))
	}
	for _, at := range p.Addresses[:max(0, len(p.Addresses)-1)] {
		fmt.Fprintf(a.stdout, "    before at %s\n", at.URL)
	}
	printDoubt(a.stdout, p.Doubt)
	l := &p.Looking
	verdict := "we were looking all the time"
	if !l.Seen {
		verdict = "we were NOT looking all the time"
	}
	fmt.Fprintf(a.stdout, "\n%s to %s: %s\n    %s, %d without use; the longest time without a good one: %s, from %s\n", l.From.Format(minute), l.To.Format(minute),
		verdict, count(l.Good, "good look"), l.Bad, l.Gap.To.Sub(l.Gap.From).Round(time.Minute), l.Gap.From.Format(minute))
	for _, d := range l.Days {
		fmt.Fprintf(a.stdout, "    %s  %s, %d without use\n", d.Day.Format(time.DateOnly), count(d.Good, "good look"), d.Bad)
	}
	for _, e := range p.Events {
		fmt.Fprintf(a.stdout, "\n%s  %s: %s\n", e.Known.Format(minute), e.Kind, e.Text)
	}
	return nil
}

// hubWords say how it stands with a hub.
func hubWords(h *ledger.HubLine) string {
	const minute = "2006-01-02 15:04"
	switch {
	case h.Asked.IsZero():
		return "not asked: hearsay serve --public does"
	case h.Until.IsZero() && h.Reason != "":
		return h.Reason
	case h.Until.IsZero():
		return "asked " + h.Asked.Format(minute) + ", not confirmed"
	}
	return fmt.Sprintf("pushes until %s; told last of news %s, %s without its word since", h.Until.Format(minute), orNever(h.Pushed), count(h.Untold, "look"))
}

func orNever(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.Format("2006-01-02 15:04")
}
