// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/annotate"
	"hearsay/internal/archive"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/pipeline"
	"hearsay/internal/read"
	"hearsay/internal/resolve"
)

const (
	benchArticles = 5000 // HEARSAY_BENCH says another number
	benchWords    = 600
	leastPerSec   = 40 // documents a second, end to end
)

// TestBench prints what `make bench` is for. It drives the built program, so that peak memory is that of a
// process that did nothing else.
func TestBench(t *testing.T) {
	if os.Getenv("HEARSAY_SLOW") == "" {
		t.Skip("slow: make bench runs it")
	}
	var out strings.Builder
	say := func(format string, args ...any) {
		line := fmt.Sprintf(format, args...)
		t.Log(line)
		fmt.Fprintln(&out, line)
	}
	n := benchArticles
	if s := os.Getenv("HEARSAY_BENCH"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	say("%d articles of %d words, %d cores, SQLite with synchronous=FULL, one fsync a batch", n, benchWords, runtime.NumCPU())
	articles := hearsaytest.Generate(n, benchWords, 1)
	benchStages(t, say, articles[:min(1000, len(articles))])
	benchChild(t, say, articles[:min(1000, len(articles))])
	benchFeeds(t, say, articles[:min(1000, len(articles))])
	benchRecords(t, say)
	benchEngine(t, say, articles)
	small := benchImport(t, say, articles[:min(1000, len(articles))])
	large := benchImport(t, say, articles)
	if large.perSecond < leastPerSec {
		t.Errorf("%.1f documents/s end to end, want at least %d", large.perSecond, leastPerSec)
	}
	if large.peak > 2*small.peak {
		t.Errorf("peak memory %d MB at %d articles, %d MB at 1,000: it grows with the number of documents", large.peak>>20, n, small.peak>>20)
	}
	if dir := os.Getenv("HEARSAY_RESULTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, "bench.txt"), []byte("make bench\n\n"+out.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// benchStages times the stages that need one document alone, on one core.
func benchStages(t *testing.T, say func(string, ...any), articles []hearsaytest.Generated) {
	t.Helper()
	var docs []hearsay.Document
	start := time.Now()
	for _, a := range articles {
		c := hearsay.Capture{ID: hearsay.CaptureID(a.URL), URL: a.URL, MediaType: "text/html", Fetched: a.Published.Add(time.Hour)}
		d, err := read.Capture(c, a.HTML())
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, d...)
	}
	say("read      %8.0f pages/s, one core", float64(len(articles))/time.Since(start).Seconds())
	words := 0
	for i := range docs {
		words += len(strings.Fields(docs[i].Text))
	}
	results := make([]annotate.Result, len(docs))
	start = time.Now()
	for i := range docs {
		results[i] = annotate.Document(&docs[i])
	}
	say("annotate  %8.0f words/s, one core", float64(words)/time.Since(start).Seconds())
	start = time.Now()
	for i := range docs {
		resolve.Document(&docs[i], results[i].Mentions, results[i].Attributions, nil)
	}
	say("resolve   %8.0f words/s, one core", float64(words)/time.Since(start).Seconds())
}

const leastRead = 60 // pages a second and core, in a child

// benchChild compares reading in this process with reading in a child, by the processor time of both processes: what
// else the machine does makes no difference, and what the pipes cost is counted.
func benchChild(t *testing.T, say func(string, ...any), articles []hearsaytest.Generated) {
	t.Helper()
	program := build(t)
	children := &pipeline.Children{Command: func() *exec.Cmd { return exec.Command(program, "read-child") }}
	all := func(r pipeline.Reader) float64 {
		before := processorTime(t)
		for _, a := range articles {
			c := hearsay.Capture{ID: hearsay.CaptureID(a.URL), URL: a.URL, MediaType: "text/html", Fetched: a.Published.Add(time.Hour)}
			if _, err := r.Read(t.Context(), c, a.HTML()); err != nil {
				t.Fatal(err)
			}
		}
		children.Close() // what an ended child has spent is known
		return float64(len(articles)) / (processorTime(t) - before).Seconds()
	}
	here, inChild := all(pipeline.Here{}), all(children)
	say("read      %8.0f pages a second of processor time here, %.0f in a child with its start (%s)", here, inChild,
		judge(t, "pages in a child", inChild, leastRead, strongRead))
}

// processorTime is what this process and its ended children have spent.
func processorTime(t *testing.T) (sum time.Duration) {
	t.Helper()
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		if err := syscall.Getrusage(who, &u); err != nil {
			t.Fatal(err)
		}
		sum += time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	return sum
}

// benchEngine times taking in and the groups of stages, which follow one another in one epoch.
func benchEngine(t *testing.T, say func(string, ...any), articles []hearsaytest.Generated) {
	t.Helper()
	ctx := t.Context()
	st := hearsaytest.OpenStore(t, filepath.Join(t.TempDir(), "bench.db"))
	a, err := archive.Open(filepath.Join(t.TempDir(), "segments"))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	start := time.Now()
	in := &pipeline.Intake{Store: st, Archive: a}
	_, err = in.Ingest(ctx, func(yield func(pipeline.Input, error) bool) {
		for _, g := range articles {
			if !yield(pipeline.Input{URL: g.URL, MediaType: "text/html", Status: 200, Fetched: g.Published.Add(time.Hour), Payload: g.HTML()}, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	tell := func(what string, since time.Time) {
		took := time.Since(since).Seconds()
		say("%-24s %6.1f s  %6.0f documents/s", what, took, float64(len(articles))/took)
	}
	tell("take in", start)
	last := map[string]time.Time{}
	start = time.Now()
	e := &pipeline.Engine{Store: st, Archive: a, Done: func(stage string, _ int) { last[stage] = time.Now() }}
	if err := e.Run(ctx); err != nil {
		t.Fatal(err)
	}
	for _, stage := range []struct{ job, what string }{{"read", "read, annotate, resolve"}, {"cluster", "cluster"}, {"trace", "trace, assess"}} {
		took := last[stage.job].Sub(start).Seconds()
		say("%-24s %6.1f s  %6.0f documents/s", stage.what, took, float64(len(articles))/took)
		start = last[stage.job]
	}
}

// imported is how one import went.
type imported struct {
	perSecond float64
	peak      int64 // bytes
}

func benchImport(t *testing.T, say func(string, ...any), articles []hearsaytest.Generated) imported {
	t.Helper()
	dir, data := t.TempDir(), t.TempDir()
	for i, a := range articles {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%05d.html", i)), a.HTML(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	binary := filepath.Join("..", "..", "bin", "hearsay")
	run := func(args ...string) (took time.Duration, peak int64, out []byte) {
		var stdout, stderr bytes.Buffer
		cmd := exec.CommandContext(t.Context(), binary, append([]string{"--data", data}, args...)...)
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		start := time.Now()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan struct{})
		measured := make(chan int64)
		go func() { measured <- peakOf(cmd.Process.Pid, ended) }()
		err := cmd.Wait()
		took = time.Since(start)
		close(ended)
		if peak = <-measured; err != nil {
			t.Fatalf("hearsay %s: %v: %s", strings.Join(args, " "), err, stderr.String())
		}
		return took, peak, stdout.Bytes()
	}
	took, peak, b := run("import", dir, "--json")
	var report struct {
		Stored int `json:"stored"`
	}
	if err := json.Unmarshal(b, &report); err != nil {
		t.Fatal(err)
	}
	if report.Stored != len(articles) {
		t.Fatalf("%d of %d articles stored", report.Stored, len(articles))
	}
	r := imported{float64(len(articles)) / took.Seconds(), peak}
	say("import of %d: %.1f documents/s end to end, %.1f s, peak memory %d MB", len(articles), r.perSecond, took.Seconds(), peak>>20)
	took, peak, _ = run("verify")
	say("verify of %d: %.1f s, peak memory %d MB", len(articles), took.Seconds(), peak>>20)
	return r
}

// peakOf gives the peak resident memory of a process in bytes, as the kernel last told it before the end. The
// resource usage of an ended child would be simpler and wrong: on Linux its Maxrss begins with the resident set
// of the parent, which this child shares until it executes the program, and the parent here holds all articles.
func peakOf(pid int, ended <-chan struct{}) int64 {
	var peak int64
	for {
		if status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid)); err == nil {
			_, after, _ := strings.Cut(string(status), "\nVmHWM:")
			if fields := strings.Fields(after); len(fields) > 0 {
				kib, _ := strconv.ParseInt(fields[0], 10, 64)
				peak = max(peak, kib<<10)
			}
		}
		select {
		case <-ended:
			return peak
		case <-time.After(5 * time.Millisecond):
		}
	}
}
