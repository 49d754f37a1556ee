// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"

	"hearsay"
	"hearsay/internal/store"
	"hearsay/internal/trace"
)

// decided holds what people decided, as far as the stages must heed it. Later decisions stand over earlier ones,
// and one that was undone counts no more.
type decided struct {
	merged map[hearsay.StoryID]hearsay.StoryID    // story → the one it is part of
	split  map[hearsay.DocumentID]hearsay.StoryID // document → the story it is not part of
	claims map[[2]hearsay.ClaimID]bool            // whether two claims say the same
	epochs map[string]int64                       // by ID of a story or document that was decided on: the last epoch before
}

func loadDecided(ctx context.Context, r store.Reader) (*decided, error) {
	list, err := r.Decisions(ctx, store.DecisionFilter{})
	if err != nil {
		return nil, err
	}
	out, standing := decidedBy(list)
	return out, out.loadEpochs(ctx, r, standing)
}

// decidedBy is what a list of decisions comes to, and those of them that stand.
func decidedBy(list []hearsay.Decision) (*decided, []hearsay.Decision) {
	undone := map[hearsay.DecisionID]bool{}
	for _, d := range list {
		if d.Kind == hearsay.UndoDecision {
			undone[d.Undoes] = true
		}
	}
	out := &decided{
		merged: map[hearsay.StoryID]hearsay.StoryID{}, split: map[hearsay.DocumentID]hearsay.StoryID{},
		claims: map[[2]hearsay.ClaimID]bool{}, epochs: map[string]int64{},
	}
	var standing []hearsay.Decision
	for _, d := range list {
		if !undone[d.ID] {
			out.add(d)
			standing = append(standing, d)
		}
	}
	return out, standing
}

// heededKind is the kind of feature that keeps the last epoch before a decision about stories.
const heededKind = "heeded"

// loadEpochs reads since when decisions hold documents where they are.
func (o *decided) loadEpochs(ctx context.Context, r store.Reader, standing []hearsay.Decision) error {
	decisions := map[string]hearsay.Decision{}
	var ids []string
	for _, d := range standing {
		decisions[string(d.ID)] = d
		ids = append(ids, string(d.ID))
	}
	heeded, err := r.FeaturesOf(ctx, heededKind, ids...)
	if err != nil {
		return err
	}
	for _, h := range heeded {
		d := decisions[h.Owner]
		held := []string{d.Object, d.Other}
		if d.Kind == hearsay.SplitStory {
			held = held[:1]
		}
		for _, id := range held {
			if first, ok := o.epochs[id]; !ok || int64(h.Weight) < first {
				o.epochs[id] = int64(h.Weight)
			}
		}
	}
	return nil
}

// fixed says which documents the newcomers of an epoch cannot move: those that a person split off before it, and those of stories
// that a person merged before it. Rebuilding repeats what was before with the machine alone, as it was.
func (o *decided) fixed(epoch int64) func(hearsay.DocumentID, hearsay.StoryID) bool {
	before := func(id string) bool {
		last, ok := o.epochs[id]
		return ok && last < epoch
	}
	return func(d hearsay.DocumentID, s hearsay.StoryID) bool { return before(string(d)) || before(string(s)) }
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

// same gives what was decided about claims; nil for nothing.
func (o *decided) same() trace.Decided {
	if len(o.claims) == 0 {
		return nil
	}
	return func(a, b hearsay.ClaimID) (same, ok bool) {
		same, ok = o.claims[[2]hearsay.ClaimID{a, b}]
		return same, ok
	}
}

// place applies decisions to the machine's placement of a document.
func (o *decided) place(m hearsay.Membership) hearsay.Membership {
	m.Story, m.Reason = m.Placed, m.Found
	if not, ok := o.split[m.Document]; ok && o.leads(m.Placed, not) {
		m.Story = hearsay.StoryID(hearsay.ID('t', "split", string(m.Document)))
		m.Reason = "a person decided that it does not belong to " + string(not)
	}
	if into := o.story(m.Story); into != m.Story {
		m.Reason = "a person decided that " + string(m.Story) + " is part of this story; " + m.Reason
		m.Story = into
	}
	return m
}

// leads reports whether a story is another, or has become part of it.
func (o *decided) leads(from, to hearsay.StoryID) bool {
	for range len(o.merged) + 1 {
		if from == to {
			return true
		}
		from = o.merged[from]
	}
	return false
}

// story is the story that one has become part of, or the story itself.
func (o *decided) story(id hearsay.StoryID) hearsay.StoryID {
	for range len(o.merged) { // decisions may lead in a circle
		into, ok := o.merged[id]
		if !ok {
			break
		}
		id = into
	}
	return id
}
