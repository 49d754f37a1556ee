// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"database/sql"
	"strconv"
	"sync"
)

// watcher asks whether the database is another than it was, always on the same connection: what SQLite answers is that connection's own.
type watcher struct {
	mu   sync.Mutex
	conn *sql.Conn // nil before the first question, and after an error
	nth  int       // the how many-th connection it is: another may answer with the same word for something else
}

// Version is a word that is another after anything was committed, by this process or any other. It costs microseconds, so that what was worked
// out before can be given again as long as nothing has changed.
func (s *Store) Version(ctx context.Context) (string, error) {
	w := &s.watcher
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.conn == nil {
		conn, err := s.read.Conn(context.WithoutCancel(ctx))
		if err != nil {
			return "", fault(s.dialect, "ask for the version", err)
		}
		w.conn = conn
		w.nth++
	}
	var version string
	err := w.conn.QueryRowContext(ctx, s.dialect.version).Scan(&version)
	if err != nil {
		w.conn.Close()
		w.conn = nil
	}
	return strconv.Itoa(w.nth) + ":" + version, fault(s.dialect, "ask for the version", err)
}

func (w *watcher) close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.conn == nil {
		return nil
	}
	err := w.conn.Close()
	w.conn = nil
	return err
}
