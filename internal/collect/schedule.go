// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package collect

import (
	"encoding/binary"
	"hash/fnv"
	"time"

	"hearsay"
)

// The least and the most time between two looks at a feed.
const (
	Soonest = 5 * time.Minute
	Latest  = time.Hour
)

// Seldom is the time between two looks at a feed that is gone.
const Seldom = 24 * time.Hour

// longestPause is how long a feed is left alone at most, as fetch lets servers ask.
const longestPause = 24 * time.Hour

// mostQuiet is how many hours of the day a feed may ask not to be looked at; one that asks for more is not heard.
const mostQuiet = 12

// Due reports whether a feed is to be looked at. A next look that was settled on in the future was so by a clock that went
// wrong, and does not count.
func Due(f hearsay.Feed, now time.Time) bool {
	return !now.Before(f.Next) || f.Looked.After(now)
}

// Look is what one look at a feed told of when to look next.
type Look struct {
	Outcome hearsay.Outcome
	Nothing bool          // it was stored, and leads to nothing that was not known
	Fresh   time.Duration // for so long the answer holds, as its server or the feed says
	Wait    time.Duration // for so long the server wants to be left alone
}

// Reschedule gives f with the time of its next look: a feed that had something is looked at more often, one that had
// nothing less often, one that failed much less, always between five minutes and an hour, and one that is gone once a day.
// A feed that had something after we had not looked for long is no faster than it was. What server and feed ask for
// is heard within these limits; only a server that wants to be left alone is, for up to a day, and hours that a feed names
// as quiet are passed over. The moment itself is scattered by a tenth, so that feeds that were looked at together do not
// stay together; it follows from the feed and the time alone. A feed whose hub tells what is new is looked at every two hours
// only, besides the looks that the hub brings about.
func Reschedule(f hearsay.Feed, l Look, now time.Time) hearsay.Feed {
	every := f.Every
	if every == 0 {
		every = 15 * time.Minute
	}
	overdue := !f.Looked.IsZero() && now.Sub(f.Next) > every
	switch {
	case l.Outcome == hearsay.Stored && !l.Nothing && overdue:
	case l.Outcome == hearsay.Stored && !l.Nothing:
		every = every * 2 / 3
	case l.Outcome == hearsay.Stored, l.Outcome == hearsay.Unchanged, l.Outcome == hearsay.Duplicate:
		every = every * 5 / 4
	default:
		every *= 2
	}
	f.Looked = now
	if !f.State.Gone.IsZero() {
		f.Every = Seldom
		f.Next = now.Add(scattered(Seldom, f.ID, now))
		return f
	}
	f.Every = max(Soonest, min(max(every, l.Fresh), Latest)).Round(time.Second)
	latest := Latest
	if relies(&f, now) && isGood(l.Outcome) {
		f.Every, latest = Relied, Relied*11/10
	}
	f.Next = now.Add(max(Soonest, min(scattered(f.Every, f.ID, now), latest)))
	f.Next = afterQuiet(later(f.Next, now.Add(min(l.Wait, longestPause))), f.State.Quiet)
	return f
}

// scattered gives a time from nine to eleven tenths of every.
func scattered(every time.Duration, id hearsay.FeedID, now time.Time) time.Duration {
	const steps = 1 << 16
	h := fnv.New64a()
	h.Write([]byte(id))
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(now.UnixMicro())))
	sum := h.Sum64()
	sum ^= sum >> 32
	return every*9/10 + every/5*time.Duration(sum%steps)/steps
}

// afterQuiet gives the first moment from t on in an hour, UTC, that is not quiet.
func afterQuiet(t time.Time, quiet hearsay.Hours) time.Time {
	if quiet.Count() > mostQuiet {
		return t
	}
	for quiet.Has(t.UTC().Hour()) {
		t = t.Truncate(time.Hour).Add(time.Hour + time.Duration(t.Minute())*time.Minute) // not all of them on the hour
	}
	return t
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
