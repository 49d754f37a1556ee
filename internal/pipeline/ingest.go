// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/queue"
	"hearsay/internal/store"
	"hearsay/internal/warc"
)

// A batch is taken in by two fsyncs, which may take as long as the work on a hundred pages.
const (
	batchInputs = 256
	batchBytes  = 8 << 20
)

// ReadStage is the stage that a new capture waits for.
const ReadStage = "read"

// Ingest takes inputs in. The order in which things are written is the promise of the whole store: bytes into a
// segment, fsync, one transaction with capture, leaf, attempt, outlet and job, and only then the
// acknowledgement. A capture that is stored already (same address, same bytes, and no others since) is a duplicate. An input that
// inputs gives with an error of the kind ErrInvalid or ErrDenied is counted as refused; any other error ends
// Ingest after what came before it has been taken in.
func (in *Intake) Ingest(ctx context.Context, inputs iter.Seq2[Input, error]) (Report, error) {
	var report Report
	var batch []Input
	size := 0
	taken := func() error { return nil } // waits for the batch before
	flush := func() error {
		if err := taken(); err != nil {
			return err
		}
		taken = in.begin(ctx, batch, &report)
		batch, size = nil, 0
		return nil
	}
	for input, err := range inputs {
		if errors.Is(err, hearsay.ErrInvalid) || errors.Is(err, hearsay.ErrDenied) {
			input.Refused, input.Payload = err.Error(), nil
		} else if err != nil {
			err = errors.Join(err, flush(), taken())
			return report, err
		}
		batch = append(batch, input)
		size += len(input.Payload)
		if len(batch) < batchInputs && size < batchBytes {
			continue
		}
		if err := flush(); err != nil {
			return report, err
		}
	}
	err := errors.Join(flush(), taken())
	return report, err
}

// begin begins to take a batch in, while the next is gathered; taken waits for that, and may be called again.
func (in *Intake) begin(ctx context.Context, batch []Input, report *Report) (taken func() error) {
	done := make(chan struct{})
	var err error
	go func() {
		defer close(done)
		err = in.take(ctx, batch, report)
	}()
	return func() error {
		<-done
		return err
	}
}

// item is an input with what has been found out about it.
type item struct {
	input   Input
	capture hearsay.Capture
	outcome hearsay.Outcome
	reason  string
	member  []byte // the record as it lies in the segment
}

// take takes one batch in.
func (in *Intake) take(ctx context.Context, batch []Input, report *Report) error {
	if len(batch) == 0 {
		return nil
	}
	items := make([]*item, len(batch))
	for i, input := range batch {
		input.TLP = max(input.TLP, in.TLP)
		items[i] = newItem(input)
	}
	if err := markKnown(ctx, in.Store.As(store.Everything), items); err != nil {
		return err
	}
	if err := in.archive(ctx, items); err != nil {
		return err
	}
	feeds := 0
	if err := in.Store.Write(ctx, func(tx *store.Tx) (err error) {
		if err := in.record(ctx, tx, items); err != nil {
			return err
		}
		feeds, err = addFeeds(ctx, tx, items)
		return err
	}); err != nil {
		return fmt.Errorf("ingest %d inputs from %s on: %w", len(batch), batch[0].URL, err)
	}
	report.Feeds += feeds
	acks := make([]Ack, len(items))
	for i, it := range items {
		report.Inputs++
		report.count(it.outcome)
		acks[i] = Ack{it.input.URL, it.outcome, it.reason, it.capture.ID}
	}
	if in.Acknowledge == nil {
		return nil
	}
	return in.Acknowledge(acks)
}

// newItem makes the capture of an input. Address and time take the form that they have in the database, because
// the leaf of the log is made from them.
func newItem(input Input) *item {
	input.URL = strings.ReplaceAll(strings.ToValidUTF8(input.URL, "\uFFFD"), "\x00", "\uFFFD")
	if input.Fetched.IsZero() {
		input.Fetched = time.Now()
	}
	input.Fetched = input.Fetched.UTC().Truncate(time.Microsecond)
	if len(input.Payload) > warc.MaxBlock {
		input.Refused = fmt.Sprintf("%d bytes are over the limit of %d", len(input.Payload), warc.MaxBlock)
	}
	if len(input.URL) > maxAddress {
		input.Refused = fmt.Sprintf("the address has %d bytes, over the limit of %d", len(input.URL), maxAddress)
		input.URL = strings.ToValidUTF8(input.URL[:maxAddress], "")
	}
	it := &item{input: input, outcome: hearsay.Stored}
	switch {
	case input.Refused != "":
		it.outcome, it.reason = hearsay.Refused, input.Refused
		return it
	case input.Quarantine != "":
		it.outcome, it.reason = hearsay.Quarantined, input.Quarantine
	case input.Truncated != "":
		it.reason = "truncated: " + input.Truncated
	}
	sum := sha256.Sum256(input.Payload)
	digest := hex.EncodeToString(sum[:])
	it.capture = hearsay.Capture{
		ID: hearsay.NewCaptureID(input.URL, digest), Feed: input.Feed, URL: input.URL, MediaType: input.MediaType,
		Status: input.Status, Fetched: input.Fetched, Digest: digest, Size: int64(len(input.Payload)),
		Outlet: input.Outlet.ID, Reason: input.Quarantine, TLP: input.TLP, Salt: archive.NewSalt(),
	}
	return it
}

