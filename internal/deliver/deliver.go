// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package deliver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"hearsay"
	"hearsay/internal/fetch"
	"hearsay/internal/queue"
	"hearsay/internal/store"
)

// Courier delivers. Any number of them may do so at once, in any number of processes: a hook is one's at a time.
type Courier struct {
	Store *store.Store
	Fetch *fetch.Client
	Log   *slog.Logger // slog.Default if nil

	now func() time.Time // time.Now if nil; for tests
}

const (
	every     = time.Second      // between two looks for events
	batch     = 100              // events that are read at once
	hooksOnce = 1                // that are leased at once: each lease is used up in order
	longest   = 45 * time.Second // for which a lease is used; well under its length
)

// Run delivers until ctx ends.
func (c *Courier) Run(ctx context.Context) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if err := c.Round(ctx); err != nil && ctx.Err() == nil {
			c.log().ErrorContext(ctx, "events are not delivered", "stage", Stage, "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (c *Courier) log() *slog.Logger {
	if c.Log == nil {
		return slog.Default()
	}
	return c.Log
}

func (c *Courier) clock() time.Time {
	if c.now == nil {
		return time.Now()
	}
	return c.now()
}

func (c *Courier) queue() queue.Queue { return queue.Queue{SkipLocked: c.Store.SkipLocked()} }

// Round wakes the hooks for what has happened since, and delivers what is due. Where there is nothing to do it only reads.
func (c *Courier) Round(ctx context.Context) error {
	due, err := c.wake(ctx)
	if err != nil || !due {
		return err
	}
	for {
		var jobs []queue.Job
		err := c.Store.Write(ctx, func(tx *store.Tx) (err error) {
			jobs, err = c.queue().Lease(ctx, tx, c.clock(), hooksOnce, Stage)
			return err
		})
		if err != nil || len(jobs) == 0 {
			return err
		}
		for _, j := range jobs {
			if err := c.deliver(ctx, j); err != nil && !errors.Is(err, hearsay.ErrConflict) { // another courier has it
				return err
			}
		}
	}
}

// wake makes a job for each hook for which something may have happened, and reports whether any is due. A hook that fails is not asked
// for again by each event: one job delivers all.
func (c *Courier) wake(ctx context.Context) (due bool, err error) {
	r := c.Store.As(store.Everything)
	hooks, err := r.Hooks(ctx)
	if err != nil || len(hooks) == 0 {
		return false, err
	}
	for _, h := range hooks {
		upTo, err := last(ctx, r, &h)
		if err != nil {
			return false, err
		}
		job, state, err := r.JobState(ctx, Stage, string(h.ID))
		if err != nil {
			return false, err
		}
		due = due || state != "" && state != queue.Parked && !job.Next.After(c.clock())
		if h.Asked >= upTo {
			continue
		}
		due = due || state == ""
		err = c.Store.Write(ctx, func(tx *store.Tx) error {
			if err := tx.WakeHook(ctx, h.ID, upTo); err != nil {
				return err
			}
			return c.queue().Enqueue(ctx, tx, c.clock(), Stage, string(h.ID))
		})
		if err != nil {
			return false, err
		}
	}
	return due, nil
}

// deliver sends the events that a hook waits for, one after another, until one cannot be delivered or the lease is nearly over.
func (c *Courier) deliver(ctx context.Context, j queue.Job) error {
	h, err := c.Store.As(store.Everything).Hook(ctx, hearsay.HookID(j.Record))
	if errors.Is(err, hearsay.ErrNotFound) { // it was removed meanwhile
		return c.Store.Write(ctx, func(tx *store.Tx) error { return c.queue().Complete(ctx, tx, c.clock(), j) })
	}
	if err != nil {
		return err
	}
	began := time.Now()
	for {
		events, upTo, err := matching(ctx, c.Store, &h, h.Passed)
		if err != nil {
			return err
		}
		for i := range events {
			ok, err := c.one(ctx, j, &h, &events[i])
			if err != nil || !ok {
				return err
			}
			if j.Tries > 1 || time.Since(began) > longest { // what failed before is forgiven
				return c.done(ctx, j, &h, events[i].seq, true)
			}
		}
		if upTo == h.Passed {
			return c.done(ctx, j, &h, upTo, false)
		}
		h.Passed = upTo
		if err := c.Store.Write(ctx, func(tx *store.Tx) error { return tx.PassHook(ctx, h.ID, upTo) }); err != nil {
			return err
		}
	}
}

// done completes a job, and asks for it again where there is more.
func (c *Courier) done(ctx context.Context, j queue.Job, h *hearsay.Hook, seq int64, more bool) error {
	return c.Store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.PassHook(ctx, h.ID, seq); err != nil {
			return err
		}
		if err := c.queue().Complete(ctx, tx, c.clock(), j); err != nil || !more {
			return err
		}
		return c.queue().Enqueue(ctx, tx, c.clock(), Stage, j.Record)
	})
}

