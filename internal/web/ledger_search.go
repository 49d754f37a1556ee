// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"hearsay"
	"hearsay/internal/search"
	"hearsay/internal/store"
)

// Search fills the page of a query.
func (s *shelf) Search(ctx context.Context, query, after string) (*SearchPage, error) {
	p := &SearchPage{Query: query}
	q, err := search.Parse(query)
	if wrong := (*search.Error)(nil); errors.As(err, &wrong) {
		p.Problem = &QueryProblem{"This query cannot be read: " + wrong.Reason + ".", wrong.At}
		return p, nil
	}
	if err != nil {
		return nil, err
	}
	r, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	ctx, end := context.WithCancel(ctx)
	defer end()
	counted := r.count(ctx, q, after == "")
	q.After, q.Limit = hearsay.DocumentID(after), hitsOnPage+1
	hits, err := r.Search(ctx, q)
	if err != nil {
		return nil, err
	}
	if len(hits) > hitsOnPage {
		hits = hits[:hitsOnPage]
		p.Next = string(hits[hitsOnPage-1].Document)
	}
	for _, h := range hits {
		if err := r.fetch(ctx, h.Document); err != nil {
			return nil, err
		}
		p.Hits = append(p.Hits, Hit{r.line(h.Document), snippet(h.Snippet, h.Marks)})
	}
	if after != "" || len(hits) < leastNarrowed {
		return p, nil
	}
	f := <-counted
	if f.err != nil {
		return nil, f.err
	}
	r.facets(p, q, f.Facets)
	return p, nil
}

// facets are the counts of what answers a query, when they are there.
type facets struct {
	store.Facets
	err error
}

// count begins to count what answers a query, beside the search for it: both read as much.
func (r *reading) count(ctx context.Context, q search.Query, wanted bool) <-chan facets {
	counted := make(chan facets, 1)
	if wanted {
		go func() {
			f, err := r.Facets(ctx, q)
			counted <- facets{f, err}
		}()
	}
	return counted
}

// The lengths of facets.
const (
	leastNarrowed = 2  // answers that there is something to choose among
	mostChoices   = 12 // of one facet
)

// facets adds the ways in which the answers can be told apart.
func (r *reading) facets(p *SearchPage, q search.Query, f store.Facets) {
	p.Counted = "of " + count(f.Documents, "document")
	if !f.All {
		p.Counted = "of the newest " + count(f.Documents, "document")
	}
	add := func(name string, set bool, choices []Narrowed) {
		if set || len(choices) < 2 {
			return
		}
		p.Facets = append(p.Facets, Facet{name, choices[:min(mostChoices, len(choices))]})
	}
	add("Outlet", q.Outlet != "", narrowed(f.Outlets, func(id hearsay.OutletID) (string, string) {
		return outletName(r.outlet(id)), p.Query + " outlet:" + string(id)
	}))
	add("Month", !q.From.IsZero() || !q.To.IsZero(), narrowed(f.Months, func(month string) (string, string) {
		first, _ := time.Parse("2006-01", month) // it was written so
		return first.Format("January 2006"), p.Query + " after:" + month + " before:" + first.AddDate(0, 1, 0).Format("2006-01")
	}))
	add("Language", q.Language != "", narrowed(f.Languages, func(l string) (string, string) { return l, p.Query + " language:" + l }))
	add("Kind", q.Kind != "", narrowed(f.Kinds, func(k hearsay.Kind) (string, string) { return string(k), p.Query + " kind:" + string(k) }))
}

// narrowed gives the choices of a facet, the most frequent first.
func narrowed[K ~string](counts map[K]int, of func(K) (name, query string)) []Narrowed {
	var all []Narrowed
	for k, n := range counts {
		if k != "" {
			name, query := of(k)
			all = append(all, Narrowed{name, n, query})
		}
	}
	slices.SortFunc(all, func(a, b Narrowed) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Name, b.Name)) })
	return all
}

// snippet cuts a snippet at its marks.
func snippet(text string, marks []hearsay.Span) []SnippetPart {
	var parts []SnippetPart
	at := 0
	for _, m := range marks {
		if m.Start < at || m.End > len(text) {
			continue
		}
		parts = append(parts, SnippetPart{text[at:m.Start], false}, SnippetPart{text[m.Start:m.End], true})
		at = m.End
	}
	return append(parts, SnippetPart{text[at:], false})
}
