// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"time"

	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

type feedListCommand struct {
	Condition string `help:"Only feeds of this condition: healthy, failing, stale, gone, \"not looked at\"." placeholder:"WORD"`
	JSON      bool   `help:"Print JSON."`
}

// Help is shown by hearsay feed list --help.
func (feedListCommand) Help() string {
	return `Shows each feed with how it stands with it, since when, and the evidence; its outlet, its address, and how often looking at
it gave what.

  healthy        looked at lately, whole, and with news as often as is its habit
  failing        looks give nothing to read
  stale          it answers, but with nothing new for much longer than is its habit, or with what is broken in the same way
  gone           410, or a week of 404; looked at once a day
  not looked at  never, or not lately

Examples:
  hearsay feed list
  hearsay feed list --condition failing
  hearsay feed list --json | jq '.[] | select(.health.condition != "healthy") | .url'`
}

// condition is a condition with its time: "failing since 2026-03-04 09:00".
func conditionWords(l *ledger.FeedLine) string {
	if l.Health.Since.IsZero() {
		return string(l.Health.Condition)
	}
	return fmt.Sprintf("%s since %s", l.Health.Condition, l.Health.Since.Format("2006-01-02 15:04"))
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
	lines := []ledger.FeedLine{}
	for _, f := range feeds {
		l, err := ledger.LineOfFeed(ctx, r, f, time.Now())
		if err != nil {
			return err
		}
		if c.Condition == "" || c.Condition == string(l.Health.Condition) {
			lines = append(lines, l)
		}
	}
	if c.JSON {
		return a.printJSON(lines)
	}
	for i := range lines {
		l := &lines[i]
		fmt.Fprintf(a.stdout, "%-24s %-20s %s\n    %s: %s  %v\n", l.Feed, l.Outlet, l.URL, conditionWords(l), l.Health.Why, l.Attempts)
	}
	return nil
}
