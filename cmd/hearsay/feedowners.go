// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

type feedOwnersCommand struct {
	Table string `arg:"" help:"CSV with the columns outlet (ID or domain), owner, from, until."`
	JSON  bool   `help:"Print JSON."`
}

// Help is shown by hearsay feed owners --help.
func (feedOwnersCommand) Help() string {
	return `Reads who owned which outlet when, and replaces what was known of the outlets named. Outlets that one owner had on the days
of their articles are one family, and the count of origins says so. Nothing else is: no owner before the first day, after
the last, or where rows contradict each other; and owners are told apart by what stands in the column, so give each an
identifier of its own, not a name that two companies have. Days are written 2031-05-01; until is empty while it lasts.

Examples:
  hearsay feed owners owners.csv
  hearsay rebuild --from assess`
}

// Run reads the table and stores it.
func (c *feedOwnersCommand) Run(ctx context.Context, a *app) error {
	f, err := os.Open(c.Table)
	if err != nil {
		return fmt.Errorf("read owners: %w", err)
	}
	defer f.Close()
	bad := func(err error) error {
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read owners from " + c.Table, Cause: err,
			Hint: "correct the table: nothing of it was taken over; hearsay feed list shows the outlets"}
	}
	table, err := pipeline.ReadOwners(f)
	if err != nil {
		return bad(err)
	}
	if err := a.openToWrite(ctx, archive.Options{}); err != nil {
		return err
	}
	outlets := 0
	err = a.store.Write(ctx, func(tx *store.Tx) (err error) {
		outlets, err = pipeline.SaveOwners(ctx, tx, table)
		return err
	})
	switch {
	case errors.Is(err, hearsay.ErrNotFound):
		return bad(err)
	case err != nil:
		return err
	}
	if c.JSON {
		return a.printJSON(map[string]any{"rows": len(table), "outlets": outlets})
	}
	_, err = fmt.Fprintf(a.stdout, "%d rows about %d outlets; hearsay rebuild --from assess counts origins anew\n", len(table), outlets)
	return err
}
