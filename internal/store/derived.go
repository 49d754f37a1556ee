// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"fmt"
	"strings"

	"hearsay"
)

// Derived is what a story comes to: its claims, where they are carried and answered, and the steps back that lead from its documents.
type Derived struct {
	Claims     []hearsay.Claim
	Assertions []hearsay.Assertion
	Responses  []hearsay.Response
	Links      []hearsay.Link
}

// ReplaceDerived makes what a story comes to the given. A claim that was another story's is taken out of that. Rows that are as they were are
// not written: of a story that is told by one more document most are. Assessments stay: they are added to, never overwritten.
func (t *Tx) ReplaceDerived(ctx context.Context, id hearsay.StoryID, d Derived) error {
	ids := make([]hearsay.ClaimID, len(d.Claims))
	for i := range d.Claims {
		ids[i] = d.Claims[i].ID
	}
	if err := t.takeClaims(ctx, id, ids); err != nil {
		return err
	}
	if err := t.SaveClaims(ctx, d.Claims...); err != nil {
		return err
	}
	if err := t.SaveAssertions(ctx, d.Assertions...); err != nil {
		return err
	}
	if err := t.SaveResponses(ctx, d.Responses...); err != nil {
		return err
	}
	if err := t.SaveLinks(ctx, d.Links...); err != nil {
		return err
	}
	return t.dropOthers(ctx, id, &d)
}

// takeClaims deletes the claims of a story that are not among ids, and those of ids that are another story's, with their assertions and responses.
func (t *Tx) takeClaims(ctx context.Context, id hearsay.StoryID, ids []hearsay.ClaimID) error {
	type place struct {
		claim hearsay.ClaimID
		story hearsay.StoryID
	}
	scan := func(r row) (p place, err error) { return p, r.Scan(&p.claim, &p.story) }
	const placed = "SELECT id, story FROM claim WHERE " + visible
	there, err := list(ctx, t.Reader, "read claims of "+string(id), scan, sel(placed).add(" AND story = ?", string(id)))
	if err != nil {
		return err
	}
	isNow, wasHere := map[hearsay.ClaimID]bool{}, map[hearsay.ClaimID]bool{}
	for _, c := range ids {
		isNow[c] = true
	}
	var gone, elsewhere []hearsay.ClaimID
	for _, p := range there {
		if wasHere[p.claim] = true; !isNow[p.claim] {
			gone = append(gone, p.claim)
		}
	}
	for _, c := range unique(ids) {
		if !wasHere[c] {
			elsewhere = append(elsewhere, c)
		}
	}
	moved, err := inBatches(elsewhere, func(some []hearsay.ClaimID) ([]place, error) {
		return list(ctx, t.Reader, "read claims", scan, in(sel(placed), "id", some))
	})
	if err != nil {
		return err
	}
	for _, p := range moved {
		gone = append(gone, p.claim)
	}
	for _, from := range []string{"assertion WHERE claim", "response WHERE claim", "claim WHERE id"} {
		if err := save(ctx, t, "DELETE FROM "+from+" = $1", gone, func(c hearsay.ClaimID) []any { return []any{string(c)} }); err != nil {
			return err
		}
	}
	return nil
}

// dropOthers deletes the assertions and responses of a story's claims, and the links from its documents, that are not among the given.
func (t *Tx) dropOthers(ctx context.Context, id hearsay.StoryID, d *Derived) error {
	const ofClaims = " AND claim IN (SELECT id FROM claim WHERE " + visible + " AND story = ?)"
	err := dropOthers(ctx, t, assertionTable, sel("SELECT "+assertionTable.key+" FROM assertion WHERE "+visible).add(ofClaims, string(id)), d.Assertions, func(a hearsay.Assertion) []any {
		return []any{string(a.Claim), string(a.Document), string(a.Attribution), string(a.Statement)}
	})
	if err != nil {
		return err
	}
	err = dropOthers(ctx, t, responseTable, sel("SELECT "+responseTable.key+" FROM response WHERE "+visible).add(ofClaims, string(id)), d.Responses, func(p hearsay.Response) []any {
		return []any{string(p.Claim), string(p.Document), string(p.Attribution), string(p.Stance), words(p.Party.Name)}
	})
	if err != nil {
		return err
	}
	from := sel("SELECT "+linkTable.key+" FROM link WHERE "+visible).add(" AND from_document IN (SELECT document FROM membership WHERE "+visible+" AND story = ?)", string(id))
	return dropOthers(ctx, t, linkTable, from, d.Links, func(l hearsay.Link) []any {
		return []any{string(l.From), string(l.Kind), string(l.To), string(l.Outlet), l.Span.Start}
	})
}

// dropOthers deletes the rows of a table whose keys a query finds and that are those of no item.
func dropOthers[T any](ctx context.Context, t *Tx, b table, there *query, items []T, key func(T) []any) error {
	n := strings.Count(b.key, ",") + 1
	keys, err := list(ctx, t.Reader, "read keys of "+b.name, func(r row) ([]any, error) {
		k := make([]any, n)
		into := make([]any, n)
		for i := range k {
			into[i] = &k[i]
		}
		return k, r.Scan(into...)
	}, there)
	if err != nil {
		return err
	}
	keep := map[string]bool{}
	for _, item := range items {
		keep[fmt.Sprintf("%#v", plainKey(key(item)))] = true
	}
	var others [][]any
	for _, k := range keys {
		if k = plainKey(k); !keep[fmt.Sprintf("%#v", k)] {
			others = append(others, k)
		}
	}
	where := strings.Split(b.key, ", ")
	for i := range where {
		where[i] += fmt.Sprintf(" = $%d", i+1)
	}
	return save(ctx, t, "DELETE FROM "+b.name+" WHERE "+strings.Join(where, " AND "), others, func(k []any) []any { return k })
}

// plainKey gives the values of a key as whichever engine has them: texts, and whole numbers.
func plainKey(k []any) []any {
	for i, v := range k {
		switch v := v.(type) {
		case []byte:
			k[i] = string(v)
		case int:
			k[i] = int64(v)
		}
	}
	return k
}
