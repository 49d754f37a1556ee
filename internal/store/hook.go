// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"

	"hearsay"
)

const hookColumns = "id, url, secret, kinds, story, claim, outlet, ceiling, made_by, created, passed, asked, delivered, tries, alerts"

var hookTable = table{"hook", "id", hookColumns}

func scanHook(r row) (h hearsay.Hook, err error) {
	return h, r.Scan(&h.ID, &h.URL, &h.Secret, jsonColumn{&h.Kinds}, &h.Story, &h.Claim, &h.Outlet, &h.Ceiling, &h.By, timeColumn{&h.Created},
		&h.Passed, &h.Asked, &h.Delivered, &h.Tries, &h.Alerts)
}

// Hooks gives all hooks, the oldest first. Only [Everything] may ask.
func (r Reader) Hooks(ctx context.Context) ([]hearsay.Hook, error) {
	rows, err := r.operator(ctx, "SELECT "+hookColumns+" FROM hook ORDER BY created, id")
	all, err := collect(rows, err, scanHook)
	return all, fault(r.dialect, "read hooks", err)
}

// Hook gives one hook. Only [Everything] may ask.
func (r Reader) Hook(ctx context.Context, id hearsay.HookID) (hearsay.Hook, error) {
	rows, err := r.operator(ctx, "SELECT "+hookColumns+" FROM hook WHERE id = $1", string(id))
	all, err := collect(rows, err, scanHook)
	if err == nil && len(all) == 0 {
		return hearsay.Hook{}, &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read hook " + string(id)}
	}
	if err != nil {
		return hearsay.Hook{}, fault(r.dialect, "read hook "+string(id), err)
	}
	return all[0], nil
}

// AddHook adds a hook.
func (t *Tx) AddHook(ctx context.Context, h hearsay.Hook) error {
	return t.exec(ctx, "add hook "+string(h.ID), hookTable.insert(), string(h.ID), words(h.URL), h.Secret, asJSON(h.Kinds), string(h.Story), string(h.Claim), string(h.Outlet),
		int64(h.Ceiling), words(h.By), micros(h.Created), h.Passed, h.Asked, h.Delivered, h.Tries, string(h.Alerts))
}

// DeleteHook removes a hook with its deliveries and the job that it waits for.
func (t *Tx) DeleteHook(ctx context.Context, id hearsay.HookID) error {
	for _, statement := range []string{"DELETE FROM delivery WHERE hook = $1", "DELETE FROM job WHERE stage = 'deliver' AND record = $1",
		"DELETE FROM failure WHERE stage = 'deliver' AND record = $1", "DELETE FROM hook WHERE id = $1"} {
		if err := t.exec(ctx, "remove hook "+string(id), statement, string(id)); err != nil {
			return err
		}
	}
	return nil
}

// WakeHook keeps up to which event a hook was woken.
func (t *Tx) WakeHook(ctx context.Context, id hearsay.HookID, asked int64) error {
	return t.exec(ctx, "wake hook "+string(id), "UPDATE hook SET asked = $1 WHERE id = $2", asked, string(id))
}

// PassHook keeps up to which event a hook is done; it never goes back.
func (t *Tx) PassHook(ctx context.Context, id hearsay.HookID, seq int64) error {
	return t.exec(ctx, "pass events at hook "+string(id), "UPDATE hook SET passed = $1 WHERE id = $2 AND passed < $1", seq, string(id))
}

// deliveriesKept is how many deliveries of a hook are kept; the counts are of all.
const deliveriesKept = 1000

// AddDelivery keeps what became of an event at a hook: one more try, which counts, and moves the hook on where it was delivered.
func (t *Tx) AddDelivery(ctx context.Context, d hearsay.Delivery) error {
	err := t.exec(ctx, "keep a delivery", `INSERT INTO delivery (hook, seq, event, tries, at, status, reason, delivered) VALUES ($1, $2, $3, 1, $4, $5, $6, $7)
		ON CONFLICT (hook, seq) DO UPDATE SET tries = delivery.tries + 1, at = excluded.at, status = excluded.status, reason = excluded.reason, delivered = excluded.delivered`,
		string(d.Hook), d.Seq, string(d.Event), micros(d.At), d.Status, words(d.Reason), d.Delivered)
	if err != nil {
		return err
	}
	if !d.Delivered {
		return t.exec(ctx, "count a try", "UPDATE hook SET tries = tries + 1 WHERE id = $1", string(d.Hook))
	}
	if err := t.exec(ctx, "count a delivery", "UPDATE hook SET tries = tries + 1, delivered = delivered + 1, passed = $1 WHERE id = $2", d.Seq, string(d.Hook)); err != nil {
		return err
	}
	return t.exec(ctx, "drop old deliveries", "DELETE FROM delivery WHERE hook = $1 AND seq <= (SELECT seq FROM delivery WHERE hook = $1 ORDER BY seq DESC LIMIT 1 OFFSET $2)",
		string(d.Hook), deliveriesKept)
}

// Deliveries gives the last deliveries of a hook, the newest first. Only [Everything] may ask.
func (r Reader) Deliveries(ctx context.Context, id hearsay.HookID, limit int) ([]hearsay.Delivery, error) {
	rows, err := r.operator(ctx, "SELECT hook, seq, event, tries, at, status, reason, delivered FROM delivery WHERE hook = $1 ORDER BY seq DESC LIMIT $2", string(id), limit)
	all, err := collect(rows, err, func(r row) (d hearsay.Delivery, err error) {
		return d, r.Scan(&d.Hook, &d.Seq, &d.Event, &d.Tries, timeColumn{&d.At}, &d.Status, &d.Reason, &d.Delivered)
	})
	return all, fault(r.dialect, "read deliveries", err)
}

// JobState gives how it stands with a job: ready, leased or parked, when it is due, and why it failed last. All are empty where there
// is none. Only [Everything] may ask.
func (r Reader) JobState(ctx context.Context, stage, record string) (Failure, string, error) {
	rows, err := r.operator(ctx, `SELECT job.state, job.tries, job.next, COALESCE(failure.error, '') FROM job
		LEFT JOIN failure ON failure.stage = job.stage AND failure.record = job.record WHERE job.stage = $1 AND job.record = $2`, stage, record)
	type found struct {
		Failure
		state string
	}
	all, err := collect(rows, err, func(r row) (f found, err error) {
		return f, r.Scan(&f.state, &f.Tries, timeColumn{&f.Next}, &f.Error)
	})
	if err != nil || len(all) == 0 {
		return Failure{}, "", fault(r.dialect, "read job "+record, err)
	}
	return all[0].Failure, all[0].state, nil
}
