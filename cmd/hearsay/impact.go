// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"time"

	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

type impactCommand struct {
	ID   string `arg:"" help:"ID of a document or a capture."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by hearsay impact --help.
func (impactCommand) Help() string {
	return `Lists what rests on a document, or on all documents of a capture: the documents that copy, credit or cite it, step by
step; every claim, how it rests on it, and where it would stand without it; the moves of status that it brought about; what
people decided on that ground; the lines of digests that cite it. Ask when something is corrected, taken back, or found wrong.

Example:
  hearsay impact d3k1…`
}

func standingWords(s *ledger.Standing) string {
	if s == nil {
		return "nobody makes it"
	}
	return string(s.Status) + ", " + interval(s.Low, s.High, "origin")
}

// Run lists what rests on something.
func (c *impactCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	found, err := ledger.ImpactOf(ctx, a.store.As(store.Everything), c.ID)
	if err != nil {
		return err
	}
	v := ledger.ViewImpact(found)
	if c.JSON {
		return a.printJSON(v)
	}
	printImpact(a.stdout, v)
	return nil
}

func printImpact(w io.Writer, v *ledger.ImpactView) {
	fmt.Fprintln(w, "IN QUESTION")
	for _, d := range v.Documents {
		fmt.Fprintf(w, "%s  %s  %s  %s (capture %s)\n", d.ID, cmp.Or(d.Published, "undated"), d.Outlet, d.Title, d.Capture)
	}
	for _, d := range v.Replaced {
		fmt.Fprintf(w, "  replaced by %s, captured %s\n", d.ID, d.Fetched.Format("2006-01-02 15:04"))
	}
	fmt.Fprintln(w, "\nDOCUMENTS THAT REST ON IT")
	for _, l := range v.Resting {
		fmt.Fprintf(w, "%s  %s  %s  %s\n  %s %s: %s\n", l.ID, cmp.Or(l.Published, "undated"), l.Outlet, l.Title, l.Kind, l.To, l.Reason)
	}
	fmt.Fprintln(w, "\nCLAIMS AND STATUSES THAT REST ON IT")
	for _, c := range v.Claims {
		printImpactClaim(w, &c)
	}
	for _, g := range v.Gone {
		fmt.Fprintf(w, "%s  made no more; when it was: %s, %s\n", g.Claim, g.Status, interval(g.Low, g.High, "origin"))
	}
	if len(v.Decisions) > 0 {
		fmt.Fprintln(w, "\nDECISIONS ON THAT GROUND")
	}
	for _, d := range v.Decisions {
		fmt.Fprintf(w, "%s  %s %s %s, because %s\n", d.ID, d.By, d.Kind, cmp.Or(d.Value, d.Other), d.Reason)
	}
	if len(v.Digest) > 0 {
		fmt.Fprintln(w, "\nLINES OF DIGESTS")
	}
	for _, l := range v.Digest {
		fmt.Fprintf(w, "%s  “%s” cites %s\n", l.Place, l.Sentence, l.Document)
		for _, c := range l.Changed {
			fmt.Fprintf(w, "  basis changed: %s\n", c)
		}
	}
}

func printImpactClaim(w io.Writer, c *ledger.ImpactClaim) {
	fmt.Fprintf(w, "%s  “%s”\n  now %s\n  without it: %s\n", c.ID, c.Text, standingWords(c.Now), standingWords(c.Without))
	if n := len(c.Resting); n > 0 {
		fmt.Fprintf(w, "  without it and what rests on it (%s): %s\n", count(n, "document"), standingWords(c.Beyond))
	}
	for _, h := range c.How {
		fmt.Fprintf(w, "  · %s\n", h)
	}
	for _, m := range c.Moves {
		fmt.Fprintf(w, "  · moved it on %s to %s, %s\n", m.At.Format(time.DateOnly), m.Status, interval(m.Low, m.High, "origin"))
	}
}
