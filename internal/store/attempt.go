// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"time"

	"hearsay"
)

// AttemptFilter chooses attempts; the zero value chooses all.
type AttemptFilter struct {
	Feed     hearsay.FeedID
	Outlet   hearsay.OutletID // attempts at this outlet's feeds
	URL      string
	Capture  hearsay.CaptureID
	Outcome  hearsay.Outcome
	Own      bool      // looks at feeds themselves, not at pages in their names
	Led      bool      // the opposite: looks at pages in the names of feeds
	Lone     bool      // looks at pages in the name of no feed
	Vain     bool      // looks that failed or were refused
	Good     bool      // looks at feeds themselves that gave something to read, or the word that nothing is new
	From, To time.Time // From ≤ At < To; a zero time is no bound
	After    int64     // only those with a greater Seq
	InOrder  bool      // in the order of Seq, not the newest first
	Limit    int       // 0 for no limit
}

const (
	// ownLook chooses looks at a feed itself, at whatever address it was then; the pages that it leads to are looked at in its name.
	ownLook = " AND feed <> '' AND url IN (SELECT url FROM feed_address WHERE " + visible + " AND feed_address.feed = attempt.feed)"
	// ownLooks is the same where the looks of all feeds are read: the addresses are looked up once, not for each look.
	ownLooks = " AND (feed, url) IN (SELECT feed, url FROM feed_address WHERE " + visible + ")"
	ledLook  = " AND feed <> '' AND url NOT IN (SELECT url FROM feed_address WHERE " + visible + " AND feed_address.feed = attempt.feed)"
	// goodLook is a look that would have shown something new. Bytes that came again and were quarantined when they came
	// first are still those of a broken feed.
	goodLook = "(outcome IN ('stored', 'unchanged') OR outcome = 'duplicate' AND NOT EXISTS (SELECT 1 FROM capture WHERE " +
		visible + " AND capture.id = attempt.capture AND capture.reason <> ''))"
)

func (f AttemptFilter) conditions(q *query) *query {
	return q.
		when(f.Feed != "", " AND feed = ?", string(f.Feed)).
		when(f.Outlet != "", " AND feed IN (SELECT id FROM feed WHERE "+visible+" AND outlet = ?)", string(f.Outlet)).
		when(f.URL != "", " AND url = ?", f.URL).
		when(f.Capture != "", " AND capture = ?", string(f.Capture)).
		when(f.Outcome != "", " AND outcome = ?", string(f.Outcome)).
		when(f.Own && !f.Good, ownLook).
		when(f.Led, ledLook).
		when(f.Lone, " AND feed = ''").
		when(f.Vain, " AND outcome IN ('failed', 'refused')").
		when(f.Good, ownLook+" AND "+goodLook).
		when(f.After > 0, " AND seq > ?", f.After).
		when(!f.From.IsZero(), " AND at >= ?", micros(f.From)).
		when(!f.To.IsZero(), " AND at < ?", micros(f.To))
}

// Attempts gives looks at addresses, the newest first unless the filter asks for their order.
func (r Reader) Attempts(ctx context.Context, f AttemptFilter) ([]hearsay.Attempt, error) {
	q := f.conditions(sel("SELECT seq, feed, url, at, took, status, outcome, reason, capture FROM attempt WHERE "+visible)).
		when(f.InOrder, " ORDER BY seq").
		when(!f.InOrder, " ORDER BY at DESC, seq DESC").
		when(f.Limit > 0, " LIMIT ?", f.Limit)
	return list(ctx, r, "read attempts", func(r row) (a hearsay.Attempt, err error) {
		var took int64
		err = r.Scan(&a.Seq, &a.Feed, &a.URL, timeColumn{&a.At}, &took, &a.Status, &a.Outcome, &a.Reason, &a.Capture)
		a.Took = time.Duration(took) * time.Microsecond
		return a, err
	}, q)
}

// CountAttempts counts attempts by their outcome; an outcome that never came is missing. The filter's Limit has
// no effect.
func (r Reader) CountAttempts(ctx context.Context, f AttemptFilter) (map[hearsay.Outcome]int, error) {
	type count struct {
		outcome hearsay.Outcome
		n       int
	}
	q := f.conditions(sel("SELECT outcome, COUNT(*) FROM attempt WHERE " + visible)).add(" GROUP BY outcome")
	counts, err := list(ctx, r, "count attempts", func(r row) (c count, err error) {
		return c, r.Scan(&c.outcome, &c.n)
	}, q)
	m := map[hearsay.Outcome]int{}
	for _, c := range counts {
		m[c.outcome] = c.n
	}
	return m, err
}

