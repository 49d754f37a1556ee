// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"
	"time"

	"hearsay"
	"hearsay/internal/ledger"
)

// TodayPage is the first page: what the asker is told of what they follow, what happened of late, and what we cannot see.
type TodayPage struct {
	Alerts   AlertsPart   // of the asker
	Mentions MentionsPart // of the asker
	Days     []Day        // the latest first
	Before   int64        // where the list goes on; 0 at its end
	Later    bool         // this is not the first page of the list
	Blind    []WatchLine  // pages that cannot be seen
	Unread   ledger.Blind // feeds that are not read
	Stories  int          // that the ledger holds, as far as the asker may know: 0 for an empty ledger
}

// Day is what became known on one day, UTC, by story.
type Day struct {
	Day     time.Time
	Stories []StoryEvents
	Pages   []PageEvent
}

// StoryEvents is what happened in one story on one day.
type StoryEvents struct {
	Story  hearsay.Story
	Events []EventLine // the latest first
}

// EventLine is an event as lists show it.
type EventLine struct {
	Event    hearsay.Event
	Claim    *ClaimLine
	Document *DocumentLine
	Other    *hearsay.Story
}

// Blinded reports whether there is something that we cannot see.
func (p *TodayPage) Blinded() bool {
	return len(p.Blind)+len(p.Unread.Feeds)+p.Unread.More > 0 || p.Unread.Idle
}

func (p *TodayPage) title() string { return "Today" }

func (d *desk) today(r *http.Request) (titled, error) {
	before, err := number(r, "before")
	if err != nil {
		return nil, err
	}
	p, err := d.Ledger.Today(r.Context(), before)
	if err != nil {
		return nil, err
	}
	p.Later = before > 0
	if me := whoIs(r.Context()); me.ID != "" && !p.Later {
		if p.Alerts, err = d.Ledger.Alerts(r.Context(), me.ID); err == nil && d.Discussions.MayRead(me) {
			p.Mentions, err = d.Ledger.Mentions(r.Context(), me.ID)
		}
	}
	return p, err
}
