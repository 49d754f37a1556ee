// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"

	"hearsay"
	"hearsay/internal/collect"
	"hearsay/internal/hearsaytest"
	"hearsay/internal/pipeline"
)

func feedsOf(n int) (feeds []hearsay.Feed) {
	for i := range n {
		feeds = append(feeds, hearsay.Feed{ID: hearsay.FeedID(fmt.Sprint("f", i)), Kind: hearsay.FeedRSS, URL: fmt.Sprintf("https://paper%d.example/rss", i)})
	}
	return feeds
}

// TestFeedThatIsSlowKeepsNoOtherWaiting: the first feed is not done before all others are.
func TestFeedThatIsSlowKeepsNoOtherWaiting(t *testing.T) {
	p := newPlant(t, hearsaytest.Store(t))
	others := make(chan struct{})
	told := 0
	err := p.Round(t.Context(), slices.Values(feedsOf(100)), func(_ context.Context, f hearsay.Feed) iter.Seq2[collect.Input, error] {
		return func(yield func(collect.Input, error) bool) {
			if f.ID == "f0" {
				<-others
			}
			yield(collect.Input{URL: f.URL, Status: 200, Fetched: hearsaytest.At(9, 0), Payload: []byte(f.URL)}, nil)
		}
	}, func(f hearsay.Feed, r pipeline.Report) error {
		if r.Stored != 1 {
			t.Errorf("%s: %+v", f.ID, r)
		}
		if told++; told == 99 {
			close(others)
		}
		return nil
	})
	if err != nil || told != 100 {
		t.Errorf("%d feeds, %v", told, err)
	}
}

func TestRoundEndsWithWhatWentWrongFirst(t *testing.T) {
	p := newPlant(t, hearsaytest.Store(t))
	wrong := errors.New("the printer is on fire")
	err := p.Round(t.Context(), slices.Values(feedsOf(600)), func(ctx context.Context, f hearsay.Feed) iter.Seq2[collect.Input, error] {
		return func(yield func(collect.Input, error) bool) {
			if f.ID == "f7" {
				yield(collect.Input{}, wrong)
				return
			}
			<-ctx.Done()
			yield(collect.Input{}, ctx.Err())
		}
	}, func(hearsay.Feed, pipeline.Report) error { return nil })
	if !errors.Is(err, wrong) || errors.Is(err, context.Canceled) {
		t.Errorf("the round ends with %v, want %v", err, wrong)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := p.Round(ctx, slices.Values(feedsOf(3)), nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a round that was ended before it began: %v", err)
	}
	if err := p.Round(t.Context(), slices.Values(feedsOf(0)), nil, nil); err != nil {
		t.Errorf("a round of no feeds: %v", err)
	}
}
