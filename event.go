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
	Feed     FeedID     // the feed that it happened to, or the page that is watched; empty for none
	Before   CaptureID  // of a watched page, as it was; empty for none
	After    CaptureID  // and as it is
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
	DocumentState   EventKind = "document-state"   // another page came in the stead of one that a document was read from, or that one is back
	PageChanged     EventKind = "page-changed"     // a watched page shows something otherwise
	PageState       EventKind = "page-state"       // a watched page is gone, shut, elsewhere, or there again
	FeedFailing     EventKind = "feed-failing"     // looks at a feed give nothing to read any more
	FeedGone        EventKind = "feed-gone"        // there is no feed at its address any more
	FeedBack        EventKind = "feed-back"        // a feed that failed or was gone can be read again
	FeedMoved       EventKind = "feed-moved"       // a feed has another address for good
	HubSilent       EventKind = "hub-silent"       // a hub that is to push what is new in a feed does not
	OutletDoubted   EventKind = "outlet-doubted"   // after a lapse, what an outlet's site shows is not like what it was
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
	Entity EntityID   `json:"entity,omitempty"` // of a name on a watched page, where the ledger knows it
	Link   string     `json:"link,omitempty"`   // the address of a link
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

	// Of watched pages, which are compared line by line.
	RoleChanged ChangeKind = "role"         // somebody has another office
	TextLost    ChangeKind = "text lost"    // a line without names
	TextGiven   ChangeKind = "text given"   //
	ListEmptied ChangeKind = "list emptied" // all entries at once
	LinkLost    ChangeKind = "link lost"    //
	LinkGiven   ChangeKind = "link given"   //
	Reworded    ChangeKind = "reworded"     //
	Respelled   ChangeKind = "spelling"     // a letter or two
)
