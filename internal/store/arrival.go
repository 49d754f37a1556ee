// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"time"

	"hearsay"
)

// ArrivalFilter chooses arrivals; the zero value chooses all.
type ArrivalFilter struct {
	Account hearsay.AccountID
	Before  time.Time // only those that were last before it; zero for no bound
	Limit   int       // 0 for no limit
}

// Arrivals gives who came in and who was not let in, the latest first. Only [Everything] may ask.
func (r Reader) Arrivals(ctx context.Context, f ArrivalFilter) ([]hearsay.Arrival, error) {
	const columns = "SELECT last, account, way, address, admitted, times FROM arrival WHERE "
	before, limit := int64(1<<62), int64(1<<31-1)
	if !f.Before.IsZero() {
		before = micros(f.Before)
	}
	if f.Limit > 0 {
		limit = int64(f.Limit)
	}
	rows, err := r.operator(ctx, columns+"last < $1 AND (account = $2 OR $2 = '') ORDER BY last DESC, account, way, address, admitted LIMIT $3", before, string(f.Account), limit)
	all, err := collect(rows, err, func(r row) (a hearsay.Arrival, err error) {
		return a, r.Scan(timeColumn{&a.Last}, &a.Account, &a.Way, &a.Address, &a.Admitted, &a.Times)
	})
	return all, fault(r.dialect, "read arrivals", err)
}

// AddArrival notes an arrival beside those of the same hour that are like it, and forgets what is older than oldest.
func (t *Tx) AddArrival(ctx context.Context, a hearsay.Arrival, oldest time.Time) error {
	err := t.exec(ctx, "note an arrival", "INSERT INTO arrival (hour, account, way, address, admitted, last, times) VALUES ($1, $2, $3, $4, $5, $6, 1) "+
		"ON CONFLICT (hour, account, way, address, admitted) DO UPDATE SET last = excluded.last, times = arrival.times + 1",
		micros(a.Last.Truncate(time.Hour)), string(a.Account), string(a.Way), words(a.Address), a.Admitted, micros(a.Last))
	if err != nil {
		return err
	}
	return t.exec(ctx, "forget arrivals", "DELETE FROM arrival WHERE last < $1", micros(oldest))
}
