// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package archive

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/warc"
)

// Erase overwrites the record of a capture with one of the same length that says only that something was erased, and returns when that is
// on the disk. The segment stays a WARC file. Doing it twice is doing it once.
func (a *Archive) Erase(ctx context.Context, t hearsay.Tombstone) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	doing := "erase capture " + string(t.Capture)
	if a.dir == "" || t.Segment != filepath.Base(t.Segment) || t.Length <= 0 || t.Length > 2*warc.MaxBlock {
		return &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: doing, Cause: fmt.Errorf("segment %q at %d is no place to write to", t.Segment, t.Offset)}
	}
	member, err := tombstone(t)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	file, err := os.OpenFile(filepath.Join(a.dir, t.Segment), os.O_WRONLY, 0)
	if err != nil {
		return fault(doing, err)
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || info.Size() < t.Offset+t.Length {
		return &Damage{t.Capture, t.Segment, t.Offset, "the segment ends before the record does"}
	}
	if _, err := file.WriteAt(member, t.Offset); err != nil {
		return fault(doing, err)
	}
	if err := file.Sync(); err != nil {
		return fault(doing, err)
	}
	return nil
}

// IsErased reports whether a tombstone lies where the record of a capture was.
func (a *Archive) IsErased(t hearsay.Tombstone) (bool, error) {
	want, err := tombstone(t)
	if err != nil {
		return false, err
	}
	file, err := a.open(t.Segment)
	if err != nil {
		return false, fault("look at what was erased of "+string(t.Capture), err)
	}
	defer file.Close()
	there := make([]byte, len(want))
	if n, _ := file.ReadAt(there, t.Offset); n < len(there) {
		return false, nil // and why is told where the segment is read
	}
	return bytes.Equal(there, want), nil
}

// tombstone gives the gzip member that takes the place of a record: a WARC record of type metadata, filled up with blanks and not compressed, with what
// is left over in the extra field of the gzip head (RFC 1952). A place that is too short for it gets a member with nothing in it. Equal tombstones give equal bytes.
func tombstone(t hearsay.Tombstone) ([]byte, error) {
	least, err := stored(tombstoneRecord(t, 0), nil)
	if err != nil {
		return nil, err
	}
	record, blocks := []byte(nil), int(t.Length)/65535+1
	if fill := int(t.Length) - len(least) - 32 - 5*blocks; fill >= 0 { // the length of the record has more digits, each block a head
		record = tombstoneRecord(t, fill)
	}
	bare, err := stored(record, nil)
	if err != nil {
		return nil, err
	}
	extra := int(t.Length) - len(bare) - 2
	if extra < 0 {
		return nil, fmt.Errorf("no tombstone is as short as %d bytes: %w", t.Length, hearsay.ErrInvalid)
	}
	return stored(record, make([]byte, extra))
}

func tombstoneRecord(t hearsay.Tombstone, fill int) []byte {
	return fmt.Appendf(nil, "WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: <%s>\r\nWARC-Date: %s\r\nHearsay-Erased: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
		recordID("erased-"+string(t.Capture)), t.At.UTC().Format(time.RFC3339), t.Decision, fill, strings.Repeat(" ", fill))
}

// stored gives a gzip member that holds bytes as they are.
func stored(b, extra []byte) ([]byte, error) {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.NoCompression)
	if err != nil {
		return nil, err
	}
	z.Extra = extra
	if _, err := z.Write(b); err != nil {
		return nil, err
	}
	err = z.Close()
	return out.Bytes(), err
}
