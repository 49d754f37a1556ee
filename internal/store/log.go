// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"hearsay"
)

// Leaf is one entry of the evidence log: Record is canonical JSON, and the hash of the leaf is taken over
// exactly these bytes.
type Leaf struct {
	Index   int64
	Capture hearsay.CaptureID
	Record  []byte
}

// Head is the size of the evidence log and the root of its tree.
type Head struct {
	Size int64
	Root []byte
	At   time.Time
}

// evidenceLog is the name of the one log there is.
const evidenceLog = "evidence"

// LogHead gives the head of the evidence log; an empty log has size 0 and no root.
func (r Reader) LogHead(ctx context.Context) (Head, error) {
	rows, err := r.operator(ctx, "SELECT size, root, at FROM checkpoint WHERE log = $1", evidenceLog)
	heads, err := collect(rows, err, func(r row) (h Head, err error) {
		return h, r.Scan(&h.Size, &h.Root, timeColumn{&h.At})
	})
	if err != nil || len(heads) == 0 {
		return Head{}, fault(r.dialect, "read head of the log", err)
	}
	return heads[0], nil
}

// LogLeaves gives at most limit leaves from index from on.
func (r Reader) LogLeaves(ctx context.Context, from int64, limit int) ([]Leaf, error) {
	rows, err := r.operator(ctx,
		"SELECT leaf, capture, record FROM log_leaf WHERE leaf >= $1 ORDER BY leaf LIMIT $2", from, limit)
	leaves, err := collect(rows, err, func(r row) (l Leaf, err error) {
		return l, r.Scan(&l.Index, &l.Capture, &l.Record)
	})
	return leaves, fault(r.dialect, "read log from leaf "+strconv.FormatInt(from, 10), err)
}

// LogHashes gives the stored hashes at positions (numbered as tlog does it), in the order asked for.
func (r Reader) LogHashes(ctx context.Context, positions []int64) ([][]byte, error) {
	type stored struct {
		at   int64
		hash []byte
	}
	found, err := inBatches(positions, func(some []int64) ([]stored, error) {
		q := &query{}
		q.add("SELECT position, hash FROM log_hash WHERE position IN (")
		for i, p := range some {
			q.when(i > 0, ", ").add(strconv.FormatInt(p, 10))
		}
		rows, err := r.operator(ctx, q.add(")").String())
		return collect(rows, err, func(r row) (s stored, err error) { return s, r.Scan(&s.at, &s.hash) })
	})
	if err != nil {
		return nil, fault(r.dialect, "read hashes of the log", err)
	}
	at := map[int64][]byte{}
	for _, s := range found {
		at[s.at] = s.hash
	}
	hashes := make([][]byte, len(positions))
	for i, p := range positions {
		if hashes[i] = at[p]; hashes[i] == nil {
			return nil, fmt.Errorf("read hash %d of the log: %w", p, hearsay.ErrNotFound)
		}
	}
	return hashes, nil
}

// LogHashesFrom gives at most limit stored hashes from a position on.
func (r Reader) LogHashesFrom(ctx context.Context, position int64, limit int) ([][]byte, error) {
	rows, err := r.operator(ctx, "SELECT hash FROM log_hash WHERE position >= $1 ORDER BY position LIMIT $2", position, limit)
	hashes, err := collect(rows, err, func(r row) (h []byte, err error) { return h, r.Scan(&h) })
	return hashes, fault(r.dialect, "read hashes of the log", err)
}

// LogLock makes whoever appends to the evidence log wait for the one before, until this transaction ends.
func (t *Tx) LogLock(ctx context.Context) error { return t.lock(ctx, logChain) }

// AppendLog adds leaves and the hashes that follow from them, the first at position first, and sets the head.
// Two writers that did not take [Tx.LogLock] get ErrConflict.
func (t *Tx) AppendLog(ctx context.Context, leaves []Leaf, first int64, hashes [][]byte, head Head) error {
	leaf := table{"log_leaf", "leaf", "leaf, capture, record"}
	if err := save(ctx, t, leaf.insert(), leaves, func(l Leaf) []any {
		return []any{l.Index, string(l.Capture), l.Record}
	}); err != nil {
		return err
	}
	at := first - 1
	hash := table{"log_hash", "position", "position, hash"}
	if err := save(ctx, t, hash.insert(), hashes, func(h []byte) []any {
		at++
		return []any{at, h}
	}); err != nil {
		return err
	}
	checkpoint := table{"checkpoint", "log", "log, size, root, at"}
	return t.exec(ctx, "set head of the log", checkpoint.upsert(), evidenceLog, head.Size, head.Root, micros(head.At))
}
