// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"slices"
	"time"

	"hearsay"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

// The lengths of the lists on the first page.
const (
	eventsOnPage = 80
	feedsOnPage  = 12
)

// Today fills the first page.
func (s *shelf) Today(ctx context.Context, before int64) (*TodayPage, error) {
	r, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	events, err := r.Events(ctx, store.EventFilter{Before: before, NewestFirst: true, Limit: eventsOnPage + 1})
	if err != nil {
		return nil, err
	}
	p := &TodayPage{}
	if len(events) > eventsOnPage {
		events = events[:eventsOnPage]
		p.Before = events[eventsOnPage-1].Seq
	}
	for i := range events {
		if err := r.tell(ctx, p, &events[i]); err != nil {
			return nil, err
		}
	}
	some, err := r.Stories(ctx, store.StoryFilter{Limit: 1})
	if err != nil {
		return nil, err
	}
	p.Stories = len(some)
	if p.Blind, err = r.blind(ctx); err != nil {
		return nil, err
	}
	p.Unread, err = ledger.BlindSpots(ctx, r.Reader, time.Now(), feedsOnPage)
	return p, err
}

// tell adds an event to the day on which it became known.
func (r *reading) tell(ctx context.Context, p *TodayPage, e *hearsay.Event) error {
	day := e.Known.UTC().Truncate(24 * time.Hour)
	i := slices.IndexFunc(p.Days, func(d Day) bool { return d.Day.Equal(day) })
	if i < 0 {
		i = len(p.Days)
		p.Days = append(p.Days, Day{Day: day})
	}
	d := &p.Days[i]
	if e.Feed != "" {
		page, err := r.pageEvent(ctx, e)
		d.Pages = append(d.Pages, page)
		return err
	}
	line, err := r.eventLine(ctx, e)
	if err != nil {
		return err
	}
	k := slices.IndexFunc(d.Stories, func(s StoryEvents) bool { return s.Story.ID == e.Story })
	if k < 0 {
		story, err := orNone(r.Story(ctx, e.Story))
		if err != nil {
			return err
		}
		story.ID = e.Story
		k = len(d.Stories)
		d.Stories = append(d.Stories, StoryEvents{Story: story})
	}
	d.Stories[k].Events = append(d.Stories[k].Events, line)
	return nil
}

func (r *reading) eventLine(ctx context.Context, e *hearsay.Event) (EventLine, error) {
	l := EventLine{Event: *e}
	if e.Document != "" {
		if err := r.fetch(ctx, e.Document); err != nil {
			return l, err
		}
		if _, seen := r.documents[e.Document]; seen {
			d := r.line(e.Document)
			l.Document = &d
		}
	}
	if e.Claim != "" {
		c, err := orNone(r.Claim(ctx, e.Claim))
		if err != nil {
			return l, err
		}
		if c.ID != "" {
			if err := r.fetch(ctx, c.Source); err != nil {
				return l, err
			}
			l.Claim = &ClaimLine{Claim: c, Language: r.documents[c.Source].Language}
		}
	}
	if e.Other != "" {
		other, err := orNone(r.Story(ctx, e.Other))
		if err != nil {
			return l, err
		}
		if other.ID != "" {
			l.Other = &other
		}
	}
	return l, nil
}
