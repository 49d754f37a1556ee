// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package warc

import (
	"bufio"
	"cmp"
	"errors"
	"io"
	"iter"

	"github.com/klauspost/compress/gzip"
)

// Records reads a file from its beginning, or from where r stands. It gives each record, and an [*Error] for
// each part that had to be skipped; reading goes on behind it. An error of r itself ends the reading and is
// given as it is. If r is also an io.Seeker, a record that lies about its end hides less of what follows it.
func Records(r io.Reader) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		s := &source{r: r}
		s.seeker, _ = r.(io.Seeker)
		s.restart(0)
		f := &file{in: s, yield: yield, ids: map[uint64]struct{}{}, budget: 4 * MaxBlock}
		f.read()
	}
}

// source is the raw file: it knows how far it was read, and remembers its own error, which no damage of the content can
// cause. Of b gzip takes no byte more than its member has, and it knows a bufio.Reader by its type and is quick with it.
type source struct {
	r      io.Reader
	seeker io.Seeker
	base   int64 // where seeker stood at the start
	b      *bufio.Reader
	filled int64 // where what b has been filled with ends
	err    error
}

// at is where the next byte of b lies in the file.
func (s *source) at() int64 { return s.filled - int64(s.b.Buffered()) }

func (s *source) restart(at int64) {
	if s.b == nil {
		if s.seeker != nil {
			base, err := s.seeker.Seek(0, io.SeekCurrent)
			if err != nil {
				s.seeker = nil // a pipe has the method and cannot do it
			}
			s.base = base
		}
		s.b = bufio.NewReaderSize(faults{s}, 64<<10)
		return
	}
	if _, err := s.seeker.Seek(s.base+at, io.SeekStart); err != nil {
		s.err = err
	}
	s.b.Reset(faults{s})
	s.filled = at
}

// faults reads the file, counts, and keeps its error.
type faults struct{ s *source }

// Read implements io.Reader.
func (f faults) Read(p []byte) (int, error) {
	if f.s.err != nil {
		return 0, f.s.err
	}
	n, err := f.s.r.Read(p)
	f.s.filled += int64(n)
	if err != nil && err != io.EOF {
		f.s.err = err
	}
	return n, err
}

// file is the reading of one file.
type file struct {
	in     *source
	yield  func(*Record, error) bool
	ids    map[uint64]struct{} // hashes of the record IDs seen
	done   bool                // yield wants no more
	gap    bool                // the next record comes after damage
	doubt  bool                // and may be a piece of another one's content
	budget int64               // bytes that may still be read a second time; see again
	z      gzip.Reader         // of the members, one after another
	plain  *bufio.Reader       // what they hold
}

func (f *file) read() {
	head, _ := f.in.b.Peek(2)
	if len(head) == 2 && head[0] == gzipMagic[0] && head[1] == gzipMagic[1] {
		f.members()
	} else {
		newScanner(f, f.in.b, -1).run()
	}
	if f.in.err != nil && !f.done {
		f.yield(nil, f.in.err)
	}
}

// give hands a record on; nil is none.
func (f *file) give(r *Record) {
	if r == nil {
		return
	}
	r.Doubtful = f.doubt
	f.gap, f.doubt = false, false
	if !f.done && !f.yield(r, nil) {
		f.done = true
	}
}

func (f *file) skip(offset int64, reason string, cause error) {
	f.gap = true
	if f.in.err != nil {
		return // the file cannot be read: that is no damage of the record
	}
	if !f.done && !f.yield(nil, &Error{offset, reason, cause}) {
		f.done = true
	}
}

var gzipMagic = [...]byte{0x1f, 0x8b, 8}

// members reads a file of gzip members.
func (f *file) members() {
	for !f.done && f.in.err == nil {
		start := f.in.at()
		if _, err := f.in.b.Peek(1); err != nil {
			return
		}
		err := f.z.Reset(f.in.b)
		if err == nil {
			f.z.Multistream(false)
			err = f.member(&f.z, start)
		}
		if err == nil {
			f.doubt = false // whatever was wrong in this member, the next begins where it says
			continue
		}
		f.skip(start, "gzip member is damaged", err)
		f.doubt = true
		if f.in.seeker != nil && f.again(f.in.at()-start-1) {
			f.in.restart(start + 1)
		}
		if !f.nextMember() {
			return
		}
	}
}

// member reads the records of one gzip member. The last of them is given only when the checksum behind it holds.
func (f *file) member(z *gzip.Reader, start int64) error {
	m := &memberReader{z: z}
	sc := newScanner(f, m, start)
	last := sc.run()
	switch {
	case f.done:
		return nil
	case m.err != io.EOF:
		return cmp.Or(m.err, errGarbage)
	case last != nil && sc.found == 1:
		last.Length = f.in.at() - start
	}
	f.give(last)
	return nil
}

// memberReader remembers how the member ended.
type memberReader struct {
	z   *gzip.Reader
	err error
}

// Read implements io.Reader.
func (m *memberReader) Read(p []byte) (int, error) {
	n, err := m.z.Read(p)
	if err != nil {
		m.err = err
	}
	return n, err
}

// nextMember goes to where a gzip header seems to begin.
func (f *file) nextMember() bool {
	for {
		head, err := f.in.b.Peek(4)
		if err != nil {
			return false
		}
		if head[0] == gzipMagic[0] && head[1] == gzipMagic[1] && head[2] == gzipMagic[2] && head[3]&0xe0 == 0 {
			return true
		}
		if _, err := f.in.b.ReadByte(); err != nil {
			return false
		}
	}
}

// again reports whether n bytes may be read a second time. A file of many records that all claim to be long
// would otherwise be read once for each of them.
func (f *file) again(n int64) bool {
	if n > f.budget {
		return false
	}
	f.budget -= n
	return true
}

var errGarbage = errors.New("it goes on without a record")