// one sends one event or alert and keeps what became of it. Whoever is interrupted between the two sends it again, under the same ID.
func (c *Courier) one(ctx context.Context, j queue.Job, h *hearsay.Hook, e *happening) (bool, error) {
	body, err := json.Marshal(payload{e.kind, e.known, e.data})
	if err != nil {
		return false, err
	}
	m, err := sign(h, hearsay.ID('m', string(h.ID), string(e.id)), body, c.clock())
	status := 0
	if err == nil {
		status, err = c.Fetch.Send(ctx, m)
	}
	if ctx.Err() != nil {
		return false, ctx.Err() // nothing is known of it; the lease runs out and it is sent again
	}
	if err == nil {
		err = judge(status)
	}
	d := hearsay.Delivery{Hook: h.ID, Seq: e.seq, Event: e.id, At: c.clock(), Status: status, Delivered: err == nil}
	if err != nil {
		d.Reason = err.Error()
		c.log().WarnContext(ctx, "an event was not delivered", "stage", Stage, "record", h.ID, "seq", e.seq, "err", err)
	}
	failed := err
	err = c.Store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.AddDelivery(ctx, d); err != nil || failed == nil {
			return err
		}
		return c.queue().Fail(ctx, tx, c.clock(), j, failed)
	})
	return failed == nil, err
}

// payload is what is sent.
type payload struct {
	Type      string    `json:"type"`
	Timestamp time.Time `json:"timestamp"` // when it was known
	Data      any       `json:"data"`
}

// judge tells from the status of an answer whether it was delivered. Who says that there is no such thing any more is asked no more.
func judge(status int) error {
	kind := hearsay.ErrTemporary
	switch {
	case status >= 200 && status < 300:
		return nil
	case status == http.StatusGone:
		kind = hearsay.ErrDenied
	}
	return &hearsay.Fault{Kind: kind, Doing: "deliver an event", Cause: fmt.Errorf("answered with %d", status)}
}

// Test sends a message that tells of nothing, and gives the status of the answer. A hook that is dead is alive again where it succeeds.
func (c *Courier) Test(ctx context.Context, id hearsay.HookID) (status int, err error) {
	h, err := c.Store.As(store.Everything).Hook(ctx, id)
	if err != nil {
		return 0, err
	}
	now := c.clock()
	body, err := json.Marshal(payload{"hook.test", now.UTC().Truncate(time.Second), map[string]string{"hook": string(id)}})
	if err != nil {
		return 0, err
	}
	m, err := sign(&h, hearsay.ID('m', string(id), "test", now.String()), body, now)
	if err != nil {
		return 0, err
	}
	if status, err = c.Fetch.Send(ctx, m); err != nil {
		return 0, err
	}
	if err := judge(status); err != nil {
		return status, err
	}
	return status, c.Store.Write(ctx, func(tx *store.Tx) error { return c.queue().Revive(ctx, tx, now, Stage, string(id)) })
}
