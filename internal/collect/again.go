// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"context"
	"iter"
	"time"

	"hearsay"
	"hearsay/internal/fetch"
)

// againAfter are the ages at which a page is looked at again: most edits come soon, and few after a week.
var againAfter = []time.Duration{time.Hour, 6 * time.Hour, 24 * time.Hour, 3 * 24 * time.Hour, 7 * 24 * time.Hour}

// NextAgain gives when a page that was captured first at a time is looked at again after now, scattered by a tenth; false
// where it is not any more. What is missed while nobody looks is not made up for.
func NextAgain(url string, first, now time.Time) (time.Time, bool) {
	for _, age := range againAfter {
		if at := first.Add(scattered(age, hearsay.FeedID(url), first)); at.After(now) {
			return at, true
		}
	}
	return time.Time{}, false
}

// Again looks at a page that was captured before, conditionally.
func (c *Collector) Again(ctx context.Context, url string, outlet hearsay.OutletID, etag, changed string) iter.Seq2[Input, error] {
	return func(yield func(Input, error) bool) {
		in, _, err := c.get(ctx, fetch.Request{URL: url, Kind: fetch.Page, ETag: etag, LastModified: changed})
		in.URL, in.Outlet = url, outlet // its identity, as when it was captured first
		yield(in, err)
	}
}
