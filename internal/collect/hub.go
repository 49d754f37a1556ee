// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"cmp"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/fetch"
	"hearsay/internal/read"
)

// Relied is the time between two looks at a feed whose hub tells what is new: seldom, and yet within the three hours up to
// which "we were looking all the time" is said.
const Relied = 2 * time.Hour

// UntoldMost is how many looks may find news of which a hub had not told before it is relied on no more: one may have been
// made in the minute in which the push was on its way.
const UntoldMost = 3

const longestHub = 2048

// offer notes whom a feed names as its hub: the header of the answer goes before what the feed says itself, and of several
// hubs the first that is asked over TLS. A feed that does not say under which address the hub knows it cannot be asked for.
func offer(f *hearsay.Feed, a *fetch.Answer, own read.HubOffer) {
	head := read.Offer(a.Link, a.URL)
	hubs, topic := head.Hubs, cmp.Or(head.Topic, own.Topic)
	if len(hubs) == 0 {
		hubs = own.Hubs
	}
	f.State.Hub, f.State.Topic = "", ""
	if len(hubs) == 0 || topic == "" || len(topic) > longestHub {
		return
	}
	hub := hubs[0]
	for _, h := range hubs {
		if strings.HasPrefix(h, "https://") {
			hub = h
			break
		}
	}
	if len(hub) <= longestHub {
		f.State.Hub, f.State.Topic = hub, topic
	}
}

// told notes whether a hub had told of what a look found.
func told(f *hearsay.Feed, l Look, now time.Time) {
	switch {
	case f.Notice.Waits:
		f.State.Untold = 0
	case l.Outcome == hearsay.Stored && !l.Nothing && now.Before(f.Notice.Until):
		f.State.Untold++
	}
}

// relies reports whether a feed may be looked at seldom because its hub tells what is new: it did so before, and is not found
// to have kept silent since.
func relies(f *hearsay.Feed, now time.Time) bool {
	return !f.Notice.Last.IsZero() && now.Before(f.Notice.Until) && f.State.Untold < UntoldMost
}
