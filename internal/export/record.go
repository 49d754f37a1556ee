// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package export

import (
	"io"
	"reflect"
	"strconv"
	"time"

	"github.com/parquet-go/parquet-go"
)

// DocumentRow is a document in a table.
type DocumentRow struct {
	ID        string    `csv:"id" parquet:"id"`
	Kind      string    `csv:"kind" parquet:"kind"`
	Outlet    string    `csv:"outlet" parquet:"outlet"`
	Title     string    `csv:"title" parquet:"title"`
	Authors   string    `csv:"authors" parquet:"authors"`
	Published string    `csv:"published" parquet:"published"` // as exact as it is known (EDTF)
	Fetched   time.Time `csv:"fetched" parquet:"fetched,optional,timestamp(microsecond)"`
	Language  string    `csv:"language" parquet:"language"`
	Address   string    `csv:"address" parquet:"address"`
	Capture   string    `csv:"capture" parquet:"capture"`
	SHA256    string    `csv:"sha256" parquet:"sha256"`
}

// StoryRow is a story in a table.
type StoryRow struct {
	ID        string    `csv:"id" parquet:"id"`
	Title     string    `csv:"title" parquet:"title"`
	First     time.Time `csv:"first" parquet:"first,optional,timestamp(microsecond)"`
	Last      time.Time `csv:"last" parquet:"last,optional,timestamp(microsecond)"`
	Documents int64     `csv:"documents" parquet:"documents"`
}

// ClaimRow is a claim in a table.
type ClaimRow struct {
	ID        string    `csv:"id" parquet:"id"`
	Story     string    `csv:"story" parquet:"story"`
	Wording   string    `csv:"wording" parquet:"wording"`
	Status    string    `csv:"status" parquet:"status"` // what is derived, whatever was decided
	Least     int64     `csv:"origins at least" parquet:"origins_at_least"`
	Most      int64     `csv:"origins at most" parquet:"origins_at_most"`
	Since     time.Time `csv:"since" parquet:"since,optional,timestamp(microsecond)"`
	Outlets   string    `csv:"outlets" parquet:"outlets"`
	Documents int64     `csv:"documents" parquet:"documents"`
	Denied    string    `csv:"denied by" parquet:"denied_by"`
	Origins   string    `csv:"origins" parquet:"origins"`
	Why       string    `csv:"why" parquet:"why"`
	Decided   string    `csv:"decided status" parquet:"decided_status"` // which comes before what is derived; empty where nobody decided
}

// Rows takes the rows of a table, one after another.
type Rows[T any] interface {
	Row(T) error
	End() error // writes what is left
}

// NewRows begins a table of such rows as CSV or as a Parquet file; other formats there are none.
func NewRows[T any](w io.Writer, format string) (Rows[T], error) {
	if format == "parquet" {
		return newParquet[T](w), nil
	}
	var names []string
	for _, f := range reflect.VisibleFields(reflect.TypeFor[T]()) {
		names = append(names, f.Tag.Get("csv"))
	}
	t, err := NewTable(w, names...)
	return csvRows[T]{t}, err
}

type csvRows[T any] struct{ *Table }

// Row writes a row: numbers in digits, times to the second.
func (c csvRows[T]) Row(row T) error {
	v := reflect.ValueOf(row)
	cells := make([]string, v.NumField())
	for i := range cells {
		switch x := v.Field(i).Interface().(type) {
		case string:
			cells[i] = x
		case int64:
			cells[i] = strconv.FormatInt(x, 10)
		case time.Time:
			cells[i] = x.Format(time.RFC3339)
		}
	}
	return c.Table.Row(cells...)
}

// rowGroup is how many rows of a Parquet file are held in memory, and lie together.
const rowGroup = 10_000

// parquetRows writes a Parquet file: Snappy, times in microseconds of UTC, times that nobody knows as null. The same rows give the same
// bytes. Nothing in it is a formula to anybody, so that words stay as they are.
type parquetRows[T any] struct{ w *parquet.GenericWriter[T] }

func newParquet[T any](w io.Writer) parquetRows[T] {
	return parquetRows[T]{parquet.NewGenericWriter[T](w, parquet.Compression(&parquet.Snappy), parquet.MaxRowsPerRowGroup(rowGroup), parquet.CreatedBy("hearsay", "1", "0"))}
}

// Row writes a row.
func (p parquetRows[T]) Row(row T) error {
	_, err := p.w.Write([]T{row})
	return err
}

// End writes the end of the file, without which it cannot be read.
func (p parquetRows[T]) End() error { return p.w.Close() }
