// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline_test

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/collect"
	"hearsay/internal/fetch"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/hearsaytest/raced"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// size is how large a crowd is, and how often one of its hosts is asked. Times are a tenth of those for the open web and
// shorter.
type size struct {
	good, bad           int // hosts
	goodPages, badPages int
	every               time.Duration
}

func sizeOf() size {
	if os.Getenv("HEARSAY_SLOW") == "" { // make web200 has them all
		return size{10, len(hearsaytest.BadManners), 20, 4, 300 * time.Millisecond}
	}
	return size{150, 50, 66, 10, time.Second}
}

// mostLoss is what the good hosts may lose of their throughput. The small run takes so little time that a machine with
// much else to do decides over a part of it.
func mostLoss() float64 {
	if os.Getenv("HEARSAY_SLOW") == "" {
		return 0.25
	}
	return 0.10
}

func crowdLimits() fetch.Limits {
	l := fetch.DefaultLimits()
	return fetch.Limits{Connect: l.Connect / 10, Head: l.Head / 10, Slow: l.Slow / 10, Whole: l.Whole / 10, Alone: l.Alone / 10}
}

// crowdRun is what came of looking at a crowd.
type crowdRun struct {
	looks    int           // that were made, in all
	good     int           // of these at good hosts
	goodTook time.Duration // until the last good host was done with
	took     time.Duration
	attempts map[hearsay.Outcome]int // that the store has by then
}

// perSecond is the throughput of the good hosts.
func (r *crowdRun) perSecond() float64 { return float64(r.good) / r.goodTook.Seconds() }

// crowdOf names the manners of a crowd: bad hosts in turn, and behind them, where those would keep them waiting, good ones.
func crowdOf(good, bad int) (manners []string) {
	for i := range bad {
		manners = append(manners, hearsaytest.BadManners[i%len(hearsaytest.BadManners)])
	}
	return append(manners, slices.Repeat([]string{"good"}, good)...)
}

