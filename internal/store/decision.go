// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"fmt"
	"strconv"

	"hearsay"
)

const decisionColumns = "seq, id, kind, object, other, value, reason, decided_by, at, undoes, prior, hash, tlp"

const selectDecision = "SELECT " + decisionColumns + " FROM decision WHERE " + visible

// chained is a decision with its place in the chain of hashes.
type chained struct {
	hearsay.Decision
	seq         int64
	prior, hash string
}

func scanChained(r row) (c chained, err error) {
	var tlp int64
	return c, r.Scan(&c.seq, &c.ID, &c.Kind, &c.Object, &c.Other, &c.Value, &c.Reason, &c.By, timeColumn{&c.At}, &c.Undoes,
		&c.prior, &c.hash, &tlp)
}

func scanDecision(r row) (hearsay.Decision, error) {
	c, err := scanChained(r)
	return c.Decision, err
}

// DecisionFilter chooses decisions; the zero value chooses all.
type DecisionFilter struct {
	Object   string // decided about this ID, in either role
	Kind     hearsay.DecisionKind
	Standing bool               // neither undone nor an undoing
	Newest   bool               // the newest first
	After    hearsay.DecisionID // go on behind this one, in the same order
	Limit    int                // 0 for no limit
}

// Decision gives one decision.
func (r Reader) Decision(ctx context.Context, id hearsay.DecisionID) (hearsay.Decision, error) {
	return one(ctx, r, "read decision "+string(id), scanDecision, sel(selectDecision).add(" AND id = ?", string(id)))
}

// Decisions gives decisions in the order in which they were made.
func (r Reader) Decisions(ctx context.Context, f DecisionFilter) ([]hearsay.Decision, error) {
	order, beyond := "ASC", ">"
	if f.Newest {
		order, beyond = "DESC", "<"
	}
	q := sel(selectDecision).
		when(f.Object != "", " AND (object = ? OR other = ?)", f.Object, f.Object).
		when(f.Kind != "", " AND kind = ?", string(f.Kind))
	if f.Standing {
		q = standing(q)
	}
	q.when(f.After != "", " AND seq "+beyond+" (SELECT seq FROM decision WHERE "+visible+" AND id = ?)", string(f.After)).
		add(" ORDER BY seq "+order).
		when(f.Limit > 0, " LIMIT ?", f.Limit)
	return list(ctx, r, "read decisions", scanDecision, q)
}

// standing has a query of decisions leave out those that were undone, and what undid them.
func standing(q *query) *query {
	return q.add(" AND kind <> ? AND id NOT IN (SELECT undoes FROM decision WHERE "+visible+")", string(hearsay.UndoDecision))
}

// CheckDecisions walks the chain of decisions from the first to the last and names the first that was changed,
// or whose predecessor is missing, as ErrConflict. Only [Everything] may ask.
func (r Reader) CheckDecisions(ctx context.Context) (checked int, err error) {
	all, err := machine(ctx, r, "check decisions", scanChained, sel(selectDecision).add(" ORDER BY seq"))
	prior := ""
	for i, c := range all {
		if c.seq != int64(i)+1 || c.prior != prior || c.hash != c.sum() {
			return i, &hearsay.Fault{Kind: hearsay.ErrConflict, Doing: "check decision " + string(c.ID),
				Cause: fmt.Errorf("row %d was changed, or the one before it is missing: %w", c.seq, hearsay.ErrConflict)}
		}
		prior = c.hash
	}
	return len(all), err
}

// sum is the hash of a decision and of all that were made before it.
func (c *chained) sum() string {
	return hearsay.ID('h', c.prior, strconv.FormatInt(c.seq, 10), string(c.ID), string(c.Kind), c.Object, c.Other, c.Value,
		c.Reason, c.By, strconv.FormatInt(micros(c.At), 10), string(c.Undoes))
}

var decisionTable = table{"decision", "id", decisionColumns}

// AddDecision adds a decision to the chain and gives it its ID, which is derived from the whole decision; the
// same decision at the same time is ErrConflict. Undoing what does not exist is ErrNotFound.
func (t *Tx) AddDecision(ctx context.Context, d hearsay.Decision) (hearsay.Decision, error) {
	d.Reason, d.By, d.Value, d.At = words(d.Reason), words(d.By), words(d.Value), moment(micros(d.At))
	d.ID = hearsay.DecisionID(hearsay.ID('j', string(d.Kind), d.Object, d.Other, d.Value, d.Reason, d.By,
		strconv.FormatInt(micros(d.At), 10), string(d.Undoes)))
	if err := t.lock(ctx, decisionChain); err != nil {
		return d, err
	}
	if d.Undoes != "" {
		if _, err := t.Decision(ctx, d.Undoes); err != nil {
			return d, err
		}
	}
	last, err := list(ctx, t.Reader, "read last decision", scanChained, sel(selectDecision).add(" ORDER BY seq DESC LIMIT 1"))
	if err != nil {
		return d, err
	}
	c := chained{Decision: d, seq: 1}
	if len(last) > 0 {
		c.seq, c.prior = last[0].seq+1, last[0].hash
	}
	c.hash = c.sum()
	tlp, err := t.marking(ctx, d.Object, d.Other)
	if err != nil {
		return d, err
	}
	if d.Kind.AboutDiscussion() { // who is not in may not be told that there is a discussion
		tlp = max(tlp, int64(hearsay.Green))
	}
	return d, t.exec(ctx, "add decision "+string(d.ID), decisionTable.insert(),
		c.seq, string(d.ID), string(d.Kind), d.Object, d.Other, d.Value, d.Reason, d.By, micros(d.At), string(d.Undoes),
		c.prior, c.hash, tlp)
}

// marking is that of the strictest record with one of the IDs, of whatever kind; CLEAR where there is none.
func (t *Tx) marking(ctx context.Context, ids ...string) (int64, error) {
	tlp := int64(hearsay.Clear)
	for _, name := range []string{"story", "document", "claim", "outlet", "entity", "decision", "issue", "remark"} {
		q := in(sel("SELECT COALESCE(MAX(tlp), 0) FROM "+name+" WHERE "+visible), "id", ids)
		found, err := one(ctx, t.Reader, "read marking", func(r row) (n int64, err error) { return n, r.Scan(&n) }, q)
		if err != nil {
			return tlp, err
		}
		tlp = max(tlp, found)
	}
	return tlp, nil
}
