// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"

	"hearsay"
)

// SavedQueries gives the queries that somebody keeps, by name. Only [Everything] may ask.
func (r Reader) SavedQueries(ctx context.Context, id hearsay.AccountID) ([]hearsay.SavedQuery, error) {
	rows, err := r.operator(ctx, "SELECT account, name, query, created FROM saved_query WHERE account = $1 ORDER BY name", string(id))
	all, err := collect(rows, err, func(r row) (q hearsay.SavedQuery, err error) {
		return q, r.Scan(&q.Account, &q.Name, &q.Query, timeColumn{&q.Created})
	})
	return all, fault(r.dialect, "read saved queries", err)
}

// SaveQuery keeps a query, or changes the one that somebody keeps under its name.
func (t *Tx) SaveQuery(ctx context.Context, q hearsay.SavedQuery) error {
	return t.exec(ctx, "save query "+q.Name, "INSERT INTO saved_query (account, name, query, created) VALUES ($1, $2, $3, $4) "+
		"ON CONFLICT (account, name) DO UPDATE SET query = excluded.query", string(q.Account), words(q.Name), words(q.Query), micros(q.Created))
}

// DeleteQuery drops a query that somebody keeps.
func (t *Tx) DeleteQuery(ctx context.Context, id hearsay.AccountID, name string) error {
	return t.exec(ctx, "drop query "+name, "DELETE FROM saved_query WHERE account = $1 AND name = $2", string(id), words(name))
}
