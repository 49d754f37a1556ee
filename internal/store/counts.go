// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"time"

	"hearsay"
)

// counted are the tables that hold nouns a viewer may count.
var counted = []string{
	"outlet", "feed", "attempt", "capture", "document", "mention", "attribution", "statement", "entity", "alias",
	"story", "membership", "claim", "assertion", "link", "response", "assessment", "event", "decision",
}

// Counts is how much there is. Jobs, failures and leaves are for the operator and empty for everybody else.
type Counts struct {
	Rows        map[string]int            `json:"rows"`        // by table
	Attempts    map[hearsay.Outcome]int   `json:"attempts"`    // by outcome
	Quarantined int                       `json:"quarantined"` // captures with a reason
	Jobs        map[string]map[string]int `json:"jobs"`        // by stage, then by state
	Failures    int                       `json:"failures"`
	Parked      int                       `json:"parked"` // failures that nothing will try again by itself
	Leaves      int64                     `json:"leaves"`
}

// Counts counts what the viewer may see.
func (r Reader) Counts(ctx context.Context) (Counts, error) {
	c := Counts{Rows: map[string]int{}, Jobs: map[string]map[string]int{}}
	for _, name := range counted {
		n, err := one(ctx, r, "count rows of "+name, scanInt, sel("SELECT COUNT(*) FROM "+name+" WHERE "+visible))
		if err != nil {
			return c, err
		}
		c.Rows[name] = n
	}
	var err error
	if c.Attempts, err = r.CountAttempts(ctx, AttemptFilter{}); err != nil {
		return c, err
	}
	c.Quarantined, err = one(ctx, r, "count quarantined captures", scanInt,
		sel("SELECT COUNT(*) FROM capture WHERE "+visible+" AND reason <> ''"))
	if err != nil || r.ceiling < hearsay.Red {
		return c, err
	}
	return c, r.countMachine(ctx, &c)
}

func scanInt(r row) (n int, err error) { return n, r.Scan(&n) }

func (r Reader) countMachine(ctx context.Context, c *Counts) error {
	type count struct {
		stage, state string
		n            int
	}
	rows, err := r.operator(ctx, "SELECT stage, state, COUNT(*) FROM job GROUP BY stage, state")
	jobs, err := collect(rows, err, func(r row) (j count, err error) { return j, r.Scan(&j.stage, &j.state, &j.n) })
	if err != nil {
		return fault(r.dialect, "count jobs", err)
	}
	for _, j := range jobs {
		if c.Jobs[j.stage] == nil {
			c.Jobs[j.stage] = map[string]int{}
		}
		c.Jobs[j.stage][j.state] = j.n
	}
	failures, err := r.Failures(ctx, 0)
	for _, f := range failures {
		c.Failures++
		if f.Parked {
			c.Parked++
		}
	}
	if err != nil {
		return err
	}
	head, err := r.LogHead(ctx)
	c.Leaves = head.Size
	return err
}

// Failure is a job that did not succeed: which record at which stage, why, how often it was tried, and when it
// is tried next unless it is parked.
type Failure struct {
	Stage  string    `json:"stage"`
	Record string    `json:"record"`
	Error  string    `json:"error"`
	Tries  int       `json:"tries"`
	At     time.Time `json:"at"` // of the last try
	Next   time.Time `json:"next"`
	Parked bool      `json:"parked"`
}

// Failures gives failures, the newest first; limit 0 is no limit. Only [Everything] may ask.
func (r Reader) Failures(ctx context.Context, limit int) ([]Failure, error) {
	q := &query{}
	text := "SELECT stage, record, error, tries, at, next, parked FROM failure ORDER BY at DESC, stage, record"
	if limit > 0 {
		text += " LIMIT $1"
		q.args = append(q.args, limit)
	}
	rows, err := r.operator(ctx, text, q.args...)
	failures, err := collect(rows, err, func(r row) (f Failure, err error) {
		return f, r.Scan(&f.Stage, &f.Record, &f.Error, &f.Tries, timeColumn{&f.At}, timeColumn{&f.Next}, &f.Parked)
	})
	return failures, fault(r.dialect, "read failures", err)
}

// Size is how many bytes the database takes on its disk. Only [Everything] may ask.
func (r Reader) Size(ctx context.Context) (int64, error) {
	rows, err := r.operator(ctx, r.dialect.size)
	n, err := collect(rows, err, func(r row) (n int64, err error) { return n, r.Scan(&n) })
	if err != nil || len(n) == 0 {
		return 0, fault(r.dialect, "read size of the database", err)
	}
	return n[0], nil
}
