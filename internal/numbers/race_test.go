// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

//go:build race

package numbers

import "testing"

// unraced skips a test of time and memory, which under the race detector measures the detector.
func unraced(t *testing.T) { t.Skip("measures time and memory; run without -race") }
