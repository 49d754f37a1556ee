// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/desk"
	"hearsay/internal/digest"
	"hearsay/internal/gate"
	"hearsay/internal/store"
)

type digestCheckCommand struct {
	Issue string `arg:"" help:"ID of a draft, or number of an issue."`
	JSON  bool   `help:"Print JSON."`
}

// Help is shown by hearsay digest check --help.
func (digestCheckCommand) Help() string {
	return `The citation gate refuses a sentence that names a person, body, place or number which the bytes it cites do not hold, words that are
not in the document, a judgement off the ladder of likelihood or without a reported ground beneath it. Each refusal says which
sentence, which word, and what helps. The exit code is 1 where something is refused. Sentences whose claim is denied, refuted or retracted now are
named besides; they are let through.

Example:
  hearsay digest check i8mk…`
}

// Run checks an issue.
func (c *digestCheckCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	i, err := a.issue(ctx, c.Issue)
	if err != nil {
		return err
	}
	found, err := desk.CheckIssue(ctx, a.store.As(store.Everything), &i)
	if err != nil {
		return err
	}
	fallen, err := desk.FallenOf(ctx, a.store.As(store.Everything), i)
	if err != nil {
		return err
	}
	if c.JSON {
		err = a.printJSON(map[string]any{"issue": i.ID, "refusals": append([]gate.Refusal{}, found...), "fallen": append([]desk.Fallen{}, fallen...)})
	} else {
		printRefusals(a.stdout, found)
		for _, f := range fallen {
			fmt.Fprintf(a.stdout, "mind: item %d, sentence %d (“%s”): the claim is %s now\n", f.Item, f.Line, f.Sentence, f.Status)
		}
	}
	if err == nil && len(found) > 0 {
		err = errFound
	}
	return err
}

func printRefusals(w io.Writer, found []gate.Refusal) {
	if len(found) == 0 {
		fmt.Fprintln(w, "the gate lets it through")
	}
	for _, r := range found {
		fmt.Fprintf(w, "%s\n  help: %s\n", r, r.Help)
	}
}

type digestPublishCommand struct {
	Draft  string `arg:"" help:"ID of a draft."`
	Reason string `required:"" help:"Why."`
	By     string `required:"" env:"HEARSAY_BY" help:"Who publishes."`
	JSON   bool   `help:"Print JSON."`
}

// Help is shown by hearsay digest publish --help.
func (digestPublishCommand) Help() string {
	return `The issue gets the next number and is frozen; the decision to publish it holds a hash of what it says. It is marked as strictly as the
strictest document that it cites, and public only where that is CLEAR. Then it is sent to the subscribers who are confirmed at
this moment, by hearsay serve --smtp.

Example:
  hearsay digest publish i8mk… --reason "the week is over" --by ann`
}

// Run publishes a draft.
func (c *digestPublishCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToWrite(ctx, archive.Options{}); err != nil {
		return err
	}
	draft, err := a.issue(ctx, c.Draft)
	if err != nil {
		return err
	}
	i, err := desk.Publish(ctx, a.store, draft.ID, hearsay.Decision{Reason: c.Reason, By: c.By, At: time.Now().UTC()})
	var refused *desk.Refused
	if errors.As(err, &refused) {
		if c.JSON {
			err = errors.Join(a.printJSON(map[string]any{"issue": draft.ID, "refusals": refused.Refusals}), errFound)
		} else if len(refused.Refusals) > 1 {
			printRefusals(a.stdout, refused.Refusals)
		}
		return err
	}
	if err != nil {
		return err
	}
	if c.JSON {
		return a.printIssue(ctx, i.ID)
	}
	fmt.Fprintf(a.stdout, "published %s\n", digest.Name(&i))
	if i, err = a.store.As(store.Everything).Issue(ctx, i.ID); err != nil {
		return err
	}
	if i.TLP > hearsay.Clear {
		fmt.Fprintf(a.stdout, "It is TLP:%s, as the strictest of what it cites: it is not on the public site, and is shown and sent to nobody who may not see that.\n", i.TLP)
	}
	return nil
}
