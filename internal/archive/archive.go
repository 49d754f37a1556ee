// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package archive keeps the raw bytes of captures: WARC segments in a folder that are only ever added to, and
// the arithmetic of the evidence log that proves them unchanged. It knows no database; where a record lies and
// what the log holds are rows that the pipeline writes.
package archive

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"hearsay"
	"hearsay/internal/warc"
)

// rollAt is the size behind which a new segment is begun.
const rollAt = 64 << 20

// Options change how an archive works, for tests.
type Options struct {
	Roll int64 // begin a new segment behind this size; 0 for 64 MiB
	// Unsynced leaves the bytes to the operating system. A power cut then loses records that were promised: the
	// power-cut test must find that out, or it could not find anything.
	Unsynced bool
}

// Archive is a folder of segments. It may be used by any number of goroutines, but only one process may append.
type Archive struct {
	dir     string // empty where it can only be read
	files   fs.FS  // the segments, for reading
	options Options

	mu   sync.Mutex
	file *os.File // the segment being written; nil before the first Append and after an error
	name string
	size int64

	encoder warc.Encoder
}

// Open opens the folder of an archive and makes it where there is none.
func Open(dir string) (*Archive, error) { return OpenWith(dir, Options{}) }

// OpenWith is Open with options.
func OpenWith(dir string, o Options) (*Archive, error) {
	if o.Roll == 0 {
		o.Roll = rollAt
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("open archive: %w", err)
	}
	if err := syncDir(filepath.Dir(dir)); err != nil {
		return nil, fmt.Errorf("open archive: %w", err)
	}
	return &Archive{dir: dir, files: os.DirFS(dir), options: o}, nil
}

// OpenFS gives an archive that can only be read: segments that lie in a backup. The files of fsys must be io.ReaderAt
// and io.Seeker.
func OpenFS(fsys fs.FS) *Archive { return &Archive{files: fsys} }

// Close closes the segment that is being written.
func (a *Archive) Close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.file == nil {
		return nil
	}
	err := a.file.Close()
	a.file = nil
	return err
}

// Payload is what a capture brought.
type Payload struct {
	Capture hearsay.Capture // ID, URL, MediaType, Status and Fetched go into the record
	Bytes   []byte
}

// Place is where a record lies.
type Place struct {
	Segment string
	Offset  int64 // of the gzip member
	Length  int64
	Member  []byte // the bytes of the member, for the leaf of the log
}

// Append writes a record for each payload and returns when they are on the disk: file, and folder where the
// segment is new. A segment on which something went wrong is never added to again, and neither is one that an
// earlier process has left: it may end in half a record.
func (a *Archive) Append(ctx context.Context, payloads []Payload) ([]Place, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if a.dir == "" {
		return nil, fmt.Errorf("add to an archive that can only be read: %w", hearsay.ErrDenied)
	}
	if err := a.roll(); err != nil {
		return nil, fault("begin a segment", err)
	}
	places, buffer, err := a.encode(payloads)
	if err != nil {
		return nil, err
	}
	if err := a.write(buffer); err != nil {
		a.file.Close()
		a.file = nil
		return nil, fault("write segment "+a.name, err)
	}
	return places, nil
}

func (a *Archive) encode(payloads []Payload) ([]Place, []byte, error) {
	var buffer []byte
	places := make([]Place, len(payloads))
	for i, p := range payloads {
		member, err := a.encoder.Encode(&warc.Record{
			Type: warc.Resource, ID: recordID(string(p.Capture.ID)), Date: p.Capture.Fetched, URI: p.Capture.URL,
			Media: p.Capture.MediaType, Block: p.Bytes,
			Header: warc.Header{{Name: "Hearsay-Status", Value: strconv.Itoa(p.Capture.Status)}},
		})
		if err != nil {
			return nil, nil, fmt.Errorf("archive %s: %w", p.Capture.ID, err)
		}
		places[i] = Place{a.name, a.size + int64(len(buffer)), int64(len(member)), member}
		buffer = append(buffer, member...)
	}
	return places, buffer, nil
}

func recordID(id string) string { return "urn:hearsay:" + id }

func (a *Archive) write(b []byte) error {
	if _, err := a.file.Write(b); err != nil {
		return err
	}
	a.size += int64(len(b))
	if a.options.Unsynced {
		return nil
	}
	return a.file.Sync()
}

// roll begins a new segment where there is none to add to, or the one there is has reached its size. Its name
// holds the hash of its first record, which no leaf of the log covers.
func (a *Archive) roll() error {
	if a.file != nil && a.size < a.options.Roll {
		return nil
	}
	if a.file != nil {
		if err := a.file.Close(); err != nil {
			return err
		}
		a.file = nil
	}
	names, err := a.Segments()
	if err != nil {
		return err
	}
	n := 1
	if len(names) > 0 {
		last, _, _ := strings.Cut(names[len(names)-1], "-")
		if n, err = strconv.Atoi(last); err != nil {
			return err
		}
		n++
	}
	info, err := warc.EncodeInfo(recordID(fmt.Sprintf("segment-%08d", n)), time.Now(), "hearsay")
	if err != nil {
		return err
	}
	return a.create(fmt.Sprintf("%08d-%s%s", n, infoHash(info), suffix), info)
}

