// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"time"

	"hearsay"
	"hearsay/internal/newsroom"
	"hearsay/internal/store"
)

// AddNewsroom makes the outlets and feeds of the invented newsroom known, so that what is taken in from it can be
// told apart by outlet and owner.
func (in *Intake) AddNewsroom(ctx context.Context, n *newsroom.Newsroom) error {
	return in.Store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.SaveOutlets(ctx, n.Outlets...); err != nil {
			return err
		}
		return tx.SaveFeeds(ctx, n.Feeds...)
	})
}

// Look takes in what a collector saw in the newsroom from one time (exclusive) to another (inclusive); looks that
// brought nothing new are kept as attempts, which prove the looking.
func (in *Intake) Look(ctx context.Context, looks []newsroom.Look, after, until time.Time) (Report, error) {
	var unchanged []hearsay.Attempt
	report, err := in.Ingest(ctx, func(yield func(Input, error) bool) {
		for _, l := range looks {
			switch {
			case !l.At.After(after) || l.At.After(until):
			case l.Unchanged:
				unchanged = append(unchanged, hearsay.Attempt{
					Feed: l.Feed, URL: l.URL, At: l.At, Took: time.Second / 5, Status: 304, Outcome: hearsay.Unchanged,
				})
			default:
				input := Input{
					URL: l.URL, MediaType: l.MediaType, Status: 200, Fetched: l.At, Took: time.Second / 4, Feed: l.Feed,
					Outlet: hearsay.Outlet{ID: l.Outlet}, Payload: l.Payload,
				}
				if !yield(input, nil) {
					return
				}
			}
		}
	})
	if err != nil {
		return report, err
	}
	return report, in.Store.Write(ctx, func(tx *store.Tx) error { return tx.AddAttempts(ctx, unchanged...) })
}
