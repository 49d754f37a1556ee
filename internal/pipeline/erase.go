// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"errors"
	"slices"

	"hearsay"
	"hearsay/internal/store"
)

// erase lets a decision to erase take effect: rows go, a tombstone stays, the stories are traced anew, and lines of issues that cited it
// are taken out. The bytes in the segment are overwritten once that is committed ([Engine.wipeAll]).
func (e *Engine) erase(ctx context.Context, tx *store.Tx, d hearsay.Decision) error {
	c, err := tx.Capture(ctx, hearsay.CaptureID(d.Object))
	if errors.Is(err, hearsay.ErrNotFound) {
		return nil // erased before, or a decision about what is left of an issue
	}
	if err != nil {
		return err
	}
	documents, err := tx.HeadingsIn(ctx, c.ID)
	if err != nil {
		return err
	}
	if err := e.eraseFromIssues(ctx, tx, documents, d); err != nil {
		return err
	}
	stories, err := tx.Erase(ctx, c, hearsay.Tombstone{Capture: c.ID, Address: hearsay.AddressID(c.URL), Shut: d.Value == hearsay.EraseAddress,
		Decision: d.ID, At: d.At, TLP: c.TLP, Leaf: c.Leaf, Segment: c.Segment, Offset: c.Offset, Length: c.Length})
	if err != nil {
		return err
	}
	if err := eraseFromTrack(ctx, tx, c); err != nil {
		return err
	}
	for _, id := range stories {
		if err := e.queue().Enqueue(ctx, tx, e.now(), traceStage, string(id)); err != nil {
			return err
		}
	}
	e.index = nil
	return e.readOthers(ctx, tx, c, d)
}

// readOthers has other captures of the address read: of those that said the same nothing else is kept.
func (e *Engine) readOthers(ctx context.Context, tx *store.Tx, c hearsay.Capture, d hearsay.Decision) error {
	if d.Value == hearsay.EraseAddress {
		return tx.SaveFeatures(ctx, creditOwner(c.URL), creditKind, nil)
	}
	others, err := tx.Captures(ctx, store.CaptureFilter{URL: c.URL, Wanted: true})
	for _, o := range others {
		if err := e.queue().Enqueue(ctx, tx, e.now(), ReadStage, string(o.ID)); err != nil {
			return err
		}
	}
	return err
}

// eraseFromTrack takes a capture, and what was seen on it, out of what is known of a watched page.
func eraseFromTrack(ctx context.Context, tx *store.Tx, c hearsay.Capture) error {
	track, err := tx.Track(ctx, c.Feed)
	if errors.Is(err, hearsay.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	gone := func(id *hearsay.CaptureID) {
		if *id == c.ID {
			*id = ""
		}
	}
	gone(&track.Settled)
	gone(&track.Before)
	for i := range track.Recent {
		gone(&track.Recent[i].Capture)
	}
	track.Unsteady = nil // what stood in unsteady places is learned again
	return tx.SaveTracks(ctx, track)
}

// wipeAll overwrites the bytes of what was erased. What an earlier process did not come to is done now.
func (e *Engine) wipeAll(ctx context.Context) error {
	stones, err := e.all.Tombstones(ctx, store.TombstoneFilter{Unwiped: true})
	if err != nil {
		return err
	}
	for _, s := range stones {
		if err := e.Archive.Erase(ctx, s); err != nil {
			return err
		}
		s.Wiped = true
		if err := e.Store.Write(ctx, func(tx *store.Tx) error { return tx.SaveTombstones(ctx, s) }); err != nil {
			return err
		}
	}
	return nil
}

// refuseErased refuses inputs that were erased, or that come from an address of which nothing is to be taken in any more.
func refuseErased(ctx context.Context, r store.Reader, items []*item, ids []hearsay.CaptureID) error {
	var addresses []string
	for _, it := range items {
		if it.isNew() {
			addresses = append(addresses, hearsay.AddressID(it.capture.URL))
		}
	}
	stones, err := r.Erased(ctx, ids, addresses)
	if err != nil || len(stones) == 0 {
		return err
	}
	for _, it := range items {
		if !it.isNew() {
			continue
		}
		i := slices.IndexFunc(stones, func(s hearsay.Tombstone) bool {
			return s.Capture == it.capture.ID || s.Shut && s.Address == hearsay.AddressID(it.capture.URL)
		})
		if i < 0 {
			continue
		}
		if stones[i].Shut {
			it.input.URL = "erased:" + stones[i].Address
		}
		it.outcome, it.reason, it.capture = hearsay.Refused, "it was erased by decision "+string(stones[i].Decision), hearsay.Capture{}
	}
	return nil
}
