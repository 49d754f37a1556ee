// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/search"
	"hearsay/internal/store"
)

type searchCommand struct {
	Query []string `arg:"" help:"Words, \"phrases\", prefix*, -without, outlet:ID, after:2026-03-01, before:2026-04-01."`
	Limit int      `default:"20" help:"At most so many."`
	JSON  bool     `help:"Print JSON."`
}

// Help is shown by hearsay search --help.
func (searchCommand) Help() string {
	return `A query in which a word begins with a minus stands in quotes, or behind --.

Examples:
  hearsay search ferry licence
  hearsay search -- ferry -licence
  hearsay search '"vice minister" -rumour after:2026-03-01' --json`
}

// hitLine is a document that was found; the marks are places in the snippet.
type hitLine struct {
	Document hearsay.DocumentID `json:"document"`
	Outlet   hearsay.OutletID   `json:"outlet"`
	Title    string             `json:"title"`
	When     time.Time          `json:"when"`
	Snippet  string             `json:"snippet"`
	Marks    []hearsay.Span     `json:"marks"`
}

// Run searches the documents.
func (c *searchCommand) Run(ctx context.Context, a *app) error {
	q, err := search.Parse(strings.Join(c.Query, " "))
	if err != nil {
		return err
	}
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	q.Limit = c.Limit
	hits, err := a.store.As(store.Everything).Search(ctx, q)
	if err != nil {
		return err
	}
	if c.JSON {
		found := []hitLine{}
		for _, h := range hits {
			found = append(found, hitLine{h.Document, h.Outlet, h.Title, h.When, h.Snippet, h.Marks})
		}
		return a.printJSON(found)
	}
	for _, h := range hits {
		fmt.Fprintf(a.stdout, "%s  %s  %-18s %s\n    %s\n", h.Document, h.When.Format(time.DateOnly), h.Outlet, h.Title, strings.ReplaceAll(h.Snippet, "\n", " "))
	}
	if len(hits) == 0 {
		fmt.Fprintln(a.stdout, "nothing found")
	}
	return nil
}