// Looks counts the looks at a feed on one day, UTC.
type Looks struct {
	Feed   hearsay.FeedID
	Day    time.Time
	Good   int // that would have shown something new
	Failed int
}

const day = 24 * int64(time.Hour/time.Microsecond)

// LooksByDay counts looks at feeds from one time to another (exclusive), by feed, then by day; without feeds, at all. Pages
// that a feed leads to are no looks at it.
func (r Reader) LooksByDay(ctx context.Context, from, to time.Time, feeds ...hearsay.FeedID) ([]Looks, error) {
	q := sel("SELECT feed, at / ?, SUM(CASE WHEN "+goodLook+" THEN 1 ELSE 0 END), COUNT(*) FROM attempt WHERE "+visible, day).
		add(ownLooks+" AND at >= ? AND at < ?", micros(from), micros(to))
	if len(feeds) > 0 {
		q = in(q, "feed", feeds)
	}
	q.add(" GROUP BY 1, 2 ORDER BY 1, 2")
	return list(ctx, r, "count looks", func(r row) (l Looks, err error) {
		var at int64
		var all int
		err = r.Scan(&l.Feed, &at, &l.Good, &all)
		l.Day, l.Failed = moment(at*day), all-l.Good
		return l, err
	}, q)
}

// Watched tells from when to when a feed was looked at; both are zero where it never was.
type Watched struct {
	Outlet      hearsay.OutletID
	First, Last time.Time
}

// Watched gives the first and the last look at every feed, by feed.
func (r Reader) Watched(ctx context.Context) ([]Watched, error) {
	const edge = "COALESCE((SELECT at FROM attempt WHERE " + visible + " AND attempt.feed = feed.id ORDER BY at"
	never := micros(time.Time{})
	q := sel("SELECT outlet, "+edge+" LIMIT 1), ?), "+edge+" DESC LIMIT 1), ?) FROM feed WHERE "+visible+" ORDER BY id", never, never)
	return list(ctx, r, "read first and last looks", func(r row) (w Watched, err error) {
		return w, r.Scan(&w.Outlet, timeColumn{&w.First}, timeColumn{&w.Last})
	}, q)
}

// PagesLookedAt gives the last look at each watched page, of the looks behind one.
func (r Reader) PagesLookedAt(ctx context.Context, after int64) (map[hearsay.FeedID]int64, error) {
	type last struct {
		feed hearsay.FeedID
		seq  int64
	}
	q := sel("SELECT feed, MAX(seq) FROM attempt WHERE "+visible+" AND feed IN (SELECT id FROM feed WHERE "+visible+" AND kind = ?)",
		string(hearsay.FeedPage)).add(" AND seq > ? GROUP BY feed", after)
	rows, err := list(ctx, r, "read looks at pages", func(r row) (l last, err error) { return l, r.Scan(&l.feed, &l.seq) }, q)
	m := map[hearsay.FeedID]int64{}
	for _, l := range rows {
		m[l.feed] = l.seq
	}
	return m, err
}

var attemptTable = table{"attempt", "seq", "feed, url, at, took, status, outcome, reason, capture, tlp"}

// AddAttempts adds looks at addresses. Each call adds rows: two equal looks are two looks. An attempt is marked
// as strictly as its feed and its capture.
func (t *Tx) AddAttempts(ctx context.Context, attempts ...hearsay.Attempt) error {
	var feeds []hearsay.FeedID
	var captures []hearsay.CaptureID
	for _, a := range attempts {
		feeds, captures = append(feeds, a.Feed), append(captures, a.Capture)
	}
	ofFeed, err := strictest(ctx, t, "feed", feeds)
	if err != nil {
		return err
	}
	ofCapture, err := strictest(ctx, t, "capture", captures)
	if err != nil {
		return err
	}
	return save(ctx, t, attemptTable.insert(), attempts, func(a hearsay.Attempt) []any {
		return []any{string(a.Feed), words(a.URL), micros(a.At), a.Took.Microseconds(), a.Status, string(a.Outcome),
			words(a.Reason), string(a.Capture), max(int64(a.TLP), ofFeed(a.Feed), ofCapture(a.Capture))}
	})
}
