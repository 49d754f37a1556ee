// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsay

import "time"

// Story is documents about one course of events.
type Story struct {
	ID        StoryID
	Title     string // of its first document
	First     time.Time
	Last      time.Time
	Documents int
	Claims    int
	TLP       TLP
	Stamp     Stamp
}

// Membership places a document in a story and says why.
type Membership struct {
	Story    StoryID
	Placed   StoryID // where the machine placed it: another than Story where a person decided
	Document DocumentID
	Score    float64 // similarity to the story when it was placed, 0 to 1
	Reason   string  // why it is in Story
	Found    string  // why the machine placed it where it did
	Stamp    Stamp
}

// Stance is what a party does about a claim.
type Stance string

// The stances.
const (
	Confirms Stance = "confirms"
	Denies   Stance = "denies"
	Partly   Stance = "partly"
	Doubts   Stance = "doubts"
	Declines Stance = "declines"
	NoReply  Stance = "no reply"
	Policy   Stance = "standing policy"
	Retracts Stance = "retracts" // takes back what it said itself
)

// Response is what a party named in a claim, or asked about it, does about it.
type Response struct {
	Claim       ClaimID
	Party       Voice
	Stance      Stance
	What        string // what exactly is confirmed, denied or left unanswered, verbatim
	Asker       string // of silence: who asked, verbatim; empty where the text does not say
	Due         string // of silence: until when an answer was awaited, verbatim ("by press time")
	Concerned   bool   // the party can know: the claim is about it, or it did the thing
	Document    DocumentID
	Attribution AttributionID
	At          time.Time
	Stamp       Stamp
}

// Status is where a claim stands.
type Status string

// The ladder of statuses; where several hold, the first in this order.
const (
	Retracted    Status = "retracted"
	Refuted      Status = "refuted"
	Confirmed    Status = "confirmed"
	Denied       Status = "denied"
	Disputed     Status = "disputed"
	Corroborated Status = "corroborated"
	SingleOrigin Status = "single-origin"
	Rumoured     Status = "rumour"
)

// Assessment is a dated judgement on a claim with its basis. Assessments are added, never overwritten.
type Assessment struct {
	Claim   ClaimID
	Status  Status
	Low     int // origins, everything that may share a root merged
	High    int // origins, only proven copies and credits merged
	Origins []Origin
	Reasons []string  // one line for every merge and for the status
	Cause   string    // the event that moved it: a document or a decision
	At      time.Time // when it was so: the date of the document that caused it
	Known   time.Time // when we knew: the capture time of that document
	Stamp   Stamp
}
