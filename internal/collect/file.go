// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/internal/read"
)

// The bounds of one file. A WARC may be of any size: its records are bounded.
const (
	MaxFile = 64 << 20 // bytes, unpacked
	MaxLine = 32 << 20 // bytes of one line
	peek    = 64 << 10
)

// FileOptions say how files are taken.
type FileOptions struct {
	Stdin io.Reader   // what "-" stands for
	Now   time.Time   // the time of fetching for files; a record of a WARC has its own
	Heard func(n int) // hears how many bytes of the files were read, as they are; nil for nobody
}

// Files gives the inputs that paths lead to: one for each file, one for each response in a WARC, also in one that lies
// in a WACZ. A folder is walked in the order of its names, without what begins with a dot. Of an archive one record is
// held at a time, whatever its size.
//
// What cannot be taken gives an error that names the file, and for a WARC the place in it; the next input follows.
// All errors are hearsay.ErrInvalid, with the cause: a file that is missing or may not be read is a wrong input too.
func Files(paths []string, o FileOptions) iter.Seq2[Input, error] {
	return func(yield func(Input, error) bool) {
		w := fileWalk{FileOptions: o, yield: yield}
		for _, p := range paths {
			if p == "-" {
				w.stdin()
			} else {
				w.path(p)
			}
			if w.stopped {
				return
			}
		}
	}
}

type fileWalk struct {
	FileOptions
	yield   func(Input, error) bool
	stopped bool
}

// stdin takes standard input, which may be a file that can be read at any place.
func (w *fileWalk) stdin() {
	if f, ok := w.Stdin.(*os.File); ok {
		w.stream("stdin", heardFile{f, w.Heard})
		return
	}
	w.stream("stdin", heard{w.Stdin, w.Heard})
}

func (w *fileWalk) give(in Input, err error) {
	if !w.stopped && !w.yield(in, err) {
		w.stopped = true
	}
}

// fail gives an error that says which file could not be taken.
func (w *fileWalk) fail(name string, err error, hint string) {
	w.give(Input{URL: "file:" + name}, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read " + name, Cause: err, Hint: hint})
}

func (w *fileWalk) path(path string) {
	info, err := os.Stat(path)
	if err != nil {
		hint := ""
		if strings.Contains(path, "://") {
			hint = "this takes files; hearsay feed add looks at an address"
		}
		w.fail(path, errors.Unwrap(err), hint)
		return
	}
	if !info.IsDir() {
		w.file(path, filepath.Base(path))
		return
	}
	_ = filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error {
		name, errName := filepath.Rel(path, p)
		switch {
		case w.stopped:
			return fs.SkipAll
		case err != nil || errName != nil:
			w.fail(filepath.ToSlash(p), errors.Join(err, errName), "")
		case p != path && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.Type().IsRegular():
			w.file(p, filepath.ToSlash(name))
		}
		return nil
	})
}

func (w *fileWalk) file(path, name string) {
	f, err := os.Open(path)
	if err != nil {
		w.fail(name, errors.Unwrap(err), "")
		return
	}
	defer f.Close()
	w.stream(name, heardFile{f, w.Heard})
}

// stream takes one file. An archive is recognised by its beginning and never held as a whole.
func (w *fileWalk) stream(name string, r io.Reader) {
	name = plainName(name)
	b := bufio.NewReaderSize(r, peek)
	head, err := b.Peek(peek)
	switch {
	case err != nil && err != io.EOF:
		w.fail(name, err, "")
	case len(head) == 0:
		w.fail(name, errors.New("the file is empty"), "")
	case read.Recognise(name, head) == read.WARC:
		w.warc(name, b, r)
	case bytes.HasPrefix(head, []byte("PK\x03\x04")) && w.wacz(name, r):
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		w.zipped(name, b)
	default:
		w.whole(name, b)
	}
}

// plainName takes out of a file's name what a terminal or a page would act upon.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(name, "\ufffd"))
}

func (w *fileWalk) zipped(name string, r io.Reader) {
	z, err := gzip.NewReader(r)
	if err != nil {
		w.fail(name, err, "")
		return
	}
	w.whole(name, z)
}

func (w *fileWalk) whole(name string, r io.Reader) {
	payload, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		w.fail(name, fmt.Errorf("the gzip data breaks off after %d bytes of text", len(payload)), "the file was cut; copy it again")
		return
	case err != nil:
		w.fail(name, fmt.Errorf("after %d bytes: %w", len(payload), err), "")
		return
	case len(payload) > MaxFile:
		w.fail(name, fmt.Errorf("longer than %d MiB", MaxFile>>20), "split it, or give it as a WARC")
		return
	}
	if err := checkText(name, payload); err != nil {
		w.fail(name, err, "")
		return
	}
	in := Input{URL: "file:" + strings.TrimSuffix(name, ".gz"), Fetched: w.Now, Payload: payload}
	if read.Recognise(in.URL, payload) == read.PostTable {
		w.table(name, in)
		return
	}
	w.give(in, nil)
}

// checkText refuses what no reader should be given: nothing, a line without end, a text that is not UTF-8 and does
// not say what it is. Pages and feeds declare their encoding and are decoded by rule.
func checkText(name string, payload []byte) error {
	if len(payload) == 0 {
		return errors.New("the file is empty")
	}
	line, at := longestLine(payload)
	if line > MaxLine {
		return fmt.Errorf("line %d is longer than %d MiB", at, MaxLine>>20)
	}
	switch read.Recognise(name, payload) {
	case read.PlainText, read.BlogArchive, read.ForumThread:
		return checkUTF8(payload)
	}
	return nil
}

func longestLine(payload []byte) (length, number int) {
	n := 0
	for line := range bytes.Lines(payload) {
		n++
		if len(line) > length {
			length, number = len(line), n
		}
	}
	return length, number
}

func checkUTF8(payload []byte) error {
	isWide := bytes.HasPrefix(payload, []byte("\xff\xfe")) || bytes.HasPrefix(payload, []byte("\xfe\xff")) ||
		bytes.IndexByte(payload[:min(len(payload), 512)], 0) >= 0
	if isWide || utf8.Valid(payload) {
		return nil
	}
	line, start := 1, 0
	for i := 0; i < len(payload); {
		r, n := utf8.DecodeRune(payload[i:])
		if r == utf8.RuneError && n == 1 {
			return fmt.Errorf("byte %d (line %d, column %d) is not valid UTF-8: %#x", i, line, i-start+1, payload[i])
		}
		if r == '\n' {
			line, start = line+1, i+1
		}
		i += n
	}
	return nil
}
