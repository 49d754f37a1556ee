// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"hearsay"
	"hearsay/internal/search"
)

// Tx is a transaction that writes; it exists inside [Store.Write] only. It reads what it has written itself, and
// sees every marking: what machines derive does not depend on who looks.
type Tx struct {
	Reader
	tx      *statements
	pending []indexed // documents whose words are not in the search index yet
}

// statements is a transaction that parses each statement once: a transaction that saves a thousand documents runs the
// same few dozen again and again.
type statements struct {
	tx       *sql.Tx
	prepared map[string]*sql.Stmt // closed with the transaction
}

// mostStatements bounds what is kept: lists in a statement (IN …) make many that are never run again.
const mostStatements = 200

// prepare parses a statement, or gives nil where it is not worth keeping.
func (s *statements) prepare(ctx context.Context, statement string) (*sql.Stmt, error) {
	if p := s.prepared[statement]; p != nil || len(s.prepared) >= mostStatements {
		return p, nil
	}
	p, err := s.tx.PrepareContext(ctx, statement)
	if err == nil {
		s.prepared[statement] = p
	}
	return p, err
}

// ExecContext runs a statement.
func (s *statements) ExecContext(ctx context.Context, statement string, args ...any) (sql.Result, error) {
	p, err := s.prepare(ctx, statement)
	if err != nil {
		return nil, err
	}
	if p == nil {
		return s.tx.ExecContext(ctx, statement, args...)
	}
	return p.ExecContext(ctx, args...)
}

// QueryContext runs a query.
func (s *statements) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	p, err := s.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	if p == nil {
		return s.tx.QueryContext(ctx, query, args...)
	}
	return p.QueryContext(ctx, args...)
}

type indexed struct {
	seq  int64
	text string
}

// maxPending bounds the texts that a transaction holds for the index.
const maxPending = 200

// index puts a text into the search index, though not at once: FTS5 writes its buffers out whenever a statement
// on another table follows one on the index, which makes saving almost twice as slow. A search in
// the same transaction may therefore miss them.
func (t *Tx) index(ctx context.Context, seq int64, text string) error {
	t.pending = append(t.pending, indexed{seq, text})
	if len(t.pending) < maxPending {
		return nil
	}
	return t.flush(ctx)
}

func (t *Tx) flush(ctx context.Context) error {
	for _, p := range t.pending {
		if err := t.dialect.index(ctx, t, p.seq, search.Tokens(p.text)); err != nil {
			return fault(t.dialect, "index a document", err)
		}
	}
	t.pending = nil
	return nil
}

// ExecContext runs a statement in the transaction, for places that keep tables of their own (internal/queue).
func (t *Tx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return t.tx.ExecContext(ctx, query, args...)
}

// QueryContext runs a query in the transaction, for the same.
func (t *Tx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return t.tx.QueryContext(ctx, query, args...)
}

// What writers take turns at: chains of hashes, the numbers of events, issues, alerts and offers, and changes of remarks.
const (
	logChain      = 1
	decisionChain = 2
	eventOrder    = 3
	issueOrder    = 4
	alertOrder    = 5
	offerOrder    = 6
	remarkTurns   = 7
)

func (t *Tx) lock(ctx context.Context, chain int) error {
	if t.dialect.lock == "" {
		return nil
	}
	_, err := t.tx.ExecContext(ctx, t.dialect.lock, chain)
	return fault(t.dialect, "wait for another writer", err)
}

// deadlocked reports whether the database broke the transaction off to let another one through.
func deadlocked(err error) bool {
	var state interface{ SQLState() string }
	return errors.As(err, &state) && (state.SQLState() == "40001" || state.SQLState() == "40P01")
}

// table is the writing side of a table: its key and columns, in the order in which save takes values.
type table struct {
	name    string
	key     string
	columns string // the key's columns among them
}

// upsert is the statement that adds a row or replaces the one with the same key.
func (b table) upsert() string {
	var sets []string
	for _, c := range strings.Split(b.columns, ", ") {
		sets = append(sets, c+" = excluded."+c)
	}
	return b.insert() + " ON CONFLICT (" + b.key + ") DO UPDATE SET " + strings.Join(sets, ", ")
}

// upsertChanged is the same, but does not write a row that is as it was: whether it is costs less than writing it.
func (b table) upsertChanged() string {
	var held, given []string
	for _, c := range strings.Split(b.columns, ", ") {
		held, given = append(held, b.name+"."+c), append(given, "excluded."+c)
	}
	return b.upsert() + " WHERE (" + strings.Join(held, ", ") + ") IS DISTINCT FROM (" + strings.Join(given, ", ") + ")"
}

