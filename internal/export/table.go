// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package export

import (
	"encoding/csv"
	"io"
	"strings"
)

// Table writes rows as CSV (RFC 4180) for spreadsheets. What a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV
// injection): the same records as lines of JSON have the words as they are.
type Table struct{ w *csv.Writer }

// NewTable begins a table with the names of its columns.
func NewTable(w io.Writer, columns ...string) (*Table, error) {
	t := &Table{csv.NewWriter(w)}
	return t, t.Row(columns...)
}

// Row writes a row.
func (t *Table) Row(cells ...string) error {
	safe := make([]string, len(cells))
	for i, c := range cells {
		safe[i] = cell(c)
	}
	return t.w.Write(safe)
}

// End writes what is left, and gives the first error that there was.
func (t *Table) End() error {
	t.w.Flush()
	return t.w.Error()
}

// cell keeps a text from being a formula. Spreadsheets leave out blanks and some of what has no shape before they look.
func cell(s string) string {
	first := strings.TrimLeft(s, " \u00a0\u200b\ufeff\"'")
	if s != "" && strings.ContainsRune("\t\r\n", rune(s[0])) || first != "" && strings.ContainsAny(first[:1], "=+-@|%\t\r\n") || strings.HasPrefix(first, "＝") ||
		strings.HasPrefix(first, "＋") || strings.HasPrefix(first, "－") || strings.HasPrefix(first, "＠") {
		return "'" + s
	}
	return s
}
