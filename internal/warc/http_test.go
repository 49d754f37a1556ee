// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package warc_test

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/warc"
)

func TestParseResponse(t *testing.T) {
	head := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
	for name, c := range map[string]struct {
		block, body, truncated string
		err                    error
	}{
		"plain":          {block: head + "\r\nhello", body: "hello"},
		"chunked":        {block: head + "Transfer-Encoding: chunked\r\n\r\n3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", body: "hello"},
		"chunk missing":  {block: head + "Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\nff\r\nlo", body: "hello", truncated: "the last chunk is missing"},
		"not chunked":    {block: head + "Transfer-Encoding: chunked\r\n\r\nhello\r\n", body: "hello\r\n"},
		"gzip":           {block: head + "Content-Encoding: gzip\r\n\r\n" + string(zip(t, "hello")), body: "hello"},
		"gzip cut":       {block: head + "Content-Encoding: gzip\r\n\r\n" + string(zip(t, "hello")[:17]), body: "hello", truncated: "unexpected EOF"},
		"gzip decoded":   {block: head + "Content-Encoding: gzip\r\n\r\nhello, no gzip here", body: "hello, no gzip here"},
		"bomb":           {block: head + "Content-Encoding: gzip\r\n\r\n" + string(zip(t, strings.Repeat("x", 3<<20))), err: warc.ErrLimit},
		"too large":      {block: head + "\r\n" + strings.Repeat("x", warc.MaxBody+1), err: warc.ErrLimit},
		"two layers":     {block: head + "Content-Encoding: gzip, gzip\r\n\r\nx", err: hearsay.ErrInvalid},
		"no status":      {block: "hello\r\n\r\n", err: hearsay.ErrInvalid},
		"no end of head": {block: head, err: hearsay.ErrInvalid},
		"strange status": {block: "HTTP/1.1 -1 x\r\n\r\n", err: hearsay.ErrInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := warc.ParseResponse([]byte(c.block))
			if c.err != nil || err != nil {
				if !errors.Is(err, c.err) || c.err == nil {
					t.Errorf("ParseResponse = %v, want %v", err, c.err)
				}
				return
			}
			if string(a.Body) != c.body || a.Truncated != c.truncated || a.Status != 200 || a.Header.Get("content-type") != "text/html" {
				t.Errorf("ParseResponse = %+v", a)
			}
		})
	}
}

func TestWgetFilesAreRead(t *testing.T) {
	wget, err := exec.LookPath("wget")
	if err != nil {
		t.Skip("wget is not installed")
	}
	pages := map[string]string{
		"/a": "<p>first</p>",
		"/b": strings.Repeat("second ", 100_000),
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page := pages[r.URL.Path]
		if r.URL.Path == "/b" {
			w.Header().Set("Content-Encoding", "gzip")
			page = string(zip(t, page))
		}
		for chunk := range slices.Chunk([]byte(page), 1000) { // without a length: chunked
			_, _ = w.Write(chunk)
		}
	}))
	defer server.Close()
	for name, option := range map[string]string{"compressed": "--warc-cdx", "plain": "--no-warc-compression"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			cmd := exec.CommandContext(t.Context(), wget, "-q", "--no-proxy", "--warc-file=w", option, server.URL+"/a", server.URL+"/b")
			cmd.Dir = dir
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("wget: %v: %s", err, out)
			}
			files, _ := filepath.Glob(filepath.Join(dir, "w.warc*"))
			if len(files) != 1 {
				t.Fatalf("wget wrote %v", files)
			}
			b, err := os.ReadFile(files[0])
			if err != nil {
				t.Fatal(err)
			}
			bodies := map[string]string{}
			for r, err := range warc.Records(bytes.NewReader(b)) {
				if err != nil {
					t.Fatal(err)
				}
				if r.Type != warc.Response {
					continue
				}
				a, err := warc.ParseResponse(r.Block)
				if err != nil {
					t.Fatal(err)
				}
				bodies[strings.TrimPrefix(r.URI, server.URL)] = string(a.Body)
			}
			for path, want := range pages {
				if bodies[path] != want {
					t.Errorf("%s: %d bytes, want %d", path, len(bodies[path]), len(want))
				}
			}
		})
	}
}
