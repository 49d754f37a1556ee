// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"time"

	"hearsay"
)

// Identity gives the account that an issuer's subject is let in as; empty where there is none. Only [Everything] may ask.
func (r Reader) Identity(ctx context.Context, issuer, subject string) (hearsay.AccountID, error) {
	rows, err := r.operator(ctx, "SELECT account FROM identity WHERE issuer = $1 AND subject = $2", issuer, subject)
	all, err := collect(rows, err, func(r row) (id hearsay.AccountID, err error) { return id, r.Scan(&id) })
	if err != nil || len(all) == 0 {
		return "", fault(r.dialect, "read identity", err)
	}
	return all[0], nil
}

// HasIdentity reports whether a subject of the issuer is let in as the account. Only [Everything] may ask.
func (r Reader) HasIdentity(ctx context.Context, issuer string, id hearsay.AccountID) (bool, error) {
	rows, err := r.operator(ctx, "SELECT COUNT(*) FROM identity WHERE issuer = $1 AND account = $2", issuer, string(id))
	n, err := collect(rows, err, scanInt)
	if err != nil {
		return false, fault(r.dialect, "read identity", err)
	}
	return n[0] > 0, nil
}

// AddIdentity lets a subject of an issuer in as an account.
func (t *Tx) AddIdentity(ctx context.Context, issuer, subject string, id hearsay.AccountID, at time.Time) error {
	return t.exec(ctx, "add identity of "+string(id), "INSERT INTO identity (issuer, subject, account, created) VALUES ($1, $2, $3, $4)",
		issuer, subject, string(id), micros(at))
}
