// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"hearsay"
)

// Viewer is who asks.
type Viewer struct {
	TLP hearsay.TLP // the strictest marking that may be shown
}

// Everything is the viewer that the pipeline and the operator of the machine are.
var Everything = Viewer{TLP: hearsay.Red}

// Reader reads the database for one viewer. It is a small value and may be copied.
type Reader struct {
	db      querier
	dialect *dialect
	ceiling hearsay.TLP
}

type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// visible is the one predicate of who may see what. It stands behind every FROM and every JOIN.
const visible = "tlp <= $1"

// shows reports whether each table that query reads from is held against the ceiling. The search index has no
// markings: it only narrows the documents that have.
func shows(query string) bool {
	tables := strings.Count(query, "FROM ") + strings.Count(query, "JOIN ") - strings.Count(query, "FROM document_search ")
	return strings.Count(query, visible) >= tables
}

// query runs a reading query: $1 is the ceiling, args are $2 and on. A query that forgets the predicate for one
// of its tables is refused, so that no test, let alone a viewer, gets an answer from it.
func (r Reader) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if !shows(query) {
		return nil, fmt.Errorf("query without the predicate of visibility: %s", query)
	}
	return r.db.QueryContext(ctx, query, append([]any{int64(r.ceiling)}, args...)...)
}

// operator runs a query on tables that belong to the machine (log, jobs, failures, fingerprints) and have no
// marking of their own; only who may see everything may ask.
func (r Reader) operator(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if r.ceiling < hearsay.Red {
		return nil, &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "read what only the operator may"}
	}
	return r.db.QueryContext(ctx, query, args...)
}

// row is what can be scanned: one row of an answer.
type row interface {
	Scan(dest ...any) error
}

// collect turns an answer into values and closes it.
func collect[T any](rows *sql.Rows, err error, scan func(row) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}

// list runs a query and collects its rows; doing is for the error.
func list[T any](ctx context.Context, r Reader, doing string, scan func(row) (T, error), q *query) ([]T, error) {
	rows, err := r.query(ctx, q.String(), q.args...)
	l, err := collect(rows, err, scan)
	return l, fault(r.dialect, doing, err)
}

// one runs a query that has one answer; none is ErrNotFound.
func one[T any](ctx context.Context, r Reader, doing string, scan func(row) (T, error), q *query) (T, error) {
	l, err := list(ctx, r, doing, scan, q)
	if err == nil && len(l) == 0 {
		err = &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: doing}
	}
	if err != nil {
		var none T
		return none, err
	}
	return l[0], nil
}

// query is an SQL text that grows. In every piece "?" stands for the piece's next argument and becomes $2, $3 …
// ($1 is the ceiling).
type query struct {
	text strings.Builder
	args []any
}

// sel begins a query; text ends with the predicate of visibility.
func sel(text string, args ...any) *query {
	q := &query{}
	return q.add(text, args...)
}

func (q *query) add(text string, args ...any) *query {
	q.text.WriteString(q.bind(text, args))
	return q
}

func (q *query) bind(text string, args []any) string {
	var b strings.Builder
	for _, a := range args {
		before, after, _ := strings.Cut(text, "?")
		q.args = append(q.args, a)
		b.WriteString(before + "$" + strconv.Itoa(len(q.args)+1))
		text = after
	}
	return b.String() + text
}

// when adds a piece only where it is wanted.
func (q *query) when(wanted bool, text string, args ...any) *query {
	if wanted {
		q.add(text, args...)
	}
	return q
}

// in adds " AND column IN (…)". No value gives a condition that nothing meets.
func in[T ~string](q *query, column string, values []T) *query {
	if len(values) == 0 {
		return q.add(" AND 1 = 0")
	}
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = string(v)
	}
	marks := strings.TrimSuffix(strings.Repeat("?, ", len(values)), ", ")
	return q.add(" AND "+column+" IN ("+marks+")", args...)
}

// String is the SQL text.
func (q *query) String() string { return q.text.String() }

// batch is how many values go into one IN list, well under the limit of either engine.
const batch = 500

// inBatches runs f over ids in pieces and joins the answers in order.
func inBatches[ID any, T any](ids []ID, f func([]ID) ([]T, error)) ([]T, error) {
	var all []T
	for len(ids) > 0 {
		n := min(len(ids), batch)
		l, err := f(ids[:n])
		if err != nil {
			return nil, err
		}
		all, ids = append(all, l...), ids[n:]
	}
	return all, nil
}
