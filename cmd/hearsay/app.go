// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/store"
)

// app is what the commands share: where things are, and the store and archive once they are open.
type app struct {
	data     string
	database string
	stdin    io.Reader
	stdout   io.Writer
	stderr   io.Writer
	bars     io.Writer // where progress is drawn

	lock    *os.File
	store   *store.Store
	archive *archive.Archive
}

// Files of the data folder.
const (
	databaseFile  = "hearsay.db"
	segmentFolder = "segments"
	lockFile      = "lock"
)

// openToRead opens store and archive of a data folder that is there. Any number of processes may read.
func (a *app) openToRead(ctx context.Context) error {
	wanted := a.data
	if a.database == "" {
		wanted = filepath.Join(a.data, databaseFile)
	}
	if _, err := os.Stat(wanted); errors.Is(err, fs.ErrNotExist) {
		return &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "open data folder " + a.data, Cause: errors.New("there is no ledger in it"),
			Hint: "give --data DIR, or import something first"}
	}
	return a.open(ctx, archive.Options{})
}

// openToWrite makes the data folder where there is none, keeps other writers out, and opens store and archive.
func (a *app) openToWrite(ctx context.Context, o archive.Options) error {
	if err := os.MkdirAll(a.data, 0o700); err != nil {
		return &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "make data folder " + a.data, Cause: err, Hint: "give --data DIR"}
	}
	if err := a.takeLock(); err != nil {
		return err
	}
	return a.open(ctx, o)
}

// takeLock holds the data folder until the process ends, however it ends.
func (a *app) takeLock() error {
	f, err := os.OpenFile(filepath.Join(a.data, lockFile), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "lock data folder " + a.data, Cause: err}
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.Close()
		return &hearsay.Fault{Kind: hearsay.ErrConflict, Doing: "lock data folder " + a.data,
			Cause: errors.New("another hearsay is writing to it"), Hint: "wait until it has finished, or give another --data DIR"}
	}
	a.lock = f
	return nil
}

// releaseLock lets others write; this process may read on.
func (a *app) releaseLock() error {
	f := a.lock
	a.lock = nil
	if err := f.Close(); err != nil {
		return fmt.Errorf("release lock of %s: %w", a.data, err)
	}
	return nil
}

func (a *app) open(ctx context.Context, o archive.Options) (err error) {
	dsn := a.database
	if dsn == "" {
		dsn = filepath.Join(a.data, databaseFile)
	}
	if a.store, err = store.Open(ctx, dsn); err != nil {
		return err
	}
	a.archive, err = archive.OpenWith(filepath.Join(a.data, segmentFolder), o)
	return err
}

// close closes what is open, the lock last.
func (a *app) close() error {
	var errs []error
	if a.archive != nil {
		errs = append(errs, a.archive.Close())
	}
	if a.store != nil {
		errs = append(errs, a.store.Close())
	}
	if a.lock != nil {
		errs = append(errs, a.lock.Close())
	}
	return errors.Join(errs...)
}

// printJSON prints a value as indented JSON.
func (a *app) printJSON(v any) error {
	e := json.NewEncoder(a.stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// count is a number with its noun: "1 document", "3 documents".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if stem, ok := strings.CutSuffix(noun, "y"); ok && !strings.HasSuffix(noun, "day") {
		return fmt.Sprintf("%d %sies", n, stem)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// interval is a low and a high number with their noun: "2 origins", "1–3 origins".
func interval(low, high int, noun string) string {
	if low == high {
		return count(low, noun)
	}
	return fmt.Sprintf("%d–%d %ss", low, high, noun)
}
