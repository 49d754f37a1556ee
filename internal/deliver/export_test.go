// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package deliver

import "time"

// At gives a courier whose clock is the test's.
func (c *Courier) At(now func() time.Time) *Courier {
	c.now = now
	return c
}
