// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"os"
	"unicode/utf8"

	"github.com/mattn/go-isatty"
)

// forPeople gives a writer that shows outside text safely where a terminal would act on it. What goes into a file or a
// pipe is left as it is, to the byte.
func forPeople(w io.Writer) io.Writer {
	if f, ok := w.(*os.File); ok && isatty.IsTerminal(f.Fd()) {
		return &terminal{w: w}
	}
	return w
}

// terminal is a terminal to which nothing is written that it would act on: controls, marks of direction and other
// characters without a shape are shown by their numbers.
type terminal struct {
	w    io.Writer
	rest []byte // the beginning of a character whose end has not been written yet
}

// Write implements io.Writer.
func (t *terminal) Write(p []byte) (int, error) {
	b := append(t.rest, p...)
	var out []byte
	for len(b) > 0 {
		if !utf8.FullRune(b) {
			break
		}
		r, n := utf8.DecodeRune(b)
		if actsOnTerminal(r) {
			out = fmt.Appendf(out, "[U+%04X]", r)
		} else {
			out = append(out, b[:n]...)
		}
		b = b[n:]
	}
	t.rest = append([]byte(nil), b...)
	if _, err := t.w.Write(out); err != nil {
		return 0, err
	}
	return len(p), nil
}

func actsOnTerminal(r rune) bool {
	switch {
	case r == '\n', r == '\t':
		return false
	case r < 0x20, r >= 0x7f && r <= 0x9f,
		r >= 0x200b && r <= 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f, r == 0xfeff,
		r >= 0xe0000 && r <= 0xe0fff, r == utf8.RuneError:
		return true
	}
	return false
}
