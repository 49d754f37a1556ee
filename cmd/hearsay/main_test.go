// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/rogpeppe/go-internal/testscript"

	"hearsay"
	"hearsay/internal/store"
	"hearsay/internal/warc"
)

// asProgram is set in the environment to run the test program as hearsay.
const asProgram = "HEARSAY_TEST_PROGRAM"

// TestMain lets scripts run the program under its own name, and tests that run it within this process have children.
func TestMain(m *testing.M) {
	if os.Getenv(asProgram) == "1" || len(os.Args) == 2 && os.Args[1] == "read-child" {
		main()
	}
	testscript.Main(m, map[string]func(){"hearsay": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"get": get, "warc": makeWARC, "gzip": makeGzip, "repeat": repeat, "flip": flip, "plant": plant, "ask": ask,
		},
	})
}

// get VARIABLE PATTERN sets a variable to what the brackets of a pattern find in the last standard output.
func get(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: get VARIABLE PATTERN")
	}
	m := regexp.MustCompile("(?m)" + args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if len(m) != 2 {
		ts.Fatalf("get %s: %q finds nothing", args[0], args[1])
	}
	ts.Setenv(args[0], m[1])
}

// warc OUT URL=FILE… writes a WARC with one response for each file, fetched one minute after another; OUT ending in
// .gz makes members of them. A file with the ending .xml is a feed.
func makeWARC(ts *testscript.TestScript, _ bool, args []string) {
	var out bytes.Buffer
	at := time.Date(2024, 5, 6, 12, 0, 0, 0, time.UTC)
	for i, arg := range args[1:] {
		url, file, ok := strings.Cut(arg, "=")
		if !ok {
			ts.Fatalf("usage: warc OUT URL=FILE…")
		}
		media := "text/html; charset=utf-8"
		if filepath.Ext(file) == ".xml" {
			media = "application/rss+xml"
		}
		body := ts.ReadFile(file)
		member, err := warc.Encode(&warc.Record{
			Type: warc.Response, ID: fmt.Sprintf("urn:test:%d", i), Date: at.Add(time.Duration(i) * time.Minute), URI: url,
			Media: "application/http;msgtype=response",
			Block: fmt.Appendf(nil, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s", media, len(body), body),
		})
		ts.Check(err)
		if !strings.HasSuffix(args[0], ".gz") {
			z, err := gzip.NewReader(bytes.NewReader(member))
			ts.Check(err)
			member, err = io.ReadAll(z)
			ts.Check(err)
		}
		out.Write(member)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), out.Bytes(), 0o600))
}

// gzip IN OUT [BYTES] compresses a file; with a number of bytes, what is behind them is cut off.
func makeGzip(ts *testscript.TestScript, _ bool, args []string) {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, err := io.WriteString(z, ts.ReadFile(args[0]))
	ts.Check(err)
	ts.Check(z.Close())
	b := out.Bytes()
	if len(args) == 3 {
		n, err := strconv.Atoi(args[2])
		ts.Check(err)
		b = b[:n]
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), b, 0o600))
}

// repeat TEXT TIMES OUT writes a file that is one text again and again; \xNN and the like are read as in Go.
func repeat(ts *testscript.TestScript, _ bool, args []string) {
	text, err := strconv.Unquote(`"` + args[0] + `"`)
	ts.Check(err)
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(strings.Repeat(text, n)), 0o600))
}

// plant DATA URL adds a feed to a data folder without asking whether it may be looked at.
func plant(ts *testscript.TestScript, _ bool, args []string) {
	ctx := context.Background()
	ts.Check(os.MkdirAll(ts.MkAbs(args[0]), 0o700))
	st, err := store.Open(ctx, filepath.Join(ts.MkAbs(args[0]), databaseFile))
	ts.Check(err)
	ts.Check(st.Write(ctx, func(tx *store.Tx) error {
		return tx.SaveFeeds(ctx, hearsay.Feed{ID: "planted", Kind: hearsay.FeedRSS, URL: args[1], Every: time.Minute})
	}))
	ts.Check(st.Close())
}

// ask DATA OUT TOOL JSON asks a tool of hearsay mcp, as an assistant does, and writes the answer to a file.
func ask(ts *testscript.TestScript, _ bool, args []string) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var program string
	for _, dir := range filepath.SplitList(ts.Getenv("PATH")) {
		if at := filepath.Join(dir, "hearsay"); program == "" {
			if _, err := os.Stat(at); err == nil {
				program = at
			}
		}
	}
	cmd := exec.Command(program, "--data", ts.MkAbs(args[0]), "mcp", "--desk", "https://desk.example")
	s, err := sdk.NewClient(&sdk.Implementation{Name: "script", Version: "1"}, nil).Connect(ctx, &sdk.CommandTransport{Command: cmd}, nil)
	ts.Check(err)
	defer s.Close()
	r, err := s.CallTool(ctx, &sdk.CallToolParams{Name: args[2], Arguments: json.RawMessage(args[3])})
	ts.Check(err)
	var out bytes.Buffer
	for _, c := range r.Content {
		if text, ok := c.(*sdk.TextContent); ok {
			out.WriteString(text.Text)
		}
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), out.Bytes(), 0o600))
}

// flip PATTERN OFFSET+N changes one bit of the only file that the pattern finds.
func flip(ts *testscript.TestScript, _ bool, args []string) {
	files, err := filepath.Glob(ts.MkAbs(args[0]))
	ts.Check(err)
	if len(files) != 1 {
		ts.Fatalf("flip %s: %d files", args[0], len(files))
	}
	b, err := os.ReadFile(files[0])
	ts.Check(err)
	offset, more, _ := strings.Cut(args[1], "+")
	n, err := strconv.Atoi(offset)
	ts.Check(err)
	m, err := strconv.Atoi(more)
	ts.Check(err)
	b[n+m] ^= 4
	ts.Check(os.WriteFile(files[0], b, 0o600))
}
