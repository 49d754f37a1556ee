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
	return jobs, st.Write(ctx, func(tx *store.Tx) error {
		var err error
		switch from {
		case "read", "annotate", "resolve":
			if err = tx.DropStories(ctx); err == nil {
				jobs, err = e.againRead(ctx, tx)
			}
		case "cluster":
			if err = tx.DropStories(ctx); err == nil {
				jobs, err = e.againPlaced(ctx, tx)
			}
		case "trace", "assess":
			jobs, err = e.againTraced(ctx, tx)
		default:
			err = &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: fmt.Sprintf("rebuild from %q", from),
				Hint: "give one of " + strings.Join(RebuildStages, ", ")}
		}
		return err
	})
}

// againRead asks for what was put into quarantine by read, but not for what came in quarantined.
func (e *Engine) againRead(ctx context.Context, tx *store.Tx) (int, error) {
	return e.again(ctx, tx, ReadStage, func(last string) ([]string, string, error) {
		after, _ := strconv.ParseInt(last, 10, 64) // the first time it is empty, which is 0
		captures, err := tx.Captures(ctx, store.CaptureFilter{Wanted: true, After: after, Limit: againBatch})
		var ids []string
		for _, c := range captures {
			last = strconv.FormatInt(c.Leaf+1, 10)
			ids = append(ids, string(c.ID))
		}
		return ids, last, err
	})
}

func (e *Engine) againPlaced(ctx context.Context, tx *store.Tx) (int, error) {
	return e.again(ctx, tx, clusterStage, func(last string) ([]string, string, error) {
		docs, err := tx.Documents(ctx, store.DocumentFilter{After: hearsay.DocumentID(last), OldestFirst: true, Limit: againBatch})
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

func (e *Engine) againTraced(ctx context.Context, tx *store.Tx) (int, error) {
	return e.again(ctx, tx, traceStage, func(last string) ([]string, string, error) {
		stories, err := tx.Stories(ctx, store.StoryFilter{After: hearsay.StoryID(last), Limit: againBatch})
		var ids []string
		for _, s := range stories {
			ids, last = append(ids, string(s.ID)), string(s.ID)
		}
		return ids, last, err
	})
}

const againBatch = 500

// again enqueues all records of a stage; next gives a batch and where the one after it begins.
func (e *Engine) again(ctx context.Context, tx *store.Tx, stage string, next func(last string) ([]string, string, error)) (int, error) {
	n, last := 0, ""
	for {
		ids, to, err := next(last)
		if err != nil || to == last {
			return n, err
		}
		if err := e.queue().Enqueue(ctx, tx, e.now(), stage, ids...); err != nil {
			return n, err
		}
		n, last = n+len(ids), to
	}
}