// lookAt looks once at hosts of a crowd, as hearsay collect does.
func lookAt(t *testing.T, p *plant, c *hearsaytest.Crowd, hosts []*hearsaytest.CrowdHost) *crowdRun {
	t.Helper()
	o := c.Options()
	o.Every, o.Limits = sizeOf().every, crowdLimits()
	collector := &collect.Collector{Fetch: fetch.New(o), Seen: pipeline.KnownPages{Store: p.Store}, Pages: 100}
	manner := map[hearsay.FeedID]string{}
	var feeds []hearsay.Feed
	for _, h := range hosts {
		f := h.Feed()
		manner[f.ID], feeds = h.Manner, append(feeds, f)
	}
	r, began := &crowdRun{}, time.Now()
	var mu sync.Mutex
	look := func(ctx context.Context, f hearsay.Feed) iter.Seq2[collect.Input, error] {
		return func(yield func(collect.Input, error) bool) {
			for in, err := range collector.Feed(ctx, f) {
				mu.Lock()
				r.looks++
				if manner[f.ID] == "good" {
					r.good, r.goodTook = r.good+1, time.Since(began)
				}
				mu.Unlock()
				if !yield(in, err) {
					return
				}
			}
		}
	}
	err := p.Round(t.Context(), slices.Values(feeds), look, func(_ hearsay.Feed, one pipeline.Report) error {
		if !one.Balanced() {
			t.Errorf("%+v is not balanced", one)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	r.took = time.Since(began)
	if r.attempts, err = p.Store.As(store.Everything).CountAttempts(t.Context(), store.AttemptFilter{}); err != nil {
		t.Fatal(err)
	}
	return r
}

// inputs are the looks that brought something.
func (r *crowdRun) inputs() int {
	a := r.attempts
	return a[hearsay.Stored] + a[hearsay.Duplicate] + a[hearsay.Quarantined] + a[hearsay.Refused]
}

// accounts demands that every one of so many looks ended in a way that is kept, and that what is stored is there.
func (r *crowdRun) accounts(t *testing.T, p *plant, looks int) {
	t.Helper()
	if r.inputs()+r.attempts[hearsay.Unchanged]+r.attempts[hearsay.Failed] != looks {
		t.Errorf("%d looks were made; kept are %v", looks, r.attempts)
	}
	counts, err := p.Store.As(store.Everything).Counts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	stored := r.attempts[hearsay.Stored] + r.attempts[hearsay.Quarantined]
	if counts.Rows["capture"] != stored || counts.Leaves != int64(stored) {
		t.Errorf("%d were stored, there are %d captures and %d leaves", stored, counts.Rows["capture"], counts.Leaves)
	}
}

// polite demands that no host was asked twice at once, or sooner than the interval allows.
func polite(t *testing.T, c *hearsaytest.Crowd) (requests int, least time.Duration) {
	t.Helper()
	least = time.Hour
	for _, h := range c.Hosts {
		asked, atOnce := h.Asked()
		if atOnce > 1 {
			t.Errorf("%s (%s) had %d requests at once", h.Name, h.Manner, atOnce)
		}
		requests += len(asked)
		for i := 1; i < len(asked); i++ {
			between := asked[i].Sub(asked[i-1])
			least = min(least, between)
			if tooSoon(c, h, asked[i-1], between) {
				t.Errorf("%s (%s): request %d came %v after the one before it", h.Name, h.Manner, i, between)
			}
		}
	}
	return requests, least
}

// tooSoon tells whether a request came sooner than it may. The interval begins with the end of an answer, so that it is never
// shorter as a server hears it; but for servers that do not answer, and may hear of a request after it was given up.
func tooSoon(c *hearsaytest.Crowd, h *hearsaytest.CrowdHost, first time.Time, between time.Duration) bool {
	every := sizeOf().every
	if h.Manner == "good" {
		return between < every
	}
	return between < every-c.Late(first.Add(-every), first)
}

// TestBadHostsTakeNothingFromGoodOnes looks at good hosts alone, then at the same with bad ones among them, then at some
// once more.
func TestBadHostsTakeNothingFromGoodOnes(t *testing.T) {
	raced.Skip(t)
	z := sizeOf()
	pages := map[string]int{"good": z.goodPages}
	for _, m := range hearsaytest.BadManners {
		pages[m] = z.badPages
	}
	pages["hub"] = 0
	quiet := hearsaytest.NewCrowd(t, pages, crowdOf(z.good, 0)...)
	p := newPlant(t, hearsaytest.Store(t))
	before := lookAt(t, p, quiet, quiet.Hosts)
	before.accounts(t, p, before.looks)
	polite(t, quiet)

	all := hearsaytest.NewCrowd(t, pages, crowdOf(z.good, z.bad)...)
	p = newPlant(t, hearsaytest.Store(t))
	with := lookAt(t, p, all, all.Hosts)
	with.accounts(t, p, with.looks)
	requests, least := polite(t, all)
	time.Sleep(z.every) // what follows has another memory of when it asked
	again := lookAt(t, p, all, all.Hosts[z.bad:z.bad+z.good/10])
	again.accounts(t, p, with.looks+again.looks)
	polite(t, all)
	if again.attempts[hearsay.Duplicate] == 0 || again.attempts[hearsay.Quarantined] == 0 || again.attempts[hearsay.Refused] == 0 {
		t.Errorf("not every outcome was met: %v", again.attempts)
	}

	var out strings.Builder
	fmt.Fprintf(&out, "%d hosts, %d of them bad in %d ways; one request in %v to each, times a tenth of the default\n", z.good+z.bad, z.bad,
		len(hearsaytest.BadManners)-1, z.every)
	fmt.Fprintf(&out, "%d looks in %.0f s, of which servers heard %d requests: never two at once at one host, the closest %v apart\n",
		with.looks, with.took.Seconds(), requests, least.Round(time.Millisecond))
	a := again.attempts
	fmt.Fprintf(&out, "%d looks = %d inputs + %d unchanged + %d failed\n%d inputs = %d stored + %d duplicate + %d quarantined + %d refused\n",
		with.looks+again.looks, again.inputs(), a[hearsay.Unchanged], a[hearsay.Failed], again.inputs(), a[hearsay.Stored], a[hearsay.Duplicate],
		a[hearsay.Quarantined], a[hearsay.Refused])
	loss := 1 - with.perSecond()/before.perSecond()
	fmt.Fprintf(&out, "good hosts: %.1f looks/s alone, %.1f beside the bad ones: %.1f %% less\n", before.perSecond(), with.perSecond(), 100*loss)
	t.Log("\n" + out.String())
	if most := mostLoss(); loss > most {
		t.Errorf("good hosts lose %.1f %%, want at most %.0f %%", 100*loss, 100*most)
	}
	if os.Getenv("HEARSAY_SLOW") == "" {
		return
	}
	if with.looks < 10_000 {
		t.Errorf("%d looks, want at least 10,000", with.looks)
	}
	if dir := os.Getenv("HEARSAY_RESULTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, "web200.txt"), []byte("make web200\n\n"+out.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
