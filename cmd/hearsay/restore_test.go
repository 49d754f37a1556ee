// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/backup"
	"hearsay/internal/hearsaytest"
)

// A drill makes backups of a ledger that another process imports into, restores each elsewhere and asks it.
const (
	drills     = 20  // HEARSAY_DRILLS says another number
	drillHeld  = 300 // documents before the first backup
	drillBatch = 60  // documents of one import
	drillWords = 150 // of one document
)

func TestRestoreDrill(t *testing.T) {
	slow(t)
	report := results(t, "restore.txt")
	n := drills
	if s := os.Getenv("HEARSAY_DRILLS"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	program, dir := build(t), t.TempDir()
	l := newLoad(t, program, dir)
	defer l.end()
	var backups, restores []time.Duration
	least, most, good := 0, 0, 0
	for i := range n {
		time.Sleep(time.Duration(rand.IntN(1500)) * time.Millisecond) // at any stage of an import
		d := drill{program: program, from: l.data, payloads: l.payloads, to: filepath.Join(dir, fmt.Sprintf("back%d", i)), isFile: i%2 == 0}
		if !d.run(t) {
			continue
		}
		good++
		backups, restores = append(backups, d.backup), append(restores, d.restore)
		if most = d.captures; least == 0 {
			least = most
		}
	}
	imports := l.end()
	report("%d backups while %d imports of %d documents ran, every second into one file; restored elsewhere", n, imports, drillBatch)
	report("%d of %d: verified whole; all that was acknowledged before is there once; the counts and exports fit; a search finds a document", good, n)
	if good > 0 {
		report("%d to %d captures; backup took %s (median), %s at most; restore %s, %s", least, most,
			middle(backups), slices.Max(backups).Round(time.Millisecond), middle(restores), slices.Max(restores).Round(time.Millisecond))
	}
	if good != n || imports == 0 {
		t.Errorf("%d of %d drills, %d imports", good, n, imports)
	}
	caughtUp(t, program, l.data, filepath.Join(dir, "back0"))
	report("the oldest of them, after an import of the old folder's segments: no document is missing and none is there twice")
}

func middle(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2].Round(time.Millisecond)
}

// load is a process after the other that imports.
type load struct {
	data     string
	payloads map[string]string // by address
	stop     chan struct{}
	done     chan int
	n        int
}

func newLoad(t *testing.T, program, dir string) *load {
	t.Helper()
	l := &load{data: filepath.Join(dir, "ledger"), payloads: map[string]string{}, stop: make(chan struct{}), done: make(chan int, 1)}
	articles := hearsaytest.Generate(drillHeld+200*drillBatch, drillWords, 9)
	for i, g := range articles {
		l.payloads[fmt.Sprintf("file:%05d.html", i)] = string(g.HTML())
	}
	give := func(from, to int) string {
		folder := filepath.Join(dir, "in", fmt.Sprint(from))
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Error(err)
		}
		for i := from; i < to; i++ {
			name := fmt.Sprintf("%05d.html", i)
			if err := os.WriteFile(filepath.Join(folder, name), []byte(l.payloads["file:"+name]), 0o600); err != nil {
				t.Error(err)
			}
		}
		return folder
	}
	if out, err := importOf(program, l.data, give(0, drillHeld)).CombinedOutput(); err != nil {
		t.Fatalf("first import: %v: %s", err, out)
	}
	go func() {
		n := 0
		defer func() { l.done <- n }()
		for at := drillHeld; at+drillBatch <= len(articles); at += drillBatch {
			select {
			case <-l.stop:
				return
			default:
			}
			if out, err := importOf(program, l.data, give(at, at+drillBatch)).CombinedOutput(); err != nil {
				t.Errorf("import under the backup: %v: %s", err, out)
				return
			}
			n++
		}
	}()
	return l
}

