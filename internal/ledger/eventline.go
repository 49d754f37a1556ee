// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"time"

	"hearsay"
)

// EventLine is an event as JSON.
type EventLine struct {
	Seq      int64              `json:"seq"`
	ID       hearsay.EventID    `json:"id"`
	Kind     hearsay.EventKind  `json:"kind"`
	Story    hearsay.StoryID    `json:"story,omitempty"`
	Other    hearsay.StoryID    `json:"other,omitempty"`
	Claim    hearsay.ClaimID    `json:"claim,omitempty"`
	Document hearsay.DocumentID `json:"document,omitempty"`
	Feed     hearsay.FeedID     `json:"feed,omitempty"`
	Text     string             `json:"text"`
	Changes  []hearsay.Change   `json:"changes,omitempty"`
	At       time.Time          `json:"at"`
	Known    time.Time          `json:"known"`
}

// LineOfEvent gives an event as JSON.
func LineOfEvent(e *hearsay.Event) EventLine {
	return EventLine{e.Seq, e.ID, e.Kind, e.Story, e.Other, e.Claim, e.Document, e.Feed, e.Text, e.Changes, e.At, e.Known}
}

// LinesOfEvents gives events as JSON, in their order.
func LinesOfEvents(events []hearsay.Event) []EventLine {
	lines := make([]EventLine, len(events))
	for i := range events {
		lines[i] = LineOfEvent(&events[i])
	}
	return lines
}
