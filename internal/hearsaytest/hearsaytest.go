// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package hearsaytest has what tests of several packages need: a real store, a private PostgreSQL server, sample
// values, and the harnesses that kill processes and cut the power.
package hearsaytest

import (
	"path/filepath"
	"testing"

	"hearsay/internal/store"
)

// Store opens a store for one test: SQLite in a folder that goes away, or PostgreSQL where
// HEARSAY_TEST_DATABASE names a database.
func Store(t testing.TB) *store.Store {
	t.Helper()
	if testDatabase() != "" {
		return OpenStore(t, Postgres(t))
	}
	return OpenStore(t, filepath.Join(t.TempDir(), "hearsay.db"))
}

// OpenStore opens the store at dsn and closes it at the end of the test.
func OpenStore(t testing.TB, dsn string) *store.Store {
	t.Helper()
	st, err := store.Open(t.Context(), dsn)
	if err != nil {
		t.Fatalf("open store: %v", err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Errorf("close store: %v", err)
		}
	})
	return st
}

// Write runs f in one transaction and fails the test where that fails.
func Write(t testing.TB, st *store.Store, f func(*store.Tx) error) {
	t.Helper()
	if err := st.Write(t.Context(), f); err != nil {
		t.Fatalf("write: %v", err)
	}
}

// OnEachEngine runs a test on SQLite and on PostgreSQL; the latter is skipped where there is none, unless
// HEARSAY_REQUIRE_POSTGRES=1.
func OnEachEngine(t *testing.T, test func(*testing.T, *store.Store)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		test(t, OpenStore(t, filepath.Join(t.TempDir(), "hearsay.db")))
	})
	t.Run("postgres", func(t *testing.T) {
		test(t, OpenStore(t, Postgres(t)))
	})
}
