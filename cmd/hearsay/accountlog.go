// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/store"
)

type accountLogCommand struct {
	Limit int  `default:"100" help:"At most so many lines."`
	JSON  bool `help:"Print JSON."`
}

// Help is shown by hearsay account log --help.
func (accountLogCommand) Help() string {
	return `Within ninety days, the latest first; what is alike within an hour is one line. A name that nobody has is not kept: it may be
a password in the wrong field.

Examples:
  hearsay account log
  hearsay account log --json | jq '.[] | select(.admitted | not)'`
}

// arrivalLine is an arrival as JSON.
type arrivalLine struct {
	Last     time.Time   `json:"last"`
	Name     string      `json:"name,omitzero"`
	Way      hearsay.Way `json:"way"`
	Address  string      `json:"address"`
	Admitted bool        `json:"admitted"`
	Times    int         `json:"times"`
}

// Run lists arrivals.
func (c *accountLogCommand) Run(ctx context.Context, a *app) error {
	if c.Limit < 1 {
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "show who came in", Hint: "give a --limit of at least 1"}
	}
	return a.withDoor(ctx, func(door *desk.Doorkeeper) error {
		all, err := door.Arrivals(ctx, store.ArrivalFilter{Limit: c.Limit})
		if err != nil {
			return err
		}
		lines := make([]arrivalLine, len(all))
		for i, x := range all {
			lines[i] = arrivalLine{x.Last, x.Name, x.Way, x.Address, x.Admitted, x.Times}
		}
		if c.JSON {
			return a.printJSON(lines)
		}
		if len(lines) == 0 {
			fmt.Fprintln(a.stdout, "nobody came in within ninety days")
		}
		for _, l := range lines {
			what := "was not let in"
			if l.Admitted {
				what = "came in"
			}
			fmt.Fprintf(a.stdout, "%s  %-20s %-14s by %-9s from %-16s %s\n", l.Last.Format("2006-01-02 15:04"), cmp.Or(l.Name, "somebody unknown"), what, l.Way, l.Address, count(l.Times, "time"))
		}
		return nil
	})
}
