// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsay

import "time"

// Subscription is what a hub was asked for: to tell when there is something new in a feed (WebSub). A feed has one at most.
type Subscription struct {
	Feed   FeedID
	Hub    string    // whom we asked
	Topic  string    // the address under which the hub knows the feed
	Path   string    // the last part of the address that the hub calls; nobody can guess it
	Secret string    // by which the hub signs what it pushes
	Mode   HubMode   // what was asked and is not confirmed yet; empty where nothing waits
	Asked  time.Time // when we asked last
	Next   time.Time // when we ask next
	Fails  int       // requests in a row that were not confirmed
	Until  time.Time // the end of the lease; zero where the hub has not confirmed one
	Reason string    // why there is none, as far as the hub says
	Pushed time.Time // when the hub told last of something new
	Heeded time.Time // when the last look at the feed began
}

// Runs reports whether the hub is to push at a time.
func (s *Subscription) Runs(at time.Time) bool { return at.Before(s.Until) }

// HubMode is what a hub is asked for.
type HubMode string

// The modes.
const (
	Subscribe   HubMode = "subscribe"
	Unsubscribe HubMode = "unsubscribe"
)

// Notice is what a feed's subscription tells of when to look.
type Notice struct {
	Until time.Time // the end of the lease; zero where no hub pushes
	Last  time.Time // when the hub told last of something new; zero for never
	Waits bool      // there was no look since
}
