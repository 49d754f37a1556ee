// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

//go:build race

package read

// slowdown is what the race detector costs: bounds in time are multiplied with it.
const slowdown = 10
