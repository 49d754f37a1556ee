// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"os"

	"hearsay/internal/label/learn"
)

type trainCommand struct {
	Dir  string `arg:"" help:"Folder of training data: polnear/ and ud/."`
	Out  string `default:"model.bin" help:"File to write."`
	Seed uint64 `default:"1" help:"Order of the examples."`
	JSON bool   `help:"Print JSON, a line a pass."`
}

// Help is shown by hearsay train --help.
func (trainCommand) Help() string {
	return `Trains the models of language (parts of speech, names, trees) and of attribution (cues, sources, contents). It takes
some minutes and two cores. The same data and seed give the same file. The file that the program carries is
internal/text/model.bin; replace it and build again. What DIR holds is said in docs/design/models.md.

Example:
  hearsay train ../shared/data --out internal/text/model.bin`
}

// Run trains and writes the model.
func (c *trainCommand) Run(_ context.Context, a *app) error {
	b, err := learn.Train(c.Dir, c.Seed, func(part string, pass int, value float64) {
		switch {
		case c.JSON:
			_ = a.printJSON(map[string]any{"part": part, "pass": pass, "value": value})
		case value < 0:
			fmt.Fprintf(a.stderr, "%s pass %d: log-likelihood %.2f\n", part, pass, value)
		default:
			fmt.Fprintf(a.stderr, "%s pass %d: %.2f %% right\n", part, pass, 100*value)
		}
	})
	if err != nil {
		return fmt.Errorf("train on %s: %w", c.Dir, err)
	}
	if err := os.WriteFile(c.Out, b, 0o600); err != nil {
		return fmt.Errorf("write model: %w", err)
	}
	return nil
}
