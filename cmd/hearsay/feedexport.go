// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"

	"hearsay"
	"hearsay/internal/export"
	"hearsay/internal/store"
)

type feedExportCommand struct {
	JSON bool `help:"Print JSON: the address, kind and outlet of each feed."`
}

// Help is shown by hearsay feed export --help.
func (feedExportCommand) Help() string {
	return `Prints the feeds as a list (OPML), at the addresses where they are now, that feed readers and hearsay import take in. Feeds that
are gone, and files, are left out.

Examples:
  hearsay feed export > feeds.opml
  hearsay --data other import feeds.opml`
}

// Run prints the list.
func (c *feedExportCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	r := a.store.As(store.Everything)
	feeds, err := r.Feeds(ctx, store.FeedFilter{})
	if err != nil {
		return err
	}
	outlets, err := r.Outlets(ctx)
	if err != nil {
		return err
	}
	names := map[hearsay.OutletID]string{}
	for _, o := range outlets {
		names[o.ID] = o.Name
	}
	if c.JSON {
		return a.printJSON(export.Listed(feeds, names))
	}
	return export.OPML(a.stdout, feeds, names)
}
