// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"hearsay"
	"hearsay/internal/deliver"
	"hearsay/internal/store"
)

type hookCommand struct {
	Add    hookAddCommand    `cmd:"" help:"Send events to an address from now on."`
	List   hookListCommand   `cmd:"" help:"Show the hooks, and how it stands with them."`
	Show   hookShowCommand   `cmd:"" help:"Show a hook with its last deliveries."`
	Remove hookRemoveCommand `cmd:"" help:"Send no more to a hook."`
	Test   hookTestCommand   `cmd:"" help:"Send a message that tells of nothing."`
}

// Help is shown by hearsay hook --help.
func (hookCommand) Help() string {
	return `A hook is an address of another program, to which hearsay serve sends events as they happen: by POST, as JSON, in order, each at
least once, signed as Standard Webhooks has it. What is not answered with 2xx is sent again, after 30 seconds and then after waits that
double; after eight times the hook is dead until a test succeeds, and goes on where it stopped. Nothing is sent to addresses that are not
public.

Examples:
  hearsay hook add https://bot.example/hearsay --kind claim-moved --by ann
  hearsay hook list`
}

// eventKinds are all kinds of events.
var eventKinds = []hearsay.EventKind{hearsay.StoriesMerged, hearsay.StorySplit, hearsay.ClaimMoved, hearsay.DocumentChanged, hearsay.PageChanged, hearsay.PageState,
	hearsay.FeedFailing, hearsay.FeedGone, hearsay.FeedBack, hearsay.FeedMoved}

type hookAddCommand struct {
	URL     string   `arg:"" help:"Address to which events are sent."`
	Kind    []string `help:"Only events of this kind; may be given more than once." placeholder:"KIND"`
	Story   string   `help:"Only events of this story." placeholder:"ID"`
	Claim   string   `help:"Only events of this claim." placeholder:"ID"`
	Outlet  string   `help:"Only events that tell of a document or page of this outlet." placeholder:"ID"`
	Alerts  string   `help:"The alerts of this account, instead of events." placeholder:"NAME"`
	Ceiling string   `default:"clear" help:"The strictest marking that is sent."`
	By      string   `required:"" help:"Who wants it." placeholder:"NAME"`
	JSON    bool     `help:"Print JSON."`
}

// Help is shown by hearsay hook add --help.
func (hookAddCommand) Help() string {
	return `The secret is printed once: the receiver needs it to tell our messages from others.

Examples:
  hearsay hook add https://bot.example/hearsay --by ann
  hearsay hook add https://bot.example/hearsay --kind claim-moved --kind document-changed --story tx8rn2v3b203416d5jdhg --by ann
  hearsay hook add https://bot.example/alerts --alerts ann --by ann`
}

// Run adds a hook. Another process may write to the ledger meanwhile.
func (c *hookAddCommand) Run(ctx context.Context, a *app) error {
	ceiling, err := hearsay.ParseTLP(c.Ceiling)
	if err != nil {
		return err
	}
	h := hearsay.Hook{URL: c.URL, Story: hearsay.StoryID(c.Story), Claim: hearsay.ClaimID(c.Claim), Outlet: hearsay.OutletID(c.Outlet), Ceiling: ceiling, By: c.By}
	for _, k := range c.Kind {
		if !slices.Contains(eventKinds, hearsay.EventKind(k)) {
			return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "add a hook", Cause: fmt.Errorf("%q is no kind of event", k), Hint: fmt.Sprintf("give one of %v", eventKinds)}
		}
		h.Kinds = append(h.Kinds, hearsay.EventKind(k))
	}
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	if c.Alerts != "" {
		if h.Alerts, err = a.alertsFor(ctx, c.Alerts, &h); err != nil {
			return err
		}
	}
	if err := deliver.Check(ctx, a.store.As(store.Everything), &h); err != nil {
		return err
	}
	if h, err = deliver.Add(ctx, a.store, h); err != nil {
		return err
	}
	v, err := deliver.ViewHook(ctx, a.store, &h, false)
	if v.Secret = h.Secret; err == nil && c.JSON {
		return a.printJSON(v)
	}
	if err == nil {
		_, err = fmt.Fprintf(a.stdout, "%s sends to %s\nthe secret, shown this once: %s\nhearsay serve delivers; hearsay hook test %s tries it\n", h.ID, h.URL, h.Secret, h.ID)
	}
	return err
}

