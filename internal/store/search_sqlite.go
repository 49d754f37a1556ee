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

// writeFTS5 writes a phrase. Words hold letters and digits only (search.Tokens), so there is nothing to escape.
func writeFTS5(b *strings.Builder, s search.Sequence) {
	b.WriteString(`"` + strings.Join(s.Words, " ") + `"`)
	if s.Prefix {
		b.WriteString(" *")
	}
}
