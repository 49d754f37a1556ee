// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"

	"hearsay"
)

// LapseFilter chooses lapses; the zero value chooses all.
type LapseFilter struct {
	Outlet   hearsay.OutletID
	Doubted  bool
	Unjudged bool
}

// Lapses gives the lapses of outlets, in their order.
func (r Reader) Lapses(ctx context.Context, f LapseFilter) ([]hearsay.Lapse, error) {
	q := sel("SELECT outlet, feed, since, until, judged, doubted, reasons FROM lapse WHERE "+visible).
		when(f.Outlet != "", " AND outlet = ?", string(f.Outlet)).
		when(f.Doubted, " AND doubted").
		when(f.Unjudged, " AND judged < ?", 0).
		add(" ORDER BY until, feed")
	return list(ctx, r, "read lapses", func(r row) (l hearsay.Lapse, err error) {
		return l, r.Scan(&l.Outlet, &l.Feed, timeColumn{&l.From}, timeColumn{&l.Until}, timeColumn{&l.Judged}, &l.Doubted, jsonColumn{&l.Reasons})
	}, q)
}

var lapseTable = table{"lapse", "feed, since", "feed, since, outlet, until, judged, doubted, reasons, tlp"}

// SaveLapses adds lapses and replaces those that are there, each marked as its feed.
func (t *Tx) SaveLapses(ctx context.Context, lapses ...hearsay.Lapse) error {
	feeds := make([]hearsay.FeedID, len(lapses))
	for i := range lapses {
		feeds[i] = lapses[i].Feed
	}
	ofFeed, err := strictest(ctx, t, "feed", feeds)
	if err != nil {
		return err
	}
	return save(ctx, t, lapseTable.upsert(), lapses, func(l hearsay.Lapse) []any {
		return []any{string(l.Feed), micros(l.From), string(l.Outlet), micros(l.Until), micros(l.Judged), l.Doubted, asJSON(l.Reasons), ofFeed(l.Feed)}
	})
}
