// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package deliver

import "time"

// At gives a courier whose clock is the test's.
func (c *Courier) At(now func() time.Time) *Courier {
	c.now = now
	return c
}

// At gives an alerter whose clock is the test's.
func (a *Alerter) At(now func() time.Time) *Alerter {
	a.now = now
	return a
}

// At gives a postman whose clock is the test's.
func (p *Postman) At(now func() time.Time) *Postman {
	p.now = now
	return p
}
