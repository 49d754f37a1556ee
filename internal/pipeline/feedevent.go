// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"hearsay"
	"hearsay/internal/collect"
	"hearsay/internal/store"
)

// feedAfter is a feed as it is after a look at it.
type feedAfter struct {
	feed hearsay.Feed
	look hearsay.Attempt
}

// saveFeeds stores feeds as they are after looks at them, and tells of those that broke, came back, moved or are gone.
func saveFeeds(ctx context.Context, tx *store.Tx, after []feedAfter) error {
	for i := range after {
		f := &after[i].feed
		before, err := tx.Feed(ctx, f.ID)
		if errors.Is(err, hearsay.ErrNotFound) {
			before, err = *f, nil
		}
		if err != nil {
			return err
		}
		if before.URL != f.URL {
			if err := join(ctx, tx, f, &before); err != nil {
				return err
			}
		}
		if err := tx.SaveFeeds(ctx, *f); err != nil {
			return err
		}
		if l, ok := lapsed(&before, f, &after[i].look); ok {
			if err := tx.SaveLapses(ctx, l); err != nil {
				return err
			}
		}
		if err := tx.HeedPush(ctx, f.ID, after[i].look.At); err != nil {
			return err
		}
		if e, ok := feedEvent(&before, f, &after[i].look); ok && f.Kind != hearsay.FeedPage {
			if err := tx.AddEvents(ctx, e); err != nil {
				return err
			}
		}
	}
	return nil
}

// join makes of a feed that moved to the address of another a part of that: one place is looked at once.
func join(ctx context.Context, tx *store.Tx, f, before *hearsay.Feed) error {
	there, err := tx.Feeds(ctx, store.FeedFilter{URL: f.URL, Limit: 1})
	if err != nil || len(there) == 0 {
		return err
	}
	f.State.Joined, f.State.Gone = there[0].ID, f.State.Moved
	f.URL, f.State.Moved = before.URL, before.State.Moved
	f.Every, f.Next = collect.Seldom, f.Looked.Add(collect.Seldom)
	return nil
}

// feedEvent tells what a look made of a feed, if that is news.
func feedEvent(before, now *hearsay.Feed, look *hearsay.Attempt) (hearsay.Event, bool) {
	e := hearsay.Event{Feed: now.ID, At: look.At, Known: look.At, Stamp: hearsay.NewStamp("collect", collect.Version)}
	was, is := &before.State, &now.State
	reason := cmp.Or(look.Reason, "status "+strconv.Itoa(look.Status))
	switch {
	case was.Gone.IsZero() && is.Joined != "":
		e.Kind, e.Text = hearsay.FeedGone, fmt.Sprintf("%s has become part of the feed %s", now.URL, is.Joined)
	case was.Gone.IsZero() && !is.Gone.IsZero():
		e.Kind, e.Text = hearsay.FeedGone, fmt.Sprintf("%s is gone, it failed since %s: %s", now.URL, is.Failing.Format(time.DateOnly), reason)
	case is.Gone.IsZero() && was.Fails < collect.FailsTold && is.Fails >= collect.FailsTold:
		e.Kind, e.Text, e.At = hearsay.FeedFailing, fmt.Sprintf("%s gives nothing to read since %s: %s", now.URL, is.Failing.Format(time.DateTime), reason), is.Failing
	case is.Fails == 0 && is.Gone.IsZero() && (was.Fails >= collect.FailsTold || !was.Gone.IsZero()):
		e.Kind, e.Text = hearsay.FeedBack, fmt.Sprintf("%s can be read again; it could not since %s", now.URL, was.Failing.Format(time.DateTime))
	case was.Untold < collect.UntoldMost && is.Untold >= collect.UntoldMost:
		e.Kind, e.Text = hearsay.HubSilent, fmt.Sprintf("%d looks at %s found news of which %s had not told", is.Untold, now.URL, is.Hub)
	case before.URL != now.URL:
		e.Kind, e.Text = hearsay.FeedMoved, fmt.Sprintf("from %s to %s", before.URL, now.URL)
	default:
		return e, false
	}
	e.ID = hearsay.NewEventID(e.Kind, string(now.ID), e.At.UTC().Format(time.RFC3339Nano))
	return e, true
}
