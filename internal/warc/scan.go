// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package warc

import (
	"bufio"
	"bytes"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"hash/fnv"
	"io"
	"strconv"
	"strings"
)

// scanner finds the records in a plain stream: a plain file, or one gzip member of a compressed one.
type scanner struct {
	f      *file
	in     *rereader
	b      *bufio.Reader
	at     int64   // bytes of the stream taken
	member int64   // where the gzip member begins in the file; -1 in a plain file
	found  int     // records
	last   *Record // found, not given yet
}

func newScanner(f *file, r io.Reader, member int64) *scanner {
	in := &rereader{r: r}
	if f.plain == nil {
		f.plain = bufio.NewReaderSize(in, 64<<10)
	}
	f.plain.Reset(in)
	return &scanner{f: f, in: in, b: f.plain, member: member}
}

// rereader is a stream to which bytes can be given back.
type rereader struct {
	back [][]byte
	r    io.Reader
}

// Read implements io.Reader.
func (r *rereader) Read(p []byte) (int, error) {
	for len(r.back) > 0 {
		top := len(r.back) - 1
		if n := copy(p, r.back[top]); n > 0 {
			r.back[top] = r.back[top][n:]
			return n, nil
		}
		r.back = r.back[:top]
	}
	return r.r.Read(p)
}

// offset is where in the file what begins at place at of the stream is to be looked for.
func (s *scanner) offset(at int64) int64 {
	if s.member >= 0 {
		return s.member
	}
	return at
}

// run reads the stream to its end and gives all records of it but the last of a gzip member, which it returns.
func (s *scanner) run() *Record {
	for !s.f.done && s.sync() {
		start := s.at
		r, reason := s.record()
		if reason != "" {
			s.f.skip(s.offset(start), reason, nil)
			continue
		}
		r.Offset = s.offset(start)
		s.found++
		if s.member < 0 {
			r.Length = s.at - start
			s.f.give(r)
			continue
		}
		s.f.give(s.last)
		s.last = r
	}
	return s.last
}

const marker = "WARC/"

// sync goes to where the next record begins and reports whether there is one. Bytes between records are an
// error, unless they follow a record that was skipped.
func (s *scanner) sync() bool {
	s.skipLineEnds()
	if head, _ := s.b.Peek(len(marker)); string(head) == marker {
		return true
	} else if len(head) > 0 && !s.f.gap {
		s.f.skip(s.offset(s.at), "there is no record", nil)
		s.f.doubt = true
	}
	begin := s.at
	for {
		buf, err := s.b.Peek(4096)
		if i := findVersion(buf); i >= 0 {
			s.discard(i)
			return true
		}
		if err != nil || s.member >= 0 && s.at-begin > MaxBlock {
			s.discard(len(buf))
			return false
		}
		s.discard(len(buf) - maxVersion)
	}
}

func (s *scanner) skipLineEnds() {
	for {
		c, err := s.b.Peek(1)
		if err != nil || c[0] != '\r' && c[0] != '\n' {
			return
		}
		s.discard(1)
	}
}

func (s *scanner) discard(n int) {
	n, _ = s.b.Discard(n)
	s.at += int64(n)
}

// maxVersion is how many bytes a version line with its end can take.
const maxVersion = len("WARC/1.10\r\n")

// findVersion gives the place of a whole version line in b, or -1.
func findVersion(b []byte) int {
	for from := 0; ; {
		i := bytes.Index(b[from:], []byte(marker))
		if i < 0 {
			return -1
		}
		from += i
		line := b[from:min(len(b), from+maxVersion)]
		if end := bytes.IndexAny(line, "\r\n"); end > len(marker)+2 && isVersion(string(line[len(marker):end])) {
			return from
		}
		from += len(marker)
	}
}

func isVersion(s string) bool {
	for _, c := range s {
		if (c < '0' || c > '9') && c != '.' {
			return false
		}
	}
	return len(s) > 1 && s[1] == '.'
}

// record reads the record that begins here, or says why it is none. It always takes the marker at least.
func (s *scanner) record() (r *Record, reason string) {
	r = &Record{}
	if reason := s.header(r); reason != "" {
		return nil, reason
	}
	length, reason := contentLength(r.Header)
	if reason != "" {
		return nil, reason
	}
	var block bytes.Buffer
	n, err := io.CopyN(&block, s.b, length) // grows with what comes, not with what is promised
	s.at += n
	if err != nil {
		s.f.doubt = !endsInside(r, block.Bytes())
		s.unread(block.Bytes())
		return nil, "it ends before the length it gives"
	}
	end, _ := s.b.Peek(4)
	switch {
	case string(end) == "\r\n\r\n":
		s.discard(4)
	case strings.HasPrefix(string(end), "\n\n"):
		s.discard(2)
	default:
		s.unread(block.Bytes())
		return nil, "it does not end where its length says"
	}
	r.Block = block.Bytes()
	s.f.budget += 2 * n
	return r, s.check(r)
}

