// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// slow skips a test that takes minutes, unless HEARSAY_SLOW=1.
func slow(t *testing.T) {
	t.Helper()
	if os.Getenv("HEARSAY_SLOW") != "1" {
		t.Skip("takes minutes: set HEARSAY_SLOW=1")
	}
}

// build compiles the program that the test ends again and again.
func build(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "hearsay")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v: %s", err, out)
	}
	return program
}

// line is the nth input; its address and payload follow from n.
func line(n int) inputLine {
	words := rand.New(rand.NewPCG(uint64(n), 7))
	var b strings.Builder
	fmt.Fprintf(&b, "Report %d.\n", n)
	for range 20 + words.IntN(600) {
		fmt.Fprintf(&b, "word%d ", words.IntN(5000))
	}
	return inputLine{URL: fmt.Sprintf("file:generated#%d", n), Payload: b.String()}
}

// lines gives inputs from..to-1 as the program reads them.
func lines(t *testing.T, from, to int) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	for n := from; n < to; n++ {
		if err := e.Encode(line(n)); err != nil {
			t.Fatal(err)
		}
	}
	return b.Bytes()
}

// acknowledged reads what the program has promised: captures by address. A last line without its end was not
// written to the end and promises nothing.
func acknowledged(t *testing.T, file string) map[string]hearsay.CaptureID {
	t.Helper()
	b, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	acks := map[string]hearsay.CaptureID{}
	s := bufio.NewScanner(bytes.NewReader(b[:bytes.LastIndexByte(b, '\n')+1]))
	for s.Scan() {
		fields := strings.SplitN(s.Text(), " ", 3)
		acks[fields[2]] = hearsay.CaptureID(fields[0])
	}
	return acks
}

// audit is what became of the promises.
type audit struct {
	acks     int
	lost     int // acknowledged, and not there or not readable
	captures int
	doubles  int
	findings []pipeline.Finding
	broken   error // the store cannot even be opened
}

func (a audit) intact() bool {
	return a.lost == 0 && a.doubles == 0 && len(a.findings) == 0 && a.broken == nil
}

func (a audit) String() string {
	s := fmt.Sprintf("%d acknowledged, %d lost, %d captures, %d double, %d findings", a.acks, a.lost, a.captures, a.doubles, len(a.findings))
	if len(a.findings) > 0 {
		s += fmt.Sprintf(" (first: %s: %s)", a.findings[0].Kind, a.findings[0].Reason)
	}
	if a.broken != nil {
		s += ", " + a.broken.Error()
	}
	return s
}

// payloadOf gives the payload of a generated line by its address.
func payloadOf(url string) string {
	var n int
	if _, err := fmt.Sscanf(url, "file:generated#%d", &n); err != nil {
		return err.Error()
	}
	return line(n).Payload
}

// inspect compares the promises with what is in the data folder; payload gives what belongs to an address.
func inspect(ctx context.Context, data string, acks map[string]hearsay.CaptureID, payload func(url string) string) audit {
	return inspectOf(ctx, &app{data: data}, acks, payload)
}

// inspectOf is inspect of a ledger whose database may lie elsewhere.
func inspectOf(ctx context.Context, a *app, acks map[string]hearsay.CaptureID, payload func(url string) string) audit {
	result := audit{acks: len(acks)}
	defer a.close()
	if result.broken = a.open(ctx, archive.Options{}); result.broken != nil {
		result.lost = len(acks)
		return result
	}
	captures, err := a.store.As(store.Everything).Captures(ctx, store.CaptureFilter{})
	if err != nil {
		result.broken, result.lost = err, len(acks)
		return result
	}
	byURL := map[string]hearsay.Capture{}
	for _, c := range captures {
		if _, double := byURL[c.URL]; double {
			result.doubles++
		}
		byURL[c.URL] = c
	}
	result.captures = len(captures)
	for url, id := range acks {
		c, ok := byURL[url]
		stored, err := a.archive.Read(ctx, c)
		if !ok || err != nil || c.ID != id || string(stored) != payload(url) {
			result.lost++
		}
	}
	v, err := pipeline.Verify(ctx, a.store, a.archive)
	result.findings, result.broken = v.Findings, err
	return result
}

// results writes a line to the log of the test and, where HEARSAY_RESULTS names a folder, to a file in it.
func results(t *testing.T, name string) func(format string, args ...any) {
	t.Helper()
	var text strings.Builder
	fmt.Fprintf(&text, "%s, %s\n", t.Name(), time.Now().UTC().Format(time.DateOnly))
	t.Cleanup(func() {
		dir := os.Getenv("HEARSAY_RESULTS")
		if dir == "" {
			return
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Error(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text.String()), 0o644); err != nil {
			t.Error(err)
		}
	})
	return func(format string, args ...any) {
		t.Helper()
		t.Logf(format, args...)
		fmt.Fprintf(&text, format+"\n", args...)
	}
}
