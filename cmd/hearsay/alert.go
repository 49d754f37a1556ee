// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

type alertCommand struct {
	List    alertListCommand    `cmd:"" help:"Show what an account follows, and what it was told."`
	Add     alertAddCommand     `cmd:"" help:"Have an account told what becomes known of something."`
	Remove  alertRemoveCommand  `cmd:"" help:"Have an account told no more of something."`
	Address alertAddressCommand `cmd:"" help:"Give an account an address that its alerts go to."`
}

// Help is shown by hearsay alert --help.
func (alertCommand) Help() string {
	return `An account follows a saved query, a story, a claim or a watched page. What becomes known of it from then on is an alert: once, on the page
Today of hearsay serve and, with --mail, by e-mail to the account's address, at most one letter in fifteen minutes. E-mail holds what is
marked CLEAR; of the rest it tells the number. A hook gets the alerts of an account with hearsay hook add URL --alerts NAME.

Examples:
  hearsay alert add ann --story tx8rn2v3b203416d5jdhg --mail
  hearsay alert list ann`
}

type alertListCommand struct {
	Account string `arg:"" help:"Name of the account."`
	Limit   int    `default:"20" help:"Show so many of the newest alerts."`
	JSON    bool   `help:"Print JSON."`
}

// Help is shown by hearsay alert list --help.
func (alertListCommand) Help() string {
	return `Alerts are shown as the account may see them now.

Examples:
  hearsay alert list ann
  hearsay alert list ann --limit 100 --json`
}

// alertList is what an account follows, and what it was told.
type alertList struct {
	Account string                  `json:"account"`
	Address string                  `json:"address,omitempty"`
	State   hearsay.SubscriberState `json:"state,omitempty"` // of the address
	Follows []ledger.FollowView     `json:"follows"`
	Alerts  []ledger.AlertView      `json:"alerts"` // the newest first
}

// Run lists.
func (c *alertListCommand) Run(ctx context.Context, a *app) error {
	return a.withDoor(ctx, func(door *desk.Doorkeeper) error {
		me, err := door.Named(ctx, c.Account)
		if err != nil {
			return err
		}
		l, err := a.alertsOf(ctx, me, c.Limit)
		if err != nil {
			return err
		}
		if c.JSON {
			return a.printJSON(l)
		}
		if l.Address != "" {
			fmt.Fprintf(a.stdout, "by e-mail to %s (%s)\n", l.Address, l.State)
		}
		if len(l.Follows) == 0 {
			fmt.Fprintf(a.stdout, "%s follows nothing; hearsay alert add\n", me.Name)
		}
		for _, f := range l.Follows {
			mail := ""
			if f.Mail {
				mail = "  and by e-mail"
			}
			fmt.Fprintf(a.stdout, "%s  %-5s  %s%s\n", f.ID, f.Kind, cmp.Or(f.Name, f.About), mail)
		}
		for i := range l.Alerts {
			fmt.Fprintln(a.stdout, alertWords(&l.Alerts[i]))
		}
		return nil
	})
}

func (a *app) alertsOf(ctx context.Context, me hearsay.Account, limit int) (alertList, error) {
	l := alertList{Account: me.Name, Follows: []ledger.FollowView{}, Alerts: []ledger.AlertView{}}
	to, err := (&desk.Subscribers{Store: a.store}).Address(ctx, me.ID)
	if err != nil {
		return l, err
	}
	if to.Address != "" {
		l.Address, l.State = to.Address, to.State
	}
	operator, r := a.store.As(store.Everything), a.store.As(store.Viewer{TLP: me.Ceiling})
	follows, err := operator.Follows(ctx, me.ID)
	if err != nil {
		return l, err
	}
	for i := range follows {
		f, err := ledger.ViewFollow(ctx, r, &follows[i])
		if err != nil {
			return l, err
		}
		l.Follows = append(l.Follows, f)
	}
	alerts, err := operator.Alerts(ctx, store.AlertFilter{Account: me.ID, NewestFirst: true, Limit: limit})
	if err != nil {
		return l, err
	}
	views, err := ledger.ViewAlerts(ctx, r, alerts, follows)
	l.Alerts = append(l.Alerts, views...)
	return l, err
}

// alertWords is an alert in a line or two.
func alertWords(v *ledger.AlertView) string {
	line := v.Made.Format("2006-01-02 15:04") + "  "
	if v.Event == nil {
		line += "found"
	} else {
		line += v.Event.Text
	}
	switch {
	case v.Claim != nil:
		line += "  “" + v.Claim.Text + "”"
	case v.Page != nil:
		line += "  " + v.Page.URL
	case v.Story != nil:
		line += "  " + v.Story.Title
	}
	if d := v.Document; d != nil {
		line += fmt.Sprintf("\n    %s, %s, %s  %s", d.Outlet, d.Title, d.Published, d.ID)
	}
	return line
}

