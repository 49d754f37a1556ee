// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

type retentionCommand struct {
	Add    retentionAddCommand    `cmd:"" help:"Keep what is collected for so many days."`
	List   retentionListCommand   `cmd:"" help:"List the rules."`
	Remove retentionRemoveCommand `cmd:"" help:"Remove a rule."`
	Apply  retentionApplyCommand  `cmd:"" help:"Erase what is older now; hearsay collect does so once a day."`
}

// Help is shown by hearsay retention --help.
func (retentionCommand) Help() string {
	return `A rule says how many days a kind of document is kept, of all outlets or of one. What is older is erased as hearsay forget
erases it, each capture by a decision that names the rule. Without rules everything is kept.

Examples:
  hearsay retention add --kind post --days 180 --reason "forum authors are private people" --by ann
  hearsay retention list
  hearsay retention apply`
}

type retentionAddCommand struct {
	Kind   string `help:"Only captures of this kind of document; all if not given." enum:",article,post,digest,page" default:""`
	Outlet string `help:"Only those of this outlet."`
	Days   int    `required:"" help:"How long, from when it was fetched."`
	Reason string `required:"" help:"Why."`
	By     string `required:"" env:"HEARSAY_BY" help:"Who makes the rule."`
	JSON   bool   `help:"Print JSON."`
}

// Help is shown by hearsay retention add --help.
func (retentionAddCommand) Help() string {
	return `A second rule for the same kind and outlet takes the place of the first.

Example:
  hearsay retention add --kind post --days 180 --reason "forum authors are private people" --by ann`
}

// Run adds a rule.
func (c *retentionAddCommand) Run(ctx context.Context, a *app) error {
	if c.Days < 1 {
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "add a retention rule", Cause: fmt.Errorf("%d days keep nothing", c.Days), Hint: "give --days 1 or more"}
	}
	if err := a.openToWrite(ctx, archive.Options{}); err != nil {
		return err
	}
	x := hearsay.Retention{ID: hearsay.NewRetentionID(hearsay.Kind(c.Kind), hearsay.OutletID(c.Outlet)), Kind: hearsay.Kind(c.Kind), Outlet: hearsay.OutletID(c.Outlet),
		Days: c.Days, Reason: c.Reason, By: c.By, Created: time.Now()}
	err := a.store.Write(ctx, func(tx *store.Tx) error {
		if c.Outlet != "" {
			if _, err := tx.Outlet(ctx, x.Outlet); err != nil {
				return err
			}
		}
		return tx.SaveRetention(ctx, x)
	})
	if err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(viewRetention(x))
	}
	_, err = fmt.Fprintln(a.stdout, retentionLine(x))
	return err
}

// retentionView is a rule as JSON.
type retentionView struct {
	ID      hearsay.RetentionID `json:"id"`
	Kind    hearsay.Kind        `json:"kind,omitempty"`
	Outlet  hearsay.OutletID    `json:"outlet,omitempty"`
	Days    int                 `json:"days"`
	Reason  string              `json:"reason"`
	By      string              `json:"by"`
	Created time.Time           `json:"created"`
}

func viewRetention(x hearsay.Retention) retentionView {
	return retentionView{x.ID, x.Kind, x.Outlet, x.Days, x.Reason, x.By, x.Created}
}

func retentionLine(x hearsay.Retention) string {
	return fmt.Sprintf("%s  %s of %s are kept for %s: %s (%s)", x.ID, cmp.Or(string(x.Kind), "captures"), cmp.Or(string(x.Outlet), "all outlets"), count(x.Days, "day"), x.Reason, x.By)
}

type retentionListCommand struct {
	JSON bool `help:"Print JSON."`
}

// Help is shown by hearsay retention list --help.
func (retentionListCommand) Help() string {
	return "Example:\n  hearsay retention list --json"
}

// Run lists the rules.
func (c *retentionListCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	rules, err := a.store.As(store.Everything).Retentions(ctx)
	if err != nil {
		return err
	}
	views := []retentionView{}
	for _, x := range rules {
		views = append(views, viewRetention(x))
	}
	if c.JSON {
		return a.printJSON(views)
	}
	if len(rules) == 0 {
		fmt.Fprintln(a.stdout, "there are no rules: everything is kept")
	}
	for _, x := range rules {
		fmt.Fprintln(a.stdout, retentionLine(x))
	}
	return nil
}

type retentionRemoveCommand struct {
	ID   string `arg:"" help:"ID of a rule."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by hearsay retention remove --help.
func (retentionRemoveCommand) Help() string {
	return "What was erased by the rule stays erased.\n\nExample:\n  hearsay retention remove n2f7…"
}

// Run removes a rule.
func (c *retentionRemoveCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToWrite(ctx, archive.Options{}); err != nil {
		return err
	}
	if err := a.store.Write(ctx, func(tx *store.Tx) error { return tx.DeleteRetention(ctx, hearsay.RetentionID(c.ID)) }); err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(map[string]string{"removed": c.ID})
	}
	_, err := fmt.Fprintf(a.stdout, "removed %s\n", c.ID)
	return err
}

type retentionApplyCommand struct {
	JSON bool `help:"Print JSON."`
}

// Help is shown by hearsay retention apply --help.
func (retentionApplyCommand) Help() string {
	return `Erases what is older than the rules keep it. The files of the database are not scrubbed: hearsay forget --finish does that.

Example:
  hearsay retention apply`
}

// Run erases what is older.
func (c *retentionApplyCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToWrite(ctx, archive.Options{}); err != nil {
		return err
	}
	n, err := a.expire(ctx)
	if err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(map[string]int{"erased": n})
	}
	_, err = fmt.Fprintf(a.stdout, "erased %s\n", count(n, "capture"))
	return err
}

// expire erases what the rules say, until nothing is left that is older.
func (a *app) expire(ctx context.Context) (all int, err error) {
	for {
		n, err := pipeline.Expire(ctx, a.store, time.Now())
		if err != nil || n == 0 {
			return all, err
		}
		all += n
		if err := a.work(ctx, 0); err != nil {
			return all, err
		}
	}
}
