// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hearsay/internal/hearsaytest"
)

// TestH64NamesOfFilesAreWordsAlone: files with names that mean something elsewhere are read, each is one document under its name, nothing is
// written anywhere but in the data folder under our own names, and what is printed holds nothing that could deceive.
func TestH64NamesOfFilesAreWordsAlone(t *testing.T) {
	in, data := t.TempDir(), filepath.Join(t.TempDir(), "data")
	names := []string{"con", "nul.txt", "-rf", "--help", "x..", "x%2f..%2fy", `x\..\..\y`, "a\u202etxt.exe", "b\nlevel=ERROR.txt", "\x1b[31mred", "~root", "$(id)", "`id`", "a b", strings.Repeat("n", 255),
		"<script>alert(1)<", "file:..#9", "能源部.txt"}
	for i, name := range names {
		text := fmt.Sprintf("Notice %d\n\nThe wardens counted %d herons, an official said.\n", i, 100+i)
		if err := os.WriteFile(filepath.Join(in, name), []byte(text), 0o600); err != nil {
			t.Fatalf("%q: %v", name, err)
		}
	}
	out, code := program(t, "--data", data, "import", in, "--json")
	var report struct{ Stored, Quarantined, Refused int }
	if err := json.Unmarshal([]byte(out[strings.Index(out, "{"):]), &report); err != nil || code != 0 || report.Stored != len(names) {
		t.Fatalf("%d %v: %s", code, err, out)
	}
	var ours []string
	err := filepath.WalkDir(filepath.Dir(data), func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			ours = append(ours, filepath.Base(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range ours {
		if slices.Contains(names, name) || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789.-") != "" {
			t.Errorf("a file %q was written", name)
		}
	}
	lines, code := program(t, "--data", data, "export", "documents")
	var seen int
	for _, line := range strings.Split(strings.TrimSpace(lines), "\n") {
		var d map[string]any
		if err := json.Unmarshal([]byte(line), &d); err != nil {
			t.Fatalf("a line of the export is %q: %v", line, err)
		}
		seen++
	}
	if seen != len(names) || code != 0 {
		t.Errorf("%d documents, want %d", seen, len(names))
	}
	for _, args := range [][]string{{"export", "warc"}, {"export", "wacz"}, {"export", "documents", "--format", "csv"}, {"verify"}} {
		if out, code := program(t, append([]string{"--data", data}, args...)...); code != 0 {
			t.Errorf("%v: %d %.300s", args, code, out)
		}
	}
}

// TestH71WhatIsChangedInTheFolderIsNamed: a flipped bit, two segments that are swapped, a log that was set back and one that is another.
func TestH71WhatIsChangedInTheFolderIsNamed(t *testing.T) {
	dir := t.TempDir()
	run := func(data string, args ...string) (string, int) {
		t.Helper()
		return program(t, append([]string{"--data", filepath.Join(dir, data)}, args...)...)
	}
	for i, a := range hearsaytest.Generate(6, 80, 5) {
		file := filepath.Join(dir, fmt.Sprintf("%d.html", i))
		if err := os.WriteFile(file, a.HTML(), 0o600); err != nil {
			t.Fatal(err)
		}
		if out, code := run("ledger", "import", file); code != 0 {
			t.Fatal(out)
		}
		if i == 2 {
			if err := os.CopyFS(filepath.Join(dir, "early"), os.DirFS(filepath.Join(dir, "ledger"))); err != nil {
				t.Fatal(err)
			}
		}
	}
	head := func(data string) string {
		out, code := run(data, "verify", "--json")
		var v struct {
			Leaves int64
			Root   string
		}
		if err := json.Unmarshal([]byte(out), &v); err != nil || code != 0 || v.Root == "" {
			t.Fatalf("%s: %v %s", data, err, out)
		}
		return fmt.Sprintf("%d:%s", v.Leaves, v.Root)
	}
	early, late := head("early"), head("ledger")
	other := late[:strings.Index(late, ":")+1] + early[strings.Index(early, ":")+1:]
	for _, c := range []struct {
		data, head string
		good       bool
	}{{"ledger", early, true}, {"ledger", late, true}, {"early", early, true}, {"early", late, false}, {"ledger", other, false}} {
		if out, code := run(c.data, "verify", "--head", c.head); (code == 0) != c.good {
			t.Errorf("%s held against %s: %d %s", c.data, c.head, code, out)
		}
	}
	segments, err := filepath.Glob(filepath.Join(dir, "ledger", "segments", "*.warc.gz"))
	if err != nil || len(segments) == 0 {
		t.Fatal(segments, err)
	}
	whole, err := os.ReadFile(segments[0])
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(whole)
	flipped[len(flipped)/2] ^= 1
	if err := os.WriteFile(segments[0], flipped, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, code := run("ledger", "verify"); code != 1 || !strings.Contains(out, "WRONG: capture ") || !strings.Contains(out, filepath.Base(segments[0])) {
		t.Errorf("a flipped bit is not named: %d %s", code, out)
	}
	if err := os.WriteFile(segments[0], whole, 0o600); err != nil {
		t.Fatal(err)
	}
	strange, err := filepath.Glob(filepath.Join(dir, "early", "segments", "*.warc.gz"))
	if err != nil || len(strange) == 0 {
		t.Fatal(strange, err)
	}
	b, err := os.ReadFile(strange[0])
	if err == nil {
		err = os.WriteFile(segments[0], append(b[len(b)/2:], b[:len(b)/2]...), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if out, code := run("ledger", "verify"); code != 1 || strings.Contains(out, "all is as it was stored") {
		t.Errorf("a segment of other bytes: %d %s", code, out)
	}
}