type alertAddCommand struct {
	Account string `arg:"" help:"Name of the account."`
	Query   string `help:"A query that the account keeps, by its name." placeholder:"NAME" xor:"what" required:""`
	Story   string `help:"A story." placeholder:"ID" xor:"what" required:""`
	Claim   string `help:"A claim." placeholder:"ID" xor:"what" required:""`
	Page    string `help:"A watched page." placeholder:"ID" xor:"what" required:""`
	Mail    bool   `help:"By e-mail too, if the account has an address."`
	JSON    bool   `help:"Print JSON."`
}

// Help is shown by hearsay alert add --help.
func (alertAddCommand) Help() string {
	return `The account must be able to see what it follows. Following again changes only whether alerts go out by e-mail.

Examples:
  hearsay alert add ann --claim kx8rn2v3b203416d5jdhg
  hearsay alert add ann --query ferries --mail`
}

// Run has an account follow something. Another process may write to the ledger meanwhile.
func (c *alertAddCommand) Run(ctx context.Context, a *app) error {
	kind, about := hearsay.FollowStory, c.Story
	switch {
	case c.Query != "":
		kind, about = hearsay.FollowQuery, c.Query
	case c.Claim != "":
		kind, about = hearsay.FollowClaim, c.Claim
	case c.Page != "":
		kind, about = hearsay.FollowPage, c.Page
	}
	return a.withDoor(ctx, func(door *desk.Doorkeeper) error {
		me, err := door.Named(ctx, c.Account)
		if err != nil {
			return err
		}
		f, err := door.Follow(ctx, me, kind, about, c.Mail)
		if err != nil {
			return err
		}
		v, err := ledger.ViewFollow(ctx, a.store.As(store.Viewer{TLP: me.Ceiling}), &f)
		if err == nil && c.JSON {
			return a.printJSON(v)
		}
		if err == nil {
			_, err = fmt.Fprintf(a.stdout, "%s  %s follows the %s %s\n", v.ID, me.Name, v.Kind, cmp.Or(v.Name, v.About))
		}
		return err
	})
}

type alertRemoveCommand struct {
	Account string `arg:"" help:"Name of the account."`
	ID      string `arg:"" help:"ID of what it follows, as hearsay alert list shows it."`
	JSON    bool   `help:"Print JSON."`
}

// Help is shown by hearsay alert remove --help.
func (alertRemoveCommand) Help() string {
	return `What waits for it is not told any more either.

Example:
  hearsay alert remove ann ok2v3b203416d5jdhgx8r`
}

// Run has an account follow something no more.
func (c *alertRemoveCommand) Run(ctx context.Context, a *app) error {
	return a.withDoor(ctx, func(door *desk.Doorkeeper) error {
		me, err := door.Named(ctx, c.Account)
		if err == nil {
			err = door.Unfollow(ctx, me.ID, hearsay.FollowID(c.ID))
		}
		if err != nil {
			return err
		}
		if c.JSON {
			return a.printJSON(map[string]string{"removed": c.ID})
		}
		_, err = fmt.Fprintf(a.stdout, "%s follows %s no more\n", me.Name, c.ID)
		return err
	})
}

type alertAddressCommand struct {
	Account   string `arg:"" help:"Name of the account."`
	Address   string `arg:"" optional:"" help:"Address for e-mail."`
	Confirmed bool   `help:"It has agreed already, elsewhere: do not ask."`
	Remove    bool   `help:"The account has no address any more."`
	JSON      bool   `help:"Print JSON."`
}

// Help is shown by hearsay alert address --help.
func (alertAddressCommand) Help() string {
	return `An account has one address. It is sent one letter, which asks; the link in it holds for two days, and nothing else is sent before it
says yes.

Examples:
  hearsay alert address ann ann@paper.example
  hearsay alert address ann ann@paper.example --confirmed
  hearsay alert address ann --remove`
}

// Run changes the address of an account.
func (c *alertAddressCommand) Run(ctx context.Context, a *app) error {
	if (c.Address == "") != c.Remove {
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "change an address", Cause: errors.New("give an address, or --remove")}
	}
	return a.withDoor(ctx, func(door *desk.Doorkeeper) error {
		me, err := door.Named(ctx, c.Account)
		if err != nil {
			return err
		}
		subs := desk.Subscribers{Store: a.store}
		var x hearsay.Subscriber
		switch {
		case c.Remove:
			err = subs.ForgetFor(ctx, me.ID)
		case c.Confirmed:
			x, err = subs.AddFor(ctx, me, c.Address, time.Now().UTC())
		default:
			x, err = subs.AskFor(ctx, me, c.Address, time.Now().UTC())
		}
		if err != nil {
			return err
		}
		if c.JSON {
			return a.printJSON(map[string]string{"account": me.Name, "address": x.Address, "state": string(x.State)})
		}
		if c.Remove {
			_, err = fmt.Fprintf(a.stdout, "%s has no address any more\n", me.Name)
			return err
		}
		_, err = fmt.Fprintf(a.stdout, "%s: %s (%s)\n", me.Name, x.Address, x.State)
		return err
	})
}
