// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package backup

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"hearsay"
	"hearsay/internal/manifest"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// RestoreOptions say what is believed of a backup.
type RestoreOptions struct {
	Extends  *pipeline.Head // what somebody wrote down: the log must have had this head; nil where nobody did
	Secrets  bool           // take over passwords, tokens, hooks: of a backup that nobody else could have changed
	Damaged  bool           // bring back what is damaged as well
	Progress Progress
}

// Restore brings a backup back into a folder that is new or empty, and checks it before it stands there: every file
// against its hash, the database, bytes, log and decisions against each other, the counts, and the head of the log.
// A backup may come from a stranger: what it says is judged like what comes over the API (see [judge]).
func Restore(ctx context.Context, from, data string, o RestoreOptions) (*Report, error) {
	if o.Progress == nil {
		o.Progress = func(string, int64, int64) {}
	}
	data, err := filepath.Abs(data)
	if err != nil {
		return nil, err
	}
	if err := isFree(data); err != nil {
		return nil, err
	}
	t, err := openTree(from)
	if err != nil {
		return nil, err
	}
	defer t.Close()
	if err := os.MkdirAll(filepath.Dir(data), 0o700); err != nil {
		return nil, err
	}
	s := &restoring{RestoreOptions: o, tree: t, dir: data + ".partial", report: Report{Path: data}}
	if err := beginFolder(s.dir); err != nil {
		return nil, err
	}
	defer os.RemoveAll(s.dir)
	if err := s.restore(ctx); err != nil {
		return nil, fmt.Errorf("restore %s: %w", from, err)
	}
	return &s.report, finish(s.dir, data)
}

// restoring is one backup on its way back.
type restoring struct {
	RestoreOptions
	tree   *tree
	dir    string // that is written to until all is checked
	report Report
}

func (s *restoring) restore(ctx context.Context) error {
	list, err := s.tree.manifest()
	if err != nil {
		return err
	}
	if err := s.readAbout(); err != nil {
		return err
	}
	if err := s.copyAll(ctx, list); err != nil {
		return err
	}
	if s.report.Engine != store.SQLite {
		return nil
	}
	database := filepath.Join(s.dir, databaseFile)
	if err := store.CheckFile(ctx, database); err != nil {
		return err
	}
	st, err := store.Open(ctx, database)
	if err != nil {
		return err
	}
	if err := errors.Join(st.CheckTables(ctx), st.Close()); err != nil {
		return err
	}
	if !s.Secrets {
		if err := store.DropSecrets(ctx, database); err != nil {
			return err
		}
	}
	if st, err = store.Open(ctx, database); err != nil {
		return err
	}
	return errors.Join(s.hold(ctx, st), st.Close())
}

// readAbout reads what the backup says of itself; what follows from that is checked against it.
func (s *restoring) readAbout() error {
	b, err := s.tree.small(aboutFile)
	if err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&s.report.About); err != nil {
		return fmt.Errorf("read %s: %w: %w", aboutFile, err, hearsay.ErrInvalid)
	}
	_, hasDatabase := s.tree.sizes[databaseFile]
	if e := s.report.Engine; e != store.SQLite && e != store.Postgres || hasDatabase != (e == store.SQLite) {
		return fmt.Errorf("read %s: engine %.40q, and a database: %v: %w", aboutFile, e, hasDatabase, hearsay.ErrInvalid)
	}
	if s.Secrets && !s.report.Secrets {
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "take over the secrets", Cause: errors.New("this backup was made without"),
			Hint: "leave --secrets out; hearsay account password gives people a new one"}
	}
	return nil
}

// copyAll copies the files, through a root that leads nowhere else.
func (s *restoring) copyAll(ctx context.Context, list *manifest.Manifest) error {
	root, err := os.OpenRoot(s.dir)
	if err != nil {
		return err
	}
	defer root.Close()
	if err := root.Mkdir(segmentFolder, 0o700); err != nil {
		return err
	}
	for _, f := range list.Files {
		s.report.Bytes += f.Size
	}
	for _, f := range list.Files {
		if segmentName.MatchString(f.Name) {
			s.report.Segments++
		} else if f.Name == aboutFile {
			continue
		}
		to, err := root.OpenFile(f.Name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return err
		}
		if err := errors.Join(s.tree.copy(ctx, f, to), synced{to}.Close()); err != nil {
			return err
		}
		s.Progress("copying", s.report.Bytes, f.Size)
	}
	return folder(s.dir).close()
}

// hold holds what came back against itself, against what the backup says of it, and against what was written down.
func (s *restoring) hold(ctx context.Context, st *store.Store) error {
	if err := s.judge(ctx, st); err != nil {
		return err
	}
	a, err := s.tree.archive()
	if err != nil {
		return err
	}
	v, err := pipeline.VerifyEvidence(ctx, st, a, func(n int) { s.Progress(Verifying, s.report.Head.Size, int64(n)) })
	if err != nil {
		return err
	}
	s.report.Findings = append([]pipeline.Finding{}, v.Findings...)
	if n := len(v.Findings); n > 0 && !s.Damaged {
		f := v.Findings[0]
		return &hearsay.Fault{Kind: hearsay.ErrConflict, Doing: "verify what is in it",
			Cause: fmt.Errorf("%d records are wrong, the first: %s %s: %s", n, f.Kind, f.Record, f.Reason), Hint: "--damaged restores it all the same, and lists them"}
	}
	if got := (pipeline.Head{Size: int64(v.Leaves), Root: v.Root}); got != s.report.Head && !s.Damaged {
		return fmt.Errorf("its log ends with %s, and it says of itself that with %s: %w", got, s.report.Head, hearsay.ErrConflict)
	}
	if err := s.extends(ctx, st); err != nil {
		return err
	}
	return s.count(ctx, st)
}

// extends demands that the log had the head that somebody wrote down. What is in a backup can be made to fit together
// by whoever makes it, but not to fit that.
func (s *restoring) extends(ctx context.Context, st *store.Store) error {
	if s.Extends == nil {
		return nil
	}
	return pipeline.Extends(ctx, st.As(store.Everything), *s.Extends)
}

// count holds the counts against those of the backup. Feeds that were dropped are missing.
func (s *restoring) count(ctx context.Context, st *store.Store) error {
	counts, err := st.As(store.Everything).Counts(ctx)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(s.report.Rows)) {
		if want, got := s.report.Rows[name], counts.Rows[name]; want != got && (name != "feed" || len(s.report.Dropped) == 0) {
			return fmt.Errorf("%d rows of %.40q came back, it says of itself that it has %d: %w", got, name, want, hearsay.ErrConflict)
		}
	}
	s.report.Rows = counts.Rows
	return nil
}
