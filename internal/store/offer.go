// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"fmt"
	"time"

	"hearsay"
)

// Offer is an object that whoever may see a marking is given, or was and shall forget.
type Offer struct {
	Ceiling  hearsay.TLP // of who is given it
	Object   string      // its ID elsewhere
	Kind     string      // its type there
	Claim    hearsay.ClaimID
	Mark     string    // of the claim when it was put there: [Reader.ClaimMarks]
	Created  time.Time // of its first version
	Version  time.Time
	Added    time.Time // when it was put there; no two of a ceiling at the same microsecond
	Recalled bool
	Body     string // of what is of no claim
}

// OfferFilter chooses offers; all that it names must hold, the zero value chooses none but those under CLEAR.
type OfferFilter struct {
	Ceiling  hearsay.TLP
	After    time.Time // only those put there later
	Objects  []string
	Kinds    []string
	Versions []time.Time
	Claims   []hearsay.ClaimID
	Limit    int // 0 for no limit
}

const offerColumns = "tlp, object, kind, claim, mark, created, version, added, recalled, body"

var offerTable = table{"offer", "tlp, object", offerColumns}

const selectOffer = "SELECT " + offerColumns + " FROM offer WHERE " + visible

func scanOffer(r row) (o Offer, err error) {
	return o, r.Scan(&o.Ceiling, &o.Object, &o.Kind, &o.Claim, &o.Mark, timeColumn{&o.Created}, timeColumn{&o.Version}, timeColumn{&o.Added}, &o.Recalled, &o.Body)
}

// Offers gives what is offered under a ceiling, in the order in which it was put there. Nothing is under a ceiling above the viewer's.
func (r Reader) Offers(ctx context.Context, f OfferFilter) ([]Offer, error) {
	q := sel(selectOffer).add(" AND tlp = ?", int64(f.Ceiling)).
		when(!f.After.IsZero(), " AND added > ?", micros(f.After))
	if len(f.Objects) > 0 {
		q = in(q, "object", f.Objects)
	}
	if len(f.Kinds) > 0 {
		q = in(q, "kind", f.Kinds)
	}
	if len(f.Claims) > 0 {
		q = in(q, "claim", f.Claims)
	}
	if len(f.Versions) > 0 {
		q.add(" AND (1 = 0")
		for _, v := range f.Versions {
			q.add(" OR version = ?", micros(v))
		}
		q.add(")")
	}
	return list(ctx, r, "read offers", scanOffer, q.add(" ORDER BY added").when(f.Limit > 0, " LIMIT ?", f.Limit))
}

// LastOffer gives when something was last put under a ceiling; the zero time where nothing was.
func (r Reader) LastOffer(ctx context.Context, ceiling hearsay.TLP) (at time.Time, err error) {
	n, err := one(ctx, r, "read the last offer", scanInt, sel("SELECT COALESCE(MAX(added), 0) FROM offer WHERE "+visible).add(" AND tlp = ?", int64(ceiling)))
	if n > 0 {
		at = moment(int64(n))
	}
	return at, err
}

// ClaimMark is a claim with a word that is another when there is something else to tell of it.
type ClaimMark struct {
	Claim hearsay.ClaimID
	Mark  string
}

// OfferMarks gives the claims of which something is or was offered under a ceiling, each with its mark of then.
func (r Reader) OfferMarks(ctx context.Context, ceiling hearsay.TLP) ([]ClaimMark, error) {
	return list(ctx, r, "read marks of offers", func(r row) (m ClaimMark, err error) { return m, r.Scan(&m.Claim, &m.Mark) },
		sel("SELECT DISTINCT claim, mark FROM offer WHERE "+visible).add(" AND tlp = ? AND claim <> '' ORDER BY claim", int64(ceiling)))
}

// ClaimMarks gives the claims that are assessed, in the order in which they were judged last, each with its mark: the claim was judged anew or
// decided about, what was decided was taken back, or other documents carry it, where it is another.
func (r Reader) ClaimMarks(ctx context.Context) ([]ClaimMark, error) {
	const (
		judged  = "(SELECT MAX(seq) FROM assessment WHERE " + visible + " AND assessment.claim = claim.id)"
		carried = "(SELECT COUNT(*) FROM assertion WHERE " + visible + " AND assertion.claim = claim.id)"
		fetched = "(SELECT MAX(fetched) FROM document WHERE " + visible + " AND document.id IN (SELECT document FROM assertion WHERE " + visible + " AND assertion.claim = claim.id))"
		decided = "(SELECT MAX(seq) FROM decision WHERE " + visible + " AND decision.object = claim.id)"
		undone  = "(SELECT COUNT(*) FROM decision WHERE " + visible + " AND decision.object = claim.id AND decision.id IN (SELECT undoes FROM decision WHERE " + visible + "))"
	)
	return list(ctx, r, "read marks of claims", func(r row) (m ClaimMark, err error) {
		var n [5]int64
		err = r.Scan(&m.Claim, &n[0], &n[1], &n[2], &n[3], &n[4])
		m.Mark = fmt.Sprintf("%d %d %d %d %d", n[0], n[1], n[2], n[3], n[4])
		return m, err
	}, sel("SELECT id, "+judged+" AS judged, "+carried+", COALESCE("+fetched+", 0), COALESCE("+decided+", 0), "+undone+" FROM claim WHERE "+visible).
		add(" AND EXISTS (SELECT 1 FROM assessment WHERE "+visible+" AND assessment.claim = claim.id) ORDER BY judged, id"))
}

// JobsWait reports whether jobs of stages are still to be done, also those that somebody does at the moment. Only [Everything] may ask.
func (r Reader) JobsWait(ctx context.Context, stages ...string) (bool, error) {
	found := false
	for _, stage := range stages {
		rows, err := r.operator(ctx, "SELECT record FROM job WHERE stage = $1 AND state <> 'parked' LIMIT 1", stage)
		records, err := collect(rows, err, func(r row) (s string, err error) { return s, r.Scan(&s) })
		if err != nil {
			return false, fault(r.dialect, "look for jobs", err)
		}
		found = found || len(records) > 0
	}
	return found, nil
}

// SaveOffers puts objects under their ceilings, or changes them. Whoever does so holds the order of offers: [Tx.OrderOffers].
func (t *Tx) SaveOffers(ctx context.Context, offers ...Offer) error {
	return save(ctx, t, offerTable.upsert(), offers, func(o Offer) []any {
		return []any{int64(o.Ceiling), o.Object, o.Kind, string(o.Claim), o.Mark, micros(o.Created), micros(o.Version), micros(o.Added), o.Recalled, words(o.Body)}
	})
}

// OrderOffers waits for others who put something under ceilings, until the end of the transaction.
func (t *Tx) OrderOffers(ctx context.Context) error { return t.lock(ctx, offerOrder) }
