// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hearsay/internal/archive"
	"hearsay/internal/collect"
	"hearsay/internal/fetch"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

const (
	smallDisk = 32 << 20
	mostWait  = 60 * time.Second // until work goes on by itself when there is room again
)

// diskToFill is a small file system that can be filled, and room made on it again.
type diskToFill struct{ dir, mount, ballast string }

func newDiskToFill(t *testing.T) *diskToFill {
	t.Helper()
	if os.Getuid() != 0 || tryMount(t.TempDir()) != nil {
		t.Skip("needs root and loop mounts")
	}
	d := &diskToFill{dir: t.TempDir()}
	d.mount = filepath.Join(d.dir, "mount")
	d.ballast = filepath.Join(d.mount, "ballast")
	if err := mount(d.dir, smallDisk); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = exec.Command("umount", "-l", d.mount).Run() })
	return d
}

// fill leaves so many bytes free.
func (d *diskToFill) fill(t *testing.T, free int64) {
	t.Helper()
	f, err := os.Create(d.ballast)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(f, io.LimitReader(zeros{}, smallDisk)) // until there is no room
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(info.Size() - free); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func (d *diskToFill) empty(t *testing.T) {
	t.Helper()
	if err := os.Remove(d.ballast); err != nil {
		t.Fatal(err)
	}
}

type zeros struct{}

// Read implements io.Reader.
func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// TestFullDiskLosesNothingAcknowledged fills the disk under the segments, under the database, and under both.
func TestFullDiskLosesNothingAcknowledged(t *testing.T) {
	slow(t)
	report := results(t, "diskfull.txt")
	program := build(t)
	for _, where := range []string{"segments", "database", "both"} {
		t.Run(where, func(t *testing.T) { fillUnder(t, program, where, report) })
	}
}

func fillUnder(t *testing.T, program, where string, report func(string, ...any)) {
	d := newDiskToFill(t)
	elsewhere := t.TempDir()
	data, database := filepath.Join(d.mount, "data"), ""
	switch where {
	case "segments":
		database = "sqlite:" + filepath.Join(elsewhere, "hearsay.db")
	case "database":
		data, database = elsewhere, "sqlite:"+filepath.Join(d.mount, "hearsay.db")
	}
	ack := filepath.Join(d.dir, "ack")
	ingest := func(from, to int) (string, error) {
		cmd := exec.Command(program, "--data", data, "ingest-lines", "--ack", ack)
		if database != "" {
			cmd.Args = append(cmd.Args, "--database", database)
		}
		cmd.Stdin = bytes.NewReader(lines(t, from, to))
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	d.fill(t, 8<<20)
	out, err := ingest(0, 20_000)
	if err == nil {
		t.Fatal("the disk did not become full")
	}
	if strings.Contains(out, "goroutine ") {
		t.Errorf("it panicked: %s", out)
	}
	full := len(acknowledged(t, ack))
	said := strings.Join(strings.Fields(strings.NewReplacer(d.dir, "DIR", elsewhere, "ELSEWHERE").Replace(out)), " ")
	report("disk of %s full after %d documents; the program said: %s", where, full, said)
	d.empty(t)
	if out, err := ingest(full, full+100); err != nil {
		t.Errorf("with room again: %v: %s", err, out)
	}
	a := inspectOf(t.Context(), &app{data: data, database: database}, acknowledged(t, ack), payloadOf)
	report("  with room again: %s", a)
	if !a.intact() || a.acks != full+100 || full == 0 {
		t.Errorf("want %d documents intact: %s", full+100, a)
	}
}

// TestCollectingGoesOnWhenThereIsRoomAgain: collecting stops before the disk is full, waits, and goes on by itself.
func TestCollectingGoesOnWhenThereIsRoomAgain(t *testing.T) {
	slow(t)
	d := newDiskToFill(t)
	a := &app{data: filepath.Join(d.mount, "data"), stdout: io.Discard, stderr: io.Discard, bars: io.Discard}
	w, options := newSoakWeb(t)
	if err := a.openToWrite(t.Context(), archive.Options{}); err != nil {
		t.Fatal(err)
	}
	defer a.close()
	addSoakFeeds(t, a, w)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		collector := &collect.Collector{Fetch: fetch.New(options), Seen: pipeline.KnownPages{Store: a.store}}
		ended <- a.persist(ctx, func(ctx context.Context) error {
			for ctx.Err() == nil {
				w.publish()
				if _, _, err := (&collectCommand{All: true}).round(ctx, a, collector); err != nil {
					return err
				}
			}
			return nil
		})
	}()
	more := func(than int, within time.Duration) (n int) {
		for began := time.Now(); time.Since(began) < within; time.Sleep(100 * time.Millisecond) {
			if n = capturesIn(t, a); n > than {
				break
			}
		}
		return n
	}
	if more(20, mostWait) <= 20 {
		t.Fatal("nothing is collected")
	}
	d.fill(t, 1<<20)
	time.Sleep(2 * persistEvery)
	held := capturesIn(t, a)
	if n := more(held, 2*persistEvery); n > held {
		t.Errorf("with the disk nearly full it goes on: %d captures, then %d", held, n)
	}
	d.empty(t)
	began := time.Now()
	if n := more(held, mostWait); n <= held {
		t.Errorf("%d captures, and no more within %v of room", held, mostWait)
	}
	t.Logf("%d captures when it waited; it went on %.1f s after there was room", held, time.Since(began).Seconds())
	stop()
	if err := <-ended; err != nil && ctx.Err() == nil {
		t.Error(err)
	}
	v, err := pipeline.Verify(context.Background(), a.store, a.archive)
	if err != nil || len(v.Findings) > 0 {
		t.Errorf("verify: %+v, %v", v, err)
	}
}

func capturesIn(t *testing.T, a *app) int {
	t.Helper()
	counts, err := a.store.As(store.Everything).Counts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return counts.Rows["capture"]
}
