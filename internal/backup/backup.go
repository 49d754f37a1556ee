// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package backup copies a ledger while others write to it, and brings a copy back: see docs/design/storage.md.
package backup

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/manifest"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// Format is what the manifest of a backup says it is.
const Format = "hearsay-backup/1"

// The files of a backup, beside the manifest and the segments.
const (
	aboutFile     = "backup.json"
	databaseFile  = "hearsay.db"
	segmentFolder = "segments"
)

// About is what a backup says of itself.
type About struct {
	Made    time.Time      `json:"made"`
	Engine  store.Engine   `json:"engine"`  // of PostgreSQL the database is not in it
	Secrets bool           `json:"secrets"` // whether passwords, tokens, hooks and the like are in it
	Head    pipeline.Head  `json:"head"`
	Rows    map[string]int `json:"rows"` // by table
}

// Report is what was written, or brought back.
type Report struct {
	About
	Path     string             `json:"path"`
	Segments int                `json:"segments"`
	Bytes    int64              `json:"bytes"`
	Findings []pipeline.Finding `json:"findings"` // what was wrong in the ledger already: it is in the backup as it is
	Dropped  []string           `json:"dropped"`  // restored only: what may not be taken from a stranger, each with the reason
	Admins   []string           `json:"admins"`   // restored only: accounts that may let others in
}

// Verifying is the stage that is measured in leaves of the log; all others are in bytes.
const Verifying = "verifying"

// Progress hears how far a backup is: a stage, how much it is, and how much more of it is done. Of a stage whose
// measure nobody knows, of is 0.
type Progress func(stage string, of, more int64)

// Options say how a backup is made.
type Options struct {
	Secrets  bool // with passwords, tokens, hooks, and whatever else lets somebody in
	Progress Progress
}

// writer makes one backup.
type writer struct {
	Options
	st    *store.Store
	a     *archive.Archive
	dir   string // that is written to until all is there
	sink  sink
	about About
	ends  map[string]int64
	list  manifest.Manifest
}

// Write makes a backup of a ledger: a folder, or one file where to ends in ".tar". The database is copied as it is at one
// moment, then of each segment what that copy points into, which is never changed any more. What was written is read
// again before Write returns: each file is held against its hash, and bytes, log and decisions against each other.
//
// Findings are what was wrong before; an error says that there is no backup.
func Write(ctx context.Context, st *store.Store, a *archive.Archive, to string, o Options) (*Report, error) {
	if o.Progress == nil {
		o.Progress = func(string, int64, int64) {}
	}
	to, err := filepath.Abs(to)
	if err != nil {
		return nil, err
	}
	if err := isFree(to); err != nil {
		return nil, err
	}
	w := &writer{Options: o, st: st, a: a, dir: to + ".partial", list: manifest.Manifest{Format: Format}}
	if err := beginFolder(w.dir); err != nil {
		return nil, err
	}
	defer os.RemoveAll(w.dir) // after success it is not there, or only what nobody needs
	r, err := w.write(ctx, to)
	if err != nil {
		return nil, fmt.Errorf("backup to %s: %w", to, err)
	}
	return r, nil
}

// isFree says whether something may be written at a path: nothing is there, or an empty folder.
func isFree(path string) error {
	entries, err := os.ReadDir(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	return &hearsay.Fault{Kind: hearsay.ErrConflict, Doing: "write to " + path, Cause: errors.New("something is there, or in it"), Hint: "name a file or folder that is not there yet"}
}

// beginFolder makes the folder of work.
func beginFolder(dir string) error {
	err := os.Mkdir(dir, 0o700)
	switch {
	case errors.Is(err, fs.ErrExist):
		return &hearsay.Fault{Kind: hearsay.ErrConflict, Doing: "make folder " + dir, Cause: errors.New("it is there already"), Hint: "where nothing else is writing to it, remove it"}
	case err != nil:
		return &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "make folder " + dir, Cause: err, Hint: "name a place in a folder that is there and may be written to"}
	}
	return nil
}

// finish gives what was written its name, in the place of an empty folder or of nothing.
func finish(written, to string) error {
	if info, err := os.Lstat(to); err == nil && info.IsDir() {
		if err := os.Remove(to); err != nil { // one that is not empty stays
			return err
		}
	}
	if err := os.Rename(written, to); err != nil {
		return err
	}
	return syncDir(filepath.Dir(to))
}

func (w *writer) write(ctx context.Context, to string) (*Report, error) {
	isFile := strings.HasSuffix(to, ".tar")
	if err := w.facts(ctx); err != nil {
		return nil, err
	}
	written, err := w.files(ctx, isFile)
	if err != nil {
		return nil, err
	}
	r := &Report{About: w.about, Path: to, Segments: len(w.ends), Findings: []pipeline.Finding{}}
	for _, f := range w.list.Files {
		r.Bytes += f.Size
	}
	if r.Findings, err = w.verify(ctx, written); err != nil {
		return nil, err
	}
	return r, finish(written, to)
}

