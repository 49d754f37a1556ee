// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package warc reads and writes WARC files, the archive format of ISO 28500. It reads versions 0.18, 1.0 and
// 1.1, plain or as gzip, one member for each record or for many, in constant memory, and writes 1.1 with one
// gzip member for each record. What a damaged or hostile file says of itself (lengths above all) is never
// believed before it was read: a record that is not what it claims is skipped with a reason, and reading goes
// on at the next one.
package warc

import (
	"fmt"
	"strings"
	"time"

	"hearsay"
)

// MaxBlock is how many bytes of content a record may have.
const MaxBlock = 64 << 20

// maxHeader is how many bytes the header of a record may have.
const maxHeader = 64 << 10

// The types of record that matter here.
const (
	Response = "response" // Block is an HTTP response; see ParseResponse
	Resource = "resource" // Block is the payload itself
	Revisit  = "revisit"  // the same payload as an earlier record
	Info     = "warcinfo"
)

// Record is one record. Block is all of its content.
type Record struct {
	Version  string // "WARC/1.1"
	Type     string
	ID       string // WARC-Record-ID, without the angle brackets
	Date     time.Time
	URI      string // WARC-Target-URI, without angle brackets
	Media    string // Content-Type
	Header   Header // all fields, in order
	Block    []byte
	Offset   int64 // in the file: of the record, or of the gzip member it lies in
	Length   int64 // bytes it takes in the file, where it is alone in its gzip member or the file is plain
	Doubtful bool  // found by searching after damage: it may be a piece of another record's content
}

// Field is one line of a header.
type Field struct{ Name, Value string }

// Header is fields in the order of the file.
type Header []Field

// Get gives the first value of a field, whatever the case of its name; empty where there is none.
func (h Header) Get(name string) string {
	for _, f := range h {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}

// Error says which part of a file was skipped and why.
type Error struct {
	Offset int64 // in the file, of the record or gzip member
	Reason string
	Cause  error // may be nil
}

// Error gives the place and the reason.
func (e *Error) Error() string {
	if e.Cause != nil {
		return fmt.Sprintf("record at %d: %s: %v", e.Offset, e.Reason, e.Cause)
	}
	return fmt.Sprintf("record at %d: %s", e.Offset, e.Reason)
}

// Unwrap gives the kind of failure.
func (e *Error) Unwrap() error { return hearsay.ErrInvalid }

func trimURI(s string) string {
	return strings.TrimSuffix(strings.TrimPrefix(s, "<"), ">")
}

// parseDate reads WARC-Date; versions before 1.1 have no fractions. A date nobody can read is no date.
func parseDate(s string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}
