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
	"sync"
	"time"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/cluster"
	"hearsay/internal/desk"
	"hearsay/internal/queue"
	"hearsay/internal/store"
)

// Engine leads what was taken in through the stages. One Engine works on a store at a time; the lock of the data
// folder sees to that.
type Engine struct {
	Store   *store.Store
	Archive *archive.Archive
	Reader  Reader                    // Here{} if nil
	Workers int                       // that read and annotate; 0 for one a core
	Done    func(stage string, n int) // hears of finished jobs; may be nil
	Once    bool                      // Run is called once: what placing looked things up in is let go before stories are traced

	all     store.Reader
	outlets *outlets
	decided *decided
	index   *cluster.Index // nil where it is to be begun anew
	bodies  *bodies
	looked  int64     // the last look at a watched page that was taken into account
	began   time.Time // when Run did: captures that came later wait for the next
}

const (
	readBatch  = 32 // captures whose effects are one transaction
	traceBatch = 16 // stories, the same
	everyJob   = 1 << 30
)

// Run works until no job is due: what people decided takes effect, and what they had erased is overwritten, then all captures are read, then their documents
// are placed in the order of their dates, then the stories they touched are traced; last, watched pages and outlets that were
// long away are compared with what they were. What is there when Run begins is one epoch: what is taken in beside it waits for the next.
func (e *Engine) Run(ctx context.Context) error {
	e.began = time.Now()
	for _, step := range []func(context.Context) error{e.open, e.heedAll, e.wipeAll, e.readAll, e.placeAll, e.traceAll, e.watchAll, e.doubtAll} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// open fills what the stages look things up in, outlets and decisions, and takes back what an earlier process held
// when it ended.
func (e *Engine) open(ctx context.Context) (err error) {
	e.all = e.Store.As(store.Everything)
	e.bodies = newBodies()
	if e.outlets, err = loadOutlets(ctx, e.all); err != nil {
		return err
	}
	return e.Store.Write(ctx, func(tx *store.Tx) error {
		_, err := e.queue().Release(ctx, tx, desk.Heed, ReadStage, clusterStage, traceStage)
		return err
	})
}

// heedAll lets the decisions take effect that were made since the last time. One that cannot is a failure that the doctor lists, and keeps nothing
// else from being done.
func (e *Engine) heedAll(ctx context.Context) (err error) {
	if e.decided, err = loadDecided(ctx, e.all); err != nil {
		return err
	}
	jobs, err := e.lease(ctx, everyJob, desk.Heed)
	if err != nil || len(jobs) == 0 {
		return err
	}
	err = e.finish(ctx, jobs, func(tx *store.Tx, i int) error {
		if err := e.heed(ctx, tx, hearsay.DecisionID(jobs[i].Record)); err != nil {
			return err
		}
		return e.queue().Complete(ctx, tx, e.now(), jobs[i])
	})
	if err != nil {
		return err
	}
	e.decided, err = loadDecided(ctx, e.all) // with the epochs
	return err
}

// An effect stores what a stage made of one record.
type effect func(ctx context.Context, tx *store.Tx) error

// stage is how the jobs of one kind are done: a record alone is enough for each of them.
type stage struct {
	name   string
	batch  int // jobs whose effects are one transaction
	do     func(ctx context.Context, record string) (effect, error)
	failed func(ctx context.Context, tx *store.Tx, j queue.Job, failure error) error
}

// readAll leads all captures through read, annotate and resolve.
func (e *Engine) readAll(ctx context.Context) error {
	return e.each(ctx, stage{ReadStage, readBatch, func(ctx context.Context, record string) (effect, error) {
		r, err := e.readCapture(ctx, hearsay.CaptureID(record))
		return func(ctx context.Context, tx *store.Tx) error { return e.saveReading(ctx, tx, r) }, err
	}, e.unread})
}

// traceAll traces the stories that were touched.
func (e *Engine) traceAll(ctx context.Context) error {
	return e.each(ctx, stage{traceStage, traceBatch, func(ctx context.Context, record string) (effect, error) {
		t, err := e.traceStory(ctx, hearsay.StoryID(record))
		return func(ctx context.Context, tx *store.Tx) error { return saveTraced(ctx, tx, t) }, err
	}, func(ctx context.Context, tx *store.Tx, j queue.Job, failure error) error {
		return e.queue().Fail(ctx, tx, e.now(), j, failure)
	}})
}

// each does all jobs of a stage; while the effects of one batch are stored, the next is done.
func (e *Engine) each(ctx context.Context, s stage) error {
	save := func() error { return nil }
	for n := 1; ; {
		jobs, err := e.lease(ctx, n, s.name)
		if err != nil {
			return errors.Join(err, save())
		}
		if len(jobs) == 0 {
			return save()
		}
		// What an earlier process held when it ended comes first, and one by one: if one of them was the reason, it
		// takes no other with it.
		again := jobs[0].Tries > 1
		if again {
			if err := save(); err != nil {
				return err
			}
			save = func() error { return nil }
		}
		next := e.begin(ctx, s, jobs)
		if err := save(); err != nil {
			return err
		}
		save = next
		if again {
			if err := save(); err != nil {
				return err
			}
			save = func() error { return nil }
		} else {
			n = s.batch
		}
	}
}

// begin begins to do a batch. save waits for that and stores the effects.
func (e *Engine) begin(ctx context.Context, s stage, jobs []queue.Job) (save func() error) {
	effects := make([]effect, len(jobs))
	failures := make([]error, len(jobs))
	done := make(chan struct{})
	go func() {
		defer close(done)
		e.parallel(len(jobs), func(i int) {
			failures[i] = guarded(jobs[i], func() (err error) {
				effects[i], err = s.do(ctx, jobs[i].Record)
				return err
			})
		})
	}()
	return func() error {
		<-done
		return e.finish(ctx, jobs, func(tx *store.Tx, i int) error {
			if failures[i] != nil {
				return s.failed(ctx, tx, jobs[i], failures[i])
			}
			if err := effects[i](ctx, tx); err != nil {
				return err
			}
			return e.queue().Complete(ctx, tx, e.now(), jobs[i])
		})
	}
}

// unread says of a capture that it cannot be read; anything that may pass is tried again.
func (e *Engine) unread(ctx context.Context, tx *store.Tx, j queue.Job, failure error) error {
	if !errors.Is(failure, hearsay.ErrInvalid) {
		return e.queue().Fail(ctx, tx, e.now(), j, failure)
	}
	if err := tx.Quarantine(ctx, hearsay.CaptureID(j.Record), failure.Error()); err != nil {
		return err
	}
	return e.queue().Complete(ctx, tx, e.now(), j)
}

// finish stores the effects of jobs and their completion in one transaction. Where that is not possible because of
// one of them, each gets its own, so that the others come through, and the failure is noted.
func (e *Engine) finish(ctx context.Context, jobs []queue.Job, effect func(tx *store.Tx, i int) error) error {
	err := e.Store.Write(ctx, func(tx *store.Tx) error {
		for i := range jobs {
			if err := effect(tx, i); err != nil {
				return stageError(jobs[i].Stage, jobs[i].Record, err)
			}
		}
		return nil
	})
	if err == nil {
		e.done(jobs[0].Stage, len(jobs))
		return nil
	}
	if ctx.Err() != nil || errors.Is(err, hearsay.ErrTemporary) {
		return err
	}
	for i, j := range jobs {
		err := e.Store.Write(ctx, func(tx *store.Tx) error { return effect(tx, i) })
		if err == nil {
			e.done(j.Stage, 1)
			continue
		}
		slog.Error("a stage could not finish", "stage", j.Stage, "record", j.Record, "err", err)
		if err := e.Store.Write(ctx, func(tx *store.Tx) error { return e.queue().Fail(ctx, tx, e.now(), j, err) }); err != nil {
			return stageError(j.Stage, j.Record, err)
		}
	}
	return nil
}

// guarded runs a stage over one record; outside text must never end the program.
func guarded(j queue.Job, stage func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			slog.Error("a stage panicked", "stage", j.Stage, "record", j.Record, "err", p, "stack", string(debug.Stack()))
			err = fmt.Errorf("%s: a bug met this input: %v: %w", j.Stage, p, hearsay.ErrInvalid)
		}
	}()
	return stage()
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
	now := e.now()
	if stage == ReadStage {
		now = e.began
	}
	err = e.Store.Write(ctx, func(tx *store.Tx) error {
		jobs, err = e.queue().Lease(ctx, tx, now, n, stage)
		return err
	})
	return jobs, err
}

func (e *Engine) queue() queue.Queue { return queue.Queue{SkipLocked: e.Store.SkipLocked()} }

func (e *Engine) reader() Reader {
	if e.Reader == nil {
		return Here{}
	}
	return e.Reader
}

func (e *Engine) now() time.Time { return time.Now() }

func (e *Engine) done(stage string, n int) {
	if e.Done != nil && n > 0 {
		e.Done(stage, n)
	}
}

func stageError(stage, record string, err error) error {
	return fmt.Errorf("%s %s: %w", stage, record, err)
}
