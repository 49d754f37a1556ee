// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"hearsay"
	"hearsay/internal/store"
)

// Stages that Rebuild can begin from, in the order of the data.
var RebuildStages = []string{"read", "annotate", "resolve", "cluster", "trace", "assess"}

// Rebuild asks for everything from a stage on to be derived anew, from captures that never change; [Engine.Run]
// then does it. Decisions, captures, attempts and past assessments stay as they are.
func Rebuild(ctx context.Context, st *store.Store, from string) (jobs int, err error) {
	e := &Engine{Store: st}
	r := st.As(store.Everything)
	switch from {
	case "read", "annotate", "resolve":
		if err = e.dropStories(ctx); err == nil {
			jobs, err = e.againRead(ctx, r)
		}
	case "cluster":
		if err = e.dropStories(ctx); err == nil {
			jobs, err = e.againPlaced(ctx, r)
		}
	case "trace", "assess":
		jobs, err = e.again(ctx, traceStage, func(last string) ([]string, string, error) {
			stories, err := r.Stories(ctx, store.StoryFilter{After: hearsay.StoryID(last), Limit: againBatch})
			var ids []string
			for _, s := range stories {
				ids, last = append(ids, string(s.ID)), string(s.ID)
			}
			return ids, last, err
		})
	default:
		return 0, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: fmt.Sprintf("rebuild from %q", from),
			Hint: "give one of " + strings.Join(RebuildStages, ", ")}
	}
	return jobs, err
}

func (e *Engine) againRead(ctx context.Context, r store.Reader) (int, error) {
	return e.again(ctx, ReadStage, func(last string) ([]string, string, error) {
		after, _ := strconv.ParseInt(last, 10, 64) // the first time it is empty, which is 0
		captures, err := r.Captures(ctx, store.CaptureFilter{After: after, Limit: againBatch})
		var ids []string
		for _, c := range captures {
			last = strconv.FormatInt(c.Leaf+1, 10)
			ids = append(ids, string(c.ID))
		}
		return ids, last, err
	})
}

func (e *Engine) againPlaced(ctx context.Context, r store.Reader) (int, error) {
	return e.again(ctx, clusterStage, func(last string) ([]string, string, error) {
		docs, err := r.Documents(ctx, store.DocumentFilter{After: hearsay.DocumentID(last), OldestFirst: true, Limit: againBatch})
		var ids []string
		for i := range docs {
			last = string(docs[i].ID)
			if k := docs[i].Kind; k != hearsay.Thread && k != hearsay.Digest {
				ids = append(ids, last)
			}
		}
		return ids, last, err
	})
}

// dropStories forgets all stories and claims; their IDs derive from their first documents, so that the same come
// again.
func (e *Engine) dropStories(ctx context.Context) error {
	for {
		stories, err := e.Store.As(store.Everything).Stories(ctx, store.StoryFilter{Limit: againBatch})
		if err != nil || len(stories) == 0 {
			return err
		}
		err = e.Store.Write(ctx, func(tx *store.Tx) error {
			for _, s := range stories {
				if err := e.dropStory(ctx, tx, s.ID); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
}

func (e *Engine) dropStory(ctx context.Context, tx *store.Tx, id hearsay.StoryID) error {
	memberships, err := tx.MembershipsOf(ctx, id)
	if err != nil {
		return err
	}
	if err := tx.DeleteClaimsOf(ctx, id); err != nil {
		return err
	}
	for _, m := range memberships {
		if err := tx.DeleteMemberships(ctx, m.Document); err != nil {
			return err
		}
	}
	return tx.DeleteStory(ctx, id)
}

// Heed asks for what a decision about stories or claims bears on to be derived again; [Engine.Run] then does it.
func Heed(ctx context.Context, st *store.Store, d hearsay.Decision) error {
	e := &Engine{Store: st}
	return st.Write(ctx, func(tx *store.Tx) error {
		switch d.Kind {
		case hearsay.MergeStories:
			memberships, err := tx.MembershipsOf(ctx, hearsay.StoryID(d.Other))
			if err != nil {
				return err
			}
			var ids []string
			for _, m := range memberships {
				ids = append(ids, string(m.Document))
			}
			return e.queue().Enqueue(ctx, tx, e.now(), clusterStage, ids...)
		case hearsay.SplitStory:
			return e.queue().Enqueue(ctx, tx, e.now(), clusterStage, d.Object)
		case hearsay.SameClaim, hearsay.NotSameClaim:
			claim, err := tx.Claim(ctx, hearsay.ClaimID(d.Object))
			if err != nil {
				return err
			}
			return e.queue().Enqueue(ctx, tx, e.now(), traceStage, string(claim.Story))
		case hearsay.UndoDecision:
			undone, err := tx.Decision(ctx, d.Undoes)
			if err != nil || undone.Kind != hearsay.SameClaim && undone.Kind != hearsay.NotSameClaim {
				return err
			}
			claim, err := tx.Claim(ctx, hearsay.ClaimID(undone.Object))
			if err != nil {
				return err
			}
			return e.queue().Enqueue(ctx, tx, e.now(), traceStage, string(claim.Story))
		}
		return nil
	})
}

const againBatch = 500

// again enqueues all records of a stage, a batch in a transaction; next gives a batch and where the one after it
// begins.
func (e *Engine) again(ctx context.Context, stage string, next func(last string) ([]string, string, error)) (int, error) {
	n, last := 0, ""
	for {
		ids, to, err := next(last)
		if err != nil || to == last {
			return n, err
		}
		err = e.Store.Write(ctx, func(tx *store.Tx) error { return e.queue().Enqueue(ctx, tx, e.now(), stage, ids...) })
		if err != nil {
			return n, err
		}
		n, last = n+len(ids), to
	}
}
