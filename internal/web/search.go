// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"unicode/utf8"

	"hearsay"
)

// longestQuery is the length up to which a query is read at all.
const longestQuery = 2000

// SearchPage is the answer to a query.
type SearchPage struct {
	Query   string
	Hits    []Hit
	Next    string // where the list goes on; empty at its end
	Problem *QueryProblem
	Facets  []Facet
	Counted string // over what the facets are counted, in words
	Saved   []Kept // that the asker keeps
	Keeps   bool   // the asker may keep this one
}

// Kept is a query that somebody keeps, and may follow.
type Kept struct {
	hearsay.SavedQuery
	Follow Following
}

// Facet is one way to tell the answers apart, with the queries that choose among them.
type Facet struct {
	Name    string
	Choices []Narrowed
}

// Narrowed is a query with one more filter.
type Narrowed struct {
	Name  string
	Count int
	Query string
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
	p, err := d.answer(r, query)
	if err != nil {
		return nil, err
	}
	if me := whoIs(r.Context()); me.ID != "" {
		p.Keeps = query != "" && p.Problem == nil
		p.Saved, err = d.queries(r.Context(), me.ID)
	}
	return p, err
}

// queries gives the queries that somebody keeps, with the buttons by which they are followed.
func (d *desk) queries(ctx context.Context, id hearsay.AccountID) ([]Kept, error) {
	queries, err := d.Door.Queries(ctx, id)
	if err != nil || len(queries) == 0 {
		return nil, err
	}
	follows, err := d.Door.Follows(ctx, id)
	if err != nil {
		return nil, err
	}
	mails, err := d.mailsTo(ctx, id)
	var all []Kept
	for _, q := range queries {
		b := button(hearsay.FollowQuery, q.Name, follows)
		b.Mails = mails
		all = append(all, Kept{q, b})
	}
	return all, err
}

func (d *desk) answer(r *http.Request, query string) (*SearchPage, error) {
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

// saveQuery keeps a query for who asks.
func (d *desk) saveQuery(w http.ResponseWriter, r *http.Request) {
	err := form(w, r)
	if err == nil {
		err = d.Door.SaveQuery(r.Context(), whoIs(r.Context()).ID, r.PostForm.Get("name"), r.PostForm.Get("q"))
	}
	d.afterQuery(w, r, "/search?q="+url.QueryEscape(r.PostForm.Get("q")), err)
}

// dropQuery forgets one.
func (d *desk) dropQuery(w http.ResponseWriter, r *http.Request) {
	err := form(w, r)
	if err == nil {
		err = d.Door.DropQuery(r.Context(), whoIs(r.Context()).ID, r.PostForm.Get("name"))
	}
	d.afterQuery(w, r, "/search", err)
}

func (d *desk) afterQuery(w http.ResponseWriter, r *http.Request, address string, err error) {
	switch {
	case errors.Is(err, hearsay.ErrInvalid):
		d.tell(w, FaultPage{http.StatusBadRequest, "This was not saved", problem(err) + " Go back, and nothing is lost."})
	case err != nil:
		d.fail(w, r, err)
	default:
		http.Redirect(w, r, address, http.StatusSeeOther)
	}
}
