// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"
	"time"

	"hearsay"
	"hearsay/internal/store"
)

// arrivalsLast is how long it is known who came in from where.
const arrivalsLast = 90 * 24 * time.Hour

// Note notes that somebody came in or was not let in, now.
func (d *Doorkeeper) Note(ctx context.Context, a hearsay.Arrival) error {
	a.Last = time.Now()
	return d.store.Write(ctx, func(tx *store.Tx) error { return tx.AddArrival(ctx, a, a.Last.Add(-arrivalsLast)) })
}

// Arrived is an arrival with the name of the account; empty where there is none, or none any more.
type Arrived struct {
	hearsay.Arrival
	Name string
}

// Arrivals gives who came in and who was not let in within ninety days, the latest first.
func (d *Doorkeeper) Arrivals(ctx context.Context, f store.ArrivalFilter) ([]Arrived, error) {
	people, err := d.People(ctx)
	if err != nil {
		return nil, err
	}
	names := map[hearsay.AccountID]string{}
	for _, a := range people {
		names[a.ID] = a.Name
	}
	all, err := d.store.As(store.Everything).Arrivals(ctx, f)
	out := make([]Arrived, len(all))
	for i, a := range all {
		out[i] = Arrived{a, names[a.Account]}
	}
	return out, err
}