// end waits until nobody imports any more, and gives how many imports there were.
func (l *load) end() int {
	if l.stop != nil {
		close(l.stop)
		l.n, l.stop = <-l.done, nil
	}
	return l.n
}

// drill is one backup, and what came of it.
type drill struct {
	program, from, to string
	payloads          map[string]string
	isFile            bool
	backup, restore   time.Duration
	captures          int
}

func (d *drill) run(t *testing.T) bool {
	t.Helper()
	before := acknowledged(t, d.from+".ack")
	where := d.to + ".backup"
	if d.isFile {
		where += ".tar"
	}
	start := time.Now()
	out, err := exec.Command(d.program, "--data", d.from, "backup", "--json", where).Output()
	var written backup.Report
	if err := json.Unmarshal(out, &written); err != nil {
		t.Errorf("%s: %v: %s", where, err, out)
		return false
	}
	d.backup = time.Since(start)
	if err != nil || len(written.Findings) > 0 {
		t.Errorf("backup %s: %v: %s", where, err, out)
		return false
	}
	start = time.Now()
	if out, err := exec.Command(d.program, "--data", d.to, "restore", where, "--head", written.Head.String()).CombinedOutput(); err != nil {
		t.Errorf("restore %s: %v: %s", where, err, out)
		return false
	}
	d.restore = time.Since(start)
	return d.asked(t, before, &written)
}

// asked asks what came back.
func (d *drill) asked(t *testing.T, before map[string]hearsay.CaptureID, written *backup.Report) bool {
	t.Helper()
	a := inspect(t.Context(), d.to, before, func(url string) string { return d.payloads[url] })
	if d.captures = a.captures; !a.intact() || a.captures != written.Rows["capture"] {
		t.Errorf("%s: %s; %d captures were written", d.to, a, written.Rows["capture"])
		return false
	}
	export, err := exec.Command(d.program, "--data", d.to, "export").Output()
	if err != nil || bytes.Count(export, []byte("\n")) != written.Rows["document"] {
		t.Errorf("export of %s: %d lines, want %d: %v", d.to, bytes.Count(export, []byte("\n")), written.Rows["document"], err)
		return false
	}
	lines := bytes.Split(bytes.TrimSpace(export), []byte("\n"))
	var one struct{ ID, Title string }
	if err := json.Unmarshal(lines[rand.IntN(len(lines))], &one); err != nil {
		t.Error(err)
		return false
	}
	found, err := exec.Command(d.program, "--data", d.to, "search", "--json", "--limit", "500", `"`+one.Title+`"`).Output()
	if err != nil || !bytes.Contains(found, []byte(one.ID)) {
		t.Errorf("search in %s for %q does not find %s: %v", d.to, one.Title, one.ID, err)
		return false
	}
	return true
}

// caughtUp imports the segments of the ledger into the oldest backup that came back.
func caughtUp(t *testing.T, program, from, to string) {
	t.Helper()
	if out, err := exec.Command(program, "--data", to, "import", filepath.Join(from, segmentFolder)).CombinedOutput(); err != nil {
		t.Fatalf("import of the old segments: %v: %s", err, out)
	}
	ids := func(data string) []string {
		out, err := exec.Command(program, "--data", data, "export").Output()
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, line := range bytes.Split(bytes.TrimSpace(out), []byte("\n")) {
			var d struct{ ID, Text string }
			if err := json.Unmarshal(line, &d); err != nil {
				t.Fatal(err)
			}
			ids = append(ids, d.ID+" "+d.Text)
		}
		slices.Sort(ids)
		return ids
	}
	if want, got := ids(from), ids(to); !slices.Equal(want, got) || len(slices.Compact(got)) != len(want) {
		t.Errorf("%d documents after catching up, want %d, each once", len(got), len(want))
	}
	if out, err := exec.Command(program, "--data", to, "verify").CombinedOutput(); err != nil {
		t.Errorf("verify: %v: %s", err, out)
	}
}
