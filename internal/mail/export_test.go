// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package mail

import (
	"bytes"
	"time"
)

// Patient gives options with another bound on time.
func (o Options) Patient(d time.Duration) Options {
	o.patience = d
	return o
}

// Compose gives the bytes of a message.
func (o *Options) Compose(m *Message) ([]byte, error) {
	c, err := o.compose(m)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	_, err = c.WriteTo(&b)
	return b.Bytes(), err
}
