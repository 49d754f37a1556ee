// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"net/http"
	"time"

	"hearsay"
	"hearsay/internal/fetch"
)

// Version is that of what looks tell of a feed itself: the events of feeds.
const Version = 1

const (
	movesBelieved = 3                  // looks in a row that are led to one address for good, before the feed is taken to be there
	missingFor    = 7 * 24 * time.Hour // of nothing but "there is no such page", before a feed is taken to be gone
)

// FailsTold is after how many looks in a row that gave nothing to read a feed is said to fail: a host that is started anew
// is no news.
const FailsTold = 3

// learn notes what a look tells of the feed itself. A watched page has states of its own, and stays where it is.
func learn(f *hearsay.Feed, o hearsay.Outcome, a *fetch.Answer, now time.Time) {
	s := &f.State
	if isGood(o) {
		s.Failing, s.Fails, s.Missing = time.Time{}, 0, time.Time{}
		if s.Joined == "" {
			s.Gone = time.Time{}
		}
		if f.Kind != hearsay.FeedPage && o != hearsay.Unchanged {
			move(f, a.Permanent, now)
		}
		return
	}
	if s.Fails++; s.Fails == 1 {
		s.Failing = now
	}
	status := 0
	if a != nil {
		status = a.Status
	}
	switch {
	case status != http.StatusNotFound && status != http.StatusGone:
		s.Missing = time.Time{}
	case s.Missing.IsZero():
		s.Missing = now
	}
	isMissing := !s.Missing.IsZero() && now.Sub(s.Missing) >= missingFor
	if f.Kind != hearsay.FeedPage && s.Gone.IsZero() && (status == http.StatusGone || isMissing) {
		s.Gone = now
	}
}

func isGood(o hearsay.Outcome) bool {
	return o == hearsay.Stored || o == hearsay.Unchanged || o == hearsay.Duplicate
}

// move follows a feed whose address leads elsewhere for good, once enough looks in a row were led there and found a feed.
func move(f *hearsay.Feed, to string, now time.Time) {
	s := &f.State
	switch {
	case to == "" || to == f.URL || s.Joined != "":
		s.Moving, s.Moves = "", 0
		return
	case to != s.Moving:
		s.Moving, s.Moves = to, 0
	}
	if s.Moves++; s.Moves >= movesBelieved {
		f.URL, s.Moved, s.Moving, s.Moves = to, now, "", 0
	}
}
