// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package backup

import (
	"archive/tar"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/manifest"
)

// tree is a backup that is read: a folder or one file. It holds nothing but files whose names a backup may have.
type tree struct {
	fs.FS
	sizes map[string]int64
	io.Closer
}

// segmentName is how the archive names a segment.
var segmentName = regexp.MustCompile(`^segments/[0-9]{8}-[0-9a-f]{16}\.warc\.gz$`)

// mostFiles bounds the files of a backup: 64 TiB in segments.
const mostFiles = 1_000_000

// note takes a file into the tree, or says why it may not be in a backup.
func (t *tree) note(name string, size int64) error {
	_, twice := t.sizes[name]
	switch {
	case name != aboutFile && name != databaseFile && name != manifest.Name && !segmentName.MatchString(name):
		return fmt.Errorf("%.200q is no file of a backup: %w", name, hearsay.ErrInvalid)
	case twice:
		return fmt.Errorf("%s is in it twice: %w", name, hearsay.ErrInvalid)
	case len(t.sizes) >= mostFiles || size < 0:
		return fmt.Errorf("more than %d files: %w", mostFiles, hearsay.ErrInvalid)
	}
	t.sizes[name] = size
	return nil
}

// openTree opens a backup.
func openTree(from string) (*tree, error) {
	info, err := os.Stat(from)
	if err != nil {
		return nil, &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "open backup " + from, Cause: err, Hint: "give the folder or file that hearsay backup wrote"}
	}
	open := openTar
	if info.IsDir() {
		open = openFolder
	}
	t, err := open(from)
	if err != nil {
		return nil, &hearsay.Fault{Kind: cmp.Or(kindOf(err), hearsay.ErrInvalid), Doing: "open backup " + from, Cause: err,
			Hint: "give the folder or file that hearsay backup wrote"}
	}
	return t, nil
}

func kindOf(err error) error {
	if errors.Is(err, fs.ErrPermission) {
		return hearsay.ErrDenied
	}
	return nil
}

func openFolder(from string) (*tree, error) {
	root, err := os.OpenRoot(from)
	if err != nil {
		return nil, err
	}
	t := &tree{root.FS(), map[string]int64{}, root}
	err = fs.WalkDir(t.FS, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && (name == "." || name == segmentFolder) {
			return err
		}
		if !d.Type().IsRegular() {
			return fmt.Errorf("%.200q is no file: %w", name, hearsay.ErrInvalid)
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		return t.note(name, info.Size())
	})
	if err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return t, nil
}

func openTar(from string) (*tree, error) {
	f, err := os.Open(from)
	if err != nil {
		return nil, err
	}
	t := &tree{sizes: map[string]int64{}, Closer: f}
	in := &tarTree{f: f, at: map[string]int64{}, tree: t}
	t.FS = in
	if err := in.index(); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return t, nil
}

// tarTree is a tar file as a file system.
type tarTree struct {
	f    *os.File
	at   map[string]int64 // where files begin
	tree *tree
}

// index finds out where what lies. Files that are more than there are bytes (sparse ones) are none of ours.
func (t *tarTree) index() error {
	info, err := t.f.Stat()
	if err != nil {
		return err
	}
	for r := tar.NewReader(t.f); ; {
		h, err := r.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("it is no tar file: %w", err)
		}
		at, err := t.f.Seek(0, io.SeekCurrent)
		if err != nil {
			return err
		}
		for key := range h.PAXRecords {
			if strings.HasPrefix(key, "GNU.sparse") {
				return fmt.Errorf("%.200q has holes: %w", h.Name, hearsay.ErrInvalid)
			}
		}
		if h.Typeflag != tar.TypeReg || h.Size > info.Size()-at {
			return fmt.Errorf("%.200q is no file that is whole: %w", h.Name, hearsay.ErrInvalid)
		}
		if err := t.tree.note(h.Name, h.Size); err != nil {
			return err
		}
		t.at[h.Name] = at
	}
}

