// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"hearsay"
	"hearsay/internal/search"
	"hearsay/internal/store"
)

const (
	mostQueries      = 200 // that one person keeps
	longestQueryName = 100 // characters
)

// Queries gives the queries that somebody keeps, by name.
func (d *Doorkeeper) Queries(ctx context.Context, id hearsay.AccountID) ([]hearsay.SavedQuery, error) {
	return d.store.As(store.Everything).SavedQueries(ctx, id)
}

// SaveQuery keeps a query for somebody, under a name or else under its own words. One of that name is changed. A query that cannot be
// read is hearsay.ErrInvalid.
func (d *Doorkeeper) SaveQuery(ctx context.Context, id hearsay.AccountID, name, query string) error {
	q := hearsay.SavedQuery{Account: id, Query: strings.TrimSpace(query), Created: time.Now().UTC()}
	q.Name = strings.Join(strings.Fields(cmp.Or(strings.TrimSpace(name), q.Query)), " ")
	if _, err := search.Parse(q.Query); err != nil {
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "save a query", Cause: err}
	}
	if n := utf8.RuneCountInString(q.Name); n == 0 || n > longestQueryName || !utf8.ValidString(q.Name) {
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "save a query", Cause: errors.New("a name has 1 to 100 characters")}
	}
	return d.store.Write(ctx, func(tx *store.Tx) error {
		all, err := tx.SavedQueries(ctx, id)
		if err != nil {
			return err
		}
		known := slices.ContainsFunc(all, func(x hearsay.SavedQuery) bool { return x.Name == q.Name })
		if len(all) >= mostQueries && !known {
			return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "save a query", Cause: errors.New("there are 200 already; drop one first")}
		}
		return tx.SaveQuery(ctx, q)
	})
}

// DropQuery forgets a query that somebody keeps; they do not follow it any more.
func (d *Doorkeeper) DropQuery(ctx context.Context, id hearsay.AccountID, name string) error {
	return d.store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.DeleteFollow(ctx, id, hearsay.NewFollow(id, hearsay.FollowQuery, name, time.Time{}).ID); err != nil {
			return err
		}
		return tx.DeleteQuery(ctx, id, name)
	})
}
