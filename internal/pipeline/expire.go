// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"fmt"
	"time"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/store"
)

const expiredAtOnce = 500 // captures of one rule

// Expire decides that what is older than the retention rules keep it is erased, up to 500 captures of each rule, and reports how many;
// [Engine.Run] then does it. The decisions are made in the name of who made the rule.
func Expire(ctx context.Context, st *store.Store, now time.Time) (decided int, err error) {
	r := st.As(store.Everything)
	rules, err := r.Retentions(ctx)
	if err != nil {
		return 0, err
	}
	for _, rule := range rules {
		old, err := r.Expired(ctx, rule, now.AddDate(0, 0, -rule.Days), expiredAtOnce)
		if err != nil {
			return decided, err
		}
		for _, id := range old {
			reason := fmt.Sprintf("kept for %d days (rule %s): %s", rule.Days, rule.ID, rule.Reason)
			if _, err := desk.Decide(ctx, st, hearsay.Decision{Kind: hearsay.EraseCapture, Object: string(id), Value: hearsay.EraseBytes, Reason: reason, By: rule.By, At: now}); err != nil {
				return decided, err
			}
			decided++
		}
	}
	return decided, nil
}
