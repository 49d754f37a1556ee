// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"

	"hearsay"
	"hearsay/internal/watch"
)

// Track is what is known of a watched page after its looks up to one.
type Track struct {
	Feed  hearsay.FeedID
	Seq   int64 // of the last look
	Stamp hearsay.Stamp
	watch.Track
}

const selectTrack = "SELECT feed, seq, state, stamp FROM track WHERE " + visible

func scanTrack(r row) (t Track, err error) {
	return t, r.Scan(&t.Feed, &t.Seq, jsonColumn{&t.Track}, &t.Stamp)
}

// Track gives what is known of a watched page.
func (r Reader) Track(ctx context.Context, id hearsay.FeedID) (Track, error) {
	return one(ctx, r, "read what is known of page "+string(id), scanTrack, sel(selectTrack).add(" AND feed = ?", string(id)))
}

// Tracks gives what is known of all watched pages, by feed.
func (r Reader) Tracks(ctx context.Context) ([]Track, error) {
	return list(ctx, r, "read what is known of pages", scanTrack, sel(selectTrack).add(" ORDER BY feed"))
}

var trackTable = table{"track", "feed", "feed, seq, state, stamp, tlp"}

// SaveTracks saves what is known of watched pages, each marked as its feed.
func (t *Tx) SaveTracks(ctx context.Context, tracks ...Track) error {
	ids := make([]hearsay.FeedID, len(tracks))
	for i := range tracks {
		ids[i] = tracks[i].Feed
	}
	ofFeed, err := strictest(ctx, t, "feed", ids)
	if err != nil {
		return err
	}
	return save(ctx, t, trackTable.upsert(), tracks, func(x Track) []any {
		return []any{string(x.Feed), x.Seq, asJSON(x.Track), string(x.Stamp), ofFeed(x.Feed)}
	})
}
