// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package taxii

import "time"

// Unhurried lets a test ask as often as it likes, and look at the ledger each time.
func Unhurried(o *Options) { o.burst, o.every = 1_000_000, time.Nanosecond }

// Clocked is the same, by a clock.
func Clocked(clock func() time.Time) func(*Options) {
	return func(o *Options) {
		Unhurried(o)
		o.clock = clock
	}
}
