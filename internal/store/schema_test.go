// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestQueryWithoutPredicateIsRefused(t *testing.T) {
	for _, q := range []string{
		"SELECT id FROM document",
		"SELECT id FROM document WHERE tlp <= $1 AND id IN (SELECT document FROM membership)",
		"SELECT d.id FROM document d JOIN claim c ON c.source = d.id WHERE d.tlp <= $1",
	} {
		if shows(q) {
			t.Errorf("shows(%q) = true, want false", q)
		}
	}
	if !shows(selectStory) {
		t.Error("a complete query is refused")
	}
}

// Columns gives the tables of an open store as "table.column", without those of goose and the search index.
func (s *Store) columnNames(t *testing.T) []string {
	t.Helper()
	rows, err := s.write.QueryContext(t.Context(), s.dialect.columns)
	names, err := collect(rows, err, func(r row) (string, error) {
		var table, column string
		err := r.Scan(&table, &column)
		return table + "." + column, err
	})
	if err != nil {
		t.Fatal(err)
	}
	var kept []string
	for _, n := range names {
		if !strings.HasPrefix(n, "goose_") && !strings.HasPrefix(n, "document_search") && !strings.HasPrefix(n, "sqlite_") {
			kept = append(kept, n)
		}
	}
	return kept
}

// CompareSchemas is called by the conformance test, which knows how to find a PostgreSQL server.
func CompareSchemas(t *testing.T, a, b *Store) {
	t.Helper()
	if diff := cmp.Diff(a.columnNames(t), b.columnNames(t)); diff != "" {
		t.Errorf("the two sets of migrations differ (-%s +%s):\n%s", a.Engine(), b.Engine(), diff)
	}
}

func TestCommitSurvivesPowerCut(t *testing.T) {
	st, err := Open(t.Context(), filepath.Join(t.TempDir(), "with ? and # in it.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	for name, want := range map[string]string{"journal_mode": "wal", "synchronous": "2"} {
		if got := pragma(t, st.write, name); got != want {
			t.Errorf("PRAGMA %s = %s, want %s", name, got, want)
		}
	}
	if got := pragma(t, st.read, "query_only"); got != "1" {
		t.Errorf("a connection for reading can write: query_only = %s", got)
	}
}

func pragma(t *testing.T, db *sql.DB, name string) (value string) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), "PRAGMA "+name).Scan(&value); err != nil {
		t.Fatal(err)
	}
	return value
}
