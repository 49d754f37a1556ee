// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"hearsay/internal/archive"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

const (
	growthMost  = 200_000 // documents; HEARSAY_GROWTH says another number
	growthWords = 90
	growthBatch = 300     // documents of one probe
	growthTurns = 7       // in which few and many are measured one after the other
	mostSlower  = 1.5     // how much longer the stages from resolve on may take than with 1,000 documents
	mostMemory  = 1 << 30 // bytes
)

// TestGrowth prints what a document costs in a ledger that holds few and in one that holds many. The articles are short,
// for what is read of a page does not depend on what is held; it is left out. HEARSAY_LEDGER names a folder where the
// ledger is kept, to be gone on with: it takes hours to fill.
func TestGrowth(t *testing.T) {
	if os.Getenv("HEARSAY_SLOW") == "" {
		t.Skip("slow: make bench-growth runs it")
	}
	most := growthMost
	if s := os.Getenv("HEARSAY_GROWTH"); s != "" {
		var err error
		if most, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	var out strings.Builder
	say := func(format string, args ...any) {
		line := fmt.Sprintf(format, args...)
		t.Log(line)
		fmt.Fprintln(&out, line)
	}
	say("articles of %d words; milliseconds a document, the median of three times %d documents; processor is both, as time of a core", growthWords, growthBatch)
	say("%9s %22s %8s %8s %8s %10s %11s", "held", "read, annotate, store", "cluster", "trace", "both", "processor", "peak memory")
	measure := func(g *growing, held int) costs {
		g.fill(t, held)
		p := g.probe(t)
		say("%9d %22.1f %8.1f %8.1f %8.1f %10.1f %8d MB", held, p.read, p.cluster, p.trace, p.both(), p.processor, ownPeak(t)>>20)
		return p
	}
	g := newGrowing(t, cmp.Or(os.Getenv("HEARSAY_LEDGER"), t.TempDir()))
	for _, held := range []int{2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000} {
		if g.held <= held && held <= most {
			measure(g, held)
		}
	}
	// A machine that is shared is quicker in some minutes than in others: what is compared is measured by turns.
	var slower, busier []float64
	for i := range growthTurns {
		var few costs
		t.Run(fmt.Sprint("few ", i), func(t *testing.T) { few = measure(newGrowing(t, t.TempDir()), 1000) }) // which closes it
		many := measure(g, max(g.held, most))
		slower, busier = append(slower, many.both()/few.both()), append(busier, many.processor/few.processor)
	}
	slices.Sort(slower)
	slices.Sort(busier)
	say("with %d documents held the stages that look at others take %.2f times as long as with 1,000 (%.2f to %.2f), and %.2f times the processor: medians of %d turns",
		g.held, slower[growthTurns/2], slower[0], slower[growthTurns-1], busier[growthTurns/2], growthTurns)
	if slower[growthTurns/2] > mostSlower {
		t.Errorf("with %d documents held it takes %.2f times as long as with 1,000, want at most %.1f", g.held, slower[growthTurns/2], mostSlower)
	}
	if peak := ownPeak(t); peak > mostMemory {
		t.Errorf("peak memory %d MB, want at most %d", peak>>20, mostMemory>>20)
	}
	if dir := os.Getenv("HEARSAY_RESULTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, "growth.txt"), []byte("make bench-growth\n\n"+out.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// growing is a ledger into which articles go one after another.
type growing struct {
	intake *pipeline.Intake
	engine *pipeline.Engine
	next   func() (hearsaytest.Generated, bool)
	held   int
	ended  map[string]moment // stages
}

// moment is when something ended, and how much the process had computed until then.
type moment struct {
	at       time.Time
	computed time.Duration
}

func now(t *testing.T) moment {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return moment{time.Now(), time.Duration(u.Utime.Nano() + u.Stime.Nano())}
}

// costs are milliseconds a document.
type costs struct{ read, cluster, trace, processor float64 }

// both is what the stages take that look at others.
func (c costs) both() float64 { return c.cluster + c.trace }

// newGrowing opens the ledger of a folder, and goes on where it ends.
func newGrowing(t *testing.T, folder string) *growing {
	t.Helper()
	st := hearsaytest.OpenStore(t, filepath.Join(folder, databaseFile))
	a, err := archive.Open(filepath.Join(folder, segmentFolder))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	g := &growing{intake: &pipeline.Intake{Store: st, Archive: a}, ended: map[string]moment{}}
	g.engine = &pipeline.Engine{Store: st, Archive: a, Done: func(stage string, _ int) { g.ended[stage] = now(t) }}
	next, stop := iter.Pull(hearsaytest.Articles(growthWords, 1))
	t.Cleanup(stop)
	g.next = next
	counts, err := st.As(store.Everything).Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if counts.Rows["outlet"] == 0 {
		outlets := hearsaytest.Outlets()
		if err := st.Write(t.Context(), func(tx *store.Tx) error { return tx.SaveOutlets(t.Context(), outlets...) }); err != nil {
			t.Fatal(err)
		}
	}
	for ; g.held < counts.Rows["capture"]; g.held++ {
		next()
	}
	return g
}

// add takes in the next n articles and leads them through all stages.
func (g *growing) add(t *testing.T, n int) costs {
	t.Helper()
	_, err := g.intake.Ingest(t.Context(), func(yield func(pipeline.Input, error) bool) {
		for range n {
			a, _ := g.next()
			if !yield(pipeline.Input{URL: a.URL, MediaType: "text/html", Status: 200, Fetched: a.Published.Add(time.Hour), Payload: a.HTML()}, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	g.held += n
	start := now(t)
	if err := g.engine.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	each := func(d time.Duration) float64 { return d.Seconds() * 1000 / float64(n) }
	read, clustered, traced := g.ended[pipeline.ReadStage], g.ended["cluster"], g.ended["trace"]
	return costs{each(read.at.Sub(start.at)), each(clustered.at.Sub(read.at)), each(traced.at.Sub(clustered.at)), each(traced.computed - read.computed)}
}

// fill adds articles until so many are held.
func (g *growing) fill(t *testing.T, held int) {
	t.Helper()
	for g.held < held {
		g.add(t, min(2000, held-g.held))
	}
}

// probe adds three batches and gives the median of what they cost.
func (g *growing) probe(t *testing.T) costs {
	t.Helper()
	var all [3]costs
	for i := range all {
		all[i] = g.add(t, growthBatch)
	}
	median := func(of func(costs) float64) float64 {
		x := []float64{of(all[0]), of(all[1]), of(all[2])}
		slices.Sort(x)
		return x[1]
	}
	return costs{median(func(c costs) float64 { return c.read }), median(func(c costs) float64 { return c.cluster }),
		median(func(c costs) float64 { return c.trace }), median(func(c costs) float64 { return c.processor })}
}

// ownPeak is the peak resident memory of this process in bytes.
func ownPeak(t *testing.T) int64 {
	t.Helper()
	ended := make(chan struct{})
	close(ended)
	return peakOf(os.Getpid(), ended)
}