// insert is the statement that adds a row.
func (b table) insert() string { return b.insertMany(1) }

// insertMany is the statement that adds so many rows.
func (b table) insertMany(rows int) string {
	columns := strings.Count(b.columns, ",") + 1
	all := make([]string, rows)
	for r := range all {
		marks := make([]string, columns)
		for i := range marks {
			marks[i] = "$" + strconv.Itoa(r*columns+i+1)
		}
		all[r] = "(" + strings.Join(marks, ", ") + ")"
	}
	return "INSERT INTO " + b.name + " (" + b.columns + ") VALUES " + strings.Join(all, ", ")
}

// insertNew is the statement that adds a row, or leaves the one with the same key as it is.
func (b table) insertNew() string { return b.insertManyNew(1) }

// insertManyNew is the same for so many rows.
func (b table) insertManyNew(rows int) string {
	return b.insertMany(rows) + " ON CONFLICT (" + b.key + ") DO NOTHING"
}

// save runs statement once for each item with the values that row gives for it.
func save[T any](ctx context.Context, t *Tx, statement string, items []T, row func(T) []any) error {
	for _, item := range items {
		if _, err := t.tx.ExecContext(ctx, statement, row(item)...); err != nil {
			return fault(t.dialect, "save", err)
		}
	}
	return nil
}

// exec runs one statement; doing is for the error.
func (t *Tx) exec(ctx context.Context, doing, statement string, args ...any) error {
	_, err := t.tx.ExecContext(ctx, statement, args...)
	return fault(t.dialect, doing, err)
}

// strictest gives, for a row derived from records of the table, the marking to keep with it. A record that is
// not there counts as RED: what nobody can check nobody is shown.
func strictest[ID ~string](ctx context.Context, t *Tx, name string, ids []ID) (func(...ID) int64, error) {
	type marked struct {
		id  ID
		tlp int64
	}
	rows, err := inBatches(unique(ids), func(some []ID) ([]marked, error) {
		q := in(sel("SELECT id, tlp FROM "+name+" WHERE "+visible), "id", some)
		return list(ctx, t.Reader, "read markings of "+name, func(r row) (m marked, err error) {
			return m, r.Scan(&m.id, &m.tlp)
		}, q)
	})
	known := map[ID]int64{"": int64(hearsay.Clear)}
	for _, m := range rows {
		known[m.id] = m.tlp
	}
	return func(ids ...ID) int64 {
		tlp := int64(hearsay.Clear)
		for _, id := range ids {
			v, ok := known[id]
			if !ok {
				v = int64(hearsay.Red)
			}
			tlp = max(tlp, v)
		}
		return tlp
	}, err
}

func unique[ID ~string](ids []ID) []ID {
	seen := make(map[ID]bool, len(ids))
	var list []ID
	for _, id := range ids {
		if id != "" && !seen[id] {
			seen[id] = true
			list = append(list, id)
		}
	}
	return list
}

// micros and moment are the two directions of a time in the database: microseconds since 1970.
func micros(t time.Time) int64 { return t.UnixMicro() }

func moment(us int64) time.Time { return time.UnixMicro(us).UTC() }

// words makes a line of outside text fit for both engines: PostgreSQL takes neither NUL nor broken UTF-8.
func words(s string) string {
	if utf8.ValidString(s) && !strings.Contains(s, "\x00") {
		return s
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "\uFFFD")
}

// asJSON writes a value that is only read whole. The types are our own and always have a JSON form. Strings
// lose their NULs to \u0000, which is plain text again.
func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("store: %T has no JSON form: %v", v, err))
	}
	return string(b)
}

// jsonColumn scans a JSON column into the value it points to.
type jsonColumn struct{ to any }

// Scan implements sql.Scanner.
func (c jsonColumn) Scan(v any) error {
	switch v := v.(type) {
	case string:
		return json.Unmarshal([]byte(v), c.to)
	case []byte:
		return json.Unmarshal(v, c.to)
	}
	return fmt.Errorf("column holds %T, want JSON text", v)
}

// timeColumn scans a column of microseconds into the time it points to.
type timeColumn struct{ to *time.Time }

// Scan implements sql.Scanner.
func (c timeColumn) Scan(v any) error {
	us, ok := v.(int64)
	if !ok {
		return fmt.Errorf("column holds %T, want microseconds", v)
	}
	*c.to = moment(us)
	return nil
}
