// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package queue_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hearsay"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/queue"
	"hearsay/internal/store"
)

func TestMain(m *testing.M) { hearsaytest.Main(m) }

// desk runs queue calls on a store, each in a transaction of its own.
type desk struct {
	t  *testing.T
	st *store.Store
	q  queue.Queue
}

func onEach(t *testing.T, test func(*desk)) {
	t.Helper()
	hearsaytest.OnEachEngine(t, func(t *testing.T, st *store.Store) {
		test(&desk{t, st, queue.Queue{SkipLocked: st.SkipLocked()}})
	})
}

func (d *desk) enqueue(now time.Time, records ...string) {
	d.t.Helper()
	hearsaytest.Write(d.t, d.st, func(tx *store.Tx) error { return d.q.Enqueue(d.t.Context(), tx, now, "read", records...) })
}

func (d *desk) lease(now time.Time, n int) (jobs []queue.Job) {
	d.t.Helper()
	hearsaytest.Write(d.t, d.st, func(tx *store.Tx) (err error) {
		jobs, err = d.q.Lease(d.t.Context(), tx, now, n, "read", "annotate")
		return err
	})
	return jobs
}

func (d *desk) complete(now time.Time, j queue.Job) error {
	return d.st.Write(d.t.Context(), func(tx *store.Tx) error { return d.q.Complete(d.t.Context(), tx, now, j) })
}

func (d *desk) fail(now time.Time, j queue.Job, cause error) {
	d.t.Helper()
	hearsaytest.Write(d.t, d.st, func(tx *store.Tx) error { return d.q.Fail(d.t.Context(), tx, now, j, cause) })
}

func (d *desk) depth() (depth map[string]map[string]int) {
	d.t.Helper()
	hearsaytest.Write(d.t, d.st, func(tx *store.Tx) (err error) {
		depth, err = d.q.Depth(d.t.Context(), tx)
		return err
	})
	return depth
}

func (d *desk) want(what string, got, want any) {
	d.t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		d.t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestJobAskedForTwiceIsOneJob(t *testing.T) {
	onEach(t, func(d *desk) {
		now := hearsaytest.At(1, 0)
		d.enqueue(now, "a", "b", "a")
		d.enqueue(now, "a")
		d.want("depth", d.depth(), map[string]map[string]int{"read": {"ready": 2}})
		jobs := d.lease(now, 10)
		if len(jobs) != 2 || len(d.lease(now, 10)) != 0 {
			t.Errorf("leased %v, and then more", jobs)
		}
		for _, j := range jobs {
			if err := d.complete(now, j); err != nil {
				d.t.Error(err)
			}
		}
		d.want("depth", d.depth(), map[string]map[string]int{})
	})
}

func TestJobAskedForDuringWorkIsDoneAgain(t *testing.T) {
	onEach(t, func(d *desk) {
		now := hearsaytest.At(1, 0)
		d.enqueue(now, "a")
		j := d.lease(now, 1)[0]
		d.enqueue(now, "a")
		if err := d.complete(now, j); err != nil {
			d.t.Error(err)
		}
		d.want("depth", d.depth(), map[string]map[string]int{"read": {"ready": 1}})
		if err := d.complete(now, d.lease(now, 1)[0]); err != nil {
			d.t.Error(err)
		}
		d.want("depth", d.depth(), map[string]map[string]int{})
	})
}

func TestLateWorkerCannotComplete(t *testing.T) {
	onEach(t, func(d *desk) {
		now := hearsaytest.At(1, 0)
		d.enqueue(now, "a")
		late := d.lease(now, 1)[0]
		now = now.Add(2 * time.Minute)
		second := d.lease(now, 1)
		if len(second) != 1 || second[0].Tries != 2 {
			d.t.Fatalf("after the lease ran out: %v", second)
		}
		if err := d.complete(now, late); !errors.Is(err, hearsay.ErrConflict) {
			d.t.Errorf("late Complete = %v, want ErrConflict", err)
		}
		d.fail(now, late, errors.New("late"))
		if err := d.complete(now, second[0]); err != nil {
			d.t.Error(err)
		}
	})
}

func TestFailedJobWaitsLongerEachTimeAndIsParked(t *testing.T) {
	onEach(t, func(d *desk) {
		now := hearsaytest.At(1, 0)
		d.enqueue(now, "a")
		wait := 30 * time.Second
		for try := 1; try <= queue.MaxTries; try++ {
			jobs := d.lease(now, 1)
			if len(jobs) != 1 || jobs[0].Tries != try {
				d.t.Fatalf("try %d: leased %v", try, jobs)
			}
			d.fail(now, jobs[0], errors.New("boom"))
			if early := d.lease(now.Add(wait-time.Second), 1); len(early) != 0 {
				d.t.Errorf("try %d: leased again too early", try)
			}
			now = now.Add(wait)
			wait *= 2
		}
		d.want("depth", d.depth(), map[string]map[string]int{"read": {"parked": 1}})
		failures, err := d.st.As(store.Everything).Failures(d.t.Context(), 0)
		if err != nil || len(failures) != 1 || failures[0].Error != "boom" || !failures[0].Parked || failures[0].Tries != queue.MaxTries {
			d.t.Errorf("failures = %+v, %v", failures, err)
		}
		hearsaytest.Write(d.t, d.st, func(tx *store.Tx) error { _, err := d.q.Unpark(d.t.Context(), tx, now); return err })
		if err := d.complete(now, d.lease(now, 1)[0]); err != nil {
			d.t.Error(err)
		}
		if failures, _ := d.st.As(store.Everything).Failures(d.t.Context(), 0); len(failures) != 0 {
			d.t.Errorf("failures of a completed job: %v", failures)
		}
	})
}

func TestInvalidInputIsParkedAtOnce(t *testing.T) {
	onEach(t, func(d *desk) {
		now := hearsaytest.At(1, 0)
		d.enqueue(now, "a")
		d.fail(now, d.lease(now, 1)[0], fmt.Errorf("read x: %w", hearsay.ErrInvalid))
		d.want("depth", d.depth(), map[string]map[string]int{"read": {"parked": 1}})
	})
}

func TestJobThatEndsProcessesIsParked(t *testing.T) {
	onEach(t, func(d *desk) {
		now := hearsaytest.At(1, 0)
		d.enqueue(now, "a")
		for range queue.MaxTries + 2 {
			d.lease(now, 1)
			now = now.Add(time.Hour)
		}
		d.want("depth", d.depth(), map[string]map[string]int{"read": {"parked": 1}})
	})
}

func TestManyWorkersDoEachJobOnce(t *testing.T) {
	onEach(t, func(d *desk) {
		now := hearsaytest.At(1, 0)
		const n = 200
		for i := range n {
			d.enqueue(now, fmt.Sprint("r", i))
		}
		var mu sync.Mutex
		done := map[string]int{}
		var workers sync.WaitGroup
		for range 4 {
			workers.Go(func() {
				for {
					jobs := d.lease(now, 7)
					if len(jobs) == 0 {
						return
					}
					for _, j := range jobs {
						if err := d.complete(now, j); err != nil {
							d.t.Error(err)
						}
						mu.Lock()
						done[j.Record]++
						mu.Unlock()
					}
				}
			})
		}
		workers.Wait()
		for r, times := range done {
			if times != 1 {
				d.t.Errorf("%s was done %d times", r, times)
			}
		}
		if len(done) != n {
			d.t.Errorf("%d jobs done, want %d", len(done), n)
		}
	})
}
