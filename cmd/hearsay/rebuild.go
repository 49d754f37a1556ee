// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"time"

	"hearsay/internal/archive"
	"hearsay/internal/pipeline"
)

type rebuildCommand struct {
	From string `default:"read" enum:"read,annotate,resolve,cluster,trace,assess" help:"Stage to begin from: ${enum}."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by hearsay rebuild --help.
func (rebuildCommand) Help() string {
	return `Derives everything from a stage on anew, from the captures, which never change. Decisions of people stay.

Examples:
  hearsay rebuild
  hearsay rebuild --from cluster`
}

// Run asks for the work and does it.
func (c *rebuildCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToWrite(ctx, archive.Options{}); err != nil {
		return err
	}
	began := time.Now()
	n, err := pipeline.Rebuild(ctx, a.store, c.From)
	if err != nil {
		return err
	}
	if err := a.work(ctx, 0); err != nil {
		return err
	}
	failed, err := failedSince(ctx, a, began)
	if err != nil {
		return err
	}
	for _, f := range failed {
		complain(a.stderr, f)
	}
	if c.JSON {
		err = a.printJSON(map[string]any{"from": c.From, "records": n, "failed": len(failed)})
	} else {
		_, err = fmt.Fprintf(a.stdout, "rebuilt %d records from %s on\n", n-len(failed), c.From)
	}
	if err == nil && len(failed) > 0 {
		err = errFound
	}
	return err
}