// Open implements fs.FS.
func (t *tarTree) Open(name string) (fs.File, error) {
	at, ok := t.at[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	size := t.tree.sizes[name]
	return &packed{io.NewSectionReader(t.f, at, size), packedInfo{path.Base(name), size}}, nil
}

// ReadDir implements fs.ReadDirFS.
func (t *tarTree) ReadDir(dir string) ([]fs.DirEntry, error) {
	var entries []fs.DirEntry
	for name, size := range t.tree.sizes {
		if path.Dir(name) == dir {
			entries = append(entries, fs.FileInfoToDirEntry(packedInfo{path.Base(name), size}))
		}
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

// packed is a file in a tar file.
type packed struct {
	*io.SectionReader
	info packedInfo
}

// Stat implements fs.File.
func (p *packed) Stat() (fs.FileInfo, error) { return p.info, nil }

// Close implements fs.File.
func (p *packed) Close() error { return nil }

type packedInfo struct {
	name string
	size int64
}

// Name, Size, Mode, ModTime, IsDir and Sys implement fs.FileInfo.
func (i packedInfo) Name() string       { return i.name }
func (i packedInfo) Size() int64        { return i.size }
func (i packedInfo) Mode() fs.FileMode  { return 0o400 }
func (i packedInfo) ModTime() time.Time { return time.Time{} }
func (i packedInfo) IsDir() bool        { return false }
func (i packedInfo) Sys() any           { return nil }

// archive is the segments of the backup.
func (t *tree) archive() (*archive.Archive, error) {
	segments, err := fs.Sub(t.FS, segmentFolder)
	if err != nil {
		return nil, err
	}
	return archive.OpenFS(segments), nil
}

// small reads a small file.
func (t *tree) small(name string) ([]byte, error) {
	if size, ok := t.sizes[name]; !ok || size > manifest.Most {
		return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read " + name, Cause: errors.New("there is none, or none that could be read"),
			Hint: "give the folder or file that hearsay backup wrote"}
	}
	return fs.ReadFile(t.FS, name)
}

// manifest reads the list of files, which must be the files that are there.
func (t *tree) manifest() (*manifest.Manifest, error) {
	b, err := t.small(manifest.Name)
	if err != nil {
		return nil, err
	}
	list, err := manifest.Parse(b, Format)
	if err != nil {
		return nil, err
	}
	for _, f := range list.Files {
		if size, ok := t.sizes[f.Name]; !ok || size != f.Size {
			return nil, fmt.Errorf("%s is missing, or has not the %d bytes of the manifest: %w", f.Name, f.Size, hearsay.ErrInvalid)
		}
	}
	if len(list.Files)+1 != len(t.sizes) {
		return nil, fmt.Errorf("%d files are there, the manifest has %d: %w", len(t.sizes)-1, len(list.Files), hearsay.ErrInvalid)
	}
	return list, nil
}

// check holds each file against its hash.
func (t *tree) check(ctx context.Context, list *manifest.Manifest, progress Progress) error {
	total := int64(0)
	for _, f := range list.Files {
		total += f.Size
	}
	for _, f := range list.Files {
		if err := t.copy(ctx, f, io.Discard); err != nil {
			return err
		}
		progress("reading it again", total, f.Size)
	}
	return nil
}

// copy copies a file, and says whether it was the one of the manifest.
func (t *tree) copy(ctx context.Context, want manifest.File, to io.Writer) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	f, err := t.Open(want.Name)
	if err != nil {
		return err
	}
	defer f.Close()
	sum := manifest.NewSum(to)
	if _, err := io.Copy(sum, io.LimitReader(f, want.Size+1)); err != nil {
		return fmt.Errorf("copy %s: %w", want.Name, err)
	}
	if got := sum.File(want.Name); got != want {
		return fmt.Errorf("%s is not the file of the manifest: its SHA-256 is another: %w", want.Name, hearsay.ErrInvalid)
	}
	return nil
}
