// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"hearsay/internal/archive"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
)

// ballast is how many random bytes a page of a big archive carries in a script: with them it has the size that pages of
// the news have, about 38 KB compressed.
const ballast = 36 << 10

// bigWARC writes an archive of responses, as crawlers do, up to a size, and gives the number of its records.
func bigWARC(t *testing.T, file string, size int64) (records int) {
	t.Helper()
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	z, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	noise := rand.NewChaCha8([32]byte{1})
	script := make([]byte, ballast)
	written := int64(0)
	for a := range hearsaytest.Articles(benchWords, 3) {
		if written >= size {
			break
		}
		_, _ = noise.Read(script)
		page := bytes.Replace(a.HTML(), []byte("</head>"),
			[]byte("<script>var s = '"+base64.StdEncoding.EncodeToString(script)+"'</script></head>"), 1)
		var member bytes.Buffer
		z.Reset(&member)
		block := fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s", len(page), page)
		fmt.Fprintf(z, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x:%d>\r\nWARC-Date: %s\r\nWARC-Target-URI: %s\r\n"+
			"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
			records, a.Published.Add(time.Hour).Format(time.RFC3339), a.URL, len(block), block)
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(member.Bytes()); err != nil {
			t.Fatal(err)
		}
		written += int64(member.Len())
		records++
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return records
}

const (
	bigMiB    = 1024 // of the big archive; HEARSAY_BIG_WARC says another number
	smallMiB  = 64
	bigMemory = 1 << 30 // bytes that the import of the big one may take at most
	bigGrowth = 1.5     // how much more than that of the small one
)

// TestBigWARCIsTakenInWithBoundedMemory imports an archive of the size that crawlers of news write. It is interrupted and
// killed on the way, and goes on.
func TestBigWARCIsTakenInWithBoundedMemory(t *testing.T) {
	slow(t)
	size := int64(bigMiB)
	if s := os.Getenv("HEARSAY_BIG_WARC"); s != "" {
		var err error
		if size, err = strconv.ParseInt(s, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	report := results(t, "bigwarc.txt")
	program, dir := build(t), t.TempDir()
	small := newBigImport(t, program, filepath.Join(dir, "small"), smallMiB<<20)
	small.run(t, 0, nil)
	report("%d MiB, %d records: peak memory %d MB", smallMiB, small.records, small.peak>>20)

	big := newBigImport(t, program, filepath.Join(dir, "big"), size<<20)
	report("%d MiB, %d records, interrupted behind a third of them and killed behind two thirds", size, big.records)
	took, said := big.run(t, big.records/3, os.Interrupt)
	report("  %6.1f s until it was interrupted: %s", took.Seconds(), strings.Join(strings.Fields(said), " "))
	if !strings.Contains(said, "the same command goes on") {
		t.Errorf("interrupted, it says %q", said)
	}
	took, _ = big.run(t, 2*big.records/3, os.Kill)
	report("  %6.1f s until it was killed", took.Seconds())
	took, said = big.run(t, 0, nil)
	report("  %6.1f s to its end, all stages: %s", took.Seconds(), strings.TrimSpace(said))
	took, said = big.run(t, 0, nil)
	report("  %6.1f s to pass over what is there, %.0f records/s: %s", took.Seconds(), float64(big.records)/took.Seconds(), strings.TrimSpace(said))
	report("  peak memory %d MB", big.peak>>20)
	if big.peak > bigMemory || float64(big.peak) > bigGrowth*float64(small.peak) {
		t.Errorf("peak memory %d MB at %d MiB, %d MB at %d MiB: want at most %d MB and %.1f times as much",
			big.peak>>20, size, small.peak>>20, smallMiB, bigMemory>>20, bigGrowth)
	}
	big.check(t, report)
}

// bigImport is an archive and the folder into which it is imported.
type bigImport struct {
	program, file, data string
	records             int
	peak                int64 // bytes, of all runs
}

func newBigImport(t *testing.T, program, dir string, size int64) *bigImport {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	b := &bigImport{program: program, file: filepath.Join(dir, "big.warc.gz"), data: filepath.Join(dir, "data")}
	b.records = bigWARC(t, b.file, size)
	return b
}

// run imports the archive; behind so many records taken in, the process gets a signal.
func (b *bigImport) run(t *testing.T, behind int, sig os.Signal) (took time.Duration, said string) {
	t.Helper()
	cmd := exec.Command(b.program, "--data", b.data, "import", "--ack", b.data+".ack", b.file)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	start := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended, measured := make(chan struct{}), make(chan int64)
	go func() { measured <- peakOf(cmd.Process.Pid, ended) }()
	stop := make(chan struct{})
	var watching sync.WaitGroup
	if sig != nil {
		watching.Go(func() { b.signal(cmd.Process, behind, sig, stop) })
	}
	err := cmd.Wait()
	close(ended)
	close(stop)
	watching.Wait()
	b.peak = max(b.peak, <-measured)
	if (err != nil) != (sig != nil) {
		t.Fatalf("import: %v: %s", err, &out)
	}
	lines := strings.Split(out.String(), "\n")
	lines = slices.DeleteFunc(lines, func(l string) bool { return strings.Contains(l, "level=INFO") })
	return time.Since(start), strings.Join(lines, "\n")
}

// signal waits until so many inputs are acknowledged.
func (b *bigImport) signal(p *os.Process, behind int, sig os.Signal, stop chan struct{}) {
	for {
		select {
		case <-stop:
			return
		case <-time.After(50 * time.Millisecond):
		}
		acks, err := os.ReadFile(b.data + ".ack")
		if err == nil && bytes.Count(acks, []byte(" stored ")) >= behind {
			_ = p.Signal(sig)
			return
		}
	}
}

// check demands that each record is there once, with nothing left to do.
func (b *bigImport) check(t *testing.T, report func(string, ...any)) {
	t.Helper()
	a := &app{data: b.data}
	defer a.close()
	if err := a.open(t.Context(), archive.Options{}); err != nil {
		t.Fatal(err)
	}
	captures, err := a.store.As(store.Everything).Captures(t.Context(), store.CaptureFilter{})
	if err != nil {
		t.Fatal(err)
	}
	urls := map[string]bool{}
	for _, c := range captures {
		urls[c.URL] = true
		if _, err := a.archive.Read(t.Context(), c); err != nil {
			t.Errorf("capture %s: %v", c.ID, err)
		}
	}
	counts, err := a.store.As(store.Everything).Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	report("  %d captures of %d addresses, %d documents, jobs left: %v", len(captures), len(urls), counts.Rows["document"], counts.Jobs)
	if len(captures) != b.records || len(urls) != b.records || counts.Rows["document"] != b.records || len(counts.Jobs) != 0 {
		t.Errorf("want %d captures and documents, and no jobs", b.records)
	}
}
