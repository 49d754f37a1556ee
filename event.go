// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsay

import "time"

// EventID is a hash of what happened, so that telling it twice is telling it once.
type EventID string

// Event is one thing that happened in the ledger: what a reader would want to hear of without asking. Events are added,
// never changed.
type Event struct {
	Seq      int64 // its place in the order in which this ledger came to know
	ID       EventID
	Kind     EventKind
	Story    StoryID    // where it happened; empty for none
	Other    StoryID    // of a merge or split: the story that documents left
	Claim    ClaimID    // of what moved; empty for none
	Document DocumentID // that brought it about, or that was changed; empty for none
	Text     string     // in a line
	Changes  []Change   // of a document: what it says otherwise
	At       time.Time  // when it was so
	Known    time.Time  // when we knew
	TLP      TLP
	Stamp    Stamp
}

// EventKind is what sort of thing happened.
type EventKind string

// The kinds of events.
const (
	StoriesMerged   EventKind = "stories-merged"   // Other has become part of Story
	StorySplit      EventKind = "story-split"      // documents of Other are Story now
	ClaimMoved      EventKind = "claim-moved"      // another status or interval, or the first
	DocumentChanged EventKind = "document-changed" // a later version of a document says something otherwise
)

// NewEventID is the ID of an event of that kind about these records.
func NewEventID(kind EventKind, about ...string) EventID {
	return EventID(ID('v', append([]string{string(kind)}, about...)...))
}

// Change is one thing that a later version of a document says otherwise than the one before it.
type Change struct {
	Kind   ChangeKind `json:"kind"`
	Before Span       `json:"before"` // in the earlier version; empty where only the later one has it
	After  Span       `json:"after"`  // in the later version; empty where only the earlier one has it
	Claim  ClaimID    `json:"claim,omitempty"`
}

// ChangeKind is what sort of thing a later version says otherwise.
type ChangeKind string

// The kinds of changes.
const (
	TitleChanged   ChangeKind = "title"
	SourceLost     ChangeKind = "source lost" // it is not told any more who said it
	SourceChanged  ChangeKind = "source"
	SourceGiven    ChangeKind = "source given"
	HedgeLost      ChangeKind = "hedge lost" // what may have been is said to be
	HedgeGiven     ChangeKind = "hedge given"
	NameLost       ChangeKind = "name lost"
	NameGiven      ChangeKind = "name given"
	FigureChanged  ChangeKind = "figure" // a number or a date
	Reversed       ChangeKind = "reversed"
	SaidNoMore     ChangeKind = "said no more"
	SaidNow        ChangeKind = "said now"
	CorrectionNote ChangeKind = "correction note" // the later version owns that it was changed
)
