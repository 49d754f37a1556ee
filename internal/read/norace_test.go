// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

//go:build !race

package read

import "testing"

const slowdown = 1

func unraced(*testing.T) {}
