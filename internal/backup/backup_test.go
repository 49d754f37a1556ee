// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package backup_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/backup"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/hearsaytest/raced"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// house is a ledger in a folder of its own.
type house struct {
	*pipeline.Intake
	dir  string
	acks atomic.Int64
}

func newHouse(t *testing.T) *house {
	t.Helper()
	dir := t.TempDir()
	return houseOn(t, dir, hearsaytest.OpenStore(t, filepath.Join(dir, "hearsay.db")))
}

func houseOn(t *testing.T, dir string, st *store.Store) *house {
	t.Helper()
	a, err := archive.OpenWith(filepath.Join(dir, "segments"), archive.Options{Roll: 20_000})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	h := &house{dir: dir}
	h.Intake = &pipeline.Intake{Store: st, Archive: a, Acknowledge: func(acks []pipeline.Ack) error {
		h.acks.Add(int64(len(acks)))
		return nil
	}}
	return h
}

func inputs(from, to int) iter.Seq2[pipeline.Input, error] {
	return func(yield func(pipeline.Input, error) bool) {
		for n := from; n < to; n++ {
			in := pipeline.Input{URL: fmt.Sprintf("file:test#%d", n), MediaType: "text/plain", Fetched: hearsaytest.At(1, n%60),
				Payload: fmt.Appendf(nil, "Ledger line %d. %s", n, strings.Repeat("Orla Tolk said so. ", n%90))}
			if !yield(in, nil) {
				return
			}
		}
	}
}

func (h *house) ingest(t *testing.T, from, to int) {
	t.Helper()
	if _, err := h.Ingest(t.Context(), inputs(from, to)); err != nil {
		t.Error(err)
	}
}

func (h *house) backup(t *testing.T, name string, o backup.Options) (string, *backup.Report) {
	t.Helper()
	to := filepath.Join(t.TempDir(), name)
	r, err := backup.Write(t.Context(), h.Store, h.Archive, to, o)
	if err != nil || len(r.Findings) > 0 {
		t.Fatalf("Write: %+v, %v", r, err)
	}
	return to, r
}

// restored is a ledger that came back, open.
func restored(t *testing.T, from string, o backup.RestoreOptions) (*house, *backup.Report) {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	r, err := backup.Restore(t.Context(), from, data, o)
	if err != nil {
		t.Fatal(err)
	}
	return houseOn(t, data, hearsaytest.OpenStore(t, filepath.Join(data, "hearsay.db"))), r
}

func (h *house) verify(t *testing.T) *pipeline.Verification {
	t.Helper()
	v, err := pipeline.Verify(t.Context(), h.Store, h.Archive)
	if err != nil || len(v.Findings) > 0 {
		t.Errorf("verify: %+v, %v", v, err)
	}
	return v
}

// TestBackupUnderLoadHasAllThatWasPromisedBefore: while another goroutine takes in, what was acknowledged when the backup
// began comes back, nothing points at what is not there, and nothing that was not promised is in it.
func TestBackupUnderLoadHasAllThatWasPromisedBefore(t *testing.T) {
	for _, name := range []string{"folder", "file.tar"} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			h.ingest(t, 1, 300)
			stop, done := make(chan struct{}), make(chan struct{})
			go func() {
				defer close(done)
				for n := 300; ; n += 20 {
					select {
					case <-stop:
						return
					default:
						h.ingest(t, n, n+20)
					}
				}
			}()
			time.Sleep(50 * time.Millisecond)
			promised := h.acks.Load()
			to, written := h.backup(t, name, backup.Options{})
			close(stop)
			<-done
			back, r := restored(t, to, backup.RestoreOptions{Extends: &written.Head})
			v := back.verify(t)
			if int64(v.Captures) < promised || len(v.Unreferenced) > 0 {
				t.Errorf("%d captures came back, %d were acknowledged before; bytes that nothing points at: %v", v.Captures, promised, v.Unreferenced)
			}
			if diff := cmp.Diff(written.Rows, r.Rows); diff != "" || r.Head != written.Head {
				t.Errorf("rows (-written +restored):\n%s", diff)
			}
			back.ingest(t, 100_000, 100_010) // it goes on
			back.verify(t)
		})
	}
}

