// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"

	"hearsay/internal/eval"
)

type evalFNC1Command struct {
	Train   string `required:"" placeholder:"DIR" help:"Folder with train_bodies.csv and train_stances.csv."`
	Bodies  string `placeholder:"FILE" help:"Bodies to be scored, with the columns Body ID and articleBody."`
	Stances string `placeholder:"FILE" help:"Their headlines, with the columns Headline, Body ID and Stance."`
	JSON    bool   `help:"Print JSON."`
}

// Help is shown by hearsay eval fnc1 --help.
func (evalFNC1Command) Help() string {
	return `Scores whether an article agrees with a headline, disagrees, discusses it or is about something else, in the layout of the
first Fake News Challenge. A model is trained on the folder and scored on the files; without them, it is trained and scored
in five folds of the folder, all headlines of one body in one fold. The model with weights set by hand, which is the one
that tracing uses, is scored beside it. Nothing is kept.

Examples:
  hearsay eval fnc1 --train data/fnc1
  hearsay eval fnc1 --train data/fnc1 --bodies test_bodies.csv --stances test_stances.csv`
}

// Run trains and scores.
func (c *evalFNC1Command) Run(_ context.Context, a *app) error {
	s, err := eval.FNC1(c.Train, c.Bodies, c.Stances)
	return printScores(a, c.JSON, s, err)
}

type evalEmergentCommand struct {
	Train string `required:"" placeholder:"FILE" help:"Rows of a stance (for, against, observing), a headline and a rumour, with tabs between."`
	File  string `arg:"" optional:"" help:"Rows to be scored."`
	JSON  bool   `help:"Print JSON."`
}

// Help is shown by hearsay eval emergent --help.
func (evalEmergentCommand) Help() string {
	return `Scores whether a headline is for a rumour, against it or observing it. A model is trained on one file and scored on the other;
without the other, it is trained and scored in five folds of the one, all headlines of one rumour in one fold. The model
with weights set by hand, which is the one that tracing uses, is scored beside it. Nothing is kept.

Examples:
  hearsay eval emergent --train data/emergent/train.tsv
  hearsay eval emergent --train train.tsv test.tsv`
}

// Run trains and scores.
func (c *evalEmergentCommand) Run(_ context.Context, a *app) error {
	s, err := eval.Emergent(c.Train, c.File)
	return printScores(a, c.JSON, s, err)
}
