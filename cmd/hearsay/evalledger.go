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

type evalCopiesCommand struct {
	Articles []string `required:"" placeholder:"FILE" help:"CSV with the columns id, publisher, scrape_time, text (### between paragraphs). May be given several times."`
	Labels   string   `arg:"" help:"Rows with tabs between: id_a, id_b, verdict; the first names the columns."`
	JSON     bool     `help:"Print JSON."`
}

// Help is shown by hearsay eval copies --help.
func (evalCopiesCommand) Help() string {
	return `Scores which pairs of articles are told to be copies, in whole or in part, by what the ledger asks. Verdicts are copy, partial,
quote-only (only quotations, titles or notices are shared) and own; docs/design/ledger.md defines them. Pairs on which labels
and result differ are listed. An ID that several files have means the file that has both articles of the pair.

Examples:
  hearsay eval copies --articles articles.csv labels.tsv
  hearsay eval copies --articles may.csv --articles june.csv labels.tsv --json`
}

// Run scores labelled pairs.
func (c *evalCopiesCommand) Run(ctx context.Context, a *app) error {
	s, err := eval.Copies(ctx, c.Articles, c.Labels)
	return printScores(a, c.JSON, s, err)
}

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
