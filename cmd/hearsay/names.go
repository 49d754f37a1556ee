// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

type namesCommand struct {
	Name string `arg:"" help:"A name, in any script."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by hearsay names --help.
func (namesCommand) Help() string {
	return `Shows who goes by a name: each entity with every name it goes by, who used that name and when. Several who go by
one name stay apart. Names in two scripts are one entity only where a document gives both.

Examples:
  hearsay names Tolk
  hearsay names 董经纬 --json`
}

// namedEntity is an entity with the names it goes by.
type namedEntity struct {
	ID    hearsay.EntityID   `json:"id"`
	Kind  hearsay.EntityKind `json:"kind"`
	Name  string             `json:"name"`
	Names []usedName         `json:"names"`
}

// usedName is a name with those who used it.
type usedName struct {
	Name string    `json:"name"`
	Uses []nameUse `json:"uses"` // the oldest first
}

type nameUse struct {
	Document hearsay.DocumentID `json:"document"`
	Outlet   string             `json:"outlet"`
	At       time.Time          `json:"at"`
}

// Run shows who goes by the name.
func (c *namesCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	entities, err := namedEntities(ctx, a.store.As(store.Everything), c.Name)
	if err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(entities)
	}
	if len(entities) == 0 {
		fmt.Fprintln(a.stdout, "nobody goes by that name")
	}
	for _, e := range entities {
		fmt.Fprintf(a.stdout, "%s  %s (%s)\n", e.Name, e.Kind, e.ID)
		for _, n := range e.Names {
			var who []string
			for _, u := range n.Uses {
				if !slices.Contains(who, u.Outlet) {
					who = append(who, u.Outlet)
				}
			}
			fmt.Fprintf(a.stdout, "  “%s”  %s, %s – %s: %s\n", n.Name, count(len(n.Uses), "document"), n.Uses[0].At.Format(time.DateOnly),
				n.Uses[len(n.Uses)-1].At.Format(time.DateOnly), strings.Join(who, ", "))
		}
	}
	return nil
}

func namedEntities(ctx context.Context, r store.Reader, name string) ([]namedEntity, error) {
	found, err := r.EntitiesNamed(ctx, name)
	if err != nil {
		return nil, err
	}
	var ids []hearsay.EntityID
	for _, a := range found {
		ids = append(ids, a.Entity)
	}
	entities, err := r.EntitiesOf(ctx, ids...)
	if err != nil {
		return nil, err
	}
	outlets, err := ledger.OutletNames(ctx, r)
	if err != nil {
		return nil, err
	}
	out := []namedEntity{}
	for _, e := range entities {
		names, err := usedNames(ctx, r, e.ID, outlets)
		if err != nil {
			return nil, err
		}
		out = append(out, namedEntity{e.ID, e.Kind, e.Name, names})
	}
	slices.SortFunc(out, func(a, b namedEntity) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return out, nil
}

// usedNames gives the names of an entity with the documents that use them.
func usedNames(ctx context.Context, r store.Reader, id hearsay.EntityID, outlets map[hearsay.OutletID]string) ([]usedName, error) {
	aliases, err := r.AliasesOf(ctx, id)
	if err != nil {
		return nil, err
	}
	var ids []hearsay.DocumentID
	for _, a := range aliases {
		ids = append(ids, a.Document)
	}
	documents, err := r.DocumentsOf(ctx, ids...)
	if err != nil {
		return nil, err
	}
	byID := map[hearsay.DocumentID]*hearsay.Document{}
	for i := range documents {
		byID[documents[i].ID] = &documents[i]
	}
	var names []usedName
	for _, a := range aliases {
		d := byID[a.Document]
		if d == nil {
			continue // from a list that was installed
		}
		if len(names) == 0 || names[len(names)-1].Name != a.Name {
			names = append(names, usedName{Name: a.Name})
		}
		n := &names[len(names)-1]
		n.Uses = append(n.Uses, nameUse{d.ID, cmp.Or(outlets[d.Outlet], string(d.Outlet), d.Title), d.When()})
	}
	for _, n := range names {
		slices.SortFunc(n.Uses, func(a, b nameUse) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Document, b.Document)) })
	}
	return names, nil
}
