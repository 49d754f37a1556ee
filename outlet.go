// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsay

import (
	"math/bits"
	"time"
)

// Outlet is who publishes. Outlets that have one owner at a time are one family then, and are no independent voices.
type Outlet struct {
	ID       OutletID
	Name     string
	Domain   string      // registrable domain, lower case; empty where the outlet has no site
	Owners   []Ownership // who owned it when
	Country  string
	Language string // BCP 47; empty where not known
	Agency   bool   // a wire agency: others print its copy
	Official bool   // a body that publishes on pages of its own: quoting it is no credit to an outlet
	Aliases  []string
}

// Ownership is a time in which an outlet had an owner.
type Ownership struct {
	Owner string    // an identifier that no other owner has: two companies of one name are two
	From  time.Time // the first day
	Until time.Time // the last day; zero while it lasts
}

// OwnerAt gives who owned the outlet at a time. It is empty where that is not known: at times that no row covers, in a row
// without a first day, and where rows contradict each other. Who owns an owner is not asked.
func (o *Outlet) OwnerAt(t time.Time) string {
	owner := ""
	for _, x := range o.Owners {
		switch over := !x.Until.IsZero() && !t.Before(x.Until.AddDate(0, 0, 1)); {
		case over || x.From.IsZero() || t.Before(x.From):
		case owner != "" && x.Owner != owner:
			return ""
		default:
			owner = x.Owner
		}
	}
	return owner
}

// FeedKind tells what is found at a feed's address.
type FeedKind string

// The kinds of feed.
const (
	FeedRSS  FeedKind = "rss"  // RSS, Atom, RDF or JSON Feed
	FeedPage FeedKind = "page" // one page that is looked at again and again
	FeedFile FeedKind = "file" // files that a person imported

	FeedSitemap FeedKind = "sitemap" // a sitemap, or an index of sitemaps
	FeedFront   FeedKind = "front"   // a page whose links lead to articles; it is none itself
)

// Feed is a place where we look. It is not the outlet: an outlet may have many.
type Feed struct {
	ID       FeedID
	Outlet   OutletID
	Kind     FeedKind
	URL      string
	Every    time.Duration // how often we look
	Looked   time.Time     // when we looked last, and settled on that; zero before the first look
	Next     time.Time     // when we look next
	ETag     string        // of the last answer, for conditional requests
	Changed  string        // Last-Modified of the last answer, as the server wrote it
	Selector string        // in CSS: what of a watched page is compared; empty for all of it
	State    FeedState
	Notice   Notice    // kept with the subscription: saving a feed does not change it
	Stopped  time.Time // since when a person has it left alone; zero while it is looked at. Saving a feed does not change it
	TLP      TLP
}

// FeedState is what the last looks at a feed told of it.
type FeedState struct {
	Quiet   Hours     `json:"quiet,omitzero"`   // in which the feed asks not to be looked at
	Failing time.Time `json:"failing,omitzero"` // when the first look of those in a row was made that gave nothing to read
	Fails   int       `json:"fails,omitzero"`   // looks in that row; 0 while looks give something
	Missing time.Time `json:"missing,omitzero"` // since when the answer is that there is no such page
	Gone    time.Time `json:"gone,omitzero"`    // since when we take it that there is no feed any more
	Joined  FeedID    `json:"joined,omitzero"`  // the feed that it has become part of: it moved to its address
	Moving  string    `json:"moving,omitzero"`  // where its address leads for good, as servers say
	Moves   int       `json:"moves,omitzero"`   // looks in a row that were led there
	Moved   time.Time `json:"moved,omitzero"`   // since when it is at its address, where it was at another before
	Hub     string    `json:"hub,omitzero"`     // of whom it says that they push what is new in it
	Topic   string    `json:"topic,omitzero"`   // and under which address they know it
	Untold  int       `json:"untold,omitzero"`  // looks since the last push that found news of which the hub had not told
}

// Hours is a set of hours of the day, UTC.
type Hours uint32

// With gives the set with an hour, from 0 to 23; others change nothing.
func (h Hours) With(hour int) Hours {
	if hour < 0 || hour > 23 {
		return h
	}
	return h | 1<<hour
}

// Has reports whether an hour is in the set.
func (h Hours) Has(hour int) bool { return h&(1<<hour) != 0 }

// Count is how many hours are in the set.
func (h Hours) Count() int { return bits.OnesCount32(uint32(h)) }

// Attempt is one look at an address, kept whether or not it gave anything, so that "we were looking" can be
// proved later.
type Attempt struct {
	Seq     int64  // its place in the order of looking; 0 before it is stored
	Feed    FeedID // empty for a page that a feed led to
	URL     string
	At      time.Time
	Took    time.Duration
	Status  int       // HTTP status; 0 where no answer came
	Outcome Outcome   //
	Reason  string    // what happened, in words, for anything but Stored and Unchanged; of Stored: why it is not whole
	Capture CaptureID // what was stored, or the earlier capture that still holds
	TLP     TLP       `json:"-"` // at least; the store raises it to that of the feed and the capture
}

// Outcome is how one look, or one input, ended. Inputs = Stored + Duplicate + Quarantined + Refused, always;
// Unchanged and Failed are looks that brought no input.
type Outcome string

// The outcomes.
const (
	Stored      Outcome = "stored"
	Duplicate   Outcome = "duplicate"
	Quarantined Outcome = "quarantined" // stored with a reason, not read further
	Refused     Outcome = "refused"     // not stored: not allowed or over a limit
	Unchanged   Outcome = "unchanged"   // the server said so (304), or the same bytes came
	Failed      Outcome = "failed"      // no answer, or an answer without use
)
