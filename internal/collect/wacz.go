// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"hearsay/internal/warc"
)

// wacz gives the records of the WARCs in a WACZ, one WARC after another. It reports false where the file is no WACZ, or
// cannot be read at any place, as a pipe: then it is taken like any other file.
func (w *fileWalk) wacz(name string, r io.Reader) bool {
	f, ok := r.(heardFile)
	if !ok {
		return false
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	members, err := warc.Members(f, info.Size())
	if errors.Is(err, warc.ErrNoWACZ) {
		return false
	}
	if err != nil {
		w.fail(name, err, "")
		return true
	}
	for i := range members {
		if !w.stopped {
			w.member(name+"/"+plainName(members[i].Name), &members[i])
		}
	}
	return true
}

func (w *fileWalk) member(name string, m *warc.Member) {
	r, err := m.Open()
	if err != nil {
		w.fail(name, err, "")
		return
	}
	defer r.Close()
	w.warc(name, r, nil)
}

// heard is a stream of which somebody hears how much was read.
type heard struct {
	io.Reader
	heard func(n int)
}

// Read implements io.Reader.
func (h heard) Read(p []byte) (int, error) {
	n, err := h.Reader.Read(p)
	if h.heard != nil {
		h.heard(n)
	}
	return n, err
}

// heardFile is a file of which somebody hears the same.
type heardFile struct {
	file  *os.File
	heard func(n int)
}

// Read implements io.Reader.
func (h heardFile) Read(p []byte) (int, error) { return heard{h.file, h.heard}.Read(p) }

// ReadAt implements io.ReaderAt.
func (h heardFile) ReadAt(p []byte, at int64) (int, error) {
	n, err := h.file.ReadAt(p, at)
	if h.heard != nil {
		h.heard(n)
	}
	return n, err
}

// Seek implements io.Seeker.
func (h heardFile) Seek(offset int64, whence int) (int64, error) { return h.file.Seek(offset, whence) }

// Stat describes the file.
func (h heardFile) Stat() (fs.FileInfo, error) { return h.file.Stat() }
