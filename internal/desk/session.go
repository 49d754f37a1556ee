// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"
	"errors"
	"time"

	"hearsay"
	"hearsay/internal/store"
)

// Sessions keeps who is in, in the database; it implements the store of scs with a context.
type Sessions struct{ Store *store.Store }

// FindCtx gives a session that is not over.
func (s Sessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	x, err := s.Store.As(store.Everything).Session(ctx, token, time.Now())
	if errors.Is(err, hearsay.ErrNotFound) {
		return nil, false, nil
	}
	return x.Data, err == nil, err
}

// CommitCtx keeps a session.
func (s Sessions) CommitCtx(ctx context.Context, token string, data []byte, expires time.Time) error {
	return s.Store.Write(ctx, func(tx *store.Tx) error {
		return tx.SaveSession(ctx, store.Session{Token: token, Data: data, Expires: expires}, time.Now())
	})
}

// DeleteCtx ends a session.
func (s Sessions) DeleteCtx(ctx context.Context, token string) error {
	return s.Store.Write(ctx, func(tx *store.Tx) error { return tx.DeleteSession(ctx, token) })
}

// Find is FindCtx without a context.
func (s Sessions) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

// Commit is CommitCtx without a context.
func (s Sessions) Commit(token string, data []byte, expires time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expires)
}

// Delete is DeleteCtx without a context.
func (s Sessions) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }
