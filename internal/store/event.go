// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"time"

	"hearsay"
)

// EventFilter chooses events; the zero value chooses all.
type EventFilter struct {
	After       int64 // only those with a greater Seq
	Before      int64 // only those with a smaller Seq; 0 for no bound
	Kinds       []hearsay.EventKind
	Story       hearsay.StoryID // where it happened, or which documents left
	Claim       hearsay.ClaimID
	Document    hearsay.DocumentID
	Feed        hearsay.FeedID
	Known       time.Time // known at this time or later
	NewestFirst bool
	Limit       int // 0 for no limit
}

const eventColumns = "id, kind, story, other, claim, document, text, changes, at, known, stamp, feed, before, after, tlp"

const selectEvent = "SELECT seq, " + eventColumns + " FROM event WHERE " + visible

func scanEvent(r row) (e hearsay.Event, err error) {
	return e, r.Scan(&e.Seq, &e.ID, &e.Kind, &e.Story, &e.Other, &e.Claim, &e.Document, &e.Text, jsonColumn{&e.Changes},
		timeColumn{&e.At}, timeColumn{&e.Known}, &e.Stamp, &e.Feed, &e.Before, &e.After, &e.TLP)
}

// Events gives what happened, in the order in which it became known, or the newest first.
func (r Reader) Events(ctx context.Context, f EventFilter) ([]hearsay.Event, error) {
	q := sel(selectEvent).
		when(f.After > 0, " AND seq > ?", f.After).
		when(f.Before > 0, " AND seq < ?", f.Before).
		when(f.Story != "", " AND (story = ? OR other = ?)", string(f.Story), string(f.Story)).
		when(f.Claim != "", " AND claim = ?", string(f.Claim)).
		when(f.Document != "", " AND document = ?", string(f.Document)).
		when(f.Feed != "", " AND feed = ?", string(f.Feed)).
		when(!f.Known.IsZero(), " AND known >= ?", micros(f.Known))
	if len(f.Kinds) > 0 {
		q = in(q, "kind", f.Kinds)
	}
	if f.NewestFirst {
		q.add(" ORDER BY seq DESC")
	} else {
		q.add(" ORDER BY seq")
	}
	return list(ctx, r, "read events", scanEvent, q.when(f.Limit > 0, " LIMIT ?", f.Limit))
}

// EventsOf gives events by their IDs, in the order in which they became known. Those that may not be seen are not there.
func (r Reader) EventsOf(ctx context.Context, ids ...hearsay.EventID) ([]hearsay.Event, error) {
	return inBatches(unique(ids), func(some []hearsay.EventID) ([]hearsay.Event, error) {
		return list(ctx, r, "read events", scanEvent, in(sel(selectEvent), "id", some).add(" ORDER BY seq"))
	})
}

// LastEvent gives the number of the newest event; 0 where there is none.
func (r Reader) LastEvent(ctx context.Context) (int64, error) {
	return one(ctx, r, "read last event", func(r row) (n int64, err error) { return n, r.Scan(&n) }, sel("SELECT COALESCE(MAX(seq), 0) FROM event WHERE "+visible))
}

var eventTable = table{"event", "id", eventColumns}

// AddEvents adds events; one that was told before stays as it is. Whoever adds some waits for who did before: their numbers are in the order
// in which readers come to see them, so that who has seen a number has seen all before it. Each is marked at least as strictly as the records it
// tells of.
func (t *Tx) AddEvents(ctx context.Context, events ...hearsay.Event) error {
	if len(events) == 0 {
		return nil
	}
	if err := t.lock(ctx, eventOrder); err != nil {
		return err
	}
	var stories []hearsay.StoryID
	var claims []hearsay.ClaimID
	var documents []hearsay.DocumentID
	var feeds []hearsay.FeedID
	for i := range events {
		e := &events[i]
		stories, claims, documents = append(stories, e.Story), append(claims, e.Claim), append(documents, e.Document)
		feeds = append(feeds, e.Feed)
	}
	ofStory, err := strictest(ctx, t, "story", stories)
	if err != nil {
		return err
	}
	ofClaim, err := strictest(ctx, t, "claim", claims)
	if err != nil {
		return err
	}
	ofDocument, err := strictest(ctx, t, "document", documents)
	if err != nil {
		return err
	}
	ofFeed, err := strictest(ctx, t, "feed", feeds)
	if err != nil {
		return err
	}
	return save(ctx, t, eventTable.insertNew(), events, func(e hearsay.Event) []any {
		return []any{string(e.ID), string(e.Kind), string(e.Story), string(e.Other), string(e.Claim), string(e.Document), words(e.Text),
			asJSON(e.Changes), micros(e.At), micros(e.Known), string(e.Stamp),
			string(e.Feed), string(e.Before), string(e.After),
			max(int64(e.TLP), ofStory(e.Story), ofClaim(e.Claim), ofDocument(e.Document), ofFeed(e.Feed))}
	})
}
