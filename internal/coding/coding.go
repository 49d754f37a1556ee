// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package coding unpacks the content codings of HTTP: gzip, deflate, br and zstd, one layer of them, within bounds that
// hold whatever the bytes claim. It is pure.
package coding

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// Accepted are the codings that are read, as a client says so to a server.
const Accepted = "gzip, deflate, br, zstd"

// The bounds besides the one that the caller sets.
const (
	maxRatio  = 200 // bytes out for one byte in, once ratioFrom are out
	ratioFrom = 1 << 20
	maxWindow = 8 << 20 // bytes that a zstd frame may look back
)

// What Decode says of bytes that it does not unpack, or not to their end. Anything else is damage.
var (
	ErrRefused = errors.New("not unpacked")           // a coding that is not read, two layers, or a bomb
	ErrForeign = errors.New("not coded as declared")  // the bytes are of another coding, or of none
	ErrLong    = errors.New("longer than is allowed") // the rest was left
)

// Decode unpacks raw, which is coded as name says (in any case; empty for not at all), to at most limit bytes.
//
// The bytes that come with an error of ErrRefused or ErrForeign are raw itself: they are to be kept and not to be read.
// Those that come with any other error are what was unpacked before it.
func Decode(raw []byte, name string, limit int) ([]byte, error) {
	name = strings.ToLower(strings.TrimSpace(name))
	if name == "" || name == "identity" {
		return first(raw, limit)
	}
	if len(raw) == 0 {
		return nil, nil // nothing is nothing in every coding
	}
	in := bytes.NewReader(raw)
	r, closer, err := open(in, raw, name)
	if err != nil {
		return raw, err
	}
	defer closer()
	most := min(limit, max(ratioFrom, maxRatio*len(raw)))
	out, err := io.ReadAll(io.LimitReader(r, int64(most)+1))
	taken := len(raw) - in.Len()
	switch {
	case len(out) > ratioFrom && len(out) > maxRatio*taken:
		return raw, fmt.Errorf("%w: compressed more than %d:1", ErrRefused, maxRatio)
	case errors.Is(err, zstd.ErrWindowSizeExceeded):
		return raw, fmt.Errorf("%w: a window of more than %d MiB", ErrRefused, maxWindow>>20)
	case err != nil && len(out) == 0 && !looksLike(raw, name) && err != io.ErrUnexpectedEOF:
		return raw, fmt.Errorf("%w: no %s: %w", ErrForeign, name, err)
	case len(out) > limit:
		return first(out, limit)
	}
	return out, err
}

func first(b []byte, limit int) ([]byte, error) {
	if len(b) > limit {
		return b[:limit], fmt.Errorf("%w: more than %d bytes", ErrLong, limit)
	}
	return b, nil
}

// open gives a reader of what is packed in raw, which in reads, and what ends it.
func open(in io.Reader, raw []byte, name string) (r io.Reader, closer func(), err error) {
	closer = func() {}
	switch name {
	case "gzip", "x-gzip":
		r, err = gzip.NewReader(in)
	case "deflate":
		r, err = flate.NewReader(in), nil
		if looksLike(raw, name) { // some servers leave the zlib header out
			r, err = zlib.NewReader(in)
		}
	case "br":
		r = brotli.NewReader(in)
	case "zstd":
		var z *zstd.Decoder
		z, err = zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
			zstd.WithDecoderMaxWindow(maxWindow))
		if err == nil {
			return z, z.Close, nil
		}
	default:
		return nil, nil, fmt.Errorf("%w: content coding %.60q is not read", ErrRefused, name)
	}
	if err != nil {
		r = damaged{err}
	}
	return r, closer, nil
}

// damaged is a reader of bytes that cannot even be begun with.
type damaged struct{ err error }

// Read implements io.Reader.
func (d damaged) Read([]byte) (int, error) { return 0, d.err }

// looksLike reports whether raw begins like the coding; br has no beginning of its own.
func looksLike(raw []byte, name string) bool {
	switch name {
	case "gzip", "x-gzip":
		return bytes.HasPrefix(raw, []byte("\x1f\x8b"))
	case "deflate":
		return len(raw) >= 2 && raw[0]&0x0f == 8 && (uint(raw[0])<<8|uint(raw[1]))%31 == 0
	case "zstd":
		isSkippable := len(raw) >= 4 && raw[0]&0xf0 == 0x50 && bytes.Equal(raw[1:4], []byte("\x2a\x4d\x18"))
		return isSkippable || bytes.HasPrefix(raw, []byte("\x28\xb5\x2f\xfd"))
	}
	return false
}
