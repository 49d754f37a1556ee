// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/store"
)

type digestDropCommand struct {
	Draft string `arg:"" help:"ID of a draft."`
	JSON  bool   `help:"Print JSON."`
}

// Help is shown by hearsay digest drop --help.
func (digestDropCommand) Help() string {
	return `Deletes a draft for good. What is published is never dropped.

Example:
  hearsay digest drop i8mk…`
}

// Run drops a draft.
func (c *digestDropCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToWrite(ctx, archive.Options{}); err != nil {
		return err
	}
	i, err := a.issue(ctx, c.Draft)
	if err != nil {
		return err
	}
	if err := a.store.Write(ctx, func(tx *store.Tx) error { return tx.DropDraft(ctx, i.ID) }); err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(map[string]hearsay.IssueID{"dropped": i.ID})
	}
	_, err = fmt.Fprintf(a.stdout, "dropped %s\n", i.ID)
	return err
}
