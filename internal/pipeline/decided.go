// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"cmp"
	"context"
	"errors"

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
	acts   map[hearsay.AttributionID]hearsay.Act
	voices map[hearsay.AttributionID]hearsay.Voice
	epochs map[string]int64 // by ID of a story or document that was decided on: the last epoch before
}

func loadDecided(ctx context.Context, r store.Reader) (*decided, error) {
	list, err := r.Decisions(ctx, store.DecisionFilter{})
	if err != nil {
		return nil, err
	}
	out, standing, err := decidedBy(ctx, r, list)
	if err != nil {
		return nil, err
	}
	return out, out.loadEpochs(ctx, r, standing)
}

// decidedBy is what a list of decisions comes to, and those of them that stand.
func decidedBy(ctx context.Context, r store.Reader, list []hearsay.Decision) (*decided, []hearsay.Decision, error) {
	undone := map[hearsay.DecisionID]bool{}
	for _, d := range list {
		if d.Kind == hearsay.UndoDecision {
			undone[d.Undoes] = true
		}
	}
	out := &decided{
		merged: map[hearsay.StoryID]hearsay.StoryID{}, split: map[hearsay.DocumentID]hearsay.StoryID{},
		claims: map[[2]hearsay.ClaimID]bool{}, epochs: map[string]int64{},
		acts: map[hearsay.AttributionID]hearsay.Act{}, voices: map[hearsay.AttributionID]hearsay.Voice{},
	}
	var standing []hearsay.Decision
	for _, d := range list {
		if !undone[d.ID] {
			out.add(d)
			standing = append(standing, d)
		}
	}
	return out, standing, out.loadVoices(ctx, r, standing)
}

// loadVoices reads who the sources are that people named.
func (o *decided) loadVoices(ctx context.Context, r store.Reader, standing []hearsay.Decision) error {
	for _, d := range standing {
		if d.Kind != hearsay.NameSource {
			continue
		}
		v, err := voiceOf(ctx, r, d.Other)
		if errors.Is(err, hearsay.ErrNotFound) {
			continue // no text names it any more
		}
		if err != nil {
			return err
		}
		o.voices[hearsay.AttributionID(d.Object)] = v
	}
	return nil
}

// voiceOf is an entity or an outlet as a voice.
func voiceOf(ctx context.Context, r store.Reader, id string) (hearsay.Voice, error) {
	e, err := r.Entity(ctx, hearsay.EntityID(id))
	if err == nil {
		return hearsay.Voice{Name: e.Name, Kind: cmp.Or(kindOfVoice[e.Kind], hearsay.OrganizationVoice), Named: true, Entity: e.ID}, nil
	}
	if !errors.Is(err, hearsay.ErrNotFound) {
		return hearsay.Voice{}, err
	}
	out, err := r.Outlet(ctx, hearsay.OutletID(id))
	return hearsay.Voice{Name: cmp.Or(out.Name, string(out.ID)), Kind: hearsay.OutletVoice, Named: true}, err
}

var kindOfVoice = map[hearsay.EntityKind]hearsay.VoiceKind{hearsay.PersonEntity: hearsay.PersonVoice, hearsay.OrganizationEntity: hearsay.OrganizationVoice, hearsay.OutletEntity: hearsay.OutletVoice}

// amend puts what people decided about attributions in the place of what the machine found. What is stored stays as it was found.
func (o *decided) amend(items []trace.Item) {
	for i := range items {
		for j := range items[i].Attributions {
			a := &items[i].Attributions[j]
			if act, ok := o.acts[a.ID]; ok {
				a.Act = act
			}
			if v, ok := o.voices[a.ID]; ok {
				a.Voice = v
				a.Chain = append([]hearsay.Voice{v}, a.Chain[min(1, len(a.Chain)):]...)
			}
		}
	}
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
	case hearsay.SetAct:
		o.acts[hearsay.AttributionID(d.Object)] = hearsay.Act(d.Value)
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
