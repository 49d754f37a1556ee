// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"

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
