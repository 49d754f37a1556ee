// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/collect"
	"hearsay/internal/fetch"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

const (
	soakHosts  = 12
	soakEvery  = time.Second      // between new articles
	soakDated  = 30 * time.Minute // between the dates of two articles: what is compared is two weeks long, and full soon
	soakLatest = 10               // articles in a feed
	soakWords  = 200
)

// soakWeb is a local web whose hosts publish articles one after another.
type soakWeb struct {
	mu        sync.Mutex
	base      string // ":PORT"
	next      func() (hearsaytest.Generated, bool)
	published int
	latest    map[string][]hearsaytest.Generated // by host, the oldest first
}

func newSoakWeb(t *testing.T) (*soakWeb, fetch.Options) {
	t.Helper()
	w := &soakWeb{latest: map[string][]hearsaytest.Generated{}}
	next, stop := iter.Pull(hearsaytest.Articles(soakWords, 11))
	t.Cleanup(stop)
	w.next = next
	server := httptest.NewServer(w)
	t.Cleanup(server.Close)
	at := netip.MustParseAddrPort(strings.TrimPrefix(server.URL, "http://"))
	w.base = fmt.Sprintf(":%d", at.Port())
	return w, fetch.Options{Every: 20 * time.Millisecond, Loopback: []netip.AddrPort{at}, Ports: []uint16{at.Port()}, Resolver: w}
}

// LookupNetIP says that every host is here.
func (*soakWeb) LookupNetIP(context.Context, string, string) ([]netip.Addr, error) {
	return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
}

func soakHost(n int) string { return fmt.Sprintf("paper%d.example", n%soakHosts) }

// publish adds an article.
func (w *soakWeb) publish() {
	a, _ := w.next()
	w.mu.Lock()
	defer w.mu.Unlock()
	host := soakHost(w.published)
	a.URL = fmt.Sprintf("http://%s%s/story/%d", host, w.base, w.published)
	a.Published = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(w.published) * soakDated)
	w.published++
	all := append(w.latest[host], a)
	w.latest[host] = all[max(0, len(all)-soakLatest):]
}

// ServeHTTP gives the feed of a host, and its articles.
func (w *soakWeb) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	host, _, _ := strings.Cut(r.Host, ":")
	w.mu.Lock()
	articles := append([]hearsaytest.Generated(nil), w.latest[host]...)
	w.mu.Unlock()
	if r.URL.Path == "/feed" {
		out.Header().Set("Content-Type", "application/rss+xml")
		_, _ = out.Write(feedOf(articles))
		return
	}
	for _, a := range articles {
		if strings.HasSuffix(a.URL, r.URL.Path) {
			out.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = out.Write(a.HTML())
			return
		}
	}
	http.NotFound(out, r)
}

// sample is what the process holds at a time.
type sample struct {
	at                  time.Duration
	resident, heap      float64 // MB, after the garbage was collected and given back
	children            float64 // MB, resident
	goroutines, files   float64
	published, captured int
}

// TestSoak collects for as long as HEARSAY_SOAK says, with all stages, and demands that nothing grows but the ledger.
func TestSoak(t *testing.T) {
	length, err := time.ParseDuration(os.Getenv("HEARSAY_SOAK"))
	if err != nil {
		t.Skip("takes as long as HEARSAY_SOAK says, as 30m: make soak")
	}
	report := results(t, "soak.txt")
	slog.SetDefault(slog.New(slog.NewTextHandler(io.Discard, nil))) // of this process alone; a line for each look
	collectSeldom()
	w, options := newSoakWeb(t)
	a := &app{data: t.TempDir(), stdout: io.Discard, stderr: io.Discard, bars: io.Discard}
	if err := a.openToWrite(t.Context(), archive.Options{}); err != nil {
		t.Fatal(err)
	}
	defer a.close()
	addSoakFeeds(t, a, w)
	ctx, stop := context.WithTimeout(t.Context(), length)
	defer stop()
	var work sync.WaitGroup
	var failed error
	work.Go(func() { failed = soak(ctx, a, w, options) })
	samples := takeSamples(ctx, t, a, w)
	work.Wait()
	if failed != nil && !errors.Is(failed, context.DeadlineExceeded) {
		t.Errorf("collecting ended: %v", failed)
	}
	last := samples[len(samples)-1]
	report("%v of collecting at %d hosts that publish an article of %d words every %v, all stages; %d cores", length, soakHosts, soakWords, soakEvery, runtime.NumCPU())
	report("%d articles published, %d captures; a sample every %v", last.published, last.captured, sampleEvery)
	judgeSoak(t, report, samples)
}

func addSoakFeeds(t *testing.T, a *app, w *soakWeb) {
	t.Helper()
	var feeds []hearsay.Feed
	for n := range soakHosts {
		host := soakHost(n)
		feeds = append(feeds, hearsay.Feed{ID: hearsay.FeedID(host), Outlet: hearsay.OutletID(host), Kind: hearsay.FeedRSS,
			URL: "http://" + host + w.base + "/feed", Every: time.Minute})
	}
	if err := a.store.Write(t.Context(), func(tx *store.Tx) error { return tx.SaveFeeds(t.Context(), feeds...) }); err != nil {
		t.Fatal(err)
	}
}

// soak publishes, and goes through rounds of collecting as hearsay collect does, until ctx ends.
func soak(ctx context.Context, a *app, w *soakWeb, options fetch.Options) error {
	collector := &collect.Collector{Fetch: fetch.New(options), Seen: pipeline.KnownPages{Store: a.store}}
	command := &collectCommand{All: true}
	began := time.Now()
	for published := 0; ; {
		for ; published < int(time.Since(began)/soakEvery); published++ {
			w.publish()
		}
		if _, _, err := command.round(ctx, a, collector); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(2 * time.Second):
		}
	}
}

const sampleEvery = 10 * time.Second

// takeSamples samples until ctx ends.
func takeSamples(ctx context.Context, t *testing.T, a *app, w *soakWeb) (all []sample) {
	t.Helper()
	began := time.Now()
	for tick := time.NewTicker(sampleEvery); ; {
		select {
		case <-ctx.Done():
			tick.Stop()
			return all
		case <-tick.C:
		}
		debug.FreeOSMemory() // what is garbage is no growth, and hides what is
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		files, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Fatal(err)
		}
		counts, err := a.store.As(store.Everything).Counts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		w.mu.Lock()
		published := w.published
		w.mu.Unlock()
		all = append(all, sample{time.Since(began), residentOf("self"), float64(m.HeapAlloc) / 1e6, childrenResident(),
			float64(runtime.NumGoroutine()), float64(len(files)), published, counts.Rows["capture"]})
	}
}

// residentOf is the resident memory of a process in MB; 0 where it has ended.
func residentOf(pid string) float64 {
	status, err := os.ReadFile("/proc/" + pid + "/status")
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(status), "\nVmRSS:")
	fields := strings.Fields(after)
	if len(fields) == 0 {
		return 0
	}
	kib, _ := strconv.ParseFloat(fields[0], 64)
	return kib * 1024 / 1e6
}

func childrenResident() (sum float64) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/self/task/%d/children", os.Getpid()))
	if err != nil {
		return 0
	}
	for _, pid := range strings.Fields(string(b)) {
		sum += residentOf(pid)
	}
	return sum
}
