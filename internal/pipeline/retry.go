// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"time"

	"hearsay/internal/queue"
	"hearsay/internal/store"
)

// Retry makes the jobs ready again that were given up, and gives their number; [Engine.Run] then does them.
func Retry(ctx context.Context, st *store.Store) (n int, err error) {
	q := queue.Queue{SkipLocked: st.SkipLocked()}
	err = st.Write(ctx, func(tx *store.Tx) error {
		n, err = q.Unpark(ctx, tx, time.Now())
		return err
	})
	return n, err
}
