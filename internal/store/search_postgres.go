// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"strconv"
	"strings"

	"hearsay/internal/search"
)

// What a tsvector can hold.
const (
	maxVectorBytes = 900_000 // of words and positions; the engine refuses 1 MiB
	maxPosition    = 16_383
	maxPositions   = 255 // of one word
)

// indexPostgres puts a document's words into a tsvector that is built here. Both engines so index the same
// words; only phrases that begin behind the 16,383rd word are not found.
func indexPostgres(ctx context.Context, t *Tx, seq int64, words []string) error {
	b := table{"document_search", "seq", "seq, words"}
	_, err := t.tx.ExecContext(ctx, strings.Replace(b.upsert(), "$2", "$2::text::tsvector", 1), seq, vector(words))
	return err
}

func vector(words []string) string {
	positions := make(map[string][]int, len(words)/2)
	size := 0
	for i, w := range words {
		known, ok := positions[w]
		if !ok {
			size += len(w) + 8
		}
		if size > maxVectorBytes {
			break
		}
		if len(known) < maxPositions && i < maxPosition || !ok {
			positions[w] = append(known, min(i+1, maxPosition))
			size += 2
		}
	}
	var b strings.Builder
	for w, at := range positions {
		b.WriteString("'" + w + "':")
		for i, p := range at {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(strconv.Itoa(p))
		}
		b.WriteByte(' ')
	}
	return b.String()
}

// matchPostgres is the condition that a document answers q.
func matchPostgres(q search.Query) (condition, value string) {
	var parts []string
	for _, s := range q.Wanted() {
		parts = append(parts, tsquery(s))
	}
	for _, s := range q.Unwanted() {
		parts = append(parts, "!("+tsquery(s)+")")
	}
	return " AND seq IN (SELECT seq FROM document_search WHERE words @@ ?::text::tsquery)", strings.Join(parts, " & ")
}

// tsquery writes a phrase. Words hold letters and digits only (search.Tokens), so there is nothing to escape.
func tsquery(s search.Sequence) string {
	text := "'" + strings.Join(s.Words, "' <-> '") + "'"
	if s.Prefix {
		text += ":*"
	}
	return "(" + text + ")"
}
