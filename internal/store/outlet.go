// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"time"

	"hearsay"
)

const selectOutlet = "SELECT id, name, domain, owners, country, language, agency, official, aliases FROM outlet WHERE " + visible

func scanOutlet(r row) (o hearsay.Outlet, err error) {
	return o, r.Scan(&o.ID, &o.Name, &o.Domain, jsonColumn{&o.Owners}, &o.Country, &o.Language, &o.Agency, &o.Official, jsonColumn{&o.Aliases})
}

// Outlet gives one outlet.
func (r Reader) Outlet(ctx context.Context, id hearsay.OutletID) (hearsay.Outlet, error) {
	return one(ctx, r, "read outlet "+string(id), scanOutlet, sel(selectOutlet).add(" AND id = ?", string(id)))
}

// Outlets gives all outlets, by ID.
func (r Reader) Outlets(ctx context.Context) ([]hearsay.Outlet, error) {
	return list(ctx, r, "read outlets", scanOutlet, sel(selectOutlet).add(" ORDER BY id"))
}

// OutletByDomain gives the outlet whose site has the registrable domain.
func (r Reader) OutletByDomain(ctx context.Context, domain string) (hearsay.Outlet, error) {
	return one(ctx, r, "read outlet of "+domain, scanOutlet,
		sel(selectOutlet).add(" AND domain = ? ORDER BY id LIMIT 1", domain))
}

var outletTable = table{"outlet", "id", "id, name, domain, owners, country, language, agency, official, aliases, tlp"}

func outletRow(o hearsay.Outlet) []any {
	return []any{string(o.ID), words(o.Name), words(o.Domain), asJSON(o.Owners), words(o.Country), words(o.Language),
		o.Agency, o.Official, asJSON(o.Aliases), int64(hearsay.Clear)}
}

// SaveOutlets adds outlets and replaces those that are there.
func (t *Tx) SaveOutlets(ctx context.Context, outlets ...hearsay.Outlet) error {
	return save(ctx, t, outletTable.upsert(), outlets, outletRow)
}

// AddOutlets adds outlets that are not there yet and leaves the others as they are.
func (t *Tx) AddOutlets(ctx context.Context, outlets ...hearsay.Outlet) error {
	return save(ctx, t, outletTable.insertNew(), outlets, outletRow)
}

// FeedFilter chooses feeds; the zero value chooses all.
type FeedFilter struct {
	Outlet hearsay.OutletID
	URL    string
	Due    time.Time // feeds whose next look is at this time or before, was settled on later than this time, or that a hub told of
	Offer  bool      // feeds that name a hub
	Limit  int       // 0 for no limit
}

// selectFeed reads of a subscription nothing but times: the rest of it is secret.
const selectFeed = `SELECT id, outlet, kind, url, every, looked, next, etag, changed, selector, state, stopped, tlp,
	COALESCE((SELECT until FROM subscription WHERE feed = feed.id AND tlp <= $1), -62135596800000000),
	COALESCE((SELECT pushed FROM subscription WHERE feed = feed.id AND tlp <= $1), -62135596800000000),
	COALESCE((SELECT pushed > heeded FROM subscription WHERE feed = feed.id AND tlp <= $1), FALSE)
	FROM feed WHERE ` + visible

func scanFeed(r row) (f hearsay.Feed, err error) {
	var every int64
	err = r.Scan(&f.ID, &f.Outlet, &f.Kind, &f.URL, &every, timeColumn{&f.Looked}, timeColumn{&f.Next}, &f.ETag, &f.Changed, &f.Selector, jsonColumn{&f.State}, timeColumn{&f.Stopped}, &f.TLP,
		timeColumn{&f.Notice.Until}, timeColumn{&f.Notice.Last}, &f.Notice.Waits)
	f.Every = time.Duration(every) * time.Microsecond
	return f, err
}

// Feed gives one feed.
func (r Reader) Feed(ctx context.Context, id hearsay.FeedID) (hearsay.Feed, error) {
	return one(ctx, r, "read feed "+string(id), scanFeed, sel(selectFeed).add(" AND id = ?", string(id)))
}

