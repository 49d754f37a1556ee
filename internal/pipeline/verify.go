// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/store"
)

// Finding is something that is not as it was promised.
type Finding struct {
	Kind   string `json:"kind"`   // capture, segment, leaf, log, document, span, decision
	Record string `json:"record"` // the ID, the segment or the place in it, the number of the leaf
	Reason string `json:"reason"`
}

// Verification is the outcome of [Verify].
type Verification struct {
	Captures  int `json:"captures"`
	Leaves    int `json:"leaves"`
	Segments  int `json:"segments"`
	Documents int `json:"documents"`
	Spans     int `json:"spans"`
	Decisions int `json:"decisions"`
	Erased    int `json:"erased"` // captures, each by a decision, of which a tombstone is left

	// Root is the hash of the evidence log over all its leaves. Written down elsewhere, it shows later whether the
	// log only grew: see docs/design/storage.md.
	Root string `json:"root"`

	// Unreferenced are bytes in segments that no capture lies in: what was written but not promised when a
	// process or the power went away. They are no damage.
	Unreferenced []Finding `json:"unreferenced"`
	Findings     []Finding `json:"findings"`
}

func (v *Verification) find(kind, record, reason string) {
	v.Findings = append(v.Findings, Finding{kind, record, reason})
}

const page = 500 // records that are held at a time

// Verify checks all of an archive and a store against each other: each capture's bytes and leaf, each segment,
// each hash of the evidence log and its head, each document against what its capture gives when it is read again,
// each span against its document's text, and the chain of decisions. What is wrong is in the Findings; the error says only that checking itself was not possible.
func Verify(ctx context.Context, st *store.Store, a *archive.Archive) (*Verification, error) {
	v := &verifier{r: st.As(store.Everything), a: a}
	return v.all(ctx, v.log, v.segments, v.derived, v.documents, v.decisions)
}

// VerifyEvidence is [Verify] of what cannot be derived again: captures, segments, the evidence log and the decisions.
// done, which may be nil, hears how many more leaves were checked.
func VerifyEvidence(ctx context.Context, st *store.Store, a *archive.Archive, done func(leaves int)) (*Verification, error) {
	v := &verifier{r: st.As(store.Everything), a: a, done: done}
	return v.all(ctx, v.log, v.segments, v.decisions)
}

type verifier struct {
	Verification
	r        store.Reader
	a        *archive.Archive
	frontier archive.Frontier
	done     func(leaves int)
}

func (v *verifier) all(ctx context.Context, checks ...func(context.Context) error) (*Verification, error) {
	for _, check := range checks {
		if err := check(ctx); err != nil {
			return &v.Verification, fmt.Errorf("verify: %w", err)
		}
	}
	return &v.Verification, nil
}

// log walks the evidence log and the captures side by side.
func (v *verifier) log(ctx context.Context) error {
	head, err := v.r.LogHead(ctx)
	if err != nil {
		return err
	}
	for v.frontier.Size() < head.Size {
		from := v.frontier.Size()
		leaves, err := v.r.LogLeaves(ctx, from, int(min(page, head.Size-from)))
		if err != nil {
			return err
		}
		if len(leaves) == 0 || leaves[0].Index != from {
			v.find("leaf", fmt.Sprint(from), "the leaf is missing")
			return nil // every hash behind it would be wrong as well
		}
		if whole, err := v.leaves(ctx, leaves); err != nil || !whole {
			return err
		}
		if v.done != nil {
			v.done(len(leaves))
		}
	}
	v.Root = hex.EncodeToString(v.frontier.Root())
	if !bytes.Equal(v.frontier.Root(), head.Root) {
		v.find("log", "head", fmt.Sprintf("the root of the %d leaves is not the one that is stored", head.Size))
	}
	return v.beyond(ctx, head.Size)
}

// leaves checks one page of leaves; whole is false where one is missing.
func (v *verifier) leaves(ctx context.Context, leaves []store.Leaf) (whole bool, err error) {
	from := leaves[0].Index
	captures, err := v.r.Captures(ctx, store.CaptureFilter{After: from, Limit: len(leaves)})
	if err != nil {
		return false, err
	}
	at := map[int64]hearsay.Capture{}
	for _, c := range captures {
		at[c.Leaf] = c
	}
	stones, err := v.stones(ctx, store.TombstoneFilter{From: from, To: leaves[len(leaves)-1].Index + 1})
	if err != nil {
		return false, err
	}
	hashes, err := v.r.LogHashesFrom(ctx, tlog.StoredHashCount(from), 2*len(leaves)+64)
	if err != nil {
		return false, err
	}
	for _, leaf := range leaves {
		if leaf.Index != v.frontier.Size() {
			v.find("leaf", fmt.Sprint(v.frontier.Size()), "the leaf is missing")
			return false, nil
		}
		v.Leaves++
		stone, isErased := stones[leaf.Index]
		grown := v.frontier.Add
		if isErased && len(leaf.Record) == 0 && len(hashes) > 0 { // the hash is all that is left; the root holds it
			leaf.Record, grown = hashes[0], v.frontier.AddErased
		}
		for _, want := range grown(leaf.Record) {
			if len(hashes) == 0 || !bytes.Equal(hashes[0], want) {
				v.find("leaf", fmt.Sprint(leaf.Index), "a stored hash is not that of the leaf or of the tree above it")
			}
			hashes = hashes[min(1, len(hashes)):]
		}
		if isErased {
			err = v.tombstone(ctx, stone)
		} else {
			err = v.capture(ctx, leaf, at[leaf.Index])
		}
		if err != nil {
			return false, err
		}
	}
	return true, nil
}

