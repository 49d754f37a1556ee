// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"

	"hearsay/internal/eval"
)

type evalCoordinationCommand struct {
	File     string `arg:"" optional:"" help:"Table of posts (CSV or lines of JSON, also .gz) with account, time, and what is shared; without it, generated accounts."`
	Seed     uint64 `default:"1" help:"What is generated, which groups are planted, and how times are shuffled."`
	Shuffles int    `default:"50" help:"Tables with shuffled times, of each kind."`
	Worlds   int    `default:"10" help:"Worlds of generated accounts."`
	JSON     bool   `help:"Print JSON."`
}

// Help is shown by hearsay eval coordination --help.
func (evalCoordinationCommand) Help() string {
	return `Without a table: generates accounts of twelve kinds, eight that act in step and four that do not, and counts who is named;
then worlds with breaking news where nobody acts in step. With one: plants groups of 3, 5 and 10 accounts that act within
seconds of each other among its posts, and counts how many are found; then shuffles the times of the table itself, in three
ways, and counts who is named where nobody acts in step. docs/design/posts.md says how both are made.

Examples:
  hearsay eval coordination
  hearsay eval coordination data/coordination/tweets.csv.gz --seed 2`
}

// Run scores generated accounts, or groups planted in a table.
func (c *evalCoordinationCommand) Run(_ context.Context, a *app) error {
	if c.File == "" {
		return printScores(a, c.JSON, eval.MixedAccounts(c.Seed, min(c.Worlds, 1000)), nil)
	}
	s, err := eval.Coordination(c.File, c.Seed, c.Shuffles)
	return printScores(a, c.JSON, s, err)
}
