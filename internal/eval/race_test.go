// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

//go:build race

package eval

// slowdown is how much more time the race detector may take.
const slowdown = 10
