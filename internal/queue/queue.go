// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package queue keeps jobs: which record has to go through which stage. A job is a row beside the records
// themselves, and is completed in the transaction that holds its effect, so that doing a thing twice is doing it
// once. The package knows no store: it works in any transaction that can run SQL.
package queue

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"hearsay"
)

// Execer is the transaction, or database, that the jobs lie in.
type Execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// How often and when a job is tried again.
const (
	MaxTries  = 8
	firstWait = 30 * time.Second // doubled with every try
	maxWait   = 6 * time.Hour
	leaseTime = 90 * time.Second // after this a worker is taken for dead and the job is given to another
)

// Queue is the way to the jobs. The zero value is for SQLite.
type Queue struct {
	SkipLocked bool // the engine has SELECT … FOR UPDATE SKIP LOCKED: PostgreSQL
}

// Job is a record that has to go through a stage.
type Job struct {
	Stage  string
	Record string
	Tries  int   // with this one
	wanted int64 // how often it was asked for when it was leased
}

// The states of a job.
const (
	Ready  = "ready"
	Leased = "leased"
	Parked = "parked" // failed for good, until a person asks for it again
)

// Enqueue asks for a record to go through a stage. Asking again changes nothing while the job waits; asked for
// while a worker is at it, it is done once more, because the worker may have read the record before it changed.
func (q Queue) Enqueue(ctx context.Context, x Execer, now time.Time, stage string, records ...string) error {
	for _, r := range records {
		_, err := x.ExecContext(ctx, `INSERT INTO job (stage, record, state, tries, next, created, wanted)
			VALUES ($1, $2, $3, 0, $4, $4, 1)
			ON CONFLICT (stage, record) DO UPDATE SET wanted = job.wanted + 1`, stage, r, Ready, now.UnixMicro())
		if err != nil {
			return fmt.Errorf("enqueue %s of %s: %w", stage, r, err)
		}
	}
	return nil
}

// Lease takes at most n jobs that are due, the oldest first, for a minute and a half each. Without stages it
// takes jobs of any stage. A job whose worker was lost again and again is parked instead.
func (q Queue) Lease(ctx context.Context, x Execer, now time.Time, n int, stages ...string) ([]Job, error) {
	if err := q.parkLost(ctx, x, now); err != nil {
		return nil, err
	}
	args := []any{Leased, now.Add(leaseTime).UnixMicro(), Parked, now.UnixMicro(), n}
	which := among(stages, &args)
	lock := ""
	if q.SkipLocked {
		lock = " FOR UPDATE SKIP LOCKED"
	}
	rows, err := x.QueryContext(ctx, `UPDATE job SET state = $1, next = $2, tries = tries + 1
		WHERE (stage, record) IN (SELECT stage, record FROM job WHERE state <> $3 AND next <= $4`+which+`
			ORDER BY next, stage, record LIMIT $5`+lock+`)
		RETURNING stage, record, tries, wanted`, args...)
	jobs, err := scan(rows, err)
	if err != nil {
		return nil, fmt.Errorf("lease jobs: %w", err)
	}
	return jobs, nil
}

// among gives the condition that the stage is one of some, and adds its arguments; none is no condition.
func among(stages []string, args *[]any) string {
	if len(stages) == 0 {
		return ""
	}
	marks := make([]string, len(stages))
	for i, s := range stages {
		*args = append(*args, s)
		marks[i] = "$" + strconv.Itoa(len(*args))
	}
	return " AND stage IN (" + strings.Join(marks, ", ") + ")"
}

func scan(rows *sql.Rows, err error) ([]Job, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var jobs []Job
	for rows.Next() {
		var j Job
		if err := rows.Scan(&j.Stage, &j.Record, &j.Tries, &j.wanted); err != nil {
			return nil, err
		}
		jobs = append(jobs, j)
	}
	return jobs, rows.Err()
}

// Due gives the records of a stage that wait, without leasing them: for a worker that takes them all in the transaction
// of their effect, and has to prepare.
func (q Queue) Due(ctx context.Context, x Execer, now time.Time, stage string) ([]string, error) {
	rows, err := x.QueryContext(ctx, "SELECT record FROM job WHERE stage = $1 AND state <> $2 AND next <= $3 ORDER BY record",
		stage, Parked, now.UnixMicro())
	if err != nil {
		return nil, fmt.Errorf("list jobs: %w", err)
	}
	defer rows.Close()
	var records []string
	for rows.Next() {
		var r string
		if err := rows.Scan(&r); err != nil {
			return nil, fmt.Errorf("list jobs: %w", err)
		}
		records = append(records, r)
	}
	return records, rows.Err()
}

// Release gives back at once what workers of some stages hold that are gone, and reports how many jobs that were; they come first. It
// is for a caller who knows that no other worker of these stages is left. Without stages it does so for all. Each of them counts as tried: a record that ends its
// worker again and again is parked.
func (q Queue) Release(ctx context.Context, x Execer, stages ...string) (int, error) {
	args := []any{Leased}
	which := among(stages, &args)
	n, err := change(ctx, x, "UPDATE job SET next = 0 WHERE state = $1"+which, args...)
	if err != nil {
		return 0, fmt.Errorf("release jobs: %w", err)
	}
	return n, nil
}

