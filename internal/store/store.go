// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package store is the one database: SQLite in a file by default, PostgreSQL when a desk outgrows it, the same
// SQL text for both. dialect.go lists where they differ.
//
// Everything is read through a [Reader] and written through a [Tx]. A Reader carries the ceiling of who asks:
// no query of it gives, counts or hints at a row whose marking is above. The Reader of a [Store] is that of an
// outsider and sees CLEAR rows only, so that forgetting to say who asks shows too little, never too much;
// [Store.As] gives another, and the pipeline works as [Everything].
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"runtime"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"hearsay"
)

var (
	errTemporary = hearsay.ErrTemporary
	errConflict  = hearsay.ErrConflict
)

// Store is an open database. It may be used by any number of goroutines.
type Store struct {
	Reader // as an outsider: CLEAR rows only
	write  *sql.DB
	read   *sql.DB
	watcher
}

// Open opens the database, makes it where there is none, and brings its tables up to date. dsn is a path,
// "sqlite:PATH" or "postgres://…".
func Open(ctx context.Context, dsn string) (*Store, error) {
	a := parseAddress(dsn)
	write, err := sql.Open(a.dialect.driver, a.write)
	if err != nil {
		return nil, fault(a.dialect, "open database", err)
	}
	write.SetMaxOpenConns(a.dialect.writers)
	if err := migrate(ctx, a.dialect, write); err != nil {
		write.Close()
		return nil, fault(a.dialect, "bring the database's tables up to date", err)
	}
	read, err := sql.Open(a.dialect.driver, a.read)
	if err != nil {
		write.Close()
		return nil, fault(a.dialect, "open database for reading", err)
	}
	read.SetMaxOpenConns(max(4, 2*runtime.NumCPU()))
	read.SetMaxIdleConns(max(4, 2*runtime.NumCPU()))
	return &Store{Reader: Reader{read, a.dialect, hearsay.Clear}, write: write, read: read}, nil
}

func migrate(ctx context.Context, d *dialect, db *sql.DB) error {
	files, err := fs.Sub(migrations, d.migrations)
	if err != nil {
		return err
	}
	var options []goose.ProviderOption
	if d.engine == Postgres {
		locker, err := lock.NewPostgresSessionLocker()
		if err != nil {
			return err
		}
		options = append(options, goose.WithSessionLocker(locker))
	}
	p, err := goose.NewProvider(d.goose, db, files, options...)
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

// Close waits for running transactions and closes the database.
func (s *Store) Close() error {
	return errors.Join(s.watcher.close(), s.read.Close(), s.write.Close())
}

// Engine tells which of the two databases this is.
func (s *Store) Engine() Engine { return s.dialect.engine }

// SkipLocked tells the queue of jobs whether the engine has, and needs, SELECT … FOR UPDATE SKIP LOCKED.
func (s *Store) SkipLocked() bool { return s.dialect.skipLocked }

// As gives the reader of v, who sees nothing marked above v's ceiling.
func (s *Store) As(v Viewer) Reader { return Reader{s.read, s.dialect, v.TLP} }

// Write runs f in one transaction: all that f writes becomes visible and durable when Write returns nil, and
// nothing of it otherwise. f may run more than once where the database asks for a retry, so it must not keep
// effects of its own before Write has returned. Writes do not nest.
func (s *Store) Write(ctx context.Context, f func(*Tx) error) error {
	const tries = 5
	var err error
	for range tries {
		err = s.writeOnce(ctx, f)
		if !deadlocked(err) || ctx.Err() != nil {
			return err
		}
	}
	return err
}

func (s *Store) writeOnce(ctx context.Context, f func(*Tx) error) error {
	t, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return fault(s.dialect, "begin a transaction", err)
	}
	defer t.Rollback() // without effect after a commit
	once := &statements{t, map[string]*sql.Stmt{}}
	tx := &Tx{Reader: Reader{once, s.dialect, hearsay.Red}, tx: once}
	if err := f(tx); err != nil {
		return err
	}
	if err := tx.flush(ctx); err != nil {
		return err
	}
	if err := t.Commit(); err != nil {
		return fault(s.dialect, "commit", err)
	}
	return nil
}

// fault says what was being done and sorts the error into one of the five kinds, where it is one of them.
func fault(d *dialect, doing string, err error) error {
	if err == nil {
		return nil
	}
	var f *hearsay.Fault
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: doing}
	case errors.As(err, &f), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%s: %w", doing, err)
	}
	if kind := d.kind(err); kind != nil {
		return &hearsay.Fault{Kind: kind, Doing: doing, Cause: err}
	}
	return fmt.Errorf("%s: %w", doing, err)
}
