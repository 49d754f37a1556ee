// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"hearsay"
)

const (
	persistEvery = 10 * time.Second // between two tries, and between two looks at the disk
	enoughRoom   = 4 << 30          // bytes that are enough, however small a part of the disk
)

// persist does what goes on until it is interrupted. Where something hinders it that may pass, as a full disk, it waits
// and begins again by itself; and it stops before the disk is full, so that there is room for what has begun.
func (a *app) persist(ctx context.Context, do func(context.Context) error) error {
	for {
		err := a.room()
		if err == nil {
			err = a.whileThereIsRoom(ctx, do)
		}
		isShort := a.room() != nil
		if err == nil || ctx.Err() != nil || !isShort && !errors.Is(err, hearsay.ErrTemporary) {
			return err
		}
		slog.Error("hindered; it is tried again", "in", persistEvery, "err", err)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(persistEvery):
		}
	}
}

// whileThereIsRoom does something until the disk is nearly full.
func (a *app) whileThereIsRoom(ctx context.Context, do func(context.Context) error) error {
	ctx, stop := context.WithCancelCause(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for tick := time.NewTicker(persistEvery); ; {
			select {
			case <-ctx.Done():
				tick.Stop()
				return
			case <-tick.C:
			}
			if err := a.room(); err != nil {
				stop(err)
			}
		}
	}()
	err := do(ctx)
	if cause := context.Cause(ctx); errors.Is(cause, hearsay.ErrTemporary) {
		err = cause
	}
	stop(nil)
	<-ended
	return err
}

// room says whether the disks of archive and database have room left.
func (a *app) room() error {
	dirs := []string{a.data}
	if file, ok := strings.CutPrefix(a.database, "sqlite:"); a.database != "" && (ok || !strings.Contains(a.database, "://")) {
		file, _, _ = strings.Cut(file, "?")
		dirs = append(dirs, filepath.Dir(file))
	}
	for _, dir := range dirs {
		var disk syscall.Statfs_t
		if err := syscall.Statfs(dir, &disk); err != nil {
			return fmt.Errorf("look at the disk of %s: %w", dir, err)
		}
		all, free := float64(disk.Blocks)*float64(disk.Bsize), float64(disk.Bavail)*float64(disk.Bsize)
		if free < min((1-fullDisk)*all, enoughRoom) {
			return &hearsay.Fault{Kind: hearsay.ErrTemporary, Doing: "look for room in " + dir,
				Cause: fmt.Errorf("the disk is nearly full: %.0f MB of %.0f MB are left", free/1e6, all/1e6), Hint: "make room; it goes on by itself"}
		}
	}
	return nil
}
