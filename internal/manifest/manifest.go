// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package manifest lists the files of something that is carried elsewhere, each with its size and SHA-256. A manifest has
// one form for the same files, to the byte: one that was written otherwise is refused, so that no byte of it goes unchecked.
package manifest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"io/fs"

	"hearsay"
)

// Name is how the file of a manifest is called.
const Name = "manifest.json"

// Most is how many bytes a manifest may have.
const Most = 16 << 20

// File is one file.
type File struct {
	Name   string `json:"name"`   // with slashes, below where the manifest lies
	Size   int64  `json:"size"`   // bytes
	SHA256 string `json:"sha256"` // lower-case hex
}

// Manifest is the files, in the order in which they were written, without the manifest itself.
type Manifest struct {
	Format string `json:"format"` // what the files are together, with the version of that form
	Files  []File `json:"files"`
}

// Encode gives the one form of a manifest.
func (m *Manifest) Encode() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(m)
	return b.Bytes(), err
}

// Parse reads a manifest of a format. What is not in the one form, names a file twice, or leads elsewhere is an error of the
// kind hearsay.ErrInvalid.
func Parse(b []byte, format string) (*Manifest, error) {
	invalid := func(reason string, args ...any) (*Manifest, error) {
		return nil, fmt.Errorf("read %s: %s: %w", Name, fmt.Sprintf(reason, args...), hearsay.ErrInvalid)
	}
	if len(b) > Most {
		return invalid("%d bytes, over the limit of %d", len(b), Most)
	}
	var m Manifest
	if err := json.Unmarshal(b, &m); err != nil {
		return invalid("%v", err)
	}
	if m.Format != format {
		return invalid("its format is %.40q, not %q", m.Format, format)
	}
	if form, err := m.Encode(); err != nil || !bytes.Equal(form, b) {
		at := 0
		for at < min(len(b), len(form)) && b[at] == form[at] {
			at++
		}
		return invalid("byte %d is not as hearsay writes it", at)
	}
	seen := map[string]bool{Name: true}
	for _, f := range m.Files {
		sum, err := hex.DecodeString(f.SHA256)
		switch {
		case !fs.ValidPath(f.Name) || f.Name == ".":
			return invalid("%.200q is no name of a file", f.Name)
		case seen[f.Name]:
			return invalid("%.200q stands in it twice", f.Name)
		case f.Size < 0 || err != nil || len(sum) != sha256.Size || hex.EncodeToString(sum) != f.SHA256:
			return invalid("size or SHA-256 of %.200q cannot be", f.Name)
		}
		seen[f.Name] = true
	}
	return &m, nil
}

// Sum is a writer that tells size and SHA-256 of what went through it.
type Sum struct {
	to   io.Writer
	hash hash.Hash
	n    int64
}

// NewSum gives a Sum of what is written to w; w may be nil.
func NewSum(w io.Writer) *Sum {
	if w == nil {
		w = io.Discard
	}
	return &Sum{to: w, hash: sha256.New()}
}

// Write implements io.Writer.
func (s *Sum) Write(p []byte) (int, error) {
	n, err := s.to.Write(p)
	s.hash.Write(p[:n])
	s.n += int64(n)
	return n, err
}

// File is what went through, under a name.
func (s *Sum) File(name string) File {
	return File{name, s.n, hex.EncodeToString(s.hash.Sum(nil))}
}
