// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package posts

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

const (
	mostRow  = 1 << 20 // bytes of a row
	mostOpen = 1000    // lines that a quoted field may run over
)

// table reads a table with a row of names and separators between the fields.
func (w *reading) table(r *bufio.Reader, text string) {
	first, _, _ := strings.Cut(text, "\n")
	sep := separator(first)
	rows := &rowReader{r: r, line: 1}
	raw, _, err := rows.next()
	if err != nil {
		w.fail("", err)
		return
	}
	header := splitRow(string(raw), sep)
	c, err := columnsOf(header)
	if err != nil {
		w.fail("", err)
		return
	}
	if m := c.missing(w.Shares); m != "" {
		w.fail(lack(m, header, w.Shares))
		return
	}
	for !w.stopped {
		raw, line, err := rows.next()
		if err == io.EOF {
			return
		}
		if err != nil && !errors.Is(err, errRow) {
			w.yield(Post{}, fmt.Errorf("read %s: line %d: %w", w.Name, line, err))
			return
		}
		if err == nil && len(bytes.TrimSpace(raw)) == 0 {
			continue
		}
		w.row++
		var p Post
		if err == nil {
			p, err = w.tableRow(string(raw), sep, len(header), c)
		}
		w.give(p, line, raw, err)
	}
}

func (w *reading) tableRow(raw string, sep rune, fields int, c columns) (Post, error) {
	if !utf8.ValidString(raw) {
		return Post{}, errors.New("it is not valid UTF-8")
	}
	values := splitRow(raw, sep)
	if values == nil {
		return Post{}, errors.New("its quotation marks do not pair")
	}
	if len(values) != fields {
		return Post{}, fmt.Errorf("it has %d fields, the first row %d", len(values), fields)
	}
	return w.fill(func(r role) string {
		if i, ok := c[r]; ok {
			return strings.TrimSpace(values[i])
		}
		return ""
	})
}

// separator is what stands between the names of the columns.
func separator(line string) rune {
	best, most := ',', 0
	for _, sep := range []rune{',', '\t', ';'} {
		if n := strings.Count(line, string(sep)); n > most {
			best, most = sep, n
		}
	}
	return best
}

// splitRow parts a row into its fields; nil where its quotation marks do not pair.
func splitRow(row string, sep rune) []string {
	row = strings.TrimRight(strings.TrimPrefix(row, "\ufeff"), "\r\n")
	if !strings.Contains(row, `"`) {
		return strings.Split(row, string(sep))
	}
	r := csv.NewReader(strings.NewReader(row))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = sep, -1, sep == '\t'
	fields, err := r.Read()
	if err != nil {
		return nil
	}
	return fields
}

// rowReader parts a table into rows: lines, but for line ends between quotation marks. A row whose mark is never closed
// is its first line alone, so that it takes no other with it.
type rowReader struct {
	r       *bufio.Reader
	line    int      // of what is read next
	pending [][]byte // lines that were read ahead
}

var errRow = errors.New("cannot be read")

// next gives a row and the line it begins with. An error of the kind errRow is of this row alone.
func (r *rowReader) next() (row []byte, line int, err error) {
	line = r.line
	row, err = r.take()
	if err != nil || bytes.Count(row, []byte(`"`))%2 == 0 {
		return row, line, err
	}
	whole, ahead := bytes.Clone(row), [][]byte(nil)
	for len(ahead) < mostOpen && len(whole) < mostRow {
		more, err := r.take()
		if err != nil && !errors.Is(err, errRow) {
			break
		}
		ahead, whole = append(ahead, more), append(whole, more...)
		if err == nil && bytes.Count(whole, []byte(`"`))%2 == 0 {
			return whole, line, nil
		}
	}
	r.pending = append(ahead, r.pending...)
	r.line = line + 1
	return row, line, fmt.Errorf("a quotation mark is never closed: %w", errRow)
}

// take gives the next line, with its end.
func (r *rowReader) take() ([]byte, error) {
	if len(r.pending) > 0 {
		line := r.pending[0]
		r.pending = r.pending[1:]
		r.line++
		return line, nil
	}
	var line []byte
	for {
		piece, err := r.r.ReadSlice('\n')
		if len(line)+len(piece) <= mostRow {
			line = append(line, piece...)
		} else if len(line) <= mostRow {
			line = append(line, make([]byte, mostRow+1-len(line))...) // too long; the rest is passed over
		}
		switch {
		case err == bufio.ErrBufferFull:
			continue
		case err == io.EOF && len(line) > 0, err == nil:
			r.line++
			if len(line) > mostRow {
				return bytes.TrimRight(line[:200], "\x00"), fmt.Errorf("longer than 1 MiB: %w", errRow)
			}
			return line, nil
		}
		return nil, err
	}
}
