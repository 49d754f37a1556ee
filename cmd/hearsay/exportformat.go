// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

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
	t, err := export.NewTable(a.stdout, "id", "kind", "outlet", "title", "authors", "published", "fetched", "language", "address", "capture", "sha256")
	if err != nil {
		return err
	}
	err = eachCited(func(x export.Cited) error {
		d := x.Document
		return t.Row(string(d.ID), string(d.Kind), x.Outlet, d.Title, strings.Join(d.Authors, "; "), d.Published.String(), d.Fetched.Format(time.RFC3339), d.Language, d.URL, string(d.Capture), x.Digest)
	})
	return errors.Join(err, t.End())
}

// stories prints stories: with their documents, or as a table.
func (c *exportCommand) stories(ctx context.Context, a *app, r store.Reader) error {
	if c.Format == "jsonl" {
		return eachStory(ctx, r, func(s hearsay.Story) error { return exportStory(ctx, a, r, s) })
	}
	t, err := export.NewTable(a.stdout, "id", "title", "first", "last", "documents")
	if err != nil {
		return err
	}
	err = eachStory(ctx, r, func(s hearsay.Story) error {
		return t.Row(string(s.ID), s.Title, s.First.Format(time.RFC3339), s.Last.Format(time.RFC3339), strconv.Itoa(s.Documents))
	})
	return errors.Join(err, t.End())
}

// claims prints claims: all there is of them, a table, or a graph.
func (c *exportCommand) claims(ctx context.Context, a *app, r store.Reader) error {
	switch c.Format {
	case "csv":
		return c.claimTable(ctx, a, r)
	case "graphml":
		return c.claimGraph(ctx, a, r)
	}
	return c.eachClaim(ctx, r, func(v *ledger.ClaimView) error { return export.Line(a.stdout, v) })
}

func (c *exportCommand) claimTable(ctx context.Context, a *app, r store.Reader) error {
	t, err := export.NewTable(a.stdout, "id", "story", "wording", "status", "origins at least", "origins at most", "since", "outlets", "documents", "denied by", "origins", "why")
	if err != nil {
		return err
	}
	err = c.eachClaim(ctx, r, func(v *ledger.ClaimView) error {
		var now ledger.Judgement
		if n := len(v.History); n > 0 {
			now = v.History[n-1]
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
		return t.Row(string(v.ID), string(v.Story), v.Text, string(now.Status), strconv.Itoa(now.Low), strconv.Itoa(now.High), now.Known.Format(time.RFC3339),
			each(outlets), strconv.Itoa(len(distinct(documents))), each(deniers), each(origins), strings.Join(now.Reasons, "; "))
	})
	return errors.Join(err, t.End())
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
	return errors.Join(err, g.End())
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
