// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay/internal/archive"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/store"
	"hearsay/internal/warc"
)

// An import is killed and begun again until it comes to its end; the next then begins in a fresh folder, until there
// were enough kills.
const (
	kills       = 60
	killedBatch = 2000 // documents of one import
	killedWords = 150  // of one document
)

func TestKilledImportLosesAndDoublesNothing(t *testing.T) {
	slow(t)
	report := results(t, "kill.txt")
	program, dir := build(t), t.TempDir()
	papers := filepath.Join(dir, "papers")
	payloads := writePapers(t, papers)
	start := time.Now()
	if out, err := importOf(program, filepath.Join(dir, "calm"), papers).CombinedOutput(); err != nil {
		t.Fatalf("undisturbed import: %v: %s", err, out)
	}
	calm := time.Since(start)
	want := exports(t, program, filepath.Join(dir, "calm"))
	report("%d documents in %d WARCs, a third of them copies or later tellings; undisturbed %.0f s", killedBatch, killedFiles, calm.Seconds())
	killed, ended, phases := 0, 0, map[string]int{}
	for killed < kills {
		data := filepath.Join(dir, fmt.Sprintf("killed%d", ended))
		for killed < kills && killedImport(t, program, data, papers, calm) {
			killed++
			phases[phaseOf(t, data)]++
		}
		if out, err := importOf(program, data, papers).CombinedOutput(); err != nil {
			t.Fatalf("last import into %s: %v: %s", data, err, out)
		}
		ended++
		a := inspect(t.Context(), data, acknowledged(t, data+".ack"), func(url string) string { return payloads[url] })
		report("import %d: %s", ended, a)
		if !a.intact() || a.acks != killedBatch || a.captures != killedBatch {
			t.Errorf("want %d acknowledged and stored once each: %s", killedBatch, a)
		}
		compare(t, want, exports(t, program, data))
		if jobs := jobsOf(t, data); len(jobs) != 0 {
			t.Errorf("jobs are left: %v", jobs)
		}
	}
	report("%d kills at random times, %d imports brought to their end", killed, ended)
	for _, p := range slices.Sorted(maps.Keys(phases)) {
		report("  %2d while %s", phases[p], p)
	}
	report("documents, stories and claims exported after each are equal to the byte to those of the undisturbed import")
	report("took %.0f s", time.Since(start).Seconds())
}

func importOf(program, data, papers string) *exec.Cmd {
	return exec.Command(program, "--data", data, "import", "--ack", data+".ack", papers)
}

// killedImport imports and kills the process, mostly soon, sometimes late; it reports false where it was too late.
func killedImport(t *testing.T, program, data, papers string, calm time.Duration) bool {
	t.Helper()
	cmd := importOf(program, data, papers)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	wait := time.Duration(200+rand.IntN(4000)) * time.Millisecond
	if rand.IntN(3) == 0 {
		wait = time.Duration(rand.Int64N(int64(calm)))
	}
	timer := time.AfterFunc(wait, func() { cmd.Process.Kill() })
	defer timer.Stop()
	err := cmd.Wait()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != -1) {
		t.Fatalf("the import failed by itself: %v: %s", err, &out)
	}
	return err != nil
}

const killedFiles = 10

// writePapers writes a folder of WARCs, every second compressed, and gives the payloads by address. Records of a WARC
// have their own times, so that the ledger does not depend on when they were taken in.
func writePapers(t *testing.T, dir string) map[string]string {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	payloads := map[string]string{}
	articles := hearsaytest.Generate(killedBatch, killedWords, 5)
	for n := range killedFiles {
		var b bytes.Buffer
		for i := n; i < len(articles); i += killedFiles {
			g := articles[i]
			payloads[g.URL] = string(g.HTML())
			member, err := warc.Encode(&warc.Record{Type: warc.Resource, ID: fmt.Sprint("urn:x:", i), URI: g.URL, Media: "text/html",
				Date: g.Published.Add(time.Hour), Block: g.HTML()})
			if err != nil {
				t.Fatal(err)
			}
			b.Write(member)
		}
		name, content := fmt.Sprintf("%02d.warc.gz", n), b.Bytes()
		if n%2 == 0 {
			name, content = fmt.Sprintf("%02d.warc", n), unzip(t, content)
		}
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return payloads
}

func unzip(t *testing.T, b []byte) []byte {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

// exports gives the ledger as the program prints it.
func exports(t *testing.T, program, data string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, what := range []string{"documents", "stories", "claims"} {
		b, err := exec.Command(program, "--data", data, "export", what).Output()
		if err != nil {
			t.Fatalf("export %s: %v", what, err)
		}
		out[what] = b
	}
	return out
}

// compare reports the first lines that differ.
func compare(t *testing.T, want, got map[string][]byte) {
	t.Helper()
	for what := range want {
		a, b := bytes.Split(want[what], []byte("\n")), bytes.Split(got[what], []byte("\n"))
		if len(a) != len(b) {
			t.Errorf("%d lines of %s, want %d", len(b), what, len(a))
		}
		for i := range min(len(a), len(b)) {
			if !bytes.Equal(a[i], b[i]) {
				t.Errorf("line %d of %s (-undisturbed +killed):\n%s", i+1, what, cmp.Diff(string(a[i]), string(b[i])))
				break
			}
		}
	}
}

// jobsOf counts the jobs in a data folder by stage.
func jobsOf(t *testing.T, data string) map[string]int {
	t.Helper()
	a := &app{data: data}
	defer a.close()
	if err := a.open(context.Background(), archive.Options{}); err != nil {
		t.Fatal(err)
	}
	counts, err := a.store.As(store.Everything).Counts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	jobs := map[string]int{}
	for stage, states := range counts.Jobs {
		for _, n := range states {
			jobs[stage] += n
		}
	}
	return jobs
}

// phaseOf tells from the jobs that are left what the process was about when it was killed.
func phaseOf(t *testing.T, data string) string {
	t.Helper()
	if _, err := os.Stat(filepath.Join(data, databaseFile)); err != nil {
		return "starting"
	}
	jobs := jobsOf(t, data)
	acks := len(acknowledged(t, data+".ack"))
	switch {
	case acks < killedBatch:
		return "taking in"
	case jobs["read"] > 0:
		return "reading"
	case jobs["cluster"] > 0:
		return "placing"
	case jobs["trace"] > 0:
		return "tracing"
	}
	return "having nothing left to do"
}
