// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store_test

import (
	"context"
	"testing"

	"hearsay"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
)

// TestVersionIsAnotherAfterEveryCommit, and the same while nothing is written.
func TestVersionIsAnotherAfterEveryCommit(t *testing.T) {
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		ask := func() string {
			t.Helper()
			v, err := st.Version(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		seen := map[string]bool{}
		for i := range 20 {
			v := ask()
			if seen[v] {
				t.Fatalf("after write %d the version is %q again", i, v)
			}
			seen[v] = true
			if st.Engine() == store.SQLite && ask() != v { // another test may use the same server
				t.Errorf("without a write %q became another", v)
			}
			hearsaytest.Write(t, st, func(tx *store.Tx) error {
				return tx.SaveOutlets(t.Context(), hearsay.Outlet{ID: "paper", Name: string(rune('a' + i)), Domain: "paper.example"})
			})
		}
		stopped, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := st.Version(stopped); err == nil {
			t.Error("a question that was given up was answered")
		}
		if v := ask(); seen[v] {
			t.Errorf("after a failure the version is %q again", v)
		}
	})
}
