// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"
	"unicode/utf8"
)

// longestQuery is the length up to which a query is read at all.
const longestQuery = 2000

// SearchPage is the answer to a query.
type SearchPage struct {
	Query   string
	Hits    []Hit
	Next    string // where the list goes on; empty at its end
	Problem *QueryProblem
}

// Hit is one document that was found.
type Hit struct {
	DocumentLine
	Snippet []SnippetPart
}

// SnippetPart is a piece of the text around what was found.
type SnippetPart struct {
	Text string
	Hit  bool
}

// QueryProblem says why a query cannot be answered, and where in it the trouble is.
type QueryProblem struct {
	Message string
	Byte    int // offset into the query; -1 where it has no place
}

// Around gives the query in three parts: before the trouble, the character there, after it.
func (p *SearchPage) Around() [3]string {
	at := p.Problem.Byte
	if at < 0 || at > len(p.Query) {
		return [3]string{p.Query, "", ""}
	}
	_, n := utf8.DecodeRuneInString(p.Query[at:])
	return [3]string{p.Query[:at], p.Query[at : at+n], p.Query[at+n:]}
}

// Position is the place of the trouble as people count, in characters from 1.
func (p *SearchPage) Position() int {
	at := p.Problem.Byte
	if at < 0 || at > len(p.Query) {
		return 0
	}
	return utf8.RuneCountInString(p.Query[:at]) + 1
}

func (p *SearchPage) title() string {
	if p.Query == "" {
		return "Search"
	}
	return "Search: " + p.Query
}

func (d *desk) search(r *http.Request) (titled, error) {
	query := r.URL.Query().Get("q")
	switch {
	case query == "":
		return &SearchPage{}, nil
	case !utf8.ValidString(query):
		return &SearchPage{Problem: &QueryProblem{"The query is not valid UTF-8.", -1}}, nil
	case len(query) > longestQuery:
		return &SearchPage{Problem: &QueryProblem{"The query is too long; 2,000 bytes are read.", -1}}, nil
	}
	if d.Searches != nil {
		leave, err := d.Searches.Take(asker(r))
		if err != nil {
			return nil, err
		}
		defer leave()
	}
	p, err := d.Ledger.Search(r.Context(), query, r.URL.Query().Get("after"))
	if err != nil {
		return nil, err
	}
	p.Query = query
	return p, nil
}
