// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"strings"

	"hearsay/internal/search"
)

// indexSQLite puts a document's words into FTS5. The table keeps no text of its own (contentless), so replacing
// a row needs no copy of the old words.
func indexSQLite(ctx context.Context, t *Tx, seq int64, words []string) error {
	_, err := t.tx.ExecContext(ctx, "INSERT OR REPLACE INTO document_search (rowid, words) VALUES ($1, $2)",
		seq, strings.Join(words, " "))
	return err
}

// matchSQLite is the condition that a document answers q. Every word stands in quotation marks: outside them it
// would be FTS5 syntax.
func matchSQLite(q search.Query) (condition, value string) {
	var b strings.Builder
	for i, s := range q.Wanted() {
		if i > 0 {
			b.WriteString(" AND ")
		}
		writeFTS5(&b, s)
	}
	text := b.String()
	for _, s := range q.Unwanted() {
		var not strings.Builder
		writeFTS5(&not, s)
		text = "(" + text + ") NOT " + not.String()
	}
	return " AND seq IN (SELECT rowid FROM document_search WHERE document_search MATCH ?)", text
}

// many is how many documents answer a query at least that is answered by walking the documents.
const many = 4000

// matchManySQLite is matchSQLite with a plus, where many documents answer: it keeps the engine from looking up every one of
// them for its date. Walking the index of dates finds the first page among them at once.
func matchManySQLite(ctx context.Context, db querier, q search.Query) (condition, value string, err error) {
	condition, value = matchSQLite(q)
	rows, err := db.QueryContext(ctx, "SELECT COUNT(*) FROM (SELECT rowid FROM document_search WHERE document_search MATCH $1 LIMIT $2)", value, many)
	n, err := collect(rows, err, scanInt)
	if err == nil && n[0] == many {
		condition = strings.Replace(condition, "seq IN", "+seq IN", 1)
	}
	return condition, value, err
}

// writeFTS5 writes a phrase. Words hold letters and digits only (search.Tokens), so there is nothing to escape.
func writeFTS5(b *strings.Builder, s search.Sequence) {
	b.WriteString(`"` + strings.Join(s.Words, " ") + `"`)
	if s.Prefix {
		b.WriteString(" *")
	}
}