// parkLost parks jobs that ended several processes in a row: the next would be no luckier.
func (q Queue) parkLost(ctx context.Context, x Execer, now time.Time) error {
	rows, err := x.QueryContext(ctx, `UPDATE job SET state = $1 WHERE state = $2 AND next <= $3 AND tries >= $4
		RETURNING stage, record, tries, wanted`, Parked, Leased, now.UnixMicro(), MaxTries)
	jobs, err := scan(rows, err)
	if err != nil {
		return fmt.Errorf("park lost jobs: %w", err)
	}
	for _, j := range jobs {
		if err := saveFailure(ctx, x, j, now, "the worker did not come back"); err != nil {
			return err
		}
	}
	return nil
}

// Complete removes a job that is done, in the transaction of its effect. ErrConflict means that the lease ran
// out and another worker has the job: the effect must be rolled back.
func (q Queue) Complete(ctx context.Context, x Execer, now time.Time, j Job) error {
	n, err := change(ctx, x, `UPDATE job SET state = $1, next = $2, tries = 0
		WHERE stage = $3 AND record = $4 AND state = $5 AND tries = $6 AND wanted > $7`,
		Ready, now.UnixMicro(), j.Stage, j.Record, Leased, j.Tries, j.wanted)
	if err == nil && n == 0 {
		n, err = change(ctx, x, `DELETE FROM job WHERE stage = $1 AND record = $2 AND state = $3 AND tries = $4`,
			j.Stage, j.Record, Leased, j.Tries)
	}
	if err == nil && n == 0 {
		err = fmt.Errorf("another worker has it: %w", hearsay.ErrConflict)
	}
	if err == nil {
		_, err = change(ctx, x, "DELETE FROM failure WHERE stage = $1 AND record = $2", j.Stage, j.Record)
	}
	return wrap("complete", j, err)
}

// Fail gives a job back that did not succeed. It is tried again later, after waits that double; it is parked
// when that has been done often enough, or when the cause is of a kind that trying again cannot change.
func (q Queue) Fail(ctx context.Context, x Execer, now time.Time, j Job, cause error) error {
	state, next := Ready, now.Add(wait(j.Tries))
	if j.Tries >= MaxTries || errors.Is(cause, hearsay.ErrInvalid) || errors.Is(cause, hearsay.ErrDenied) {
		state = Parked
	}
	n, err := change(ctx, x, "UPDATE job SET state = $1, next = $2 WHERE stage = $3 AND record = $4 AND state = $5 AND tries = $6",
		state, next.UnixMicro(), j.Stage, j.Record, Leased, j.Tries)
	if err != nil || n == 0 { // none: another worker has the job, and what became of it here is no matter
		return wrap("fail", j, err)
	}
	return saveFailure(ctx, x, j, now, cause.Error())
}

// wait is how long a job waits after its nth try.
func wait(tries int) time.Duration {
	w := firstWait
	for ; tries > 1 && w < maxWait; tries-- {
		w *= 2
	}
	return min(w, maxWait)
}

const maxError = 2000 // bytes of an error that are kept

func saveFailure(ctx context.Context, x Execer, j Job, now time.Time, text string) error {
	text = strings.ToValidUTF8(strings.ReplaceAll(text[:min(len(text), maxError)], "\x00", ""), "\uFFFD")
	_, err := x.ExecContext(ctx, `INSERT INTO failure (stage, record, error, tries, at, next, parked)
		SELECT stage, record, $1, tries, $2, next, state = $3 FROM job WHERE stage = $4 AND record = $5
		ON CONFLICT (stage, record) DO UPDATE SET error = excluded.error, tries = excluded.tries,
			at = excluded.at, next = excluded.next, parked = excluded.parked`,
		text, now.UnixMicro(), Parked, j.Stage, j.Record)
	return wrap("record failure of", j, err)
}

// Unpark makes parked jobs ready again, as if they had never been tried, and gives their number.
func (q Queue) Unpark(ctx context.Context, x Execer, now time.Time) (int, error) {
	n, err := change(ctx, x, "UPDATE job SET state = $1, next = $2, tries = 0 WHERE state = $3", Ready, now.UnixMicro(), Parked)
	if err != nil {
		return 0, fmt.Errorf("unpark jobs: %w", err)
	}
	return n, nil
}

// Revive makes one parked job ready again, as if it had never been tried.
func (q Queue) Revive(ctx context.Context, x Execer, now time.Time, stage, record string) error {
	_, err := change(ctx, x, "UPDATE job SET state = $1, next = $2, tries = 0 WHERE state = $3 AND stage = $4 AND record = $5", Ready, now.UnixMicro(), Parked, stage, record)
	return wrap("revive", Job{Stage: stage, Record: record}, err)
}

// Depth counts jobs by stage, then by state.
func (q Queue) Depth(ctx context.Context, x Execer) (map[string]map[string]int, error) {
	rows, err := x.QueryContext(ctx, "SELECT stage, state, COUNT(*) FROM job GROUP BY stage, state")
	if err != nil {
		return nil, fmt.Errorf("count jobs: %w", err)
	}
	defer rows.Close()
	depth := map[string]map[string]int{}
	for rows.Next() {
		var stage, state string
		var n int
		if err := rows.Scan(&stage, &state, &n); err != nil {
			return nil, fmt.Errorf("count jobs: %w", err)
		}
		if depth[stage] == nil {
			depth[stage] = map[string]int{}
		}
		depth[stage][state] = n
	}
	return depth, rows.Err()
}

func change(ctx context.Context, x Execer, statement string, args ...any) (int, error) {
	r, err := x.ExecContext(ctx, statement, args...)
	if err != nil {
		return 0, err
	}
	n, err := r.RowsAffected()
	return int(n), err
}

func wrap(doing string, j Job, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s %s of %s: %w", doing, j.Stage, j.Record, err)
}
