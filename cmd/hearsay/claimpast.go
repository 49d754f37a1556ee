// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"time"

	"hearsay"
	"hearsay/internal/pipeline"
)

// moment reads the two dates that the claim is asked for.
func (c *claimCommand) moment() (m pipeline.Moment, err error) {
	if m.Known, err = boundary("--as-known", c.AsKnown); err != nil {
		return m, err
	}
	m.So, err = boundary("--as-of", c.AsOf)
	return m, err
}

// boundary reads a time, or a day, of which it gives the last moment; nothing is the zero time.
func boundary(flag, s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return t.AddDate(0, 0, 1).Add(-time.Microsecond), nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read " + flag + " " + s,
			Cause: errors.New("neither a day nor a time"), Hint: "give 2026-03-05 or 2026-03-05T12:00:00Z"}
	}
	return t.UTC(), nil
}
