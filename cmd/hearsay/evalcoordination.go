// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"

	"hearsay/internal/eval"
)

type evalCoordinationCommand struct {
	File     string `arg:"" help:"Table of posts (CSV or lines of JSON, also .gz) with account, time, and what is shared."`
	Seed     uint64 `default:"1" help:"Which groups are planted, and how times are shuffled."`
	Shuffles int    `default:"50" help:"Tables with shuffled times, of each kind."`
	JSON     bool   `help:"Print JSON."`
}

// Help is shown by hearsay eval coordination --help.
func (evalCoordinationCommand) Help() string {
	return `Plants groups of 3, 5 and 10 accounts that act within seconds of each other among real posts, and counts how many of them
are found. Then it shuffles the times of the table itself, in three ways, and counts who is flagged where nobody acts in
step. docs/design/posts.md says how groups are planted.

Example:
  hearsay eval coordination data/coordination/tweets.csv.gz --seed 2`
}

// Run scores planted groups.
func (c *evalCoordinationCommand) Run(_ context.Context, a *app) error {
	s, err := eval.Coordination(c.File, c.Seed, c.Shuffles)
	return printScores(a, c.JSON, s, err)
}
