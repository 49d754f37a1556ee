// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"time"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/store"
)

type subscriberCommand struct {
	Add    subscriberAddCommand    `cmd:"" help:"Ask addresses whether they want the digests."`
	List   subscriberListCommand   `cmd:"" help:"Show who gets the digests, and what became of the last letter to each."`
	Remove subscriberRemoveCommand `cmd:"" help:"Send no more to an address."`
}

// Help is shown by hearsay subscriber --help.
func (subscriberCommand) Help() string {
	return `A subscriber is an address that digests are sent to by e-mail when they are published: those that are marked CLEAR, each once, by
hearsay serve --smtp. Nobody is sent anything who has not said yes by a link. Who has unsubscribed stays so until they ask again themselves.

Examples:
  hearsay subscriber add ann@paper.example --by bo
  hearsay subscriber list`
}

// subscriberLine is a subscriber as it is shown.
type subscriberLine struct {
	ID      hearsay.SubscriberID    `json:"id"`
	Address string                  `json:"address"`
	State   hearsay.SubscriberState `json:"state"`
	Why     string                  `json:"why,omitempty"`
	By      string                  `json:"by,omitempty"`
	Since   time.Time               `json:"since"`
	Last    *letterLine             `json:"last,omitempty"` // the newest letter
}

// letterLine is a letter as it is shown.
type letterLine struct {
	Kind   hearsay.LetterKind   `json:"kind"`
	About  string               `json:"about"`
	To     hearsay.SubscriberID `json:"to"`
	State  hearsay.LetterState  `json:"state"`
	At     time.Time            `json:"at"`
	Code   int                  `json:"code,omitempty"`
	Reason string               `json:"reason,omitempty"`
}

func lineOfLetter(l *hearsay.Letter) *letterLine {
	return &letterLine{l.Kind, l.About, l.To, l.State, l.At, l.Code, l.Reason}
}

func lineOfSubscriber(s *hearsay.Subscriber) subscriberLine {
	return subscriberLine{ID: s.ID, Address: s.Address, State: s.State, Why: s.Why, By: s.By, Since: s.Changed}
}

type subscriberAddCommand struct {
	Addresses []string `arg:"" name:"address" help:"Addresses for e-mail."`
	Confirmed bool     `help:"They have agreed already, elsewhere: do not ask."`
	By        string   `required:"" env:"HEARSAY_BY" help:"Who adds them."`
	JSON      bool     `help:"Print JSON."`
}

// Help is shown by hearsay subscriber add --help.
func (subscriberAddCommand) Help() string {
	return `Each is sent one letter, which asks; the link in it holds for two days. Nothing is sent to who has the digests already, or was
asked within the hour. Who does not answer is forgotten after a week.

Examples:
  hearsay subscriber add ann@paper.example --by bo
  hearsay subscriber add ann@paper.example cy@post.example --confirmed --by bo`
}

// Run adds subscribers. Another process may write to the ledger meanwhile.
func (c *subscriberAddCommand) Run(ctx context.Context, a *app) error {
	for _, address := range c.Addresses { // all, or none
		if _, err := desk.ParseAddress(address); err != nil {
			return err
		}
	}
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	subs, lines := desk.Subscribers{Store: a.store}, []subscriberLine{}
	for _, address := range c.Addresses {
		add := subs.Ask
		if c.Confirmed {
			add = subs.Add
		}
		s, err := add(ctx, address, c.By, time.Now().UTC())
		if err != nil {
			return err
		}
		lines = append(lines, lineOfSubscriber(&s))
		if !c.JSON {
			fmt.Fprintln(a.stdout, subscriberWords(&lines[len(lines)-1]))
		}
	}
	if c.JSON {
		return a.printJSON(lines)
	}
	return nil
}

// subscriberWords is a subscriber in a line.
func subscriberWords(s *subscriberLine) string {
	line := fmt.Sprintf("%-12s  since %s  %s", s.State, s.Since.Format("2006-01-02 15:04"), s.Address)
	if l := s.Last; l != nil {
		line += fmt.Sprintf("  last: %s %s", l.Kind, l.State)
		if l.Reason != "" && l.Reason != s.Why {
			line += ", " + l.Reason
		}
	}
	if s.Why != "" {
		line += "\n    " + s.Why
	}
	return line
}

type subscriberListCommand struct {
	State string `enum:",asked,confirmed,unsubscribed,suspended" default:"" help:"Only those of a state: asked, confirmed, unsubscribed or suspended." placeholder:"STATE"`
	JSON  bool   `help:"Print JSON."`
}

// Help is shown by hearsay subscriber list --help.
func (subscriberListCommand) Help() string {
	return `A subscriber is asked, confirmed, unsubscribed, or suspended: its server said that there is no such address.

Examples:
  hearsay subscriber list
  hearsay subscriber list --state suspended --json`
}

// Run lists the subscribers.
func (c *subscriberListCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	r := a.store.As(store.Everything)
	all, err := r.Subscribers(ctx, hearsay.SubscriberState(c.State))
	if err != nil {
		return err
	}
	last, err := r.LastLetters(ctx)
	if err != nil {
		return err
	}
	lines := []subscriberLine{}
	for i := range all {
		l := lineOfSubscriber(&all[i])
		if letter, ok := last[all[i].ID]; ok {
			l.Last = lineOfLetter(&letter)
		}
		lines = append(lines, l)
	}
	if c.JSON {
		return a.printJSON(lines)
	}
	if len(lines) == 0 {
		fmt.Fprintln(a.stdout, "no subscribers; hearsay subscriber add ADDRESS")
	}
	for i := range lines {
		fmt.Fprintln(a.stdout, subscriberWords(&lines[i]))
	}
	return nil
}

type subscriberRemoveCommand struct {
	Address string `arg:"" help:"The address."`
	Forget  bool   `help:"Keep nothing of it, not even that it has unsubscribed."`
	JSON    bool   `help:"Print JSON."`
}

// Help is shown by hearsay subscriber remove --help.
func (subscriberRemoveCommand) Help() string {
	return `It counts as unsubscribed, and is kept as that: so nobody adds it again by mistake. With --forget it is not kept.

Examples:
  hearsay subscriber remove ann@paper.example
  hearsay subscriber remove ann@paper.example --forget`
}

// Run unsubscribes an address.
func (c *subscriberRemoveCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	subs := desk.Subscribers{Store: a.store}
	remove := func() (hearsay.Subscriber, error) { return subs.Remove(ctx, c.Address, time.Now().UTC()) }
	if c.Forget {
		remove = func() (hearsay.Subscriber, error) { return subs.Forget(ctx, c.Address) }
	}
	s, err := remove()
	if err != nil {
		return err
	}
	if c.Forget && !c.JSON {
		_, err = fmt.Fprintf(a.stdout, "%s is forgotten\n", s.Address)
		return err
	}
	line := lineOfSubscriber(&s)
	if c.JSON {
		return a.printJSON(line)
	}
	_, err = fmt.Fprintln(a.stdout, subscriberWords(&line))
	return err
}
