// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package raced tells tests whether they run under the race detector. It stands alone, so that tests of every floor can
// ask it.
package raced

import "testing"

// Skip skips a test that measures time or memory, which under the race detector measures the detector, or that
// repeats at length what shorter tests run under it. `make test` runs every test without it as well.
func Skip(t testing.TB) {
	t.Helper()
	if detector {
		t.Skip("runs without the race detector")
	}
}