// facts copies the database, and finds out what belongs to that copy.
func (w *writer) facts(ctx context.Context) error {
	w.about = About{Made: time.Now().UTC().Truncate(time.Second), Engine: w.st.Engine(), Secrets: w.Secrets}
	st := w.st
	if w.about.Engine == store.SQLite {
		if err := w.snapshot(ctx); err != nil {
			return err
		}
		var err error
		if st, err = store.Open(ctx, w.database()); err != nil {
			return err
		}
		defer st.Close()
	}
	r := st.As(store.Everything)
	head, err := r.LogHead(ctx) // first: where there is no snapshot, the log may grow meanwhile
	if err != nil {
		return err
	}
	w.about.Head = pipeline.Head{Size: head.Size, Root: hex.EncodeToString(head.Root)}
	if w.ends, err = r.SegmentEnds(ctx); err != nil {
		return err
	}
	counts, err := r.Counts(ctx)
	w.about.Rows = counts.Rows
	return err
}

func (w *writer) database() string { return filepath.Join(w.dir, databaseFile) }

// snapshot copies the database, and tells meanwhile how far that is.
func (w *writer) snapshot(ctx context.Context) error {
	size, err := w.st.As(store.Everything).Size(ctx)
	if err != nil {
		return err
	}
	own, err := os.OpenFile(w.database(), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) // nobody else reads it, from its first byte on
	if err := errors.Join(err, own.Close()); err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() { done <- w.st.Snapshot(ctx, w.database()) }()
	tick := time.NewTicker(time.Second / 4)
	defer tick.Stop()
	for said := int64(0); ; {
		select {
		case err := <-done:
			if err == nil && !w.Secrets {
				err = store.DropSecrets(ctx, w.database())
			}
			return err
		case <-tick.C:
		}
		if info, err := os.Stat(w.database()); err == nil && info.Size() > said {
			w.Progress("copying the database", size, info.Size()-said)
			said = info.Size()
		}
	}
}

// files writes all files, and gives the folder or the file that they are.
func (w *writer) files(ctx context.Context, isFile bool) (written string, err error) {
	if w.sink, written, err = newSink(w.dir, isFile); err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, w.sink.close()) }()
	if w.about.Engine == store.SQLite {
		if err := w.add(databaseFile, w.database()); err != nil {
			return "", err
		}
	}
	total := int64(0)
	for _, end := range w.ends {
		total += end
	}
	for _, name := range slices.Sorted(maps.Keys(w.ends)) {
		if err := w.segment(ctx, name, total); err != nil {
			return "", err
		}
	}
	about, err := json.MarshalIndent(w.about, "", " ")
	if err != nil {
		return "", err
	}
	if err := w.bytes(aboutFile, about); err != nil {
		return "", err
	}
	list, err := w.list.Encode()
	if err != nil {
		return "", err
	}
	return written, w.bytes(manifest.Name, list)
}

// segment copies what is promised of a segment. One that is shorter than that is damaged, which is found afterwards.
func (w *writer) segment(ctx context.Context, name string, total int64) error {
	size, err := w.a.Size(name)
	if damage := (*archive.Damage)(nil); errors.As(err, &damage) {
		delete(w.ends, name)
		return nil
	}
	if err != nil {
		return err
	}
	size = min(size, w.ends[name])
	return w.create(path.Join(segmentFolder, name), size, func(to *manifest.Sum) error {
		return w.a.Copy(ctx, to, name, size)
	}, func(n int64) { w.Progress("copying the segments", total, n) })
}

// verify reads again what was written.
func (w *writer) verify(ctx context.Context, written string) ([]pipeline.Finding, error) {
	t, err := openTree(written)
	if err != nil {
		return nil, err
	}
	defer t.Close()
	findings, err := w.evidence(ctx, t)
	if err != nil {
		return nil, err
	}
	list, err := t.manifest()
	if err != nil {
		return nil, err
	}
	return findings, t.check(ctx, list, w.Progress)
}

// evidence holds bytes, log and decisions of the backup against each other.
func (w *writer) evidence(ctx context.Context, t *tree) ([]pipeline.Finding, error) {
	a, err := t.archive()
	if err != nil {
		return nil, err
	}
	if w.about.Engine != store.SQLite {
		return w.bytesOnly(ctx, a)
	}
	st, err := store.Open(ctx, w.database())
	if err != nil {
		return nil, err
	}
	v, err := pipeline.VerifyEvidence(ctx, st, a, func(n int) { w.Progress(Verifying, w.about.Head.Size, int64(n)) })
	if err := errors.Join(err, st.Close()); err != nil {
		return nil, err
	}
	return append([]pipeline.Finding{}, v.Findings...), nil
}

// bytesOnly holds the captures that the head stands for against their digests: the database of a server goes on meanwhile.
func (w *writer) bytesOnly(ctx context.Context, a *archive.Archive) ([]pipeline.Finding, error) {
	findings := []pipeline.Finding{}
	for filter := (store.CaptureFilter{Limit: 500}); ; {
		some, err := w.st.As(store.Everything).Captures(ctx, filter)
		if err != nil || len(some) == 0 || some[0].Leaf >= w.about.Head.Size {
			return findings, err
		}
		for _, c := range some {
			if c.Leaf >= w.about.Head.Size {
				break
			}
			_, err := a.Read(ctx, c)
			var damage *archive.Damage
			if errors.As(err, &damage) {
				findings = append(findings, pipeline.Finding{Kind: "capture", Record: string(c.ID), Reason: damage.Reason})
			} else if err != nil {
				return nil, err
			}
		}
		w.Progress(Verifying, w.about.Head.Size, int64(len(some)))
		filter.After = some[len(some)-1].Leaf + 1
	}
}
