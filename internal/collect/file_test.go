// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/hearsaytest/raced"
)

var now = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

// taken imports one file between two good ones and gives what became of it; the good ones must arrive.
func taken(t *testing.T, name string, payload []byte) (inputs []Input, errs []error) {
	t.Helper()
	dir := t.TempDir()
	for file, b := range map[string][]byte{"a-good.txt": []byte("First words.\n"), name: payload, "z-good.txt": []byte("Last words.\n")} {
		if err := os.WriteFile(filepath.Join(dir, file), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for in, err := range Files([]string{dir}, FileOptions{Now: now}) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		inputs = append(inputs, in)
	}
	if n := len(inputs); n < 2 || inputs[0].URL != "file:a-good.txt" || inputs[n-1].URL != "file:z-good.txt" {
		t.Fatalf("the files beside it did not arrive: %v", inputs)
	}
	return inputs[1 : len(inputs)-1], errs
}

// refused demands that nothing was taken and that one error names the file and says why.
func refused(t *testing.T, name string, payload []byte, why string) {
	t.Helper()
	inputs, errs := taken(t, name, payload)
	if len(inputs) != 0 || len(errs) != 1 {
		t.Fatalf("%d inputs, errors %v; want one error", len(inputs), errs)
	}
	text := errs[0].Error()
	if !errors.Is(errs[0], hearsay.ErrInvalid) || !strings.Contains(text, name) || !strings.Contains(text, why) {
		t.Errorf("error %q, want one that names %s and says %q", text, name, why)
	}
}

func TestEmptyFileIsRefused(t *testing.T) { refused(t, "empty.txt", nil, "empty") }

func TestLineOf50MBIsRefused(t *testing.T) {
	raced.Skip(t)
	refused(t, "long.txt", append([]byte("A title\n\n"), bytes.Repeat([]byte("x"), 50_000_000)...), "line 3 is longer than 32 MiB")
}

func TestFileOver64MiBIsRefused(t *testing.T) {
	raced.Skip(t)
	refused(t, "big.txt", bytes.Repeat([]byte("words\n"), MaxFile/6+1), "longer than 64 MiB")
}

func TestInvalidUTF8IsRefusedWithItsPlace(t *testing.T) {
	refused(t, "latin.txt", []byte("Two lines.\nOf which caf\xe9 is not UTF-8.\n"), "byte 23 (line 2, column 13)")
}

func TestTruncatedGzipIsRefused(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	for i := range 2000 {
		fmt.Fprintf(z, "Line %d of a text.\n", i)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	refused(t, "cut.txt.gz", b.Bytes()[:b.Len()/2], "breaks off after")
}

func TestGzipBombIsRefused(t *testing.T) {
	raced.Skip(t)
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(bytes.Repeat([]byte("words\n"), MaxFile/6+1))
	_ = z.Close()
	refused(t, "bomb.txt.gz", b.Bytes(), "longer than 64 MiB")
}

func warcRecord(uri, length, body string) string {
	if length == "" {
		length = fmt.Sprint(len(body))
	}
	return "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: " + uri + "\r\nWARC-Date: 2026-05-01T10:00:00Z\r\n" +
		"WARC-Record-ID: <urn:uuid:" + uri + ">\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: " +
		length + "\r\n\r\n" + body + "\r\n\r\n"
}

const answer = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Words of a page.</p>"

func TestLyingWARCGivesItsOtherRecords(t *testing.T) {
	file := warcRecord("https://x.example/1", "", answer) + warcRecord("https://x.example/2", "99999999", answer) +
		warcRecord("https://x.example/3", "", answer)
	inputs, errs := taken(t, "lying.warc", []byte(file))
	if len(errs) == 0 || !strings.Contains(errs[0].Error(), "lying.warc: record at ") {
		t.Errorf("errors %v, want one with file and place", errs)
	}
	var got []string
	for _, in := range inputs {
		got = append(got, in.URL)
	}
	if len(got) < 2 || got[0] != "https://x.example/1" || got[len(got)-1] != "https://x.example/3" {
		t.Errorf("records %q, want the first and the third", got)
	}
}

func TestWARCGivesOneInputPerResponse(t *testing.T) {
	notFound := strings.Replace(answer, "200 OK", "404 Not Found", 1)
	picture := strings.Replace(answer, "text/html", "image/png", 1)
	file := warcRecord("https://x.example/1", "", answer) + warcRecord("https://x.example/2", "", notFound) +
		warcRecord("https://x.example/3", "", picture)
	inputs, errs := taken(t, "site.warc", []byte(file))
	if len(errs) != 0 || len(inputs) != 3 {
		t.Fatalf("%d inputs, errors %v", len(inputs), errs)
	}
	in := inputs[0]
	want := time.Date(2026, 5, 1, 10, 0, 0, 0, time.UTC)
	if in.URL != "https://x.example/1" || in.Status != 200 || in.MediaType != "text/html" || !in.Fetched.Equal(want) ||
		string(in.Payload) != "<p>Words of a page.</p>" || in.Refused != "" {
		t.Errorf("input %+v", in)
	}
	if inputs[1].Refused != "status 404" || inputs[2].Refused != "image/png is not read" {
		t.Errorf("refused %q, %q", inputs[1].Refused, inputs[2].Refused)
	}
}

func TestStdinAndMissingFiles(t *testing.T) {
	var got []string
	for in, err := range Files([]string{"/nowhere/missing.txt", "-"}, FileOptions{Stdin: strings.NewReader("Words.\n"), Now: now}) {
		got = append(got, fmt.Sprintf("%s %v", in.URL, err))
	}
	want := []string{"file:/nowhere/missing.txt read /nowhere/missing.txt: no such file or directory", "file:stdin <nil>"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("inputs (-want +got):\n%s", diff)
	}
}

func TestCompressedFileIsUnpacked(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	fmt.Fprint(z, "Words of a text.\n")
	_ = z.Close()
	inputs, errs := taken(t, "note.txt.gz", b.Bytes())
	if len(errs) != 0 || len(inputs) != 1 || inputs[0].URL != "file:note.txt" || string(inputs[0].Payload) != "Words of a text.\n" {
		t.Errorf("inputs %+v, errors %v", inputs, errs)
	}
}

func TestH44NamesCarryNoControlCharacters(t *testing.T) {
	if got := plainName("a\x1b[31m\u202eb\xff.txt"); strings.ContainsAny(got, "\x1b\u202e") {
		t.Errorf("plainName = %q", got)
	}
}

// TestH26NamesLeadNowhere: what a WARC or a folder calls things opens no file and writes none.
func TestH26NamesLeadNowhere(t *testing.T) {
	dir := t.TempDir()
	secret := filepath.Join(dir, "secret.txt")
	if err := os.WriteFile(secret, []byte("Not for them.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	info := "WARC/1.0\r\nWARC-Type: warcinfo\r\nWARC-Filename: ../../../etc/cron.d/x\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
	names := []string{"file://" + secret, "../../secret.txt", secret, "file:../secret.txt", "con", "https://x.example/\x00", "https://x.example/../../a"}
	file := info
	for _, n := range names {
		file += warcRecord(n, "", answer)
	}
	inputs, errs := taken(t, "names.warc", []byte(file))
	for _, in := range inputs {
		if string(in.Payload) != "<p>Words of a page.</p>" {
			t.Errorf("%q gives %q, which is not what stands in the record", in.URL, in.Payload)
		}
	}
	if len(inputs)+len(errs) != len(names) {
		t.Errorf("%d inputs and %d errors of %d records: %v", len(inputs), len(errs), len(names), errs)
	}

	folder := t.TempDir()
	for name, to := range map[string]string{"link.txt": secret, "up": "..", "loop": folder, "device.txt": "/dev/zero"} {
		if err := os.Symlink(to, filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(filepath.Join(folder, "pipe.txt"), 0o600); err != nil {
		t.Fatal(err)
	}
	for in, err := range Files([]string{folder}, FileOptions{Now: now}) {
		t.Errorf("a folder of links and pipes gives %q, %v", in.URL, err)
	}
}
