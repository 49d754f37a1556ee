// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"

	"hearsay"
	"hearsay/internal/export"
	"hearsay/internal/ledger"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

type documentCommand struct {
	ID   string `arg:"" help:"ID of the document."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by hearsay document --help.
func (documentCommand) Help() string {
	return `Shows a document with what is said in it, where its bytes lie, and whether they are what they were.

Example:
  hearsay document d3k1… --json | jq .attributions`
}

// Run shows one document.
func (c *documentCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	r := a.store.As(store.Everything)
	annotated, err := ledger.Annotated(ctx, r, hearsay.DocumentID(c.ID))
	if err != nil {
		return err
	}
	d := annotated.Document
	capture, err := r.Capture(ctx, d.Capture)
	if err != nil {
		return err
	}
	proof := "verified against the archive"
	if err := a.verified(ctx, capture, *d); err != nil {
		proof = "NOT verified: " + err.Error()
	} else if d.Edited, err = pipeline.Edited(ctx, a.archive, capture, d); err != nil {
		return err
	}
	line := export.Extract(string(d.ID), string(d.Parent), annotated)
	if c.JSON {
		return a.printJSON(struct {
			export.Extracted
			Capture capturedView `json:"capture"`
		}{line, captured(capture, proof)})
	}
	when := d.Published.String()
	if d.Edited.Known() {
		when += ", edited " + d.Edited.String()
	}
	fmt.Fprintf(a.stdout, "%s\n%s  %s  %s\n\n%s\n\n", d.Title, d.Outlet, when, d.URL, d.Text)
	if err := printExtracted(a.stdout, &line); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.stdout, "capture %s of %s, fetched %s\n  SHA-256 %s\n  segment %s at %d, leaf %d of the log\n  %s\n", capture.ID, capture.URL,
		capture.Fetched.Format("2006-01-02 15:04:05 MST"), capture.Digest, capture.Segment, capture.Offset, capture.Leaf, proof)
	return err
}

// capturedView is where a document's bytes are, and whether they still are what they were.
type capturedView struct {
	ID      hearsay.CaptureID `json:"id"`
	URL     string            `json:"url"`
	Fetched string            `json:"fetched"`
	Digest  string            `json:"sha256"`
	Segment string            `json:"segment"`
	Offset  int64             `json:"offset"`
	Leaf    int64             `json:"leaf"`
	Proof   string            `json:"proof"`
}

func captured(c hearsay.Capture, proof string) capturedView {
	return capturedView{c.ID, c.URL, c.Fetched.Format("2006-01-02T15:04:05Z07:00"), c.Digest, c.Segment, c.Offset, c.Leaf, proof}
}
