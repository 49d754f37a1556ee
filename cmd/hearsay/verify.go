// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"os"

	"hearsay"
	"hearsay/internal/pipeline"
)

type verifyCommand struct {
	File string `arg:"" optional:"" help:"An export (lines of JSON) to check instead of the store: is every span verbatim?"`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by hearsay verify --help.
func (verifyCommand) Help() string {
	return `Reads every record of the archive, compares it with its digest and with its leaf in the evidence log,
recomputes the log to its head, and checks that every span is a slice of its document's text. What is wrong is
named, record by record, and the exit code is 1.

Examples:
  hearsay verify
  hearsay verify --json > report.json
  hearsay verify export.jsonl`
}

// Run checks the store or a file.
func (c *verifyCommand) Run(ctx context.Context, a *app) error {
	v, err := c.verify(ctx, a)
	if err != nil {
		return err
	}
	if c.JSON {
		err = a.printJSON(v)
	} else {
		printVerification(a, v)
	}
	if err == nil && len(v.Findings) > 0 {
		err = errFound
	}
	return err
}

func (c *verifyCommand) verify(ctx context.Context, a *app) (*pipeline.Verification, error) {
	if c.File == "" {
		if err := a.openToRead(ctx); err != nil {
			return nil, err
		}
		return pipeline.Verify(ctx, a.store, a.archive)
	}
	f, err := os.Open(c.File)
	if err != nil {
		return nil, &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "verify " + c.File, Cause: err, Hint: "give the path of an export"}
	}
	defer f.Close()
	return pipeline.VerifyLines(f)
}

func printVerification(a *app, v *pipeline.Verification) {
	fmt.Fprintf(a.stdout, "captures   %d\nleaves     %d\nsegments   %d\ndocuments  %d\nspans      %d\ndecisions  %d\n",
		v.Captures, v.Leaves, v.Segments, v.Documents, v.Spans, v.Decisions)
	if v.Root != "" {
		fmt.Fprintf(a.stdout, "log root   %s\n", v.Root)
	}
	for _, f := range v.Unreferenced {
		fmt.Fprintf(a.stdout, "note: %s: %s (no capture lies there)\n", f.Record, f.Reason)
	}
	for _, f := range v.Findings {
		fmt.Fprintf(a.stdout, "WRONG: %s %s: %s\n", f.Kind, f.Record, f.Reason)
	}
	if len(v.Findings) == 0 {
		fmt.Fprintln(a.stdout, "all is as it was stored")
	}
}