// TestRestoreHoldsTheHead: a log that was set back, or is another, does not extend what was written down.
func TestRestoreHoldsTheHead(t *testing.T) {
	raced.Skip(t) // one after another, and slow so
	h := newHouse(t)
	h.ingest(t, 1, 30)
	early, before := h.backup(t, "early.tar", backup.Options{})
	h.ingest(t, 30, 50)
	late, after := h.backup(t, "late", backup.Options{})
	other := before.Head
	other.Root = after.Head.Root
	for _, test := range []struct {
		from string
		head pipeline.Head
		ok   bool
	}{{late, before.Head, true}, {late, after.Head, true}, {early, before.Head, true}, {early, after.Head, false}, {late, other, false}} {
		data := filepath.Join(t.TempDir(), "data")
		_, err := backup.Restore(t.Context(), test.from, data, backup.RestoreOptions{Extends: &test.head})
		if test.ok != (err == nil) || !test.ok && !errors.Is(err, hearsay.ErrConflict) {
			t.Errorf("%s against %s: %v", filepath.Base(test.from), test.head, err)
		}
		if _, err := os.Stat(data); test.ok == errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s against %s: the folder: %v", filepath.Base(test.from), test.head, err)
		}
	}
	for _, bad := range []string{"", "5", "5:zz", "-1:" + other.Root, before.Head.String() + "0", "05:" + other.Root} {
		if _, err := pipeline.ParseHead(bad); err == nil {
			t.Errorf("ParseHead(%q) is taken", bad)
		}
	}
}

// TestFlippedBytesOfABackupAreFound flips bytes all over a backup of one file. Only what pads files to whole blocks means nothing.
func TestFlippedBytesOfABackupAreFound(t *testing.T) {
	raced.Skip(t) // one after another, and slow so
	raced.Skip(t) // many of one kind; others of the kind are raced
	h := newHouse(t)
	h.ingest(t, 1, 20)
	to, _ := h.backup(t, "b.tar", backup.Options{})
	whole, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	flipped := filepath.Join(t.TempDir(), "flipped.tar")
	tried, unseen := 0, 0
	for at := 0; at < len(whole); at += 1 + len(whole)/90 {
		b := bytes.Clone(whole)
		b[at] ^= 0x10
		if err := os.WriteFile(flipped, b, 0o600); err != nil {
			t.Fatal(err)
		}
		tried++
		if _, err := backup.Restore(t.Context(), flipped, filepath.Join(t.TempDir(), "data"), backup.RestoreOptions{}); err == nil {
			if whole[at] != 0 {
				t.Errorf("byte %d of %d (%q) was flipped, and nothing was found", at, len(whole), whole[at])
			}
			unseen++
		}
	}
	if unseen > tried/10 {
		t.Errorf("%d of %d flips are not seen", unseen, tried)
	}
}

// TestDamageIsToldAndBackedUp: what is damaged already is told, by the backup and by whoever restores it.
func TestDamageIsToldAndBackedUp(t *testing.T) {
	h := newHouse(t)
	h.ingest(t, 1, 30)
	names, err := h.Archive.Segments()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(h.dir, "segments", names[0])
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)/2] ^= 1
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	if len(names) > 1 {
		if err := os.Truncate(filepath.Join(h.dir, "segments", names[1]), 700); err != nil {
			t.Fatal(err)
		}
	}
	to := filepath.Join(t.TempDir(), "b")
	r, err := backup.Write(t.Context(), h.Store, h.Archive, to, backup.Options{})
	if err != nil || len(r.Findings) == 0 {
		t.Fatalf("Write: %+v, %v", r, err)
	}
	data := filepath.Join(t.TempDir(), "data")
	if _, err := backup.Restore(t.Context(), to, data, backup.RestoreOptions{}); !errors.Is(err, hearsay.ErrConflict) {
		t.Errorf("Restore = %v", err)
	}
	if again, err := backup.Restore(t.Context(), to, data, backup.RestoreOptions{Damaged: true}); err != nil || len(again.Findings) != len(r.Findings) {
		t.Errorf("Restore --damaged = %+v, %v", again, err)
	}
}

// TestBackupOnAServerIsTheArchive: of PostgreSQL the segments are copied, and said to be all.
func TestBackupOnAServerIsTheArchive(t *testing.T) {
	raced.Skip(t) // one after another, and slow so
	dir := t.TempDir()
	h := houseOn(t, dir, hearsaytest.OpenStore(t, hearsaytest.Postgres(t)))
	h.ingest(t, 1, 40)
	to, r := h.backup(t, "b.tar", backup.Options{})
	if r.Engine != store.Postgres || r.Head.Size != 39 {
		t.Errorf("report %+v", r)
	}
	data := filepath.Join(t.TempDir(), "data")
	if _, err := backup.Restore(t.Context(), to, data, backup.RestoreOptions{}); err != nil {
		t.Fatal(err)
	}
	back := houseOn(t, data, h.Store)
	back.verify(t)
}

// change runs statements on the database of a backup in a folder, and mends the manifest, as somebody would who means harm.
func change(t *testing.T, dir string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "hearsay.db"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range append([]string{"PRAGMA journal_mode=delete"}, statements...) {
		if _, err := db.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	mend(t, dir)
}
