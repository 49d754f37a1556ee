// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsay

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// IssueID is random: an issue is what a person makes of it.
type IssueID string

// Issue is a digest of the ledger: drafted from it, edited by a person, and, once it is published, numbered and frozen.
type Issue struct {
	ID    IssueID   `json:"id"`
	Title string    `json:"title"`
	Items []Item    `json:"items"`
	Seen  int64     `json:"seen"` // number of the last event that it was drafted from
	Made  time.Time `json:"made"`
	By    string    `json:"by"` // who had it drafted
	TLP   TLP       `json:"-"`  // of the strictest document that it cites; the store works it out

	// Of a published issue; zero in a draft.
	Number    int        `json:"number"` // from 1, without gaps
	Published time.Time  `json:"published,omitzero"`
	Publisher string     `json:"publisher,omitempty"`
	Reason    string     `json:"reason,omitempty"`
	Decision  DecisionID `json:"decision,omitempty"` // by which it was published; it holds the Sum
}

// IsPublished reports whether the issue is published, and so frozen.
func (i *Issue) IsPublished() bool { return i.Number > 0 }

// Item is what an issue says of one thing.
type Item struct {
	Kind     ItemKind `json:"kind"`
	Title    string   `json:"title"`
	Story    StoryID  `json:"story,omitempty"`
	Corrects string   `json:"corrects,omitempty"` // of a correction: the [Place] of the line of an earlier issue
	Lines    []Line   `json:"lines"`
}

// ItemKind is why an item is in an issue.
type ItemKind string

// The kinds of items.
const (
	MovedItem      ItemKind = "moved"      // something moved since the last issue
	MissedItem     ItemKind = "missed"     // few outlets cover it, and it matters
	CorrectionItem ItemKind = "correction" // the basis of a line of an earlier issue has changed
)

// Line is one sentence of an item, with what it rests on.
type Line struct {
	Text      string     `json:"text"`
	Judgement bool       `json:"judgement,omitempty"` // it is the desk's own; a line without it reports
	Citations []Citation `json:"citations"`
}

// Citation is a place that a line rests on: a document, the bytes, and their words, verbatim.
type Citation struct {
	Document DocumentID `json:"document"`
	Span     Span       `json:"span"`
	Claim    ClaimID    `json:"claim,omitempty"` // the claim that is carried there; empty for none

	// How it stood with the claim when the issue was published; empty in a draft and without a claim.
	Status  Status   `json:"status,omitempty"`  // what was decided, or else what is derived
	Derived Status   `json:"derived,omitempty"` // what was derived, where Status was decided
	Low     int      `json:"low,omitempty"`
	High    int      `json:"high,omitempty"`
	Chain   []string `json:"chain,omitempty"` // the voices from the one that the document quotes to the origin, after the outlet
}

// Place names a line of a published issue, each counted from 1: "#905.2.1".
func Place(number, item, line int) string { return fmt.Sprintf("#%d.%d.%d", number, item, line) }

// Sum is a hash of what a reader of the issue is given, and of nothing else: number, title, items.
func (i *Issue) Sum() string {
	items, err := json.Marshal(i.Items)
	if err != nil {
		panic(fmt.Sprintf("hearsay: items have no JSON form: %v", err)) // strings and numbers always have
	}
	return ID('h', strconv.Itoa(i.Number), i.Title, string(items))
}
