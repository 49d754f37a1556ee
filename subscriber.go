// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsay

import "time"

// SubscriberID is random: it stands in links, and tells nothing of the address.
type SubscriberID string

// Subscriber is an address that public issues are sent to by e-mail or, where it has an account, the alerts of that account.
type Subscriber struct {
	ID      SubscriberID
	Account AccountID // whose address it is; empty for a subscriber to issues
	Address string    // normal: no name, no comment, the domain in small ASCII letters
	State   SubscriberState
	Why     string // of one that is suspended: what its server said
	Secret  string // by which the links in its letters are made; shown to nobody
	By      string // who added it; empty where it was asked for on the page
	Created time.Time
	Asked   time.Time // when it was asked last whether it wants the issues; zero where it never was
	Changed time.Time // when its state became what it is
}

// SubscriberState is how it stands with a subscriber.
type SubscriberState string

// The states. Letters go to who is confirmed, and to nobody else but the one that asks.
const (
	SubscriberAsked     SubscriberState = "asked"        // has not said yes yet
	SubscriberConfirmed SubscriberState = "confirmed"    // said yes by the link that only the address was sent
	SubscriberLeft      SubscriberState = "unsubscribed" // wants no more; only its own yes changes that
	SubscriberSuspended SubscriberState = "suspended"    // its server said that there is no such address
)

// LetterID is a hash of what is sent to whom, so that sending it twice can be seen to be one letter.
type LetterID string

// Letter is one message by e-mail to one subscriber, with what became of it.
type Letter struct {
	ID          LetterID
	Kind        LetterKind
	About       string // the ID of the issue; of a question: when it was asked
	To          SubscriberID
	State       LetterState
	Interrupted int // how often nothing was heard after its sending had begun: it may have been sent then
	Made        time.Time
	At          time.Time // of the state
	Code        int       // of the server's last answer; 0 where none came
	Reason      string    // why it was not sent; empty where it was
}

// LetterKind is what a letter is for.
type LetterKind string

// The kinds of letters.
const (
	IssueLetter    LetterKind = "issue"
	AlertLetter    LetterKind = "alerts"   // about the first of those that are in it
	QuestionLetter LetterKind = "question" // whether the address wants the issues, or the alerts
)

// LetterState is what became of a letter.
type LetterState string

// The states. The first two are not final.
const (
	LetterWaits   LetterState = "waits"
	LetterSending LetterState = "sending" // begun, and nothing is known of its end yet
	LetterSent    LetterState = "sent"    // a server took it
	LetterRefused LetterState = "refused" // for good: there is no such address, or the letter is not wanted
	LetterGivenUp LetterState = "given up"
	LetterUnsure  LetterState = "unsure"  // interrupted twice: not sent a third time
	LetterDropped LetterState = "dropped" // before it was sent: it had become too old, or is wanted no more
)

// IsFinal reports whether nothing more becomes of a letter.
func (s LetterState) IsFinal() bool { return s != LetterWaits && s != LetterSending }

// NewLetter is a letter of a kind about something to a subscriber, made at a time.
func NewLetter(kind LetterKind, about string, to SubscriberID, at time.Time) Letter {
	return Letter{ID: LetterID(ID('y', string(kind), about, string(to))), Kind: kind, About: about, To: to, State: LetterWaits, Made: at, At: at}
}
