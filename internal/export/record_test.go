// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package export_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/parquet-go/parquet-go"

	"hearsay/internal/export"
)

// claimRows are more than lie in one group, with one of every difficulty.
func claimRows() []export.ClaimRow {
	rows := []export.ClaimRow{
		{ID: "k1", Wording: "=the ferry, \"Dawn\", 将停航\nin May 🚢", Since: time.Date(2026, 4, 2, 9, 0, 0, 123456000, time.UTC), Least: 1, Most: 3, Decided: "refuted"},
		{ID: "k2", Wording: strings.Repeat("long ", 20_000)}, // never judged: no time
	}
	for i := range 25_000 {
		rows = append(rows, export.ClaimRow{ID: fmt.Sprintf("k%06d", i), Status: "rumour", Since: time.Date(2026, 4, 2, 9, 0, i, 0, time.UTC), Documents: int64(i), Why: fmt.Sprint("because ", i*i)})
	}
	return rows
}

func parquetOf[T any](t *testing.T, all []T) []byte {
	t.Helper()
	var b bytes.Buffer
	rows, err := export.NewRows[T](&b, "parquet")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range all {
		if err := rows.Row(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := rows.End(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestParquetIsReadBackAsItWasWritten, in several groups of rows, and the same rows give the same bytes.
func TestParquetIsReadBackAsItWasWritten(t *testing.T) {
	want := claimRows()
	b := parquetOf(t, want)
	if !bytes.Equal(b, parquetOf(t, want)) {
		t.Error("the same rows give other bytes")
	}
	got, err := parquet.Read[export.ClaimRow](bytes.NewReader(b), int64(len(b)))
	if err != nil || len(got) != len(want) {
		t.Fatalf("%d of %d rows: %v", len(got), len(want), err)
	}
	for i := range want {
		if diff := cmp.Diff(want[i], got[i]); diff != "" {
			t.Fatalf("row %d: %.500s", i, diff)
		}
	}
	f, err := parquet.OpenFile(bytes.NewReader(b), int64(len(b)))
	if err != nil || len(f.RowGroups()) != 3 {
		t.Errorf("%d groups of rows, %v", len(f.RowGroups()), err)
	}
	if empty := parquetOf[export.StoryRow](t, nil); len(empty) == 0 {
		t.Error("no rows are no file")
	}
}

// TestAnotherReaderReadsOurParquet: Apache Arrow, where it is installed.
func TestAnotherReaderReadsOurParquet(t *testing.T) {
	if err := exec.Command("python3", "-c", "import pyarrow.parquet").Run(); err != nil {
		t.Skip("no pyarrow here")
	}
	want := claimRows()
	file := filepath.Join(t.TempDir(), "claims.parquet")
	if err := os.WriteFile(file, parquetOf(t, want), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("python3", "-c", `import json, sys, pyarrow.parquet as pq
t = pq.read_table(sys.argv[1])
first = t.slice(0, 2).to_pylist()
print(json.dumps([t.num_rows, sum(t["documents"].to_pylist()), t.column_names, first[0]["wording"], str(first[0]["since"]), first[1]["since"]]))`, file).Output()
	if err != nil {
		t.Fatal(err)
	}
	var got []any
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	columns := []any{"id", "story", "wording", "status", "origins_at_least", "origins_at_most", "since", "outlets", "documents", "denied_by", "origins", "why", "decided_status"}
	if diff := cmp.Diff([]any{float64(len(want)), float64(24_999 * 25_000 / 2), columns, want[0].Wording, "2026-04-02 09:00:00.123456+00:00", nil}, got); diff != "" {
		t.Error(diff)
	}
}

// TestTablesHaveTheSameColumns in both forms, in one order.
func TestTablesHaveTheSameColumns(t *testing.T) {
	var b bytes.Buffer
	rows, err := export.NewRows[export.ClaimRow](&b, "csv")
	if err == nil {
		err = rows.Row(claimRows()[0])
	}
	if err == nil {
		err = rows.End()
	}
	if err != nil {
		t.Fatal(err)
	}
	table, err := csv.NewReader(&b).ReadAll()
	if diff := cmp.Diff([][]string{{"id", "story", "wording", "status", "origins at least", "origins at most", "since", "outlets", "documents", "denied by", "origins", "why", "decided status"},
		{"k1", "", "'=the ferry, \"Dawn\", 将停航\nin May 🚢", "", "1", "3", "2026-04-02T09:00:00Z", "", "0", "", "", "", "refuted"}}, table); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	for _, row := range []any{export.DocumentRow{}, export.StoryRow{}, export.ClaimRow{}} {
		for _, f := range reflect.VisibleFields(reflect.TypeOf(row)) {
			name, _, _ := strings.Cut(f.Tag.Get("parquet"), ",")
			if strings.ReplaceAll(f.Tag.Get("csv"), " ", "_") != name || name == "" {
				t.Errorf("%T: %q and %q", row, f.Tag.Get("csv"), name)
			}
		}
	}
}
