// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/desk"
	"hearsay/internal/ledger"
	"hearsay/internal/newsroom"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

type demoCommand struct {
	Listen string `default:"127.0.0.1:8321" help:"Address to listen on; port 0 takes a free one."`
	Fill   bool   `help:"Fill the data folder and stop, without serving."`
	JSON   bool   `help:"Print JSON."`
}

// Help is shown by hearsay demo --help.
func (demoCommand) Help() string {
	return `Fills a data folder with the invented newsroom, day by day, and serves the desk.

Example:
  hearsay --data demo-data demo`
}

// Run fills the folder, which may hold the newsroom already, and serves it.
func (c *demoCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToWrite(ctx, archive.Options{}); err != nil {
		return err
	}
	if err := c.fill(ctx, a); err != nil {
		return fmt.Errorf("fill %s with the newsroom: %w", a.data, err)
	}
	if c.Fill {
		return nil
	}
	if err := a.releaseLock(); err != nil { // the desk only reads
		return err
	}
	return a.serve(ctx, serveCommand{Listen: c.Listen, Name: "hearsay", Talk: desk.DiscussInside}, func(address string) error { return c.welcome(ctx, a, address) })
}

func (c *demoCommand) fill(ctx context.Context, a *app) error {
	known, err := a.store.As(store.Everything).Stories(ctx, store.StoryFilter{Limit: 1})
	if err != nil || len(known) > 0 {
		return err
	}
	n, err := newsroom.Open()
	if err != nil {
		return err
	}
	looks, err := n.Looks()
	if err != nil {
		return err
	}
	in := &pipeline.Intake{Store: a.store, Archive: a.archive}
	if err := in.AddNewsroom(ctx, n); err != nil {
		return err
	}
	e := &pipeline.Engine{Store: a.store, Archive: a.archive}
	last := newsroom.First.Add(-time.Hour)
	for day := newsroom.First; !day.After(newsroom.Last); day = day.Add(24 * time.Hour) {
		end := day.Add(24 * time.Hour)
		if _, err := in.Look(ctx, looks, last, end); err != nil {
			return err
		}
		if err := e.Run(ctx); err != nil {
			return err
		}
		last = end
		fmt.Fprintf(a.bars, "\rthe newsroom, %s", day.Format("2 January"))
	}
	fmt.Fprintln(a.bars)
	return nil
}

// welcome prints the address and three things to look at.
func (c *demoCommand) welcome(ctx context.Context, a *app, address string) error {
	if c.JSON {
		return a.printJSON(map[string]string{"address": address})
	}
	fmt.Fprintf(a.stdout, "\nThe desk is at %s\n\nThree things to look at:\n", address)
	r := a.store.As(store.Viewer{})
	for i, look := range []struct {
		status hearsay.Status
		what   string
	}{
		{hearsay.Refuted, "a rumour that an official record refuted"},
		{hearsay.Confirmed, "a rumour that came true, and how its status moved"},
		{hearsay.Denied, "many outlets, how many origins? A denied claim with copies, credits and a rewrite"},
	} {
		id, err := claimWith(ctx, r, look.status)
		if err != nil {
			return err
		}
		fmt.Fprintf(a.stdout, "  %d. %sclaim/%s\n     %s\n", i+1, address, id, look.what)
	}
	fmt.Fprintf(a.stdout, "\nOn the command line: %s --data %s stories\nCtrl-C stops the desk.\n", os.Args[0], a.data)
	return nil
}

// claimWith gives the claim of that status that most documents carry.
func claimWith(ctx context.Context, r store.Reader, status hearsay.Status) (hearsay.ClaimID, error) {
	stories, err := r.Stories(ctx, store.StoryFilter{})
	if err != nil {
		return "", err
	}
	var best ledger.ClaimLine
	for _, s := range stories {
		lines, err := ledger.ClaimLines(ctx, r, s.ID)
		if err != nil {
			return "", err
		}
		for _, l := range lines {
			if l.Status == status && l.Documents > best.Documents {
				best = l
			}
		}
	}
	return best.ID, nil
}
