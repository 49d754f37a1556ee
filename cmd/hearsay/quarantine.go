// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/store"
)

// quarantinedNow notes which captures are quarantined, so that those that join them can be told.
func quarantinedNow(ctx context.Context, a *app) map[hearsay.CaptureID]bool {
	known := map[hearsay.CaptureID]bool{}
	captures, err := a.store.As(store.Everything).Captures(ctx, store.CaptureFilter{Quarantined: true})
	if err == nil {
		for _, c := range captures {
			known[c.ID] = true
		}
	}
	return known
}

func newlyQuarantined(ctx context.Context, a *app, before map[hearsay.CaptureID]bool) ([]hearsay.Capture, error) {
	captures, err := a.store.As(store.Everything).Captures(ctx, store.CaptureFilter{Quarantined: true})
	var fresh []hearsay.Capture
	for _, c := range captures {
		if !before[c.ID] {
			fresh = append(fresh, c)
		}
	}
	return fresh, err
}

// failedSince tells which jobs failed since then: what they were to do is not done, or not yet.
func failedSince(ctx context.Context, a *app, began time.Time) ([]error, error) {
	failures, err := a.store.As(store.Everything).Failures(ctx, 0)
	var problems []error
	for _, f := range failures {
		if f.At.Before(began) {
			continue
		}
		next := "it is tried again"
		if f.Parked {
			next = "hearsay doctor --retry tries it again"
		}
		problems = append(problems, &hearsay.Fault{Kind: hearsay.ErrConflict, Doing: f.Stage + " of " + f.Record,
			Cause: errors.New(f.Error), Hint: next})
	}
	return problems, err
}

// unreadable tells why a capture was stored and not read, or not as others are.
func unreadable(c hearsay.Capture) error {
	name := strings.TrimPrefix(c.URL, "file:")
	reason := strings.TrimPrefix(c.Reason, "read "+c.URL+": ")
	outcome := "it is stored, and not read further"
	if isReadLinearly(c) {
		outcome = "it is stored, and read by its tokens alone"
	}
	return fmt.Errorf("read %s: %s (%s)", name, reason, outcome)
}

// isReadLinearly reports whether a capture that has a reason has documents all the same.
func isReadLinearly(c hearsay.Capture) bool { return strings.HasPrefix(c.Reason, hearsay.NotExtracted) }
