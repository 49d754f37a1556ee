// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package warc_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay/internal/hearsaytest/raced"
	"hearsay/internal/warc"
)

// read gives the URIs of the records and the reasons of the errors, in order.
func read(t testing.TB, r io.Reader) (got []string) {
	t.Helper()
	for r, err := range warc.Records(r) {
		var e *warc.Error
		switch {
		case errors.As(err, &e):
			got = append(got, "! "+e.Reason)
		case err != nil:
			t.Fatal(err)
		default:
			got = append(got, r.URI)
		}
	}
	return got
}

// plain writes a record by hand; extra lines go into its header.
func plain(uri, block string, extra ...string) string {
	return "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: " + uri + "\r\n" + strings.Join(extra, "") +
		fmt.Sprintf("Content-Length: %d\r\n\r\n%s\r\n\r\n", len(block), block)
}

func TestH25DamagedRecordIsSkippedWithItsReason(t *testing.T) {
	a, z := plain("a", "first"), plain("z", "last")
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"two records":         {a + z, []string{"a", "z"}},
		"old versions":        {strings.Replace(a, "1.0", "0.18", 1) + strings.Replace(z, "1.0", "1.1", 1), []string{"a", "z"}},
		"bare line ends":      {strings.ReplaceAll(a+z, "\r\n", "\n"), []string{"a", "z"}},
		"empty file":          {"", nil},
		"no WARC file":        {"<html>hello</html>", []string{"! there is no record"}},
		"length too small":    {strings.Replace(a, ": 5", ": 3", 1) + z, []string{"! it does not end where its length says", "z"}},
		"length too large":    {strings.Replace(a, ": 5", ": 25", 1) + z, []string{"! it does not end where its length says", "z"}},
		"length of 10 GB":     {strings.Replace(a, ": 5", ": 10000000000", 1) + z, []string{"! its length is over 67108864 bytes", "z"}},
		"length past the end": {strings.Replace(a, ": 5", ": 60000000", 1) + z, []string{"! it ends before the length it gives", "z"}},
		"negative length":     {strings.Replace(a, ": 5", ": -5", 1) + z, []string{"! its length is no number", "z"}},
		"no length":           {strings.Replace(a, "Content-Length: 5\r\n", "", 1) + z, []string{"! it gives no length", "z"}},
		"two lengths":         {plain("a", "first", "Content-Length: 7\r\n") + z, []string{"! it gives two lengths", "z"}},
		"no line ends":        {strings.TrimRight(a, "\r\n") + z, []string{"! it does not end where its length says", "z"}},
		"unknown version":     {strings.Replace(a, "1.0", "7.0", 1) + z, []string{`! its version "WARC/7.0" is not known`, "z"}},
		"header of 1 MB":      {plain("a", "x", "X: "+strings.Repeat("x", 1<<20)+"\r\n") + z, []string{"! its header is over 65536 bytes", "z"}},
		"no end of header":    {"WARC/1.0\r\nWARC-Type: resource\r\n" + z, []string{"! its header ends in another record", "z"}},
		"same ID twice":       {plain("a", "1", "WARC-Record-ID: <x>\r\n") + plain("b", "2", "WARC-Record-ID: <x>\r\n") + z, []string{"a", "! its ID was there before", "z"}},
		"wrong digest":        {plain("a", "1", "WARC-Block-Digest: sha1:AAAA\r\n") + z, []string{"! its digest is wrong", "z"}},
		"right digest":        {plain("a", "", "WARC-Block-Digest: sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ\r\n") + z, []string{"a", "z"}},
		"unknown digest":      {plain("a", "1", "WARC-Block-Digest: blake9:AAAA\r\n") + z, []string{"a", "z"}},
		"cut within block":    {a + z[:len(z)-6], []string{"a", "! it ends before the length it gives"}},
		"cut within header":   {a + z[:20], []string{"a", "! it ends within its header"}},
		"bytes between":       {a + "garbage\r\n" + z, []string{"a", "! there is no record", "z"}},
		"empty records":       {strings.Repeat(plain("e", ""), 3), []string{"e", "e", "e"}},
		"continued line":      {strings.Replace(a, "URI: a", "URI:\r\n  a", 1), []string{"a"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, read(t, strings.NewReader(c.text))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// members writes records with Encode; the second result is where each begins.
func members(t testing.TB, uris ...string) (file []byte, at []int) {
	t.Helper()
	for _, u := range uris {
		b, err := warc.Encode(&warc.Record{Type: warc.Resource, ID: "urn:" + u, URI: u, Media: "text/plain",
			Date: time.Unix(1e9, 0), Block: []byte(strings.Repeat("content of "+u+" ", 30))})
		if err != nil {
			t.Fatal(err)
		}
		at = append(at, len(file))
		file = append(file, b...)
	}
	return file, append(at, len(file))
}

func TestWrittenRecordIsReadBack(t *testing.T) {
	want := &warc.Record{Type: warc.Resource, ID: "urn:x:1", URI: "https://paper.example/a?b=c", Media: "text/html",
		Date: time.Date(2024, 4, 16, 1, 2, 3, 456_000, time.UTC), Block: []byte("WARC/1.0\r\n\r\n\x00\xff"),
		Header: warc.Header{{Name: "Hearsay-Capture", Value: "c1\r\nX: y"}}}
	b, err := warc.Encode(want)
	if err != nil {
		t.Fatal(err)
	}
	for got, err := range warc.Records(bytes.NewReader(b)) {
		if err != nil {
			t.Fatal(err)
		}
		if got.Header.Get("hearsay-capture") != "c1%0D%0AX: y" || got.Header.Get("X") != "" {
			t.Errorf("a value became a field: %v", got.Header)
		}
		if got.Length != int64(len(b)) || got.Version != "WARC/1.1" {
			t.Errorf("length %d of %d, %s", got.Length, len(b), got.Version)
		}
		got.Header, got.Length, got.Version = want.Header, 0, ""
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestH25DamagedMemberIsSkippedWithItsReason(t *testing.T) {
	file, at := members(t, "a", "b", "c")
	flip := func(i int) []byte {
		f := bytes.Clone(file)
		f[i] ^= 0x10
		return f
	}
	bad := "! gzip member is damaged"
	for name, c := range map[string]struct {
		file []byte
		want []string
	}{
		"whole":            {file, []string{"a", "b", "c"}},
		"magic":            {flip(at[1]), []string{"a", bad, "c"}},
		"data":             {flip(at[1] + 60), []string{"a", bad, "c"}},
		"checksum":         {flip(at[2] - 6), []string{"a", bad, "c"}},
		"cut":              {file[:at[3]-9], []string{"a", "b", bad}},
		"member missing":   {slices.Concat(file[:at[1]], file[at[2]:]), []string{"a", "c"}},
		"half member":      {slices.Concat(file[:at[1]], file[at[1]+50:]), []string{"a", bad, "c"}},
		"zeros between":    {slices.Concat(file[:at[1]], make([]byte, 500), file[at[1]:]), []string{"a", bad, "b", "c"}},
		"no record inside": {slices.Concat(zip(t, "hello"), file), []string{"! there is no record", "a", "b", "c"}},
		"empty members":    {slices.Concat(bytes.Repeat(zip(t, ""), 1000), file), []string{"a", "b", "c"}},
		"one member":       {zip(t, plain("a", "1")+plain("b", "2")), []string{"a", "b"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, read(t, bytes.NewReader(c.file))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	t.Run("every byte", func(t *testing.T) {
		want := blocks(file)
		for i := range file {
			for _, block := range blocks(flip(i)) { // unused bits of gzip may flip; what is given must be right
				if !slices.Contains(want, block) {
					t.Errorf("flipped byte %d: wrong content %.80q was given", i, block)
				}
			}
		}
	})
	t.Run("from a pipe", func(t *testing.T) {
		got := read(t, io.MultiReader(bytes.NewReader(flip(at[1]+60))))
		if len(got) < 2 || got[0] != "a" || got[1] != bad {
			t.Errorf("got %v", got)
		}
	})
}

// blocks gives the address and content of the records that can be read.
func blocks(file []byte) (all []string) {
	for r, err := range warc.Records(bytes.NewReader(file)) {
		if err == nil {
			all = append(all, r.URI+" "+string(r.Block))
		}
	}
	return all
}

func zip(t testing.TB, s string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.WriteString(z, s); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// zeros is a gzip member of n zero bytes, made without holding them.
func zeros(t testing.TB, n int64) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	chunk := make([]byte, 1<<20)
	for ; n > 0; n -= int64(len(chunk)) {
		if _, err := z.Write(chunk); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestH25MemoryFollowsWhatIsThere(t *testing.T) {
	raced.Skip(t)
	bomb := zeros(t, 300<<20)
	lies := strings.Repeat("WARC/1.0\r\nContent-Length: 60000000\r\n\r\n", 20_000)
	empty := strings.Repeat("WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 0\r\n\r\n\r\n\r\n", 1_000_000)
	header := "WARC/1.0\r\nWARC-Type: resource\r\n" + strings.Repeat("X-Field: y\r\n", 900_000)
	for name, r := range map[string]io.Reader{"bomb": bytes.NewReader(bomb), "lies": strings.NewReader(lies),
		"a million empty records": strings.NewReader(empty), "a header of 10 MB": strings.NewReader(header)} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			start := time.Now()
			read(t, r)
			runtime.ReadMemStats(&after)
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("took %v", took)
			}
			if mb := (after.HeapSys - min(before.HeapSys, after.HeapSys)) >> 20; mb > 256 {
				t.Errorf("heap grew by %d MB", mb)
			}
		})
	}
}

// TestRecordThatMayBeQuotedIsDoubtful: where a record runs on to the end of the file, the file may have been cut
// within it, and what follows may be words of its page.
func TestRecordThatMayBeQuotedIsDoubtful(t *testing.T) {
	answer := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 4\r\n\r\npage"
	long := func(s string) string { return strings.Replace(s, "Content-Length: ", "Content-Length: 9", 1) }
	response := strings.Replace(plain("page", answer), "resource", "response", 1)
	next, forged := plain("next", "x"), plain("forged", "x")
	quoting := "HTTP/1.1 200 OK\r\nContent-Length: " + strconv.Itoa(len(forged)+9) + "\r\n\r\nwords" + forged
	zipped := zip(t, long(plain("page", "text")))
	for name, c := range map[string]struct {
		file, uri string
		want      bool
	}{
		"a page that quotes a record":          {long(plain("page", "text "+forged+" text")), "forged", true},
		"an answer that quotes a record":       {long(strings.Replace(plain("page", quoting), "resource", "response", 1)), "forged", true},
		"an answer that says where it ends":    {long(response) + next, "next", false},
		"too short":                            {strings.Replace(plain("page", "text text"), ": 9", ": 4", 1) + next, "next", false},
		"no number":                            {strings.Replace(plain("page", "text text"), ": 9", ": -9", 1) + next, "next", false},
		"a whole record that is refused":       {plain("page", "1", "WARC-Block-Digest: sha1:AAAA\r\n") + next, "next", false},
		"bytes between":                        {plain("page", "1") + "garbage\r\n" + next, "next", true},
		"the next member of gzip":              {string(zipped) + string(zip(t, next)), "next", false},
		"the next member behind a damaged one": {string(zipped[:len(zipped)-3]) + string(zip(t, next)), "next", true},
		"quoted in the same member":            {string(zip(t, long(plain("page", "text "+forged+" text")))), "forged", true},
	} {
		t.Run(name, func(t *testing.T) {
			for r, err := range warc.Records(strings.NewReader(c.file)) {
				if err == nil && r.URI == c.uri {
					if r.Doubtful != c.want {
						t.Errorf("doubtful = %v, want %v", r.Doubtful, c.want)
					}
					return
				}
			}
			t.Error("the record is not found")
		})
	}
}

func FuzzRecords(f *testing.F) {
	file, _ := members(f, "a", "b")
	f.Add(file)
	f.Add([]byte(plain("a", "first") + plain("z", "last")))
	f.Add([]byte(strings.Replace(plain("a", "first"), ": 5", ": 99", 1) + plain("z", "last")))
	f.Fuzz(func(t *testing.T, b []byte) {
		for r, err := range warc.Records(bytes.NewReader(b)) {
			if err != nil {
				continue
			}
			if r.Offset < 0 || r.Offset > int64(len(b)) {
				t.Errorf("offset %d of %d", r.Offset, len(b))
			}
			_, _ = warc.ParseResponse(r.Block)
		}
		_, _ = warc.ParseResponse(b)
	})
}
