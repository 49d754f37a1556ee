// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"

	"hearsay/internal/eval"
)

type evalWiresCommand struct {
	Dir  string `arg:"" help:"Folder with metadata.tsv (columns compartment, filename, author, wire) and PART/text/*.txt."`
	Part string `default:"train" help:"The compartment whose rows are scored."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by hearsay eval wires --help.
func (evalWiresCommand) Help() string {
	return `Scores which texts are known as the report of a news agency, by byline, dateline and last lines. A text is right where the
agency is the one that the column wire names.

Example:
  hearsay eval wires data/polnear --part train`
}

// Run scores a part of a corpus.
func (c *evalWiresCommand) Run(_ context.Context, a *app) error {
	s, err := eval.Wires(c.Dir, c.Part)
	return printScores(a, c.JSON, s, err)
}
