// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// openTables are those whose rows a backup may hold, whoever gets it; all others must be named by [secrets].
var openTables = strings.Fields(`account alert alias assertion assessment attempt attribution capture checkpoint claim decision document
	document_search entity event failure feature feed feed_address fingerprint follow issue issue_basis job lapse link log_hash log_leaf
	membership mention offer outlet page remark remark_mention remark_version response retention reuse saved_query sketch statement story tombstone track`)

// TestEveryTableHoldsSecretsOrNot: who adds a table says which.
func TestEveryTableHoldsSecretsOrNot(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "hearsay.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	tables, err := strs(t.Context(), s.read, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'document_search_%'")
	if err != nil || len(tables) < 40 {
		t.Fatalf("tables %v, %v", tables, err)
	}
	for _, name := range tables {
		isEmptied := slices.Contains(secrets, "DELETE FROM "+name)
		if isKept := slices.Contains(openTables, name) || name == "goose_db_version"; isKept == isEmptied {
			t.Errorf("table %s: has it secrets? Name it in secrets (snapshot.go) or among the open ones here", name)
		}
	}
}

// TestCheckFileTakesOurDatabasesAlone: what is damaged, or is none, is said to be so.
func TestCheckFileTakesOurDatabasesAlone(t *testing.T) {
	dir := t.TempDir()
	s, err := Open(t.Context(), filepath.Join(dir, "hearsay.db"))
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(dir, "copy ?#%.db")
	if err := s.Snapshot(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	if err := s.CheckTables(t.Context()); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := CheckFile(t.Context(), copied); err != nil {
		t.Error(err)
	}
	if err := DropSecrets(t.Context(), copied); err != nil {
		t.Error(err)
	}
	if err := CheckFile(t.Context(), "snapshot_test.go"); err == nil {
		t.Error("a text is taken for a database")
	}
}
