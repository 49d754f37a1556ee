// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsay

import "time"

// HookID is random: two hooks may lead to one address.
type HookID string

// Hook is an address to which events are sent as they happen: in order, at least once each, signed.
type Hook struct {
	ID      HookID
	URL     string
	Secret  string      // by which what is sent is signed; shown once
	Kinds   []EventKind // only events of these kinds; empty for all
	Story   StoryID     // only events of this story; empty for all. So are the next two
	Claim   ClaimID
	Outlet  OutletID  // whose document or page it is that an event tells of
	Alerts  AccountID // the alerts of this account, in the stead of events; empty for events
	Ceiling TLP       // the strictest marking that is sent
	By      string    // who made it
	Created time.Time

	Passed    int64 // number of the last event that was delivered, or was none of its
	Asked     int64 // number of the last event for which it was woken
	Delivered int   // events
	Tries     int   // requests, also those that were not answered well
}

// Delivery is what became of an event at a hook.
type Delivery struct {
	Hook      HookID
	Seq       int64 // of the event
	Event     EventID
	Tries     int
	At        time.Time // of the last
	Status    int       // of the last answer; 0 where none came
	Reason    string    // why it was not delivered; empty where it was
	Delivered bool
}
