// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hearsay/internal/hearsaytest/raced"
)

// zipped packs files, given as name and content in turn.
func zipped(t *testing.T, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func description(path, content string) string {
	return fmt.Sprintf(`{"profile":"data-package","wacz_version":"1.1.1","resources":[{"name":"x","path":%q,"hash":"sha256:%x","bytes":%d}]}`,
		path, sha256.Sum256([]byte(content)), len(content))
}

func urls(inputs []Input) (all []string) {
	for _, in := range inputs {
		all = append(all, in.URL)
	}
	return all
}

func TestWACZGivesTheRecordsOfItsWARCs(t *testing.T) {
	first, second := warcRecord("https://x.example/1", "", answer), warcRecord("https://x.example/2", "", answer)
	inputs, errs := taken(t, "site.wacz", zipped(t, "datapackage.json", description("archive/a.warc", first), "pages/pages.jsonl", "{}\n",
		"archive/a.warc", first, "archive/b.warc", second, "elsewhere/c.warc", warcRecord("https://x.example/3", "", answer)))
	if len(errs) > 0 {
		t.Error(errs)
	}
	if diff := cmp.Diff([]string{"https://x.example/1", "https://x.example/2"}, urls(inputs)); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
}

func TestWACZWithADamagedWARCGivesItsOthers(t *testing.T) {
	first, second := warcRecord("https://x.example/1", "", answer), warcRecord("https://x.example/2", "", answer)
	inputs, errs := taken(t, "site.wacz", zipped(t, "datapackage.json", description("archive/a.warc", "something else"),
		"archive/a.warc", first+"WARC/1.0\r\nContent-Length: 9\r\n\r\n", "archive/b.warc", second))
	if diff := cmp.Diff([]string{"https://x.example/1", "https://x.example/2"}, urls(inputs)); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
	if len(errs) != 1 || !strings.Contains(errs[0].Error(), "site.wacz/archive/a.warc") || !strings.Contains(errs[0].Error(), "SHA-256") {
		t.Errorf("errors %v, want one that names the WARC and says that it is another", errs)
	}
}

func TestZipWithoutWARCIsAFileLikeOthers(t *testing.T) {
	inputs, errs := taken(t, "letter.docx", zipped(t, "word/document.xml", "<w/>"))
	if len(errs) != 0 || len(inputs) != 1 || inputs[0].URL != "file:letter.docx" {
		t.Errorf("inputs %+v, errors %v", inputs, errs)
	}
}

// TestH26WACZIsBounded: a directory that says more than it may, entries over one another, names that lead elsewhere, and
// entries that unpack to very much.
func TestH26WACZIsBounded(t *testing.T) {
	raced.Skip(t)
	record := warcRecord("https://x.example/1", "", answer)
	var many []string
	for i := range 10_001 {
		many = append(many, fmt.Sprintf("archive/%d.warc", i), "")
	}
	refused(t, "many.wacz", zipped(t, many...), "entries, over the limit")

	lying := zipped(t, "archive/a.warc", record)
	end := bytes.LastIndex(lying, []byte("PK\x05\x06"))
	binary.LittleEndian.PutUint16(lying[end+8:], 60_000)
	binary.LittleEndian.PutUint16(lying[end+10:], 60_000)
	refused(t, "lying.wacz", lying, "60000 entries, over the limit")

	long := zipped(t, "archive/a.warc", record)
	end = bytes.LastIndex(long, []byte("PK\x05\x06"))
	directory := bytes.Repeat(long[bytes.LastIndex(long, []byte("PK\x01\x02")):end], 400_000)
	start := bytes.LastIndex(long, []byte("PK\x01\x02"))
	tail := bytes.Clone(long[end:])
	binary.LittleEndian.PutUint32(tail[12:], uint32(len(directory)))
	refused(t, "long.wacz", append(append(bytes.Clone(long[:start]), directory...), tail...), "over the limit of 16777216 bytes")

	double := zipped(t, "archive/a.warc", record, "archive/b.warc", record)
	first := bytes.Index(double, []byte("PK\x01\x02"))
	second := first + 4 + bytes.Index(double[first+4:], []byte("PK\x01\x02"))
	copy(double[second+42:second+46], double[first+42:first+46])
	refused(t, "double.wacz", double, "lie over one another")

	inputs, errs := taken(t, "bomb.wacz", zipped(t, "archive/a.warc", record+strings.Repeat("\r\n", 40<<20)))
	if len(errs) != 1 || !strings.Contains(errs[0].Error(), "more than 200 bytes come out of one") {
		t.Errorf("a bomb gives %d inputs, errors %v", len(inputs), errs)
	}
	inputs, errs = taken(t, "paths.wacz", zipped(t, "archive/../../../etc/x.warc", record, "/archive/y.warc", record, "archive/z.warc\x00", record))
	if len(inputs) != 1 || len(errs) != 0 || inputs[0].URL != "https://x.example/1" {
		t.Errorf("names that lead elsewhere give %v, %v", urls(inputs), errs)
	}
}

func FuzzWACZ(f *testing.F) {
	record := warcRecord("https://x.example/1", "", answer)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range []string{"archive/a.warc", "datapackage.json"} {
		w, _ := z.Create(name)
		_, _ = w.Write([]byte(record))
	}
	_ = z.Close()
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, payload []byte) {
		if len(payload) > 1<<20 || !bytes.HasPrefix(payload, []byte("PK\x03\x04")) {
			return
		}
		taken(t, "x.wacz", payload)
	})
}
