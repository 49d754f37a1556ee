// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"time"

	"hearsay"
)

// The least and the most time between two looks at a feed.
const (
	Soonest = 5 * time.Minute
	Latest  = time.Hour
)

// longestPause is how long a feed is left alone at most, as fetch lets servers ask.
const longestPause = 24 * time.Hour

// Due reports whether a feed is to be looked at. A next look that is further off than any can be was set by a clock that
// went wrong, and does not count.
func Due(f hearsay.Feed, now time.Time) bool {
	return !now.Before(f.Next) || f.Next.Sub(now) > longestPause
}

// Reschedule gives f with the time of its next look: a feed that had something is looked at more often, one that had
// nothing less often, one that failed much less, always between five minutes and an hour.
func Reschedule(f hearsay.Feed, o hearsay.Outcome, now time.Time) hearsay.Feed {
	every := f.Every
	if every == 0 {
		every = 15 * time.Minute
	}
	switch o {
	case hearsay.Stored:
		every = every * 2 / 3
	case hearsay.Unchanged, hearsay.Duplicate:
		every = every * 5 / 4
	default:
		every *= 2
	}
	f.Every = max(Soonest, min(every, Latest)).Round(time.Second)
	f.Next = now.Add(f.Every)
	return f
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
