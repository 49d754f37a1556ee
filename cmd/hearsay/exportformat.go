// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"hearsay"
	"hearsay/internal/export"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

// documents prints documents: all that is said in them, a table, or citations.
func (c *exportCommand) documents(ctx context.Context, a *app, r store.Reader) error {
	if c.Format == "jsonl" {
		return c.eachDocument(ctx, r, func(d *hearsay.Document) error {
			annotated, err := ledger.Annotated(ctx, r, d.ID)
			if err != nil {
				return err
			}
			line := export.Extract(string(d.ID), string(d.Parent), annotated)
			if err := export.Line(a.stdout, &line); err != nil {
				return fmt.Errorf("export %s: %w", d.ID, err)
			}
			return nil
		})
	}
	names, err := ledger.OutletNames(ctx, r)
	if err != nil {
		return err
	}
	eachCited := func(do func(export.Cited) error) error {
		return c.eachDocument(ctx, r, func(d *hearsay.Document) error {
			held, err := r.Capture(ctx, d.Capture)
			if err != nil {
				return err
			}
			return do(export.Cited{Document: d, Outlet: cmp.Or(names[d.Outlet], string(d.Outlet)), Digest: held.Digest})
		})
	}
	switch c.Format {
	case "ris":
		return eachCited(func(x export.Cited) error { return export.RIS(a.stdout, x) })
	case "csl":
		all := []export.CSL{}
		if err := eachCited(func(x export.Cited) error { all = append(all, export.CSLOf(x)); return nil }); err != nil {
			return err
		}
		return a.printJSON(all)
	}
	return tabled(c, a, func(do func(export.DocumentRow) error) error {
		return eachCited(func(x export.Cited) error {
			d := x.Document
			return do(export.DocumentRow{ID: string(d.ID), Kind: string(d.Kind), Outlet: x.Outlet, Title: d.Title, Authors: strings.Join(d.Authors, "; "), Published: d.Published.String(),
				Fetched: d.Fetched, Language: d.Language, Address: d.URL, Capture: string(d.Capture), SHA256: x.Digest})
		})
	})
}

// tabled writes a table, into --out where that is given.
func tabled[T any](c *exportCommand, a *app, each func(do func(T) error) error) error {
	if c.Out != "" {
		f, err := os.OpenFile(c.Out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return &hearsay.Fault{Kind: hearsay.ErrConflict, Doing: "write " + c.Out, Cause: err, Hint: "name a file that is not there yet"}
		}
		if err := errors.Join(table(f, c.Format, each), f.Sync(), f.Close()); err != nil {
			return errors.Join(fmt.Errorf("write %s: %w", c.Out, err), os.Remove(c.Out))
		}
		return nil
	}
	return table(a.stdout, c.Format, each)
}

func table[T any](w io.Writer, format string, each func(do func(T) error) error) error {
	rows, err := export.NewRows[T](w, format)
	if err != nil {
		return err
	}
	return errors.Join(each(rows.Row), rows.End())
}

// stories prints stories: with their documents, or as a table.
func (c *exportCommand) stories(ctx context.Context, a *app, r store.Reader) error {
	if c.Format == "jsonl" {
		return eachStory(ctx, r, func(s hearsay.Story) error { return exportStory(ctx, a, r, s) })
	}
	return tabled(c, a, func(do func(export.StoryRow) error) error {
		return eachStory(ctx, r, func(s hearsay.Story) error {
			return do(export.StoryRow{ID: string(s.ID), Title: s.Title, First: s.First, Last: s.Last, Documents: int64(s.Documents)})
		})
	})
}

// claims prints claims: all there is of them, a table, or a graph.
func (c *exportCommand) claims(ctx context.Context, a *app, r store.Reader) error {
	switch c.Format {
	case "csv", "parquet":
		return tabled(c, a, func(do func(export.ClaimRow) error) error {
			return c.eachClaim(ctx, r, func(v *ledger.ClaimView) error { return do(claimRow(v)) })
		})
	case "graphml":
		return c.claimGraph(ctx, a, r)
	}
	return c.eachClaim(ctx, r, func(v *ledger.ClaimView) error { return export.Line(a.stdout, v) })
}

func claimRow(v *ledger.ClaimView) export.ClaimRow {
	now, decided := v.Derived(), ""
	if v.Decided != nil {
		decided = v.Decided.Value
	}
	var outlets, documents, deniers, origins []string
	for _, x := range v.Carriers {
		outlets, documents = append(outlets, x.Outlet), append(documents, string(x.Document))
	}
	for _, x := range v.Responses {
		if x.Stance == hearsay.Denies {
			deniers = append(deniers, x.Party)
		}
	}
	for _, x := range v.Origins {
		origins = append(origins, x.Name)
	}
	return export.ClaimRow{ID: string(v.ID), Story: string(v.Story), Wording: v.Text, Status: string(now.Status), Least: int64(now.Low), Most: int64(now.High), Since: now.Known,
		Outlets: each(outlets), Documents: int64(len(distinct(documents))), Denied: each(deniers), Origins: each(origins), Why: strings.Join(now.Reasons, "; "),
		Decided: decided}
}

func distinct(all []string) []string {
	slices.Sort(all)
	return slices.Compact(all)
}

// each gives names once each, in one cell.
func each(names []string) string { return strings.Join(distinct(names), "; ") }

// claimGraph prints claims, the documents that carry them and the voices on whose authority, with the edges back to the origins.
func (c *exportCommand) claimGraph(ctx context.Context, a *app, r store.Reader) error {
	g, err := export.NewGraphML(a.stdout)
	if err != nil {
		return err
	}
	err = c.eachClaim(ctx, r, func(v *ledger.ClaimView) error {
		if err := g.Node(export.Node{ID: string(v.ID), Kind: "claim", Label: v.Text}); err != nil {
			return err
		}
		for i := range v.Carriers {
			if err := addCarrier(ctx, g, r, v, &v.Carriers[i]); err != nil {
				return err
			}
		}
		for _, l := range v.Links {
			if err := g.Edge(export.Edge{From: string(l.From), To: string(l.To), Kind: string(l.Kind), Reason: l.Reason}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil { // a graph without its end is seen to be broken
		return err
	}
	return g.End()
}

// addCarrier adds a document that carries the claim, and the voices on whose authority, from the nearest to the origin.
func addCarrier(ctx context.Context, g *export.GraphML, r store.Reader, v *ledger.ClaimView, x *ledger.Carrier) error {
	d, err := r.Document(ctx, x.Document)
	if err == nil {
		err = g.Node(export.Node{ID: string(x.Document), Kind: "document", Label: x.Title, Outlet: x.Outlet, Date: x.Published, URL: d.URL})
	}
	if err == nil {
		err = g.Edge(export.Edge{From: string(x.Document), To: string(v.ID), Kind: "carries", Reason: x.Reason})
	}
	from := string(x.Document)
	for i := 0; err == nil && i < len(x.Chain); i++ {
		voice := hearsay.ID('v', string(v.ID), x.Chain[i])
		if err = g.Node(export.Node{ID: voice, Kind: "voice", Label: x.Chain[i]}); err == nil {
			err = g.Edge(export.Edge{From: from, To: voice, Kind: "on the authority of", Reason: x.Said})
		}
		from = voice
	}
	return err
}
