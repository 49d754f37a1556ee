// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"context"
	"time"

	"hearsay"
	"hearsay/internal/store"
)

// Looking is the proof that a feed was looked at in a window, or that it was not.
type Looking struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`    // exclusive
	Good int       `json:"good"`  // looks that would have shown something new
	Bad  int       `json:"bad"`   // looks that gave nothing to read
	Days []Day     `json:"days"`  // UTC, without those that had no look
	Gap  Gap       `json:"gap"`   // the longest time in the window without a good look
	Seen bool      `json:"seen"`  // there is no gap in which something can have come and gone unseen, see [MostGap]
	Last []Witness `json:"looks"` // the last good looks, at most 100, the newest first
}

// Day counts the looks of one day.
type Day struct {
	Day  time.Time `json:"day"`
	Good int       `json:"good"`
	Bad  int       `json:"bad"`
}

// Gap is a time without a good look.
type Gap struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// Witness is a good look: when, what came of it, and the capture that it brought or found to hold still.
type Witness struct {
	Seq     int64             `json:"seq"`
	At      time.Time         `json:"at"`
	URL     string            `json:"url"`
	Outcome hearsay.Outcome   `json:"outcome"`
	Capture hearsay.CaptureID `json:"capture,omitempty"`
}

// MostGap is how long a feed may go without a good look and still count as watched: entries stay in feeds for longer.
const MostGap = 3 * time.Hour

const mostWitnesses = 100

// LookingAt tells how a feed was looked at from one time to another. Gaps reach to the last good look before the window and
// the first behind it, so that a short window between two looks is no gap of its own.
func LookingAt(ctx context.Context, r store.Reader, id hearsay.FeedID, from, to time.Time) (Looking, error) {
	l := Looking{From: from, To: to, Days: []Day{}, Last: []Witness{}}
	looks, err := r.LooksByDay(ctx, from, to, id)
	if err != nil {
		return l, err
	}
	for _, d := range looks {
		l.Good, l.Bad = l.Good+d.Good, l.Bad+d.Failed
		l.Days = append(l.Days, Day{d.Day, d.Good, d.Failed})
	}
	good, err := r.Attempts(ctx, store.AttemptFilter{Feed: id, Good: true, From: from, To: to})
	if err != nil {
		return l, err
	}
	before, err := r.Attempts(ctx, store.AttemptFilter{Feed: id, Good: true, From: from.Add(-MostGap), To: from, Limit: 1})
	if err != nil {
		return l, err
	}
	behind, err := r.Attempts(ctx, store.AttemptFilter{Feed: id, Good: true, From: to, To: to.Add(MostGap), InOrder: true, Limit: 1})
	if err != nil {
		return l, err
	}
	for _, a := range good[:min(len(good), mostWitnesses)] {
		l.Last = append(l.Last, Witness{a.Seq, a.At, a.URL, a.Outcome, a.Capture})
	}
	l.Gap = longestGap(Gap{startOf(before, from), endOf(behind, to)}, good)
	l.Seen = l.Gap.To.Sub(l.Gap.From) <= MostGap
	return l, nil
}

func startOf(before []hearsay.Attempt, from time.Time) time.Time {
	if len(before) > 0 {
		return before[0].At
	}
	return from
}

func endOf(behind []hearsay.Attempt, to time.Time) time.Time {
	if len(behind) > 0 {
		return behind[0].At
	}
	return to
}

// longestGap gives the longest time without a look within whole; looks are the newest first.
func longestGap(whole Gap, looks []hearsay.Attempt) Gap {
	longest := Gap{whole.To, whole.To}
	end := whole.To
	for _, a := range append(looks[:len(looks):len(looks)], hearsay.Attempt{At: whole.From}) {
		if end.Sub(a.At) > longest.To.Sub(longest.From) {
			longest = Gap{a.At, end}
		}
		end = a.At
	}
	return longest
}
