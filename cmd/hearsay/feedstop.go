// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"

	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

type feedStopCommand struct {
	Feed string `arg:"" help:"ID or address."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by hearsay feed stop --help.
func (feedStopCommand) Help() string {
	return `What was collected stays. From now on the outlet's silence cannot be observed there.

Examples:
  hearsay feed stop https://paper.example/rss.xml
  hearsay feed stop https://ministry.example/people`
}

// Run stops a feed.
func (c *feedStopCommand) Run(ctx context.Context, a *app) error {
	return a.stopFeed(ctx, c.Feed, true, c.JSON)
}

type feedResumeCommand struct {
	Feed string `arg:"" help:"ID or address."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by hearsay feed resume --help.
func (feedResumeCommand) Help() string {
	return `It is due at once.

Example:
  hearsay feed resume https://paper.example/rss.xml`
}

// Run looks at a feed again.
func (c *feedResumeCommand) Run(ctx context.Context, a *app) error {
	return a.stopFeed(ctx, c.Feed, false, c.JSON)
}

// stopFeed stops a feed, or resumes it. Another process may collect meanwhile.
func (a *app) stopFeed(ctx context.Context, name string, stop, asJSON bool) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	f, err := feedCalled(ctx, a.store.As(store.Everything), name)
	if err != nil {
		return err
	}
	if f, err = (pipeline.Looking{Store: a.store}).Stop(ctx, store.Everything, f.ID, stop); err != nil {
		return err
	}
	if asJSON {
		return a.printJSON(map[string]any{"feed": f.ID, "url": f.URL, "stopped": stop})
	}
	word := "looked at again"
	if stop {
		word = "stopped"
	}
	_, err = fmt.Fprintf(a.stdout, "%s: feed %s at %s\n", word, f.ID, f.URL)
	return err
}