// maxAddress is how many bytes an address may have.
const maxAddress = 16 << 10

func (it *item) isNew() bool {
	return it.outcome == hearsay.Stored || it.outcome == hearsay.Quarantined
}

// archive writes the new payloads into a segment.
func (in *Intake) archive(ctx context.Context, items []*item) error {
	var fresh []*item
	var payloads []archive.Payload
	for _, it := range items {
		if it.isNew() {
			fresh = append(fresh, it)
			payloads = append(payloads, archive.Payload{Capture: it.capture, Bytes: it.input.Payload})
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	places, err := in.Archive.Append(ctx, payloads)
	if err != nil {
		return err
	}
	for i, p := range places {
		c := &fresh[i].capture
		c.Segment, c.Offset, c.Length = p.Segment, p.Offset, p.Length
		fresh[i].member = p.Member
	}
	return nil
}

// record writes the rows of a batch. Where another process has stored the same capture since we looked, its row
// stands and our bytes stay in the segment without one.
func (in *Intake) record(ctx context.Context, tx *store.Tx, items []*item) error {
	if err := tx.LogLock(ctx); err != nil {
		return err
	}
	if err := markKnown(ctx, tx.Reader, firstOf(items)); err != nil {
		return err
	}
	var outlets []hearsay.Outlet
	var captures []*item
	var jobs []string
	for _, it := range items {
		if it.input.Outlet.ID != "" {
			outlets = append(outlets, it.input.Outlet)
		}
		if it.isNew() {
			captures = append(captures, it)
		}
		if it.outcome == hearsay.Stored {
			jobs = append(jobs, string(it.capture.ID))
		}
	}
	if err := tx.AddOutlets(ctx, outlets...); err != nil {
		return err
	}
	if err := nameSelves(ctx, tx, items); err != nil {
		return err
	}
	if err := appendLog(ctx, tx, captures); err != nil {
		return err
	}
	if err := addAttempts(ctx, tx, items); err != nil {
		return err
	}
	q := queue.Queue{SkipLocked: in.Store.SkipLocked()}
	return q.Enqueue(ctx, tx, time.Now(), ReadStage, jobs...)
}

// firstOf leaves out what is known to be a duplicate.
func firstOf(items []*item) []*item {
	var first []*item
	for _, it := range items {
		if it.isNew() {
			first = append(first, it)
		}
	}
	return first
}

// appendLog adds captures and their leaves.
func appendLog(ctx context.Context, tx *store.Tx, items []*item) error {
	if len(items) == 0 {
		return nil
	}
	head, err := tx.LogHead(ctx)
	if err != nil {
		return err
	}
	var captures []hearsay.Capture
	var leaves []store.Leaf
	var records [][]byte
	for i, it := range items {
		it.capture.Leaf = head.Size + int64(i)
		record, err := archive.Leaf(it.capture, it.input.Payload, it.member)
		if err != nil {
			return err
		}
		captures = append(captures, it.capture)
		leaves = append(leaves, store.Leaf{Index: it.capture.Leaf, Capture: it.capture.ID, Record: record})
		records = append(records, record)
	}
	growth, err := archive.Grow(head.Size, records, func(at []int64) ([][]byte, error) { return tx.LogHashes(ctx, at) })
	if err != nil {
		return err
	}
	if err := tx.AddCaptures(ctx, captures...); err != nil {
		return err
	}
	return tx.AppendLog(ctx, leaves, growth.First, growth.Hashes, store.Head{Size: growth.Size, Root: growth.Root, At: time.Now()})
}

// addFeeds makes the feeds known that inputs ask for, and counts the new ones. What is stored already may have lost them
// with a process that ended, so duplicates ask again.
func addFeeds(ctx context.Context, tx *store.Tx, items []*item) (added int, err error) {
	for _, it := range items {
		for i := range it.input.Feeds {
			isNew, err := it.input.Feeds[i].Add(ctx, tx)
			if err != nil {
				return added, fmt.Errorf("add feed %s: %w", it.input.Feeds[i].Feed.URL, err)
			}
			if isNew {
				added++
			}
		}
	}
	return added, nil
}

// addAttempts records that we looked, whatever came of it.
func addAttempts(ctx context.Context, tx *store.Tx, items []*item) error {
	attempts := make([]hearsay.Attempt, len(items))
	for i, it := range items {
		attempts[i] = hearsay.Attempt{Feed: it.input.Feed, URL: cmp.Or(it.input.Asked, it.input.URL), At: it.input.Fetched, Took: it.input.Took,
			Status: it.input.Status, Outcome: it.outcome, Reason: it.reason, Capture: it.capture.ID, TLP: it.input.TLP}
	}
	return tx.AddAttempts(ctx, attempts...)
}
