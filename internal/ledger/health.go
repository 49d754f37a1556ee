// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"hearsay"
	"hearsay/internal/store"
)

// Condition is how it stands with a feed.
type Condition string

// The conditions. Healthy is said of a feed only that was looked at lately, gave something whole to read, and has news as
// often as is its habit.
const (
	Healthy  Condition = "healthy"
	Failing  Condition = "failing"       // looks give nothing to read
	Stale    Condition = "stale"         // it answers, but with nothing new, or with what is broken in the same way
	Gone     Condition = "gone"          // there is no feed any more
	Stopped  Condition = "stopped"       // a person has it left alone
	Unlooked Condition = "not looked at" // never, or not for longer than any pause
)

const (
	longUnseen = 3 * time.Hour       // without a look although one an hour is due
	staleRatio = 4                   // times the pause that nine of ten between news are no longer than
	leastStale = 2 * 24 * time.Hour  // without news, whatever the habit
	unknownFor = 30 * 24 * time.Hour // the same, where the habit is not known
	habitOf    = 90 * 24 * time.Hour // that is looked at for the habit
	mostNews   = 500
	leastNews  = 4 // pauses that make a habit
)

// Health is how it stands with a feed, with the looks that show it.
type Health struct {
	Condition Condition        `json:"condition"`
	Since     time.Time        `json:"since,omitzero"` // when it began to be so, as far as looks tell
	Why       string           `json:"why"`            // in words
	Last      *hearsay.Attempt `json:"last,omitempty"` // look at the feed
	LastGood  time.Time        `json:"last_good,omitzero"`
	News      time.Time        `json:"news,omitzero"`  // when something new came last
	Pause     time.Duration    `json:"pause,omitzero"` // between two pieces of news, nine of ten of which are no longer; 0 where that is not known
}

// HealthOf tells how it stands with a feed at a time, by the looks that were made until then.
func HealthOf(ctx context.Context, r store.Reader, f hearsay.Feed, now time.Time) (Health, error) {
	d := doctor{Reader: r, feed: f, now: now}
	err := d.examine(ctx)
	return d.Health, err
}

// doctor is the work on the health of one feed.
type doctor struct {
	store.Reader
	Health
	feed hearsay.Feed
	now  time.Time
}

func (d *doctor) examine(ctx context.Context) error {
	last, err := d.looks(ctx, store.AttemptFilter{Own: true, Limit: 1})
	if stopped := d.feed.Stopped; err == nil && !stopped.IsZero() && !stopped.After(d.now) {
		d.Condition, d.Since, d.Why = Stopped, stopped, "somebody at the desk stopped it"
		if len(last) > 0 {
			d.Last = &last[0]
		}
		return nil
	}
	if err != nil || len(last) == 0 {
		d.Condition, d.Why = Unlooked, "it was never looked at"
		return err
	}
	d.Last = &last[0]
	good, err := d.looks(ctx, store.AttemptFilter{Good: true, Limit: 1})
	if err != nil {
		return err
	}
	if len(good) > 0 {
		d.LastGood = good[0].At
	}
	if err := d.habit(ctx); err != nil {
		return err
	}
	if gone := d.feed.State.Gone; !gone.IsZero() && !gone.After(d.now) {
		d.Condition, d.Since, d.Why = Gone, gone, reasonOf(d.Last)
		if d.feed.State.Joined != "" {
			d.Why = "it has become part of the feed " + string(d.feed.State.Joined)
		}
		return nil
	}
	switch {
	case d.now.Sub(d.Last.At) > longest(&d.feed) && !d.feed.Next.After(d.now):
		d.Condition, d.Since, d.Why = Unlooked, d.Last.At, "the last look is "+ago(d.now.Sub(d.Last.At))+" old"
		return nil
	case !d.LastGood.Equal(d.Last.At):
		return d.bad(ctx)
	}
	return d.answers(ctx)
}

// longest is the longest that a feed that is looked at is without a look.
func longest(f *hearsay.Feed) time.Duration { return max(longUnseen, 2*f.Every) }

