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
	s, err := r.answering(ctx, sel("SELECT id, outlet, title, moment, text, body FROM document WHERE "+visible), q)
	if err != nil {
		return nil, err
	}
	s.when(q.After != "", " AND (moment, id) < (SELECT moment, id FROM document WHERE "+visible+" AND id = ?)", string(q.After)).
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

// answering narrows a query over documents to those that answer.
func (r Reader) answering(ctx context.Context, s *query, q Query) (*query, error) {
	if len(q.Wanted()) > 0 {
		condition, value := r.dialect.match(q)
		if r.dialect.matchMany != nil {
			var err error
			if condition, value, err = r.dialect.matchMany(ctx, r.db, q); err != nil {
				return nil, fault(r.dialect, "search", err)
			}
		}
		s.add(condition, value)
	}
	return s.when(q.Outlet != "", " AND outlet = ?", string(q.Outlet)).
		when(q.Language != "", " AND language = ?", q.Language).
		when(q.Kind != "", " AND kind = ?", string(q.Kind)).
		when(!q.From.IsZero(), " AND moment >= ?", micros(q.From)).
		when(!q.To.IsZero(), " AND moment < ?", micros(q.To)), nil
}

// Facets count the documents that answer a query, by what they can be told apart by.
type Facets struct {
	Documents int // that were counted: all that answer, or the newest [mostCounted]
	All       bool
	Outlets   map[hearsay.OutletID]int
	Languages map[string]int
	Kinds     map[hearsay.Kind]int
	Months    map[string]int // as in 2026-04
}

// mostCounted is how many documents facets are counted over.
const mostCounted = 1000

// Facets counts the newest documents that answer a query and that the viewer may see.
func (r Reader) Facets(ctx context.Context, q Query) (Facets, error) {
	f := Facets{Outlets: map[hearsay.OutletID]int{}, Languages: map[string]int{}, Kinds: map[hearsay.Kind]int{}, Months: map[string]int{}}
	s, err := r.answering(ctx, sel("SELECT outlet, language, kind, moment FROM document WHERE "+visible), q)
	if err != nil {
		return f, err
	}
	n, err := list(ctx, r, "count what answers", func(r row) (struct{}, error) {
		var outlet hearsay.OutletID
		var language string
		var kind hearsay.Kind
		var when time.Time
		err := r.Scan(&outlet, &language, &kind, timeColumn{&when})
		f.Outlets[outlet]++
		f.Languages[language]++
		f.Kinds[kind]++
		f.Months[when.UTC().Format("2006-01")]++
		return struct{}{}, err
	}, s.add(" ORDER BY moment DESC, id DESC LIMIT ?", mostCounted))
	f.Documents, f.All = len(n), len(n) < mostCounted
	return f, err
}

// snippet is of what stands behind the headline, since the title stands beside it anyway.
func snippet(text string, body int, wanted []search.Sequence) (string, []hearsay.Span) {
	if body >= len(text) {
		body = 0
	}
	return search.Snippet(text[body:], wanted, snippetWidth)
}
