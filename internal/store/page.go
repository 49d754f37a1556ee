// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"time"

	"hearsay"
)

// Page is a page that a feed led to and that is to be looked at again: it may be edited in silence.
type Page struct {
	URL     string
	Outlet  hearsay.OutletID
	First   time.Time // when it was captured first
	Next    time.Time // when it is looked at next
	ETag    string    // of the last answer, for conditional requests
	Changed string    // Last-Modified of the last answer
	TLP     hearsay.TLP
}

// PagesDue gives the pages whose next look is at a time or before, the longest due first, at most so many.
func (r Reader) PagesDue(ctx context.Context, now time.Time, limit int) ([]Page, error) {
	q := sel("SELECT url, outlet, first, next, etag, changed, tlp FROM page WHERE "+visible).
		add(" AND next <= ? ORDER BY next, id LIMIT ?", micros(now), limit)
	return list(ctx, r, "read pages that are due", func(r row) (p Page, err error) {
		return p, r.Scan(&p.URL, &p.Outlet, timeColumn{&p.First}, timeColumn{&p.Next}, &p.ETag, &p.Changed, &p.TLP)
	}, q)
}

var pageTable = table{"page", "id", "id, url, outlet, first, next, etag, changed, tlp"}

// AddPages adds pages to be looked at again; one that is there stays as it is.
func (t *Tx) AddPages(ctx context.Context, pages ...Page) error {
	return save(ctx, t, pageTable.insertNew(), pages, pageRow)
}

// SavePages adds pages and replaces those that are there.
func (t *Tx) SavePages(ctx context.Context, pages ...Page) error {
	return save(ctx, t, pageTable.upsert(), pages, pageRow)
}

// DeletePage ends that a page is looked at again.
func (t *Tx) DeletePage(ctx context.Context, url string) error {
	return t.exec(ctx, "delete page "+url, "DELETE FROM page WHERE id = $1", pageID(url))
}

// pageID stands for an address, which may be longer than a key.
func pageID(url string) string { return hearsay.ID('p', words(url)) }

func pageRow(p Page) []any {
	return []any{pageID(p.URL), words(p.URL), string(p.Outlet), micros(p.First), micros(p.Next), words(p.ETag), words(p.Changed), int64(p.TLP)}
}