const suffix = ".warc.gz"

func infoHash(member []byte) string {
	sum := sha256.Sum256(member)
	return hex.EncodeToString(sum[:8])
}

func (a *Archive) create(name string, info []byte) error {
	file, err := os.OpenFile(filepath.Join(a.dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	a.file, a.name, a.size = file, name, 0
	err = a.write(info)
	if err == nil && !a.options.Unsynced {
		err = syncDir(a.dir)
	}
	if err != nil {
		file.Close()
		a.file = nil
	}
	return err
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// fault sorts errors of the file system: a full disk may have room later.
func fault(doing string, err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return &hearsay.Fault{Kind: hearsay.ErrTemporary, Doing: doing, Cause: err,
			Hint: "look at the room on the disk and at the rights on the data folder"}
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// Segments gives the names of all segments, the oldest first.
func (a *Archive) Segments() ([]string, error) {
	entries, err := fs.ReadDir(a.files, ".")
	if err != nil {
		return nil, fmt.Errorf("list segments: %w", err)
	}
	var names []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), suffix) && e.Type().IsRegular() {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}

// Damage says that a record is not what was stored. It is of the kind hearsay.ErrConflict.
type Damage struct {
	Capture hearsay.CaptureID // empty where the bytes belong to none
	Segment string
	Offset  int64
	Reason  string
}

// Error names the record and the reason.
func (d *Damage) Error() string {
	return fmt.Sprintf("capture %s, segment %s at %d: %s", d.Capture, d.Segment, d.Offset, d.Reason)
}

// Unwrap gives the kind of failure.
func (d *Damage) Unwrap() error { return hearsay.ErrConflict }

// Read gives the payload of a capture. It is compared with the capture's digest first; [*Damage] says that it
// is missing or has changed.
func (a *Archive) Read(ctx context.Context, c hearsay.Capture) ([]byte, error) {
	_, payload, err := a.Record(ctx, c)
	return payload, err
}

// Record is Read that also gives the gzip member as it lies in the segment.
func (a *Archive) Record(ctx context.Context, c hearsay.Capture) (member, payload []byte, err error) {
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	damage := func(reason string) error { return &Damage{c.ID, c.Segment, c.Offset, reason} }
	if c.Segment != filepath.Base(c.Segment) || c.Length <= 0 || c.Length > 2*warc.MaxBlock {
		return nil, nil, damage("the record of the database names no place in the archive")
	}
	file, err := a.open(c.Segment)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		return nil, nil, damage("the segment is missing")
	}
	if err != nil {
		return nil, nil, fault("read capture "+string(c.ID), err)
	}
	defer file.Close()
	member = make([]byte, c.Length)
	if n, err := file.ReadAt(member, c.Offset); n < len(member) {
		return nil, nil, damage(fmt.Sprintf("the segment ends after %d of %d bytes: %v", n, len(member), err))
	}
	payload, reason := Unpack(member, c)
	if reason != "" {
		return member, nil, damage(reason)
	}
	return member, payload, nil
}

// segmentFile is a segment that is read.
type segmentFile interface {
	io.ReadSeekCloser
	io.ReaderAt
}

func (a *Archive) open(segment string) (segmentFile, error) {
	f, err := a.files.Open(segment)
	if err != nil {
		return nil, err
	}
	file, ok := f.(segmentFile)
	if !ok {
		return nil, errors.Join(fmt.Errorf("open segment %s: it cannot be read from its middle", segment), f.Close())
	}
	return file, nil
}

// Size is how many bytes a segment has now.
func (a *Archive) Size(segment string) (int64, error) {
	info, err := fs.Stat(a.files, segment)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, &Damage{Segment: segment, Reason: "the segment is missing"}
	}
	if err != nil {
		return 0, fault("look at segment "+segment, err)
	}
	return info.Size(), nil
}

// Copy writes the first n bytes of a segment. What was promised is never changed, so others may write meanwhile.
func (a *Archive) Copy(ctx context.Context, w io.Writer, segment string, n int64) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	file, err := a.open(segment)
	if err != nil {
		return fault("copy segment "+segment, err)
	}
	defer file.Close()
	if _, err := io.CopyN(w, file, n); err != nil {
		return fault("copy segment "+segment, err)
	}
	return nil
}

// Unpack takes the payload out of the gzip member of a record, or says what is wrong with it.
func Unpack(member []byte, c hearsay.Capture) (payload []byte, reason string) {
	found := 0
	for r, err := range warc.Records(onlyReader{bytes.NewReader(member)}) {
		if err != nil {
			return nil, err.Error()
		}
		if found++; found > 1 {
			break
		}
		payload = r.Block
	}
	sum := sha256.Sum256(payload)
	switch {
	case found != 1:
		return nil, "there is not one record, but none or several"
	case hex.EncodeToString(sum[:]) != c.Digest:
		return nil, "the SHA-256 of the payload is not the digest of the capture"
	}
	return payload, ""
}

// onlyReader hides that a reader can go back: behind a damaged record there is nothing to look for here.
type onlyReader struct{ io.Reader }
