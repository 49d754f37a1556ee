// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package warc

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"hearsay"
	"hearsay/internal/coding"
)

// MaxBody is how many bytes an HTTP body may have, unpacked.
const MaxBody = 10 << 20

// ErrLimit is a body over the limit, or a bomb. It is of the kind hearsay.ErrInvalid.
var ErrLimit = fmt.Errorf("over a limit: %w", hearsay.ErrInvalid)

// Answer is an HTTP response as it lies in a record.
type Answer struct {
	Status    int
	Header    Header
	Body      []byte // without transfer and content encoding
	Truncated string // why the body is not whole; empty where it is
}

// ParseResponse reads the block of a response record. A body that ends early, or whose checksum is wrong, is
// given as far as it goes, with the reason in Truncated; one that is over a limit, or packed in a way that is
// not read (see [coding.Decode]), is an error of the kind hearsay.ErrInvalid.
func ParseResponse(block []byte) (*Answer, error) {
	b := bufio.NewReader(bytes.NewReader(block))
	a := &Answer{}
	if err := a.head(b); err != nil {
		return nil, err
	}
	rest, _ := io.ReadAll(b) // of memory: no error
	if strings.EqualFold(strings.TrimSpace(a.Header.Get("Transfer-Encoding")), "chunked") {
		rest = a.unchunk(rest)
	}
	body, err := coding.Decode(rest, a.Header.Get("Content-Encoding"), MaxBody)
	if errors.Is(err, coding.ErrForeign) { // unpacked already, like the chunks
		body, err = coding.Decode(rest, "", MaxBody)
	}
	switch {
	case errors.Is(err, coding.ErrLong), errors.Is(err, coding.ErrRefused):
		return nil, fmt.Errorf("read response: body of %d bytes: %w: %w", len(rest), err, ErrLimit)
	case err != nil:
		a.Truncated = err.Error()
	}
	a.Body = body
	return a, nil
}

// head reads the status line and the fields.
func (a *Answer) head(b *bufio.Reader) error {
	left := maxHeader
	for first := true; ; first = false {
		line, err := b.ReadString('\n')
		left -= len(line)
		if err != nil || left < 0 {
			return fmt.Errorf("read response: its header does not end: %w", hearsay.ErrInvalid)
		}
		line = strings.TrimRight(line, "\r\n")
		if first {
			if a.Status, err = status(line); err != nil {
				return err
			}
			continue
		}
		if line == "" {
			return nil
		}
		if name, value, ok := strings.Cut(line, ":"); ok {
			a.Header = append(a.Header, Field{strings.TrimSpace(name), strings.TrimSpace(value)})
		}
	}
}

func status(line string) (int, error) {
	fields := strings.Fields(line)
	if len(fields) < 2 || !strings.HasPrefix(fields[0], "HTTP/") {
		return 0, fmt.Errorf("read response: %.40q is no status line: %w", line, hearsay.ErrInvalid)
	}
	n, err := strconv.Atoi(fields[1])
	if err != nil || n < 100 || n > 999 {
		return 0, fmt.Errorf("read response: status %.40q is no status: %w", fields[1], hearsay.ErrInvalid)
	}
	return n, nil
}

// unchunk takes the chunks apart. Some archives keep the header of a body that they have already decoded: what
// does not begin with a chunk is taken as it is.
func (a *Answer) unchunk(b []byte) []byte {
	var body []byte
	for first := true; ; first = false {
		size, rest, ok := chunkSize(b)
		switch {
		case !ok && first:
			return b
		case !ok:
			a.Truncated = "a chunk has no size"
			return body
		case size == 0:
			return body
		case size > uint64(len(rest)):
			a.Truncated = "the last chunk is missing"
			return append(body, rest...)
		}
		body = append(body, rest[:size]...)
		b = bytes.TrimPrefix(bytes.TrimPrefix(rest[size:], []byte("\r")), []byte("\n"))
	}
}

func chunkSize(b []byte) (size uint64, rest []byte, ok bool) {
	line, rest, ok := bytes.Cut(b, []byte("\n"))
	if !ok {
		return 0, nil, false
	}
	digits, _, _ := strings.Cut(string(line), ";")
	size, err := strconv.ParseUint(strings.TrimSpace(digits), 16, 31)
	return size, rest, err == nil
}
