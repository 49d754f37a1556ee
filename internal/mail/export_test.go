// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package mail

import "time"

// Patient gives options with another bound on time.
func (o Options) Patient(d time.Duration) Options {
	o.patience = d
	return o
}
