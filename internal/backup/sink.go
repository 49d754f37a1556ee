// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package backup

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"hearsay/internal/manifest"
)

// sink is where files go: a folder or one file.
type sink interface {
	// file begins a file of so many bytes. Closing it ends it.
	file(name string, size int64) (io.WriteCloser, error)
	// has reports whether a file lies there already.
	has(path string) bool
	close() error
}

// newSink begins a folder or file within the folder of work, and gives its path.
func newSink(dir string, isFile bool) (sink, string, error) {
	if !isFile {
		return folder(dir), dir, os.Mkdir(filepath.Join(dir, segmentFolder), 0o700)
	}
	path := filepath.Join(dir, "backup.tar")
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	return &tarFile{f, tar.NewWriter(f)}, path, err
}

// folder is a folder.
type folder string

func (d folder) file(name string, _ int64) (io.WriteCloser, error) {
	f, err := os.OpenFile(filepath.Join(string(d), filepath.FromSlash(name)), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	return synced{f}, err
}

func (d folder) has(path string) bool { return filepath.Dir(path) == string(d) }

func (d folder) close() error {
	return errors.Join(syncDir(filepath.Join(string(d), segmentFolder)), syncDir(string(d)))
}

// synced is a file that is on the disk once it is closed.
type synced struct{ *os.File }

// Close implements io.Closer.
func (s synced) Close() error { return errors.Join(s.Sync(), s.File.Close()) }

// tarFile is a file of files.
type tarFile struct {
	f *os.File
	w *tar.Writer
}

func (t *tarFile) file(name string, size int64) (io.WriteCloser, error) {
	return nopCloser{t.w}, t.w.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600})
}

func (t *tarFile) has(string) bool { return false }

func (t *tarFile) close() error { return errors.Join(t.w.Close(), synced{t.f}.Close()) }

type nopCloser struct{ io.Writer }

// Close implements io.Closer.
func (nopCloser) Close() error { return nil }

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// create writes a file and notes it in the manifest; told hears how many bytes it was.
func (w *writer) create(name string, size int64, write func(*manifest.Sum) error, told func(n int64)) error {
	f, err := w.sink.file(name, size)
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	sum := manifest.NewSum(f)
	if err := errors.Join(write(sum), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	w.list.Files = append(w.list.Files, sum.File(name))
	told(size)
	return nil
}

// bytes writes a small file. The manifest does not list itself.
func (w *writer) bytes(name string, b []byte) error {
	files := w.list.Files
	err := w.create(name, int64(len(b)), func(to *manifest.Sum) error {
		_, err := io.Copy(to, bytes.NewReader(b))
		return err
	}, func(int64) {})
	if name == manifest.Name {
		w.list.Files = files
	}
	return err
}

// add writes a file that lies in the folder of work; where that is the backup, it is there already.
func (w *writer) add(name, path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	if w.sink.has(path) {
		sum := manifest.NewSum(nil)
		if _, err := io.Copy(sum, f); err != nil {
			return fmt.Errorf("read %s: %w", path, err)
		}
		w.list.Files = append(w.list.Files, sum.File(name))
		return f.Sync()
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	return w.create(name, info.Size(), func(to *manifest.Sum) error {
		_, err := io.Copy(to, f)
		return err
	}, func(int64) {})
}
