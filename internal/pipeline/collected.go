// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/collect"
	"hearsay/internal/store"
)

// Collected takes in what collect gives: payloads as inputs, looks that brought none as attempts, feeds as they
// are to be looked at next, and the feeds of lists. See [Intake.Ingest] for what is promised.
func (in *Intake) Collected(ctx context.Context, inputs iter.Seq2[collect.Input, error]) (Report, error) {
	var looks []hearsay.Attempt
	var feeds []hearsay.Feed
	var problems []error
	report, err := in.Ingest(ctx, func(yield func(Input, error) bool) {
		for c, err := range inputs {
			if c.After != nil {
				feeds = append(feeds, *c.After)
			}
			if err == nil && c.Payload == nil && c.Attempt != nil {
				looks = append(looks, *c.Attempt)
				problems = append(problems, lookProblem(c.Attempt)...)
				continue
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
		return tx.SaveFeeds(ctx, feeds...)
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

// CaptureKnown reports whether a page was captured.
func (k KnownPages) CaptureKnown(ctx context.Context, url string) (bool, error) {
	captures, err := k.Store.As(store.Everything).Captures(ctx, store.CaptureFilter{URL: url, Limit: 1})
	return len(captures) > 0, err
}

// DueFeeds gives the feeds that are to be looked at.
func DueFeeds(ctx context.Context, st *store.Store, now time.Time) ([]hearsay.Feed, error) {
	feeds, err := st.As(store.Everything).Feeds(ctx, store.FeedFilter{})
	var due []hearsay.Feed
	for _, f := range feeds {
		if f.Kind != hearsay.FeedFile && collect.Due(f, now) {
			due = append(due, f)
		}
	}
	return due, err
}
