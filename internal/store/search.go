// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"time"

	"hearsay"
	"hearsay/internal/search"
)

// Query is what [Reader.Search] looks for; [search.Parse] makes one from a line of text.
type Query = search.Query

// Hit is a document that answers a query.
type Hit struct {
	Document hearsay.DocumentID
	Outlet   hearsay.OutletID
	Title    string
	When     time.Time
	Snippet  string         // about 240 bytes of the body around the first answer; its beginning where only the headline answers
	Marks    []hearsay.Span // the answering words in Snippet
}

// Sizes of an answer and of a snippet.
const (
	defaultHits  = 20
	maxHits      = 200
	snippetWidth = 240
)

// Search gives the documents that answer a query, the newest first. The order is by date and not by rank: it is
// the same on both engines, and a rank would be computed over texts that the viewer may not see.
func (r Reader) Search(ctx context.Context, q Query) ([]Hit, error) {
	wanted := q.Wanted()
	limit := q.Limit
	if limit <= 0 {
		limit = defaultHits
	}
	s := sel("SELECT id, outlet, title, moment, text, body FROM document WHERE " + visible)
	if len(wanted) > 0 {
		condition, value := r.dialect.match(q)
		s.add(condition, value)
	}
	s.when(q.Outlet != "", " AND outlet = ?", string(q.Outlet)).
		when(!q.From.IsZero(), " AND moment >= ?", micros(q.From)).
		when(!q.To.IsZero(), " AND moment < ?", micros(q.To)).
		when(q.After != "", " AND (moment, id) < (SELECT moment, id FROM document WHERE "+visible+" AND id = ?)", string(q.After)).
		add(" ORDER BY moment DESC, id DESC LIMIT ?", min(limit, maxHits))
	return list(ctx, r, "search", func(r row) (h Hit, err error) {
		var text string
		var body int
		if err = r.Scan(&h.Document, &h.Outlet, &h.Title, timeColumn{&h.When}, &text, &body); err == nil {
			h.Snippet, h.Marks = snippet(text, body, wanted)
		}
		return h, err
	}, s)
}

// snippet is of what stands behind the headline, since the title stands beside it anyway.
func snippet(text string, body int, wanted []search.Sequence) (string, []hearsay.Span) {
	if body >= len(text) {
		body = 0
	}
	return search.Snippet(text[body:], wanted, snippetWidth)
}
