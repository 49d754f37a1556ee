// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"hearsay"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

type verifyCommand struct {
	File string `arg:"" optional:"" help:"A capsule, or an export (lines of JSON), to check instead of the store."`
	Head string `help:"The head of a log that was written down: the log must have had it, a capsule must lead to it." placeholder:"LEAVES:ROOT"`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by hearsay verify --help.
func (verifyCommand) Help() string {
	return `Reads every record of the archive, compares it with its digest and with its leaf in the evidence log,
recomputes the log to its head, and checks that every span is a slice of its document's text. What is wrong is
named, record by record, and the exit code is 1.

Of an export it checks that every span is verbatim. Of a capsule (hearsay export capsule) every byte of the file, that each
capture leads to the head of the log, and that each text is what its capture gives; it needs no data folder.

Examples:
  hearsay verify
  hearsay verify --json > report.json
  hearsay verify export.jsonl
  hearsay verify claim.zip
  hearsay verify --head 154:41971ece763f44b68199d5dd0ef25940c0fd0731deb838dae0b38a1c7c94286a`
}

// Run checks the store or a file.
func (c *verifyCommand) Run(ctx context.Context, a *app) error {
	var known *pipeline.Head
	if c.Head != "" {
		h, err := pipeline.ParseHead(c.Head)
		if err != nil {
			return err
		}
		known = &h
	}
	if c.File != "" {
		return c.file(ctx, a, known)
	}
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	if known != nil {
		if err := pipeline.Extends(ctx, a.store.As(store.Everything), *known); err != nil {
			return err
		}
	}
	v, err := pipeline.Verify(ctx, a.store, a.archive)
	if err != nil {
		return err
	}
	return c.tell(a, v, len(v.Findings), func() { printVerification(a, v) })
}

// file checks a capsule or an export.
func (c *verifyCommand) file(ctx context.Context, a *app, known *pipeline.Head) error {
	f, err := os.Open(c.File)
	if err != nil {
		return &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "verify " + c.File, Cause: err, Hint: "give the path of an export or a capsule"}
	}
	defer f.Close()
	if isCapsule(f) {
		r, err := verifyCapsule(ctx, f, known)
		if err != nil {
			return err
		}
		return c.tell(a, r, len(r.Findings), func() { printCapsule(a, r) })
	}
	if known != nil {
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "verify " + c.File, Cause: errors.New("an export leads to no head"), Hint: "leave --head out"}
	}
	v, err := pipeline.VerifyLines(f)
	if err != nil {
		return err
	}
	return c.tell(a, v, len(v.Findings), func() { printVerification(a, v) })
}

// tell prints what was found, and ends with an error where that is something.
func (c *verifyCommand) tell(a *app, v any, findings int, print func()) error {
	if c.JSON {
		if err := a.printJSON(v); err != nil {
			return err
		}
	} else {
		print()
	}
	if findings > 0 {
		return errFound
	}
	return nil
}

func printVerification(a *app, v *pipeline.Verification) {
	fmt.Fprintf(a.stdout, "captures   %d\nleaves     %d\nsegments   %d\ndocuments  %d\nspans      %d\ndecisions  %d\n",
		v.Captures, v.Leaves, v.Segments, v.Documents, v.Spans, v.Decisions)
	if v.Erased > 0 {
		fmt.Fprintf(a.stdout, "erased     %d, each by a decision\n", v.Erased)
	}
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