// alertsFor gives the account whose alerts a hook is to get: all of them, since they are chosen by what it follows.
func (a *app) alertsFor(ctx context.Context, name string, h *hearsay.Hook) (hearsay.AccountID, error) {
	if len(h.Kinds) > 0 || h.Story != "" || h.Claim != "" || h.Outlet != "" {
		return "", &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "add a hook", Cause: errors.New("--alerts chooses by what the account follows, and goes with none of --kind, --story, --claim and --outlet")}
	}
	me, err := a.store.As(store.Everything).AccountNamed(ctx, name)
	return me.ID, err
}

type hookListCommand struct {
	JSON bool `help:"Print JSON."`
}

// Help is shown by hearsay hook list --help.
func (hookListCommand) Help() string {
	return `A hook waits for something to happen, sends, is failing (and tried again), or is dead (and not).

Examples:
  hearsay hook list
  hearsay hook list --json | jq '.[] | select(.state == "dead")'`
}

// Run lists the hooks.
func (c *hookListCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	all, err := a.store.As(store.Everything).Hooks(ctx)
	if err != nil {
		return err
	}
	views := []deliver.View{}
	for i := range all {
		v, err := deliver.ViewHook(ctx, a.store, &all[i], false)
		if err != nil {
			return err
		}
		views = append(views, v)
	}
	if c.JSON {
		return a.printJSON(views)
	}
	if len(views) == 0 {
		fmt.Fprintln(a.stdout, "no hooks; hearsay hook add URL")
	}
	for i := range views {
		fmt.Fprintln(a.stdout, hookWords(&views[i]))
	}
	return nil
}

// hookWords is a hook in a line.
func hookWords(v *deliver.View) string {
	line := fmt.Sprintf("%s  %-7s  %d delivered, %d waiting, %s  up to %s  %s", v.ID, v.State, v.Count.Delivered, v.Count.Waiting, count(v.Count.Tries, "request"), v.Ceiling, v.URL)
	if v.Why != "" {
		line += "\n    " + v.Why
	}
	return line
}

type hookShowCommand struct {
	ID   string `arg:"" help:"ID of the hook."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by hearsay hook show --help.
func (hookShowCommand) Help() string {
	return `Example:
  hearsay hook show w2k7…`
}

// Run shows one hook.
func (c *hookShowCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	h, err := a.store.As(store.Everything).Hook(ctx, hearsay.HookID(c.ID))
	if err != nil {
		return err
	}
	v, err := deliver.ViewHook(ctx, a.store, &h, true)
	if err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(v)
	}
	var kinds []string
	for _, k := range v.Kinds {
		kinds = append(kinds, string(k))
	}
	of := ""
	if v.Alerts != "" {
		of = "the alerts of account " + string(v.Alerts)
	}
	fmt.Fprintf(a.stdout, "%s\nby %s since %s, of %s\n", hookWords(&v), v.By, v.Created.Format("2006-01-02 15:04"),
		strings.TrimSpace(cmp.Or(of, strings.Join(kinds, ", "), "all kinds")+" "+string(v.Story)+" "+string(v.Claim)+" "+string(v.Outlet)))
	for _, d := range v.Last {
		fmt.Fprintf(a.stdout, "%5d  %s  %s, status %d  %s\n", d.Seq, d.At.Format("2006-01-02 15:04:05"), count(d.Tries, "request"), d.Status, cmp.Or(d.Reason, "delivered"))
	}
	return nil
}

type hookRemoveCommand struct {
	ID   string `arg:"" help:"ID of the hook."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by hearsay hook remove --help.
func (hookRemoveCommand) Help() string {
	return `What waits for it is not sent any more.

Example:
  hearsay hook remove w2k7…`
}

// Run removes a hook.
func (c *hookRemoveCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	if err := deliver.Remove(ctx, a.store, hearsay.HookID(c.ID)); err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(map[string]string{"removed": c.ID})
	}
	_, err := fmt.Fprintf(a.stdout, "%s is removed\n", c.ID)
	return err
}

type hookTestCommand struct {
	ID   string         `arg:"" help:"ID of the hook."`
	Deny []netip.Prefix `help:"Addresses to which nothing is sent, besides those that are not public." env:"HEARSAY_DENY" placeholder:"PREFIX"`
	JSON bool           `help:"Print JSON."`
}

// Help is shown by hearsay hook test --help.
func (hookTestCommand) Help() string {
	return `Sends a message of the type hook.test, signed like all. A dead hook that answers well is alive again, and gets what waited.

Example:
  hearsay hook test w2k7…`
}

// Run tests a hook.
func (c *hookTestCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	status, err := a.courier(c.Deny).Test(ctx, hearsay.HookID(c.ID))
	if err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(map[string]int{"status": status})
	}
	_, err = fmt.Fprintf(a.stdout, "answered with %d\n", status)
	return err
}
