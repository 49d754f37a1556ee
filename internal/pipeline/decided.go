// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"

	"hearsay"
	"hearsay/internal/store"
)

// decided holds what people decided, as far as the stages must heed it. Later decisions stand over earlier ones,
// and one that was undone counts no more.
type decided struct {
	merged map[hearsay.StoryID]hearsay.StoryID    // story → the one it is part of
	split  map[hearsay.DocumentID]hearsay.StoryID // document → the story it is not part of
	claims map[[2]hearsay.ClaimID]bool            // whether two claims say the same
}

func loadDecided(ctx context.Context, r store.Reader) (*decided, error) {
	list, err := r.Decisions(ctx, store.DecisionFilter{})
	if err != nil {
		return nil, err
	}
	undone := map[hearsay.DecisionID]bool{}
	for _, d := range list {
		if d.Kind == hearsay.UndoDecision {
			undone[d.Undoes] = true
		}
	}
	out := &decided{
		merged: map[hearsay.StoryID]hearsay.StoryID{}, split: map[hearsay.DocumentID]hearsay.StoryID{},
		claims: map[[2]hearsay.ClaimID]bool{},
	}
	for _, d := range list {
		if !undone[d.ID] {
			out.add(d)
		}
	}
	return out, nil
}

func (o *decided) add(d hearsay.Decision) {
	switch d.Kind {
	case hearsay.MergeStories:
		o.merged[hearsay.StoryID(d.Other)] = hearsay.StoryID(d.Object)
	case hearsay.SplitStory:
		o.split[hearsay.DocumentID(d.Object)] = hearsay.StoryID(d.Other)
	case hearsay.SameClaim, hearsay.NotSameClaim:
		a, b := hearsay.ClaimID(d.Object), hearsay.ClaimID(d.Other)
		o.claims[[2]hearsay.ClaimID{a, b}] = d.Kind == hearsay.SameClaim
		o.claims[[2]hearsay.ClaimID{b, a}] = d.Kind == hearsay.SameClaim
	}
}

// same tells what was decided about two claims.
func (o *decided) same(a, b hearsay.ClaimID) (same, ok bool) {
	same, ok = o.claims[[2]hearsay.ClaimID{a, b}]
	return same, ok
}

// place applies decisions to the machine's placement of a document; put adds the document to another story.
func (o *decided) place(id hearsay.DocumentID, m hearsay.Membership, put func(hearsay.StoryID)) hearsay.Membership {
	if not, ok := o.split[id]; ok && m.Story == not {
		m.Story, m.Score = hearsay.StoryID(hearsay.ID('t', string(id))), 1
		m.Reason = "a person decided that it does not belong to " + string(not)
		put(m.Story)
	}
	for range 16 {
		into, ok := o.merged[m.Story]
		if !ok || into == m.Story {
			break
		}
		m.Story, m.Reason = into, "a person decided that "+string(m.Story)+" is part of this story; "+m.Reason
		put(m.Story)
	}
	return m
}
