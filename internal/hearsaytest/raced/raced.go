// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package raced tells tests whether they run under the race detector. It stands alone, so that tests of every floor can
// ask it.
package raced

import (
	"testing"
	"time"
)

// Skip skips a test that measures time or memory, which under the race detector measures the detector, or that
// repeats at length what shorter tests run under it. `make test` runs every test without it as well.
func Skip(t testing.TB) {
	t.Helper()
	if detector {
		t.Skip("runs without the race detector")
	}
}

// Within holds that f takes no longer than limit: the quickest of three tries counts, for a machine that is busy takes
// time from any of them. It is for tests that call [Skip].
func Within(t testing.TB, limit time.Duration, f func()) {
	t.Helper()
	var took time.Duration
	for range 3 {
		began := time.Now()
		f()
		if took = time.Since(began); took <= limit {
			return
		}
	}
	t.Errorf("took %v, want at most %v", took, limit)
}