// Feeds gives feeds by the time of their next look.
func (r Reader) Feeds(ctx context.Context, f FeedFilter) ([]hearsay.Feed, error) {
	q := sel(selectFeed).
		when(f.Outlet != "", " AND outlet = ?", string(f.Outlet)).
		when(f.URL != "", " AND url = ?", f.URL).
		when(f.Offer, " AND state LIKE ?", `%"hub":"%`).
		when(!f.Due.IsZero(), " AND stopped = ?", micros(time.Time{})).
		when(!f.Due.IsZero(), " AND kind <> ? AND (next <= ? OR looked > ? OR id IN (SELECT feed FROM subscription WHERE "+visible+" AND pushed > heeded AND heeded <= ?))",
			string(hearsay.FeedFile), micros(f.Due), micros(f.Due), micros(f.Due.Add(-leastPushed))).
		add(" ORDER BY next, id").
		when(f.Limit > 0, " LIMIT ?", f.Limit)
	return list(ctx, r, "read feeds", scanFeed, q)
}

// StopFeed leaves a feed alone since a time, or looks at it again where that is zero.
func (t *Tx) StopFeed(ctx context.Context, id hearsay.FeedID, since time.Time) error {
	return t.exec(ctx, "stop feed "+string(id), "UPDATE feed SET stopped = $1 WHERE id = $2", micros(since), string(id))
}

// HourlyLooks is how many looks an hour all feeds come to, by how often each is looked at.
func (r Reader) HourlyLooks(ctx context.Context) (float64, error) {
	const inAThousand = 1000 * int64(time.Hour/time.Microsecond)
	q := sel("SELECT CAST(COALESCE(SUM(? / every), 0) AS BIGINT) FROM feed WHERE "+visible+" AND every > 0 AND kind <> ? AND stopped = ?", inAThousand, string(hearsay.FeedFile), micros(time.Time{}))
	n, err := one(ctx, r, "count looks an hour", func(r row) (n int64, err error) { return n, r.Scan(&n) }, q)
	return float64(n) / 1000, err
}

var feedTable = table{"feed", "id", "id, outlet, kind, url, every, looked, next, etag, changed, selector, state, tlp"}

// SaveFeeds adds feeds and replaces those that are there. Where one has another address than before, the earlier one is
// kept (see [Reader.FeedAddresses]).
func (t *Tx) SaveFeeds(ctx context.Context, feeds ...hearsay.Feed) error {
	if err := save(ctx, t, feedTable.upsert(), feeds, feedRow); err != nil {
		return err
	}
	return save(ctx, t, addressTable.upsert(), feeds, addressRow)
}

// AddFeeds adds feeds that are not there yet and leaves the others as they are.
func (t *Tx) AddFeeds(ctx context.Context, feeds ...hearsay.Feed) error {
	if err := save(ctx, t, feedTable.insertNew(), feeds, feedRow); err != nil {
		return err
	}
	return save(ctx, t, addressTable.insertNew(), feeds, addressRow)
}

func feedRow(f hearsay.Feed) []any {
	return []any{string(f.ID), string(f.Outlet), string(f.Kind), words(f.URL), f.Every.Microseconds(), micros(f.Looked), micros(f.Next),
		words(f.ETag), words(f.Changed), words(f.Selector), asJSON(f.State), int64(f.TLP)}
}

// FeedAddress is where a feed was to be found, from a time on; zero for the first.
type FeedAddress struct {
	URL   string    `json:"url"`
	Since time.Time `json:"since,omitzero"`
}

// FeedAddresses gives the addresses that a feed has had, the one that it has last.
func (r Reader) FeedAddresses(ctx context.Context, id hearsay.FeedID) ([]FeedAddress, error) {
	q := sel("SELECT url, since FROM feed_address WHERE "+visible).add(" AND feed = ? ORDER BY since", string(id))
	return list(ctx, r, "read addresses of feed "+string(id), func(r row) (a FeedAddress, err error) {
		return a, r.Scan(&a.URL, timeColumn{&a.Since})
	}, q)
}

var addressTable = table{"feed_address", "feed, since", "feed, since, url, tlp"}

func addressRow(f hearsay.Feed) []any {
	return []any{string(f.ID), micros(f.State.Moved), words(f.URL), int64(f.TLP)}
}
