// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"strconv"
	"time"

	"hearsay"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

// EventsWanted chooses events.
type EventsWanted struct {
	Kinds    []string `query:"kind" maxItems:"10" enum:"stories-merged,story-split,claim-moved,document-changed,page-changed,page-state,feed-failing,feed-gone,feed-back,feed-moved" doc:"only of these kinds, with commas between"`
	Story    string   `query:"story" maxLength:"64"`
	Claim    string   `query:"claim" maxLength:"64"`
	Document string   `query:"document" maxLength:"64"`
	Feed     string   `query:"feed" maxLength:"64"`
}

func (w *EventsWanted) filter() store.EventFilter {
	f := store.EventFilter{Story: hearsay.StoryID(w.Story), Claim: hearsay.ClaimID(w.Claim), Document: hearsay.DocumentID(w.Document), Feed: hearsay.FeedID(w.Feed)}
	for _, k := range w.Kinds {
		f.Kinds = append(f.Kinds, hearsay.EventKind(k))
	}
	return f
}

type eventsInput struct {
	Paged
	EventsWanted
	Behind int64     `query:"behind" minimum:"0" doc:"only those behind this number"`
	Known  time.Time `query:"known-since" doc:"only those that became known at this time or later"`
}

func (a *api) events(ctx context.Context, in *eventsInput) (*body[List[ledger.EventLine]], error) {
	after, err := in.number("events")
	if err != nil {
		return nil, err
	}
	f := in.filter()
	f.After, f.Known, f.Limit = max(after, in.Behind), in.Known, in.Limit+1
	all, err := a.reader(ctx).Events(ctx, f)
	return of(page(ctx, &in.Paged, "events", ledger.LinesOfEvents(all), func(e *ledger.EventLine) string { return strconv.FormatInt(e.Seq, 10) }), err)
}
