// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsay

import "time"

// FollowID is a hash of who follows what, so that following twice is following once.
type FollowID string

// Follow is that an account wants to be told what becomes known of something from then on.
type Follow struct {
	ID      FollowID
	Account AccountID
	Kind    FollowKind
	About   string // the ID of the story, claim or page, or the name of a query that the account keeps
	Mail    bool   // alerts go to the account's address too
	Created time.Time

	Passed int64 // number of the last event that was looked at
	Found  int64 // number of the last document that was looked at, for a query
	Leaf   int64 // what was captured before this leaf of the evidence log was there when it began
}

// FollowKind is what sort of thing is followed.
type FollowKind string

// The kinds.
const (
	FollowQuery FollowKind = "query" // documents that a saved query finds
	FollowStory FollowKind = "story" // whatever happens in it
	FollowClaim FollowKind = "claim" // its moves
	FollowPage  FollowKind = "page"  // changes and states of a watched page
)

// NewFollow is that an account follows something, as of a time.
func NewFollow(account AccountID, kind FollowKind, about string, at time.Time) Follow {
	return Follow{ID: FollowID(ID('o', string(account), string(kind), about)), Account: account, Kind: kind, About: about, Created: at}
}

// AlertID is a hash of who is told of what, so that telling it twice is telling it once.
type AlertID string

// Alert is one thing that an account is told because it follows something: an event, or a document that a saved query found. It says
// nothing by itself: what it is of is read with the eyes of whoever reads it, whenever that is.
type Alert struct {
	Seq      int64 // its place in the order in which alerts were made
	ID       AlertID
	Account  AccountID
	Follow   FollowID
	Event    EventID    // one of the two
	Document DocumentID //
	Mail     bool       // is to go out by e-mail
	Letter   LetterID   // in which it went; empty while it is in none
	Made     time.Time
	Seen     bool // by the account, on the desk
}

// NewAlert is that something that is followed gave an event or a document.
func NewAlert(f *Follow, event EventID, document DocumentID, at time.Time) Alert {
	return Alert{ID: AlertID(ID('z', string(f.ID), string(event), string(document))), Account: f.Account, Follow: f.ID, Event: event, Document: document, Mail: f.Mail, Made: at}
}
