// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hearsay/internal/archive"
	"hearsay/internal/pipeline"
)

// addressesOfArchive are such that every index lists them under one key.
var addressesOfArchive = []string{"https://www.paper.example/", "https://paper.example/A/Story.html?b=2&a=1", "http://paper.example:8080/x/",
	"https://tidepost.example/fire", "https://paper.example/feed?format=rss", "file:note.txt"}

// exported is a ledger with a few captures, and what it exports.
func exported(t *testing.T) (warcFile, waczFile string) {
	t.Helper()
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	a := &app{data: data}
	if err := a.openToWrite(t.Context(), archive.Options{}); err != nil {
		t.Fatal(err)
	}
	in := &pipeline.Intake{Store: a.store, Archive: a.archive}
	if _, err := in.Ingest(t.Context(), func(yield func(pipeline.Input, error) bool) {
		for i, address := range addressesOfArchive {
			page := fmt.Sprintf("<!doctype html><title>Page %d</title><p>The clerk said so %d times.</p>", i, i)
			if !yield(pipeline.Input{URL: address, MediaType: "text/html; charset=utf-8", Status: 200, Payload: []byte(page)}, nil) {
				return
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	if err := a.close(); err != nil {
		t.Fatal(err)
	}
	for _, what := range []string{"warc", "wacz"} {
		out, err := os.Create(filepath.Join(dir, what))
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(os.Args[0], "--data", data, "export", what)
		cmd.Env, cmd.Stdout, cmd.Stderr = append(os.Environ(), asProgram+"=1"), out, os.Stderr
		if err := errors.Join(cmd.Run(), out.Close()); err != nil {
			t.Fatal(err)
		}
	}
	for from, to := range map[string]string{"warc": "data.warc.gz", "wacz": "data.wacz"} {
		if err := os.Rename(filepath.Join(dir, from), filepath.Join(dir, to)); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "data.warc.gz"), filepath.Join(dir, "data.wacz")
}

// tool skips where a program is not installed, and runs it.
func tool(t *testing.T, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed: what we write is not held against another program", name)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Errorf("%s %s: %v: %s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// indexed is a line of an index without what tools tell differently: digests, and the status that we keep of an answer
// whose head we do not.
type indexed struct {
	Key, Time, URL, Offset, Length string
}

func index(t *testing.T, text string) (all []indexed) {
	t.Helper()
	for line := range strings.Lines(text) {
		key, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		at, fields, _ := strings.Cut(rest, " ")
		e := indexed{Key: key, Time: at}
		if err := json.Unmarshal([]byte(fields), &e); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		all = append(all, e)
	}
	return all
}

func inZip(t *testing.T, file, name string) string {
	t.Helper()
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestWACZListsItsRecords: each line of its index leads to the record of its address, and each page is listed.
func TestWACZListsItsRecords(t *testing.T) {
	_, wacz := exported(t)
	data, got := inZip(t, wacz, "archive/data.warc.gz"), index(t, inZip(t, wacz, "indexes/index.cdx"))
	if len(got) != len(addressesOfArchive) || !slices.IsSortedFunc(got, func(a, b indexed) int { return strings.Compare(a.Key, b.Key) }) {
		t.Errorf("index %+v", got)
	}
	for _, e := range got {
		var offset, length int
		if _, err := fmt.Sscan(e.Offset+" "+e.Length, &offset, &length); err != nil {
			t.Fatal(err)
		}
		plain := unzip(t, []byte(data[offset:offset+length]))
		if !bytes.Contains(plain, []byte("WARC-Target-URI: "+e.URL+"\r\n")) {
			t.Errorf("%+v leads to %.200q", e, plain)
		}
	}
	if pages := strings.Split(strings.TrimSpace(inZip(t, wacz, "pages/pages.jsonl")), "\n"); len(pages) != len(addressesOfArchive)+1 {
		t.Errorf("pages %q", pages)
	}
}

// TestOtherToolsReadWhatWeExport holds an export against warcio, cdxj-indexer and wacz, where they are installed.
func TestOtherToolsReadWhatWeExport(t *testing.T) {
	warcFile, waczFile := exported(t)
	t.Run("warcio", func(t *testing.T) {
		if out := tool(t, "warcio", "check", "-v", warcFile); strings.Contains(out, "digest failed") || !strings.Contains(out, "digest pass") {
			t.Errorf("warcio check: %s", out)
		}
		if n := strings.Count(tool(t, "warcio", "index", "-f", "warc-target-uri", warcFile), "warc-target-uri"); n != len(addressesOfArchive) {
			t.Errorf("it sees %d records, want %d", n, len(addressesOfArchive))
		}
	})
	t.Run("cdxj-indexer", func(t *testing.T) {
		want := index(t, tool(t, "cdxj-indexer", "-s", warcFile))
		got := index(t, inZip(t, waczFile, "indexes/index.cdx"))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("index (-cdxj-indexer +ours):\n%s", diff)
		}
	})
	t.Run("wacz", func(t *testing.T) {
		if out := tool(t, "wacz", "validate", "--file", waczFile); !strings.Contains(out, "Validation succeeded") {
			t.Errorf("wacz validate: %s", out)
		}
	})
}
