// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"

	"hearsay"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
	"hearsay/internal/watch"
)

// The lengths of lists on the pages of watches.
const (
	eventsOfPage = 100
	bearsOn      = 5
)

// Watches fills the list of watched pages.
func (s *shelf) Watches(ctx context.Context) (*WatchesPage, error) {
	r, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	pages, err := r.watched(ctx)
	if err != nil {
		return nil, err
	}
	for i := range pages {
		events, err := r.Events(ctx, store.EventFilter{Feed: pages[i].Feed.ID, NewestFirst: true, Limit: 1})
		if err != nil {
			return nil, err
		}
		if len(events) > 0 {
			pages[i].Last = &events[0]
		}
	}
	return &WatchesPage{pages}, nil
}

// watched gives all watched pages.
func (r *reading) watched(ctx context.Context) ([]WatchLine, error) {
	feeds, err := r.Feeds(ctx, store.FeedFilter{})
	if err != nil {
		return nil, err
	}
	tracks, err := r.Tracks(ctx)
	if err != nil {
		return nil, err
	}
	of := map[hearsay.FeedID]watch.Track{}
	for _, t := range tracks {
		of[t.Feed] = t.Track
	}
	var lines []WatchLine
	for _, f := range feeds {
		if f.Kind != hearsay.FeedPage {
			continue
		}
		lines = append(lines, WatchLine{Feed: f, Outlet: r.outlet(f.Outlet), Track: of[f.ID]})
	}
	return lines, nil
}

// blind gives the watched pages that cannot be seen.
func (r *reading) blind(ctx context.Context) ([]WatchLine, error) {
	all, err := r.watched(ctx)
	var out []WatchLine
	for _, l := range all {
		if l.Track.State != "" && !l.Track.State.HasPage() {
			out = append(out, l)
		}
	}
	return out, err
}

// Watch fills the page of one watched page.
func (s *shelf) Watch(ctx context.Context, id hearsay.FeedID) (*WatchPage, error) {
	r, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	f, err := r.Feed(ctx, id)
	if err != nil {
		return nil, err
	}
	if f.Kind != hearsay.FeedPage {
		return nil, &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read watched page " + string(id)}
	}
	track, err := orNone(r.Track(ctx, id))
	if err != nil {
		return nil, err
	}
	p := &WatchPage{WatchLine: WatchLine{Feed: f, Outlet: r.outlet(f.Outlet), Track: track.Track}}
	events, err := r.Events(ctx, store.EventFilter{Feed: id, NewestFirst: true, Limit: eventsOfPage})
	if err != nil {
		return nil, err
	}
	for i := range events {
		e, err := r.pageEvent(ctx, &events[i])
		if err != nil {
			return nil, err
		}
		p.Events = append(p.Events, e)
	}
	return p, nil
}

func (r *reading) pageEvent(ctx context.Context, e *hearsay.Event) (PageEvent, error) {
	f, err := orNone(r.Feed(ctx, e.Feed))
	if err != nil {
		return PageEvent{}, err
	}
	p := PageEvent{Event: *e, Feed: f}
	for _, c := range e.Changes {
		x := PageChange{Change: c}
		if c.Entity != "" {
			if err := r.bearing(ctx, &x); err != nil {
				return p, err
			}
		}
		p.Changes = append(p.Changes, x)
	}
	return p, nil
}

// bearing adds what the ledger knows of a name that appeared or vanished.
func (r *reading) bearing(ctx context.Context, c *PageChange) error {
	entity, err := orNone(r.Entity(ctx, c.Change.Entity))
	if err != nil || entity.ID == "" {
		return err
	}
	c.Entity = &entity
	claims, err := ledger.Bearing(ctx, r.Reader, entity.ID)
	if err != nil {
		return err
	}
	c.Bears, err = r.linesOf(ctx, claims[:min(len(claims), bearsOn)])
	return err
}

// linesOf gives claims of any stories as lists show them.
func (r *reading) linesOf(ctx context.Context, claims []hearsay.Claim) ([]ClaimLine, error) {
	ids := make([]hearsay.ClaimID, len(claims))
	sources := make([]hearsay.DocumentID, len(claims))
	for i := range claims {
		ids[i], sources[i] = claims[i].ID, claims[i].Source
	}
	if err := r.fetch(ctx, sources...); err != nil {
		return nil, err
	}
	standings, err := r.Standings(ctx, ids...)
	if err != nil {
		return nil, err
	}
	lines := make([]ClaimLine, len(claims))
	for i, c := range claims {
		s := standings[c.ID]
		lines[i] = ClaimLine{Claim: c, Language: r.documents[c.Source].Language, Now: s.Derived, Decided: s.Decided}
	}
	return lines, nil
}
