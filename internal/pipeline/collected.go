// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync"
	"time"

	"hearsay"
	"hearsay/internal/collect"
	"hearsay/internal/store"
)

// Collected takes in what collect gives: payloads as inputs, looks that brought none as attempts, feeds as they
// are to be looked at next, and the feeds of lists. See [Intake.Ingest] for what is promised.
func (in *Intake) Collected(ctx context.Context, inputs iter.Seq2[collect.Input, error]) (Report, error) {
	var looks []hearsay.Attempt
	var after []feedAfter
	var pages []store.Page
	var problems []error
	report, err := in.Ingest(ctx, func(yield func(Input, error) bool) {
		for c, err := range inputs {
			if c.After != nil {
				after = append(after, feedAfter{*c.After, *c.Attempt})
			}
			if err == nil && c.Payload == nil && c.Attempt != nil {
				look := *c.Attempt
				look.TLP = in.TLP
				looks = append(looks, look)
				problems = append(problems, lookProblem(c.Attempt)...)
				continue
			}
			if p, ok := pageOf(&c); ok && err == nil {
				p.TLP = in.TLP
				pages = append(pages, p)
			}
			input := inputOf(c)
			if !c.Archived {
				problems = append(problems, addListed(&input)...)
			}
			if !yield(input, err) {
				return
			}
		}
	})
	report.Problems = problems
	if err != nil {
		return report, err
	}
	return report, in.Store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.AddAttempts(ctx, looks...); err != nil {
			return err
		}
		if err := tx.AddPages(ctx, pages...); err != nil {
			return err
		}
		return saveFeeds(ctx, tx, after)
	})
}

// lookProblem tells of a look that was refused or had no answer.
func lookProblem(a *hearsay.Attempt) []error {
	if a.Outcome != hearsay.Refused && a.Outcome != hearsay.Failed {
		return nil
	}
	if strings.Contains(a.Reason, a.URL) {
		return []error{errors.New(a.Reason)}
	}
	return []error{fmt.Errorf("fetch %s: %s", a.URL, a.Reason)}
}

func inputOf(c collect.Input) Input {
	in := Input{
		URL: c.URL, MediaType: c.MediaType, Status: c.Status, Fetched: c.Fetched, Feed: c.Feed, Payload: c.Payload,
		Truncated: c.Truncated, Quarantine: c.Quarantine, Refused: c.Refused,
		Listing: c.Index || c.After != nil,
	}
	if c.Outlet != "" {
		in.Outlet = hearsay.Outlet{ID: c.Outlet}
	}
	if c.Attempt != nil {
		in.Took, in.Asked = c.Attempt.Took, c.Attempt.URL
	}
	if c.Quarantine == "" && c.Truncated != "" && len(c.Payload) == 0 {
		in.Quarantine = c.Truncated
	}
	return in
}

// KnownPages tells the collector which pages were captured already.
type KnownPages struct{ Store *store.Store }

// CaptureKnown reports whether a page was captured, or is not to be captured any more.
func (k KnownPages) CaptureKnown(ctx context.Context, url string) (bool, error) {
	r := k.Store.As(store.Everything)
	captures, err := r.Captures(ctx, store.CaptureFilter{URL: url, Limit: 1})
	if err != nil || len(captures) > 0 {
		return true, err
	}
	shut, err := r.Erased(ctx, nil, []string{hearsay.AddressID(url)})
	return len(shut) > 0, err
}

// DueFeeds gives the feeds that are to be looked at, the longest due first.
func DueFeeds(ctx context.Context, st *store.Store, now time.Time) ([]hearsay.Feed, error) {
	return st.As(store.Everything).Feeds(ctx, store.FeedFilter{Due: now})
}

// Feeds gives feeds when they are due, without end, at the pace that collect keeps; it ends with the context. done is to
// hear of each feed that it was looked at. What keeps it from asking the store is told to failed.
func Feeds(ctx context.Context, st *store.Store, failed func(error)) (feeds iter.Seq[hearsay.Feed], done func(hearsay.FeedID)) {
	var mu sync.Mutex
	var pace collect.Pace
	take := func(now time.Time) ([]hearsay.Feed, error) {
		r := st.As(store.Everything)
		hourly, err := r.HourlyLooks(ctx)
		if err != nil {
			return nil, err
		}
		mu.Lock()
		defer mu.Unlock()
		due, err := r.Feeds(ctx, store.FeedFilter{Due: now, Limit: pace.Out() + pace.Most(hourly)})
		return pace.Take(due, hourly, now), err
	}
	feeds = func(yield func(hearsay.Feed) bool) {
		for ctx.Err() == nil {
			now, err := take(time.Now())
			if err != nil && ctx.Err() == nil {
				failed(err)
			}
			for _, f := range now {
				if !yield(f) {
					return
				}
			}
			select {
			case <-ctx.Done():
			case <-time.After(feedTick):
			}
		}
	}
	return feeds, func(id hearsay.FeedID) {
		mu.Lock()
		defer mu.Unlock()
		pace.Done(id)
	}
}

// feedTick is how often is asked which feeds are due.
const feedTick = 2 * time.Second
