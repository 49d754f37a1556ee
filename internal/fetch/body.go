// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// The bounds on an answer.
const (
	maxPage    = 10 << 20
	maxFeed    = 8 << 20
	maxSitemap = 50 << 20

	maxRatio      = 200 // bytes out for one byte in, once ratioFree are out
	ratioFree     = 1 << 20
	minRate       = 1 << 10 // bytes a second, once graceful is over
	graceful      = 10 * time.Second
	wholeFetch    = 30 * time.Second
	connectWithin = 10 * time.Second
	headWithin    = 10 * time.Second
	maxHeader     = 64 << 10
)

// Kind is what is asked for; it decides how much of an answer is read.
type Kind string

// The kinds of request.
const (
	Page    Kind = "page"
	Feed    Kind = "feed"
	Sitemap Kind = "sitemap"
	robots  Kind = "robots"
)

func (k Kind) limit() int64 {
	switch k {
	case Feed:
		return maxFeed
	case Sitemap:
		return maxSitemap
	case robots:
		return maxRobotsBytes
	}
	return maxPage
}

// bodyRead is what came of a body. Truncated and Quarantine say why it is not whole, or not to be read further.
type bodyRead struct {
	payload               []byte
	truncated, quarantine string
}

// readBody reads one body within the limit of its kind, one layer of compression unpacked. What came before a
// failure is kept.
func readBody(body io.Reader, encoding string, k Kind, clock func() time.Time) bodyRead {
	in := &paced{in: body, clock: clock, began: clock()}
	limit := k.limit()
	out := bytes.Buffer{}
	r, err := unpack(in, encoding)
	if err != nil {
		_, _ = io.Copy(&out, io.LimitReader(in, limit))
		return bodyRead{payload: out.Bytes(), quarantine: err.Error()}
	}
	chunk := make([]byte, 32<<10)
	for {
		n, err := r.Read(chunk)
		out.Write(chunk[:min(int64(n), limit-int64(out.Len()))])
		switch {
		case r != io.Reader(in) && int64(out.Len()) > ratioFree && int64(out.Len()) > maxRatio*in.count:
			return bodyRead{out.Bytes(), "", fmt.Sprintf("compressed more than %d:1", maxRatio)}
		case err == io.EOF:
			return bodyRead{payload: out.Bytes()}
		case err != nil:
			return bodyRead{payload: out.Bytes(), truncated: err.Error()}
		case int64(out.Len()) >= limit:
			return bodyRead{payload: out.Bytes(), truncated: fmt.Sprintf("longer than %d bytes", limit)}
		}
	}
}

func unpack(in io.Reader, encoding string) (io.Reader, error) {
	switch encoding = strings.ToLower(strings.TrimSpace(encoding)); encoding {
	case "", "identity":
		return in, nil
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(in)
		if err == io.EOF {
			return strings.NewReader(""), nil
		}
		return z, err
	case "deflate":
		head := make([]byte, 2)
		n, err := io.ReadFull(in, head)
		whole := io.MultiReader(bytes.NewReader(head[:n]), in)
		if err == nil && head[0]&0x0f == 8 && (uint(head[0])<<8|uint(head[1]))%31 == 0 {
			return zlib.NewReader(whole)
		}
		return flate.NewReader(whole), nil // some servers leave the zlib header out
	}
	return nil, fmt.Errorf("content encoding %.60q is not read", encoding)
}

var errTooSlow = errors.New("slower than 1 KiB a second")

// paced counts what is read and gives up on a server that drips.
type paced struct {
	in    io.Reader
	clock func() time.Time
	began time.Time
	count int64
}

// Read implements io.Reader; a body that comes too slowly ends with errTooSlow.
func (p *paced) Read(b []byte) (int, error) {
	n, err := p.in.Read(b)
	p.count += int64(n)
	took := p.clock().Sub(p.began)
	if err == nil && took > graceful && p.count < int64(took.Seconds()*minRate) {
		return n, errTooSlow
	}
	return n, err
}
