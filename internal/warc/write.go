// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package warc

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"

	"hearsay"
)

// Encode gives a record as one gzip member; see [Encoder.Encode].
func Encode(r *Record) ([]byte, error) { return new(Encoder).Encode(r) }

// Encoder writes one record after the other. It keeps the tables of the compressor, which cost more than a
// short record. The zero value is ready; it is for one goroutine at a time.
type Encoder struct{ z *gzip.Writer }

// Encode gives a record as one gzip member in the form of WARC/1.1: equal records give equal bytes. Of the
// record, Type, ID, Date, URI, Media and Block are written, then the fields of Header; lengths and the digest
// of the block follow from them.
func (e *Encoder) Encode(r *Record) ([]byte, error) {
	if len(r.Block) > MaxBlock {
		return nil, fmt.Errorf("write record of %s: %d bytes are over the limit of %d: %w",
			r.URI, len(r.Block), MaxBlock, hearsay.ErrInvalid)
	}
	var head strings.Builder
	head.WriteString("WARC/1.1\r\n")
	fields := append(Header{
		{"WARC-Type", r.Type},
		{"WARC-Record-ID", bracket(r.ID)},
		{"WARC-Date", r.Date.UTC().Format("2006-01-02T15:04:05.000000Z")},
		{"WARC-Target-URI", r.URI},
		{"Content-Type", r.Media},
		{"WARC-Block-Digest", Digest(r.Block)},
		{"Content-Length", strconv.Itoa(len(r.Block))},
	}, r.Header...)
	for _, f := range fields {
		if f.Value != "" {
			head.WriteString(f.Name + ": " + oneLine.Replace(f.Value) + "\r\n")
		}
	}
	head.WriteString("\r\n")
	if head.Len() > maxHeader {
		return nil, fmt.Errorf("write record of %.100s: header over %d bytes: %w", r.URI, maxHeader, hearsay.ErrInvalid)
	}
	var b bytes.Buffer
	if e.z == nil {
		e.z = gzip.NewWriter(&b)
	} else {
		e.z.Reset(&b)
	}
	for _, piece := range [][]byte{[]byte(head.String()), r.Block, []byte("\r\n\r\n")} {
		if _, err := e.z.Write(piece); err != nil {
			return nil, err
		}
	}
	if err := e.z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// oneLine keeps a value from becoming a second field.
var oneLine = strings.NewReplacer("\r", "%0D", "\n", "%0A", "\x00", "%00")

func bracket(id string) string {
	if id == "" {
		return ""
	}
	return "<" + id + ">"
}

// Digest is the labelled SHA-256 of bytes, as it stands in WARC-Block-Digest.
func Digest(b []byte) string {
	sum := sha256.Sum256(b)
	return "sha256:" + base32.StdEncoding.EncodeToString(sum[:])
}

// EncodeInfo gives the warcinfo record that a file begins with.
func EncodeInfo(id string, at time.Time, software string) ([]byte, error) {
	return Encode(&Record{Type: Info, ID: id, Date: at, Media: "application/warc-fields",
		Block: []byte("software: " + oneLine.Replace(software) + "\r\nformat: WARC File Format 1.1\r\n")})
}