// stones gives tombstones by their leaves.
func (v *verifier) stones(ctx context.Context, f store.TombstoneFilter) (map[int64]hearsay.Tombstone, error) {
	all, err := v.r.Tombstones(ctx, f)
	at := map[int64]hearsay.Tombstone{}
	for _, s := range all {
		at[s.Leaf] = s
	}
	return at, err
}

// tombstone checks that what was erased was so by a decision, and is gone from the segment.
func (v *verifier) tombstone(ctx context.Context, s hearsay.Tombstone) error {
	v.Erased++
	d, err := v.r.Decision(ctx, s.Decision)
	if errors.Is(err, hearsay.ErrNotFound) || err == nil && (d.Kind != hearsay.EraseCapture || d.Object != string(s.Capture)) {
		v.find("capture", string(s.Capture), "a tombstone stands in its place, and no decision says that it was to be erased")
		return nil
	}
	if err != nil {
		return err
	}
	isGone, err := v.a.IsErased(s)
	if err == nil && !isGone {
		v.find("capture", string(s.Capture), fmt.Sprintf("it was erased, and segment %s at %d has other bytes than its tombstone: hearsay forget --finish overwrites them", s.Segment, s.Offset))
	}
	return err
}

// capture checks a leaf against its capture and the bytes of that.
func (v *verifier) capture(ctx context.Context, leaf store.Leaf, c hearsay.Capture) error {
	id := string(leaf.Capture)
	if c.ID != leaf.Capture {
		v.find("capture", id, fmt.Sprintf("leaf %d is that of a capture which is not there", leaf.Index))
		return nil
	}
	v.Captures++
	member, payload, err := v.a.Record(ctx, c)
	var damage *archive.Damage
	if errors.As(err, &damage) {
		v.find("capture", id, fmt.Sprintf("segment %s at %d: %s", damage.Segment, damage.Offset, damage.Reason))
		return nil
	}
	if err != nil {
		return err
	}
	want, err := archive.Leaf(c, payload, member)
	if err != nil {
		return err
	}
	if !bytes.Equal(want, leaf.Record) {
		v.find("capture", id, fmt.Sprintf("leaf %d says otherwise of its address, time, status or bytes", leaf.Index))
	}
	isFirst, isBack := c.ID == hearsay.NewCaptureID(c.URL, c.Digest), c.ID == hearsay.NewReturnID(c.URL, c.Digest, c.Fetched)
	if !isFirst && !isBack || c.Size != int64(len(payload)) {
		v.find("capture", id, "its ID or size does not follow from its address and bytes")
	}
	return nil
}

// beyond looks for captures that the log does not reach.
func (v *verifier) beyond(ctx context.Context, size int64) error {
	captures, err := v.r.Captures(ctx, store.CaptureFilter{After: size, Limit: page})
	for _, c := range captures {
		if c.Leaf >= size {
			v.find("capture", string(c.ID), fmt.Sprintf("its leaf %d is not in the log of %d", c.Leaf, size))
		}
	}
	return err
}

// segments looks for bytes that no capture accounts for.
func (v *verifier) segments(ctx context.Context) error {
	names, err := v.a.Segments()
	if err != nil {
		return err
	}
	for _, name := range names {
		v.Segments++
		captures, err := v.r.Captures(ctx, store.CaptureFilter{Segment: name})
		if err != nil {
			return err
		}
		known := map[int64]bool{}
		end := int64(0) // of the last record that is a capture
		for _, c := range captures {
			known[c.Offset] = true
			end = max(end, c.Offset+c.Length)
		}
		stones, err := v.r.Tombstones(ctx, store.TombstoneFilter{Segment: name})
		if err != nil {
			return err
		}
		erased := map[int64]bool{}
		for _, s := range stones {
			erased[s.Offset] = true
			end = max(end, s.Offset+s.Length)
		}
		found, err := v.a.Walk(ctx, name)
		if err != nil {
			return err
		}
		v.account(name, found, known, erased, end)
	}
	return nil
}

// account sorts what was found in a segment. Damage before the end of the last capture is damage; behind it, it
// is the torn tail of a process that was killed. Where something was erased, [verifier.tombstone] has looked already.
func (v *verifier) account(name string, found []archive.Found, known, erased map[int64]bool, end int64) {
	for _, f := range found {
		place := fmt.Sprintf("%s at %d", name, f.Offset)
		switch {
		case f.Damage == "" && known[f.Offset], erased[f.Offset]:
		case f.Damage == "":
			v.Unreferenced = append(v.Unreferenced, Finding{"segment", place, "record of capture " + f.ID + " was written but not promised"})
		case f.Offset < end:
			v.find("segment", place, f.Damage)
		default:
			v.Unreferenced = append(v.Unreferenced, Finding{"segment", place, f.Damage})
		}
	}
}

func (v *verifier) decisions(ctx context.Context) error {
	n, err := v.r.CheckDecisions(ctx)
	v.Decisions = n
	var fault *hearsay.Fault
	if errors.Is(err, hearsay.ErrConflict) && errors.As(err, &fault) {
		v.find("decision", fault.Doing, fault.Cause.Error())
		return nil
	}
	return err
}