// unlookedAt reports, by what is noted of a feed alone, whether nobody looks at it.
func unlookedAt(f *hearsay.Feed, now time.Time) bool {
	return now.Sub(f.Looked) > longest(f) && !f.Next.After(now)
}

// looks gives looks at the feed until now, the newest first.
func (d *doctor) looks(ctx context.Context, f store.AttemptFilter) ([]hearsay.Attempt, error) {
	f.Feed, f.To = d.feed.ID, d.now.Add(time.Microsecond)
	return d.Attempts(ctx, f)
}

// habit finds when there was something new, and after what pauses there usually is: pages that the feed led to, or other
// bytes where it leads to none.
func (d *doctor) habit(ctx context.Context) error {
	from := d.now.Add(-habitOf)
	news, err := d.looks(ctx, store.AttemptFilter{Led: true, Outcome: hearsay.Stored, Limit: mostNews})
	if err == nil && len(news) == 0 {
		news, err = d.looks(ctx, store.AttemptFilter{Own: true, Outcome: hearsay.Stored, Limit: mostNews})
	}
	if err != nil || len(news) == 0 {
		return err
	}
	d.News = news[0].At
	var pauses []time.Duration
	for i := 1; i < len(news) && news[i].At.After(from); i++ {
		if p := news[i-1].At.Sub(news[i].At); p > time.Minute { // pages of one look come one after another
			pauses = append(pauses, p)
		}
	}
	if len(pauses) >= leastNews {
		slices.Sort(pauses)
		d.Pause = pauses[len(pauses)*9/10]
	}
	return nil
}

// bad tells of a feed that the last look could not read.
func (d *doctor) bad(ctx context.Context) error {
	from := d.LastGood
	if !from.IsZero() {
		from = from.Add(time.Microsecond)
	}
	first, err := d.looks(ctx, store.AttemptFilter{Own: true, From: from, InOrder: true, Limit: 1})
	if err != nil || len(first) == 0 {
		return err
	}
	d.Condition, d.Since, d.Why = Failing, first[0].At, reasonOf(d.Last)
	if d.Last.Outcome == hearsay.Duplicate {
		d.Condition = Stale
		c, err := d.Capture(ctx, d.Last.Capture)
		if err != nil {
			return err
		}
		d.Why = "it gives the same bytes that cannot be read: " + c.Reason
	}
	return nil
}

// answers tells of a feed that can be read: whether what it gives is new and whole.
func (d *doctor) answers(ctx context.Context) error {
	stored, err := d.looks(ctx, store.AttemptFilter{Own: true, Outcome: hearsay.Stored, Limit: 1})
	if err != nil {
		return err
	}
	if len(stored) > 0 && stored[0].Reason != "" && stored[0].At.Before(d.Last.At) {
		d.Condition, d.Since, d.Why = Stale, stored[0].At, "it gives the same bytes, which are not whole: "+stored[0].Reason
		return nil
	}
	usual := unknownFor
	d.Why = "nothing new for " + ago(d.now.Sub(d.News)) + "; what is usual is not known yet"
	if d.Pause > 0 {
		usual = max(staleRatio*d.Pause, leastStale)
		d.Why = fmt.Sprintf("nothing new for %s; nine pauses of ten are shorter than %s", ago(d.now.Sub(d.News)), ago(d.Pause))
	}
	if d.now.Sub(d.News) > usual {
		d.Condition, d.Since = Stale, d.News
		return nil
	}
	d.Condition = Healthy
	d.Why = "news " + ago(d.now.Sub(d.News)) + " ago, looked at " + ago(d.now.Sub(d.Last.At)) + " ago"
	return nil
}

func reasonOf(a *hearsay.Attempt) string {
	return cmp.Or(a.Reason, string(a.Outcome)+", status "+strconv.Itoa(a.Status))
}

// ago tells a time in its largest unit.
func ago(d time.Duration) string {
	switch {
	case d < 2*time.Minute:
		return fmt.Sprintf("%d s", int(d.Seconds()))
	case d < 2*time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h", int(d.Hours()))
	}
	return fmt.Sprintf("%d days", int(d.Hours()/24))
}