// endsInside reports whether the HTTP answer in a block that runs on to the end of the file says itself where it
// ends, and a record follows there. Without that the file may as well have been cut within the block, and what
// looks like the next record may be something that a page quotes, or plants.
func endsInside(r *Record, block []byte) bool {
	head := bytes.Index(block, []byte("\r\n\r\n"))
	if r.Type != Response || head < 0 {
		return false
	}
	for line := range strings.SplitSeq(string(block[:head]), "\r\n") {
		name, value, _ := strings.Cut(line, ":")
		if !strings.EqualFold(name, "Content-Length") {
			continue
		}
		n, err := strconv.ParseUint(strings.TrimSpace(value), 10, 31)
		body := block[head+4:]
		return err == nil && n <= uint64(len(body)) && bytes.HasPrefix(body[n:], []byte("\r\n\r\n"+marker))
	}
	return false
}

// unread gives a block back, so that records which a lying length has swallowed are found.
func (s *scanner) unread(block []byte) {
	if !s.f.again(int64(len(block))) {
		return
	}
	ahead, _ := s.b.Peek(s.b.Buffered())
	s.in.back = append(s.in.back, bytes.Clone(ahead), block)
	s.b.Reset(s.in)
	s.at -= int64(len(block))
}

// header reads the version and the fields.
func (s *scanner) header(r *Record) (reason string) {
	left := maxHeader
	for first := true; ; first = false {
		if head, _ := s.b.Peek(len(marker)); !first && string(head) == marker {
			return "its header ends in another record"
		}
		line, reason := s.line(&left)
		switch {
		case reason != "":
			return reason
		case first:
			r.Version = line
		case line == "":
			return s.fields(r)
		case line[0] == ' ' || line[0] == '\t':
			if len(r.Header) == 0 {
				return "its header begins with a continued line"
			}
			last := &r.Header[len(r.Header)-1]
			last.Value = strings.TrimSpace(last.Value + " " + strings.TrimSpace(line))
		default:
			name, value, ok := strings.Cut(line, ":")
			if !ok {
				return "its header has a line without a colon"
			}
			r.Header = append(r.Header, Field{strings.TrimSpace(name), strings.TrimSpace(value)})
		}
	}
}

// line reads one line of a header without its end.
func (s *scanner) line(left *int) (line, reason string) {
	b, err := s.b.ReadSlice('\n')
	s.at += int64(len(b))
	*left -= len(b)
	if *left < 0 || err == bufio.ErrBufferFull {
		return "", "its header is over " + strconv.Itoa(maxHeader) + " bytes"
	}
	if err != nil {
		return "", "it ends within its header"
	}
	return strings.TrimRight(string(b), "\r\n"), ""
}

func (s *scanner) fields(r *Record) (reason string) {
	switch r.Version {
	case "WARC/0.17", "WARC/0.18", "WARC/1.0", "WARC/1.1":
	default:
		return "its version " + strconv.Quote(r.Version) + " is not known"
	}
	r.Type = strings.ToLower(r.Header.Get("WARC-Type"))
	r.ID = trimURI(r.Header.Get("WARC-Record-ID"))
	r.Date = parseDate(r.Header.Get("WARC-Date"))
	r.URI = trimURI(r.Header.Get("WARC-Target-URI"))
	r.Media = r.Header.Get("Content-Type")
	return ""
}

func contentLength(h Header) (n int64, reason string) {
	text := ""
	for _, f := range h {
		if !strings.EqualFold(f.Name, "Content-Length") {
			continue
		}
		if text != "" && text != f.Value {
			return 0, "it gives two lengths"
		}
		text = f.Value
	}
	u, err := strconv.ParseUint(text, 10, 63)
	switch {
	case text == "":
		return 0, "it gives no length"
	case err != nil:
		return 0, "its length is no number"
	case u > MaxBlock:
		return 0, "its length is over " + strconv.Itoa(MaxBlock) + " bytes"
	}
	return int64(u), ""
}

// maxIDs bounds the memory for record IDs; repeated ones behind it are not noticed.
const maxIDs = 1 << 20

// check refuses a whole record whose digest is wrong, or whose ID was there before.
func (s *scanner) check(r *Record) (reason string) {
	if declared := r.Header.Get("WARC-Block-Digest"); declared != "" && !matches(declared, r.Block) {
		return "its digest is wrong"
	}
	if r.ID == "" {
		return ""
	}
	h := fnv.New64a()
	h.Write([]byte(r.ID))
	if _, seen := s.f.ids[h.Sum64()]; seen {
		return "its ID was there before"
	}
	if len(s.f.ids) < maxIDs {
		s.f.ids[h.Sum64()] = struct{}{}
	}
	return ""
}

// matches compares bytes with a labelled digest in base 32 or 16. An algorithm nobody here knows proves nothing
// and is no reason to drop a record.
func matches(declared string, b []byte) bool {
	label, want, _ := strings.Cut(declared, ":")
	var sum []byte
	switch strings.ToLower(strings.ReplaceAll(label, "-", "")) {
	case "sha1":
		h := sha1.Sum(b)
		sum = h[:]
	case "sha256":
		h := sha256.Sum256(b)
		sum = h[:]
	case "md5":
		h := md5.Sum(b)
		sum = h[:]
	default:
		return true
	}
	return strings.EqualFold(want, base32.StdEncoding.EncodeToString(sum)) || strings.EqualFold(want, hex.EncodeToString(sum))
}
