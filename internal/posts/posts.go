// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package posts reads files of social posts: tables (CSV, lines of JSON), and what Mastodon and Bluesky give of an
// account. It reads row by row, whatever the size, and passes over a row that it cannot read with its reason.
package posts

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"slices"
	"strings"
	"time"

	"hearsay"
)

// Post is what one row tells.
type Post struct {
	Row      int // of the file, from 1; the line that names the columns does not count
	ID       string
	Account  string
	At       time.Time
	Day      bool      // only the day is known; At is its beginning, UTC
	Edited   time.Time // zero for never
	Text     string    // without markup, a line for each paragraph
	URL      string    // its own address
	Links    []string  // addresses that it leads to, in order
	ReplyTo  string    // the post that it answers, as the row names it
	RepostOf string    // the post that it passes on, as the row names it; Text is that post's then
	Original string    // who wrote the post that it passes on; empty where that is not told
	Object   string    // what it shares, by a name that the table has for it
	Language string
}

// RowError is a row that cannot be read. The rows behind it are read.
type RowError struct {
	Row  int
	Line int    // of the file, where its first byte stands; 0 where a file has no lines
	Raw  []byte // the row
	Err  error
}

// Error gives the place and the reason.
func (e *RowError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("line %d: %v", e.Line, e.Err)
	}
	return fmt.Sprintf("post %d: %v", e.Row, e.Err)
}

// Unwrap gives the reason.
func (e *RowError) Unwrap() error { return e.Err }

// File is a file of posts.
type File struct {
	Name   string
	Reader io.Reader
	Shares bool // a table is enough that tells what a post shares, without a text or link
}

const headBytes = 64 << 10

// Posts gives the posts in the order of the file. A [RowError] stands for one row; any other error ends the file, and is
// hearsay.ErrInvalid where the file is none of posts: then it names the column that is missing.
func (f File) Posts() iter.Seq2[Post, error] {
	return func(yield func(Post, error) bool) {
		r := bufio.NewReaderSize(f.Reader, headBytes)
		head, err := r.Peek(headBytes)
		if err != nil && err != io.EOF {
			yield(Post{}, fmt.Errorf("read %s: %w", f.Name, err))
			return
		}
		w := &reading{File: f, yield: yield}
		switch text := opening(string(head)); {
		case text == "":
			w.fail("", errors.New("it holds nothing"))
		case (text[0] == '{' || text[0] == '[') && isDocument(text):
			w.document(r)
		case text[0] == '{':
			w.lines(r)
		default:
			w.table(r, text)
		}
	}
}

// Recognise reports whether a file that begins so, or has such a name, is to be read as one of posts. A table must name
// an account, a time and a text or link; one that is called a table (.csv, .tsv, .jsonl, .ndjson) is read in any case, so
// that it is said what is missing.
func Recognise(name, head string) bool {
	text := opening(head)
	if text == "" {
		return false
	}
	name, _, _ = strings.Cut(name, "?")
	switch strings.ToLower(path.Ext(name)) {
	case ".csv", ".tsv", ".jsonl", ".ndjson":
		return true
	}
	switch text[0] {
	case '{', '[':
		return isExport(text)
	}
	line, _, _ := strings.Cut(text, "\n")
	c, _ := columnsOf(splitRow(line, separator(line)))
	return c.missing(false) == ""
}

func opening(head string) string { return strings.TrimLeft(head, "\ufeff \t\r\n") }

// reading is the work on one file.
type reading struct {
	File
	yield   func(Post, error) bool
	row     int
	stopped bool
	clock   clock
	known   map[string]columns // by the names of the fields of an object
}

// give passes a post on, or the reason why a row is none.
func (w *reading) give(p Post, line int, raw []byte, err error) {
	if err == nil {
		err = p.check()
	}
	p.Row = w.row
	if err != nil {
		err, p = &RowError{Row: w.row, Line: line, Raw: slices.Clone(raw), Err: err}, Post{}
	}
	w.stopped = !w.yield(p, err)
}

// fail says that the file is none of posts.
func (w *reading) fail(hint string, err error) {
	w.stopped = true
	w.yield(Post{}, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read " + w.Name, Cause: err, Hint: hint})
}

// check says what a post lacks.
func (p *Post) check() error {
	switch {
	case p.Account == "":
		return errors.New("no account")
	case p.At.IsZero():
		return errors.New("no time")
	case p.At.Year() < 1990 || p.At.Year() > 2200:
		return fmt.Errorf("the time %s is none of a post", p.At.Format(time.DateOnly))
	case strings.TrimSpace(p.Text) == "" && len(p.Links) == 0 && p.RepostOf == "" && p.Object == "":
		return errors.New("no text and no link")
	}
	return nil
}
