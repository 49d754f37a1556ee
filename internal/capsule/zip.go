// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package capsule

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"slices"
)

// A capsule is a zip file in one form: the files in their order, stored as they are, with nothing that is not needed. Every byte
// of it follows from names and contents, so every byte can be checked; and there is nothing to unpack, nothing that could
// overlap, and no name that leads anywhere. Any program that reads zip files reads it.

const (
	localSize  = 30     // of a header before a file, without the name
	sumAt      = 14     // in it: the checksum
	sumEnd     = 18     //
	sizeAt     = 18     // in it: the size, twice
	noDate     = 0x0021 // 1 January 1980, the first there is
	zipVersion = 20
)

// entry is a file in the zip.
type entry struct {
	name    string
	content []byte
	at      int64 // of its header
	// sumFits tells that the checksum in the header is that of the content; otherAt is where the header is otherwise than it
	// should be apart from that, -1 where it is not.
	sumFits bool
	otherAt int64
}

// common are the fields that a file has in both of its headers.
func common(e *entry) []byte {
	var b []byte
	le := binary.LittleEndian
	b = le.AppendUint16(b, zipVersion)
	b = le.AppendUint16(b, 0) // flags
	b = le.AppendUint16(b, 0) // stored
	b = le.AppendUint16(b, 0) // time
	b = le.AppendUint16(b, noDate)
	b = le.AppendUint32(b, crc32.ChecksumIEEE(e.content))
	b = le.AppendUint32(b, uint32(len(e.content)))
	b = le.AppendUint32(b, uint32(len(e.content)))
	b = le.AppendUint16(b, uint16(len(e.name)))
	return le.AppendUint16(b, 0) // no extra fields
}

// local is the header before a file.
func local(e *entry) []byte {
	return slices.Concat([]byte("PK\x03\x04"), common(e), []byte(e.name))
}

// directory is what stands behind all files.
func directory(entries []*entry, at int64) []byte {
	le := binary.LittleEndian
	var b []byte
	for _, e := range entries {
		b = append(b, "PK\x01\x02"...)
		b = le.AppendUint16(b, zipVersion)
		b = append(b, common(e)...)
		b = append(b, make([]byte, 10)...) // no comment, one disk, no attributes
		b = le.AppendUint32(b, uint32(e.at))
		b = append(b, e.name...)
	}
	size := len(b)
	b = append(b, "PK\x05\x06\x00\x00\x00\x00"...)
	b = le.AppendUint16(b, uint16(len(entries)))
	b = le.AppendUint16(b, uint16(len(entries)))
	b = le.AppendUint32(b, uint32(size))
	b = le.AppendUint32(b, uint32(at))
	return le.AppendUint16(b, 0)
}

// pack makes the zip of the files.
func pack(entries []*entry) []byte {
	var b []byte
	for _, e := range entries {
		e.at = int64(len(b))
		b = append(append(b, local(e)...), e.content...)
	}
	return append(b, directory(entries, int64(len(b)))...)
}

// unpack reads a zip with the files of these names, in this order. It gives those that it can find, and where it cannot go on the
// name of the file at which that is; directoryAt is where what follows the files is otherwise than it should be, -1 where it is not.
func unpack(b []byte, names []string) (entries []*entry, lost string, directoryAt int64) {
	at := 0
	for _, name := range names {
		if at+localSize+len(name) > len(b) {
			return entries, name, -1
		}
		header := b[at : at+localSize+len(name)]
		e := &entry{name: name, at: int64(at), otherAt: -1}
		if e.content = contentBehind(header, b[at+len(header):]); e.content == nil {
			return entries, name, -1
		}
		e.compare(header)
		entries = append(entries, e)
		at += len(header) + len(e.content)
	}
	want := directory(entries, int64(at))
	if i := differ(want, b[at:]); i >= 0 {
		return entries, "", int64(at + i)
	}
	return entries, "", -1
}

// contentBehind is the content that a header leads to; nil where it leads out of the file. A header has the size twice: where one
// of them is wrong, the checksum tells which.
func contentBehind(header, rest []byte) (content []byte) {
	for _, at := range []int{sizeAt, sizeAt + 4} {
		size := int64(binary.LittleEndian.Uint32(header[at:]))
		if size > int64(len(rest)) {
			continue
		}
		if content == nil || crc32.ChecksumIEEE(rest[:size]) == binary.LittleEndian.Uint32(header[sumAt:]) {
			content = rest[:size:size]
		}
	}
	return content
}

// compare holds a header against what it should be.
func (e *entry) compare(header []byte) {
	want := local(e)
	e.sumFits = bytes.Equal(header[sumAt:sumEnd], want[sumAt:sumEnd])
	copy(want[sumAt:sumEnd], header[sumAt:sumEnd])
	if i := differ(want, header); i >= 0 {
		e.otherAt = e.at + int64(i)
	}
}

// differ is the first place where two are not the same; -1 where they are.
func differ(a, b []byte) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	if len(a) != len(b) {
		return n
	}
	return -1
}
