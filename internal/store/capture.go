// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"time"

	"hearsay"
)

// CaptureFilter chooses captures; the zero value chooses all.
type CaptureFilter struct {
	URL         string
	Digest      string
	Segment     string
	Feed        hearsay.FeedID
	Outlet      hearsay.OutletID
	Quarantined bool  // only those with a reason
	Wanted      bool  // without those that came in quarantined: they are not read
	After       int64 // only from this leaf on; to go on behind a capture, give its Leaf + 1
	From, To    time.Time
	NewestFirst bool
	Limit       int // 0 for no limit
}

const selectCapture = `SELECT id, feed, url, media_type, status, fetched, digest, size, outlet, reason,
	segment, place, length, leaf, salt, tlp FROM capture WHERE ` + visible

func scanCapture(r row) (c hearsay.Capture, err error) {
	return c, r.Scan(&c.ID, &c.Feed, &c.URL, &c.MediaType, &c.Status, timeColumn{&c.Fetched}, &c.Digest, &c.Size,
		&c.Outlet, &c.Reason, &c.Segment, &c.Offset, &c.Length, &c.Leaf, &c.Salt, &c.TLP)
}

// Capture gives one capture.
func (r Reader) Capture(ctx context.Context, id hearsay.CaptureID) (hearsay.Capture, error) {
	return one(ctx, r, "read capture "+string(id), scanCapture, sel(selectCapture).add(" AND id = ?", string(id)))
}

// Captures gives captures in the order of the evidence log, which is the order in which they were stored.
func (r Reader) Captures(ctx context.Context, f CaptureFilter) ([]hearsay.Capture, error) {
	q := sel(selectCapture).
		when(f.URL != "", " AND url = ?", f.URL).
		when(f.Digest != "", " AND digest = ?", f.Digest).
		when(f.Segment != "", " AND segment = ?", f.Segment).
		when(f.Feed != "", " AND feed = ?", string(f.Feed)).
		when(f.Outlet != "", " AND outlet = ?", string(f.Outlet)).
		when(f.Quarantined, " AND reason <> ''").
		when(f.Wanted, " AND id NOT IN (SELECT capture FROM attempt WHERE "+visible+" AND outcome = ?)", string(hearsay.Quarantined)).
		when(f.After > 0, " AND leaf >= ?", f.After).
		when(!f.From.IsZero(), " AND fetched >= ?", micros(f.From)).
		when(!f.To.IsZero(), " AND fetched < ?", micros(f.To)).
		when(f.NewestFirst, " ORDER BY leaf DESC").
		when(!f.NewestFirst, " ORDER BY leaf").
		when(f.Limit > 0, " LIMIT ?", f.Limit)
	return list(ctx, r, "read captures", scanCapture, q)
}

// CapturesOf gives the captures with these IDs that are there, in no particular order.
func (r Reader) CapturesOf(ctx context.Context, ids ...hearsay.CaptureID) ([]hearsay.Capture, error) {
	return inBatches(unique(ids), func(some []hearsay.CaptureID) ([]hearsay.Capture, error) {
		return list(ctx, r, "read captures", scanCapture, in(sel(selectCapture), "id", some))
	})
}

// CapturesAt gives the captures of these addresses, in no particular order.
func (r Reader) CapturesAt(ctx context.Context, urls ...string) ([]hearsay.Capture, error) {
	return inBatches(unique(urls), func(some []string) ([]hearsay.Capture, error) {
		return list(ctx, r, "read captures", scanCapture, in(sel(selectCapture), "url", some))
	})
}

var captureTable = table{"capture", "id", "id, feed, url, media_type, status, fetched, digest, size, outlet, reason, " +
	"segment, place, length, leaf, salt, tlp"}

// AddCaptures adds captures. One that is there already is ErrConflict: its bytes would lie in the archive twice,
// and its leaf in the log. The caller looks first (see [Reader.CapturesOf]). Each is marked at least as strictly as the feed that led to it
// and what was captured at its address before: a later version of a page is not for more eyes than the page.
func (t *Tx) AddCaptures(ctx context.Context, captures ...hearsay.Capture) error {
	var feeds, urls []string
	for i := range captures {
		feeds, urls = append(feeds, string(captures[i].Feed)), append(urls, words(captures[i].URL))
	}
	ofFeed, err := t.marked(ctx, "feed", "id", feeds)
	if err != nil {
		return err
	}
	before, err := t.marked(ctx, "capture", "url", urls)
	if err != nil {
		return err
	}
	return save(ctx, t, captureTable.insert(), captures, func(c hearsay.Capture) []any {
		return []any{string(c.ID), string(c.Feed), words(c.URL), words(c.MediaType), c.Status, micros(c.Fetched),
			c.Digest, c.Size, string(c.Outlet), words(c.Reason), c.Segment, c.Offset, c.Length, c.Leaf, c.Salt, max(int64(c.TLP), ofFeed[string(c.Feed)], before[words(c.URL)])}
	})
}

// marked gives the strictest marking of the records of a table that have one of the values in a column; those of which nothing is marked are missing.
func (t *Tx) marked(ctx context.Context, table, column string, values []string) (map[string]int64, error) {
	m := map[string]int64{}
	_, err := inBatches(unique(values), func(some []string) ([]string, error) {
		q := in(sel("SELECT "+column+", MAX(tlp) FROM "+table+" WHERE "+visible).add(" AND tlp > 0"), column, some)
		return list(ctx, t.Reader, "read markings of "+table, func(r row) (v string, err error) {
			var tlp int64
			err = r.Scan(&v, &tlp)
			m[v] = tlp
			return v, err
		}, q.add(" GROUP BY "+column))
	})
	return m, err
}

// Quarantine says of a stored capture why it is not read further, or only by its tokens.
func (t *Tx) Quarantine(ctx context.Context, id hearsay.CaptureID, reason string) error {
	return t.exec(ctx, "quarantine capture "+string(id), "UPDATE capture SET reason = $2 WHERE id = $1",
		string(id), words(reason))
}
