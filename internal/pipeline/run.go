// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/cluster"
	"hearsay/internal/export"
	"hearsay/internal/queue"
	"hearsay/internal/store"
)

// Engine leads what was taken in through the stages. One Engine works on a store at a time.
type Engine struct {
	Store   *store.Store
	Archive *archive.Archive
	Workers int                       // that read and annotate; 0 for one a core
	Done    func(stage string, n int) // hears of finished jobs; may be nil

	all     store.Reader
	index   *cluster.Index
	loaded  map[hearsay.StoryID]bool // stories whose documents are in the index
	outlets *outlets
	decided *decided
}

// reading is what one capture gave.
type reading struct {
	capture   hearsay.Capture
	documents []export.Annotated
	credits   map[string]string // publisher by address, of a feed's entries
}

const (
	readBatch  = 32 // captures whose effects are one transaction
	placeBatch = 64
)

func (e *Engine) queue() queue.Queue { return queue.Queue{SkipLocked: e.Store.SkipLocked()} }

func (e *Engine) now() time.Time { return time.Now() }

func (e *Engine) done(stage string, n int) {
	if e.Done != nil && n > 0 {
		e.Done(stage, n)
	}
}

// Run works until no job is due: first all captures are read, then their documents are placed in the order of
// their dates, then the stories they touched are traced. What is there when Run begins is one epoch.
func (e *Engine) Run(ctx context.Context) error {
	if err := e.open(ctx); err != nil {
		return err
	}
	for {
		n, err := e.readSome(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			break
		}
	}
	if err := e.placeAll(ctx); err != nil {
		return err
	}
	return e.traceAll(ctx)
}

// readSome leads one batch of captures through read, annotate and resolve.
func (e *Engine) readSome(ctx context.Context) (int, error) {
	jobs, err := e.lease(ctx, readBatch, ReadStage)
	if err != nil || len(jobs) == 0 {
		return 0, err
	}
	results := make([]*reading, len(jobs))
	failures := make([]error, len(jobs))
	e.parallel(len(jobs), func(i int) {
		results[i], failures[i] = e.guarded(ctx, jobs[i])
	})
	err = e.Store.Write(ctx, func(tx *store.Tx) error {
		for i, j := range jobs {
			if err := e.finishRead(ctx, tx, j, results[i], failures[i]); err != nil {
				return stageError(ReadStage, j.Record, err)
			}
		}
		return nil
	})
	e.done(ReadStage, len(jobs))
	return len(jobs), err
}

// guarded runs the read stage of one capture; outside text must never end the program.
func (e *Engine) guarded(ctx context.Context, j queue.Job) (r *reading, err error) {
	defer func() {
		if p := recover(); p != nil {
			slog.Error("a stage panicked", "stage", j.Stage, "record", j.Record, "err", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("%s: a bug met this input: %v: %w", j.Stage, p, hearsay.ErrInvalid)
		}
	}()
	return e.readCapture(ctx, hearsay.CaptureID(j.Record))
}

// finishRead stores the effect of one job and its completion. A capture that cannot be read is quarantined with
// the reason; anything that may pass is tried again.
func (e *Engine) finishRead(ctx context.Context, tx *store.Tx, j queue.Job, r *reading, failure error) error {
	switch {
	case failure == nil:
		if err := e.saveReading(ctx, tx, r); err != nil {
			return err
		}
		return e.queue().Complete(ctx, tx, e.now(), j)
	case errors.Is(failure, hearsay.ErrInvalid):
		if err := tx.Quarantine(ctx, hearsay.CaptureID(j.Record), failure.Error()); err != nil {
			return err
		}
		return e.queue().Complete(ctx, tx, e.now(), j)
	}
	return e.queue().Fail(ctx, tx, e.now(), j, failure)
}

func (e *Engine) parallel(n int, do func(int)) {
	workers := cmp.Or(e.Workers, runtime.GOMAXPROCS(0))
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(workers, n) {
		wg.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}

func (e *Engine) lease(ctx context.Context, n int, stage string) (jobs []queue.Job, err error) {
	err = e.Store.Write(ctx, func(tx *store.Tx) error {
		jobs, err = e.queue().Lease(ctx, tx, e.now(), n, stage)
		return err
	})
	return jobs, err
}

const everyJob = 1 << 30

// placeAll places all documents that wait, in the order of their dates, so that the order of arrival within the
// epoch makes no difference.
func (e *Engine) placeAll(ctx context.Context) error {
	jobs, err := e.lease(ctx, everyJob, clusterStage)
	if err != nil || len(jobs) == 0 {
		return err
	}
	order, err := e.byDate(ctx, jobs)
	if err != nil {
		return err
	}
	if err := e.openStories(ctx, order[0].when, order[len(order)-1].when); err != nil {
		return err
	}
	for batch := range slices.Chunk(order, placeBatch) {
		err := e.Store.Write(ctx, func(tx *store.Tx) error {
			for _, w := range batch {
				if err := e.place(ctx, tx, w.job); err != nil {
					return stageError(clusterStage, w.job.Record, err)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		e.done(clusterStage, len(batch))
	}
	return nil
}

// waiting is a document that waits for its place.
type waiting struct {
	job           queue.Job
	when          time.Time
	capture, part string
}

// byDate orders jobs by the dates of their documents; parts of one capture keep their order.
func (e *Engine) byDate(ctx context.Context, jobs []queue.Job) ([]waiting, error) {
	var order []waiting
	for batch := range slices.Chunk(jobs, 500) {
		ids := make([]hearsay.DocumentID, len(batch))
		for i, j := range batch {
			ids[i] = hearsay.DocumentID(j.Record)
		}
		docs, err := e.all.DocumentsOf(ctx, ids...)
		if err != nil {
			return nil, err
		}
		found := map[string]*hearsay.Document{}
		for i := range docs {
			found[string(docs[i].ID)] = &docs[i]
		}
		for _, j := range batch {
			w := waiting{job: j}
			if d := found[j.Record]; d != nil {
				w.when, w.capture, w.part = d.When(), string(d.Capture), d.Part
			}
			order = append(order, w)
		}
	}
	slices.SortFunc(order, func(a, b waiting) int {
		return cmp.Or(a.when.Compare(b.when), cmp.Compare(a.capture, b.capture), cmp.Compare(len(a.part), len(b.part)),
			cmp.Compare(a.part, b.part), cmp.Compare(a.job.Record, b.job.Record))
	})
	return order, nil
}

func (e *Engine) place(ctx context.Context, tx *store.Tx, j queue.Job) error {
	d, err := tx.Document(ctx, hearsay.DocumentID(j.Record))
	switch {
	case errors.Is(err, hearsay.ErrNotFound): // erased since
	case err != nil:
		return err
	default:
		if err := e.placeDocument(ctx, tx, &d); err != nil {
			return err
		}
	}
	return e.queue().Complete(ctx, tx, e.now(), j)
}

// traceAll traces the stories that were touched.
func (e *Engine) traceAll(ctx context.Context) error {
	for {
		jobs, err := e.lease(ctx, placeBatch, traceStage)
		if err != nil || len(jobs) == 0 {
			return err
		}
		slices.SortFunc(jobs, func(a, b queue.Job) int { return cmp.Compare(a.Record, b.Record) })
		err = e.Store.Write(ctx, func(tx *store.Tx) error {
			for _, j := range jobs {
				if err := e.traceStory(ctx, tx, hearsay.StoryID(j.Record)); err != nil {
					return stageError(traceStage, j.Record, err)
				}
				if err := e.queue().Complete(ctx, tx, e.now(), j); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		e.done(traceStage, len(jobs))
	}
}
