// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"

	"hearsay/internal/eval"
)

type evalDatesCommand struct {
	Dir  string `arg:"" help:"Folder of texts in TimeML, *.tml."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by hearsay eval dates --help.
func (evalDatesCommand) Help() string {
	return `Scores dates and times of day. One is right when it shares a letter with one of the text and has the same value; the
time at which the text was written is given. Odd and even texts, by name, are scored apart: the rules were made with an eye on
the odd ones of TimeBank only.

Example:
  hearsay eval dates data/timex/timebank`
}

// Run scores dates.
func (c *evalDatesCommand) Run(_ context.Context, a *app) error {
	s, err := eval.Dates(c.Dir)
	return printScores(a, c.JSON, s, err)
}
