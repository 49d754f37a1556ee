// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package warc

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"slices"
	"strings"
	"time"
)

// The files of a WACZ that is written.
const (
	archiveName = "data.warc.gz"
	archivePath = "archive/" + archiveName
	indexPath   = "indexes/index.cdx"
	pagesPath   = "pages/pages.jsonl"
	packagePath = "datapackage.json"
	digestPath  = "datapackage-digest.json"
)

// WACZWriter writes a WACZ 1.1.1 with one WARC, record after record, to a stream. In memory it holds a line of the
// index for each record. Equal records give equal bytes.
type WACZWriter struct {
	z       *zip.Writer
	at      time.Time // that the files in it have
	archive *summed
	offset  int64
	index   []string
	pages   []page
	files   []resource
}

// page is a line of pages.jsonl.
type page struct {
	ID    string `json:"id"`
	URL   string `json:"url"`
	Time  string `json:"ts"`
	Title string `json:"title,omitempty"`
}

// NewWACZ begins a WACZ. info is the first record of its WARC, see [EncodeInfo]; at is the time that its files have.
func NewWACZ(w io.Writer, info []byte, at time.Time) (*WACZWriter, error) {
	c := &WACZWriter{z: zip.NewWriter(w), at: at.UTC()}
	var err error
	if c.archive, err = c.create(archivePath, zip.Store); err != nil { // players read records out of its middle
		return nil, err
	}
	if _, err := c.archive.Write(info); err != nil {
		return nil, fmt.Errorf("write %s: %w", archivePath, err)
	}
	c.offset = int64(len(info))
	return c, nil
}

// create begins a file.
func (c *WACZWriter) create(name string, method uint16) (*summed, error) {
	w, err := c.z.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: c.at})
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", name, err)
	}
	return &summed{w: w, hash: sha256.New()}, nil
}

// Add adds a record, as one gzip member. Of the entry File, Offset and Length follow. A page is listed among those that
// a reader may open first; its title may be empty.
func (c *WACZWriter) Add(member []byte, e Entry, isPage bool, title string) error {
	e.File, e.Offset, e.Length = archiveName, c.offset, int64(len(member))
	line, err := e.Line()
	if err != nil {
		return err
	}
	if _, err := c.archive.Write(member); err != nil {
		return fmt.Errorf("write record of %s: %w", e.URL, err)
	}
	c.offset += e.Length
	c.index = append(c.index, line)
	if isPage {
		id := sha256.Sum256([]byte(line))
		c.pages = append(c.pages, page{hex.EncodeToString(id[:8]), e.URL, e.Date.UTC().Format(time.RFC3339), title})
	}
	return nil
}

// Close writes index, pages and description, and ends the file.
func (c *WACZWriter) Close(title, software string) error {
	c.done(archivePath, c.archive)
	slices.Sort(c.index)
	if err := c.file(indexPath, func(w io.Writer) error {
		for _, line := range c.index {
			if _, err := io.WriteString(w, line+"\n"); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return err
	}
	if err := c.file(pagesPath, func(w io.Writer) error {
		e := json.NewEncoder(w)
		err := e.Encode(map[string]string{"format": "json-pages-1.0", "id": "pages", "title": "All pages"})
		for i := 0; i < len(c.pages) && err == nil; i++ {
			err = e.Encode(c.pages[i])
		}
		return err
	}); err != nil {
		return err
	}
	return c.describe(title, software)
}

// describe writes datapackage.json, and its own digest.
func (c *WACZWriter) describe(title, software string) error {
	description := dataPackage{Profile: "data-package", WACZVersion: "1.1.1", Title: title, Software: software, Resources: slices.Clone(c.files)}
	indented := func(v any) func(w io.Writer) error {
		return func(w io.Writer) error {
			e := json.NewEncoder(w)
			e.SetIndent("", "  ")
			return e.Encode(v)
		}
	}
	if err := c.file(packagePath, indented(description)); err != nil {
		return err
	}
	own := c.files[len(c.files)-1]
	if err := c.file(digestPath, indented(map[string]string{"path": own.Path, "hash": own.Hash})); err != nil {
		return err
	}
	if err := c.z.Close(); err != nil {
		return fmt.Errorf("end the WACZ: %w", err)
	}
	return nil
}

// file writes a file as a whole.
func (c *WACZWriter) file(name string, write func(w io.Writer) error) error {
	w, err := c.create(name, zip.Deflate)
	if err != nil {
		return err
	}
	if err := write(w); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	c.done(name, w)
	return nil
}

func (c *WACZWriter) done(name string, s *summed) {
	base := name[strings.LastIndexByte(name, '/')+1:]
	c.files = append(c.files, resource{Name: base, Path: name, Hash: "sha256:" + hex.EncodeToString(s.hash.Sum(nil)), Bytes: s.n})
}

// summed is a file that is written, with its digest so far.
type summed struct {
	w    io.Writer
	hash hash.Hash
	n    int64
}

// Write implements io.Writer.
func (s *summed) Write(p []byte) (int, error) {
	n, err := s.w.Write(p)
	s.hash.Write(p[:n])
	s.n += int64(n)
	return n, err
}
