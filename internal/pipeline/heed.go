// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"errors"

	"hearsay"
	"hearsay/internal/store"
)

// heedVersion is that of what is told of decisions.
const heedVersion = 1

// heed lets a decision, or its undoing, take effect on what is there; whatever comes later heeds it by itself.
func (e *Engine) heed(ctx context.Context, tx *store.Tx, id hearsay.DecisionID) error {
	d, err := tx.Decision(ctx, id)
	if err == nil {
		err = since(ctx, tx, d)
	}
	made, by := d, cause{decision: id, at: d.At, known: d.At}
	if err == nil && d.Kind == hearsay.UndoDecision {
		d, err = tx.Decision(ctx, d.Undoes)
	}
	if err != nil {
		return err
	}
	switch d.Kind {
	case hearsay.MergeStories:
		return e.moveStories(ctx, tx, by, hearsay.StoryID(d.Object), hearsay.StoryID(d.Other))
	case hearsay.SplitStory:
		in, err := tx.Memberships(ctx, hearsay.DocumentID(d.Object))
		if err != nil {
			return err
		}
		return e.moveDocuments(ctx, tx, by, in)
	case hearsay.SetStatus:
		return moveClaim(ctx, tx, made, d)
	case hearsay.EraseCapture:
		return e.erase(ctx, tx, d)
	case hearsay.NameSource, hearsay.SetAct:
		return e.traceAttribution(ctx, tx, hearsay.AttributionID(d.Object))
	case hearsay.SameClaim, hearsay.NotSameClaim:
		return e.traceClaims(ctx, tx, hearsay.ClaimID(d.Object), hearsay.ClaimID(d.Other))
	}
	return nil
}

// since notes, of a decision about stories, after which epoch it was made. What came before is placed anew as it was;
// what comes later leaves its documents where they are.
func since(ctx context.Context, tx *store.Tx, d hearsay.Decision) error {
	if d.Kind != hearsay.MergeStories && d.Kind != hearsay.SplitStory {
		return nil
	}
	last, err := tx.LastEpoch(ctx)
	if err != nil {
		return err
	}
	return tx.SaveFeatures(ctx, string(d.ID), heededKind, map[string]float64{"epoch": float64(last)})
}

// moveStories puts the documents of stories where they belong as things have been decided now.
func (e *Engine) moveStories(ctx context.Context, tx *store.Tx, by cause, ids ...hearsay.StoryID) error {
	done := map[hearsay.StoryID]bool{}
	for _, id := range ids {
		for _, id := range []hearsay.StoryID{id, e.decided.story(id)} {
			if done[id] {
				continue
			}
			done[id] = true
			in, err := tx.MembershipsOf(ctx, id)
			if err != nil {
				return err
			}
			if err := e.moveDocuments(ctx, tx, by, in); err != nil {
				return err
			}
		}
	}
	return nil
}

func (e *Engine) moveDocuments(ctx context.Context, tx *store.Tx, by cause, in []hearsay.Membership) error {
	left := moves{}
	for _, m := range in {
		now := e.decided.place(m)
		if now == m {
			continue
		}
		left.note(m.Story, now.Story, by, now.Reason)
		if err := tx.AddStories(ctx, hearsay.Story{ID: now.Story, Stamp: now.Stamp}); err != nil {
			return err
		}
		if err := tx.SaveMemberships(ctx, now); err != nil {
			return err
		}
		if err := e.queue().Enqueue(ctx, tx, e.now(), traceStage, string(m.Story), string(now.Story)); err != nil {
			return err
		}
	}
	events, err := left.events(ctx, tx.Reader)
	if err != nil {
		return err
	}
	return tx.AddEvents(ctx, events...)
}

// traceAttribution has the story traced in which somebody is said to have said something.
func (e *Engine) traceAttribution(ctx context.Context, tx *store.Tx, id hearsay.AttributionID) error {
	a, err := tx.Attribution(ctx, id)
	if errors.Is(err, hearsay.ErrNotFound) {
		return nil // the text was read anew since, and otherwise
	}
	if err != nil {
		return err
	}
	in, err := tx.Memberships(ctx, a.Document)
	if err != nil || len(in) == 0 {
		return err
	}
	return e.queue().Enqueue(ctx, tx, e.now(), traceStage, string(in[0].Story))
}

// traceClaims has the stories of claims traced. One that was decided to be the same as another is not there any more.
func (e *Engine) traceClaims(ctx context.Context, tx *store.Tx, ids ...hearsay.ClaimID) error {
	for _, id := range ids {
		c, err := tx.Claim(ctx, id)
		if errors.Is(err, hearsay.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if err := e.queue().Enqueue(ctx, tx, e.now(), traceStage, string(c.Story)); err != nil {
			return err
		}
	}
	return nil
}
