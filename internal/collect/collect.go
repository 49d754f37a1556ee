// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package collect brings material in: the files that a person names, and what feeds lead to. It stores nothing. Every
// input that it gives is meant to end as stored, duplicate, quarantined or refused, and every look at an address is
// an attempt that can be proved later.
package collect

import (
	"context"
	"time"

	"hearsay"
	"hearsay/internal/fetch"
)

// Input is one raw answer, or the news that there is none.
type Input struct {
	URL          string // "file:NAME" for a file
	MediaType    string // as declared; empty for a file
	Status       int    // HTTP status; 0 for a file
	Fetched      time.Time
	Feed         hearsay.FeedID
	Outlet       hearsay.OutletID
	ETag         string // of the answer, for conditional requests; so is the next
	LastModified string
	Payload      []byte // nil where the look gave nothing to keep

	Attempt    *hearsay.Attempt // the look that gave it; nil for a file
	After      *hearsay.Feed    // the feed as it is to be saved with this input; nil for all but the feed's own input
	Archived   bool             // a record of an archive: it brings a capture, and changes nothing else
	Index      bool             // a fetched feed: proof of looking, its pages are read instead of it
	Truncated  string           // why the payload is not whole; it may be read all the same
	Quarantine string           // why it is to be kept and not read
	Refused    string           // why it is not to be kept
}

// Fetcher is the guarded client; *fetch.Client is one.
type Fetcher interface {
	Get(ctx context.Context, r fetch.Request) (*fetch.Answer, error)
}

// Seen tells whether a page was already captured.
type Seen interface {
	CaptureKnown(ctx context.Context, url string) (bool, error)
}

// Collector looks at feeds.
type Collector struct {
	Fetch Fetcher
	Seen  Seen             // nil: every page is new
	Now   func() time.Time // time.Now if nil
	Pages int              // most new pages in one look; 50 if 0
	Later int              // most pages behind the first of one thread; 20 if 0
}
