// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"

	"hearsay/internal/eval"
)

type evalCascadesCommand struct {
	Seed uint64 `default:"1" help:"Which cascades are invented."`
	N    int    `default:"1000" help:"How many."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by hearsay eval cascades --help.
func (evalCascadesCommand) Help() string {
	return `Invents how claims spread through a press, with the true number of independent origins, and holds against it what is
counted: whether it lies in the interval, how wide the interval is, and whether a copy more raises the low bound. The same
seed gives the same cascades. docs/design/ledger.md says what goes wrong in them how often.

Example:
  hearsay eval cascades --seed 7 --n 1000`
}

// Run scores invented cascades.
func (c *evalCascadesCommand) Run(ctx context.Context, a *app) error {
	s, err := eval.Cascades(ctx, c.Seed, c.N)
	return printScores(a, c.JSON, s, err)
}
