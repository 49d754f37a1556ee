// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package taxii

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"time"

	"hearsay"
	"hearsay/internal/stix"
	"hearsay/internal/store"
)

// How much is put on a shelf at once.
const (
	putFor    = 5 * time.Second // of one request; the next goes on
	putAtOnce = 20              // claims in a transaction
)

// shelf keeps what is offered in step with the ledger. Each ceiling has its own, filled with what its viewer sees and nothing else.
type shelf struct {
	store *store.Store
	desk  stix.Desk
	every time.Duration
	clock func() time.Time

	mu     [hearsay.Red + 1]sync.Mutex
	filled [hearsay.Red + 1]time.Time
	seen   [hearsay.Red + 1]string // version of the database that was looked through whole
}

// told is a claim with the objects that are to be told of it.
type told struct {
	store.ClaimMark
	bundle *stix.Bundle
}

// fill looks what of the ledger is other than what is offered, unless it did so a moment ago: new and changed objects are put behind all
// others, those that are no more are recalled.
func (s *shelf) fill(ctx context.Context, ceiling hearsay.TLP) error {
	s.mu[ceiling].Lock()
	defer s.mu[ceiling].Unlock()
	began := time.Now()
	if began.Sub(s.filled[ceiling]) < s.every {
		return nil
	}
	version, err := s.store.Version(ctx)
	if err != nil || version == s.seen[ceiling] {
		return err
	}
	isWhole, err := s.look(ctx, ceiling, began)
	if isWhole && err == nil {
		s.filled[ceiling], s.seen[ceiling] = time.Now(), version
	}
	return err
}

// look does so, and reports whether it came to the end in the time that it has.
func (s *shelf) look(ctx context.Context, ceiling hearsay.TLP, began time.Time) (isWhole bool, err error) {
	r := s.store.As(store.Viewer{TLP: ceiling})
	marks, err := r.ClaimMarks(ctx)
	if err != nil {
		return false, err
	}
	offered, err := r.OfferMarks(ctx, ceiling)
	if err != nil {
		return false, err
	}
	held := map[hearsay.ClaimID]string{}
	for _, m := range offered {
		held[m.Claim] = m.Mark
	}
	isThere := map[hearsay.ClaimID]bool{}
	var news []store.ClaimMark
	for _, m := range marks {
		m.Mark += " " + s.desk.Name
		isThere[m.Claim] = true
		if held[m.Claim] != m.Mark {
			news = append(news, m)
		}
	}
	gone := slices.DeleteFunc(offered, func(m store.ClaimMark) bool { return isThere[m.Claim] || m.Mark == "" })
	if err := s.recall(ctx, ceiling, gone); err != nil {
		return false, err
	}
	for some := range slices.Chunk(news, putAtOnce) {
		if time.Since(began) > putFor {
			return false, nil
		}
		if err := s.put(ctx, ceiling, some); err != nil {
			return false, err
		}
	}
	return true, nil
}

// put offers claims as they are now.
func (s *shelf) put(ctx context.Context, ceiling hearsay.TLP, some []store.ClaimMark) error {
	r := s.store.As(store.Viewer{TLP: ceiling})
	var news []told
	for _, m := range some {
		bundle, err := share(ctx, r, s.desk, m.Claim)
		if errors.Is(err, hearsay.ErrNotFound) {
			continue // it went in between
		}
		if err != nil {
			return err
		}
		news = append(news, told{m, bundle})
	}
	return s.write(ctx, ceiling, func(tx *store.Tx, next func() time.Time) error {
		for _, n := range news {
			offers, err := s.changed(ctx, tx, ceiling, n, next)
			if err != nil {
				return err
			}
			if err := tx.SaveOffers(ctx, offers...); err != nil {
				return err
			}
		}
		return nil
	})
}

// write changes what is offered. Next gives times, each later than all under the ceiling: who asks for what was added after the last thing
// they got misses nothing, whatever the clock does.
func (s *shelf) write(ctx context.Context, ceiling hearsay.TLP, change func(tx *store.Tx, next func() time.Time) error) error {
	return s.store.Write(ctx, func(tx *store.Tx) error {
		if err := tx.OrderOffers(ctx); err != nil {
			return err
		}
		last, err := tx.LastOffer(ctx, ceiling)
		if err != nil {
			return err
		}
		return change(tx, func() time.Time {
			at := s.clock().UTC().Truncate(time.Microsecond)
			if !at.After(last) {
				at = last.Add(time.Microsecond)
			}
			last = at
			return at
		})
	})
}

// changed gives the offers of a claim that are others now.
func (s *shelf) changed(ctx context.Context, tx *store.Tx, ceiling hearsay.TLP, n told, next func() time.Time) ([]store.Offer, error) {
	held, err := tx.Offers(ctx, store.OfferFilter{Ceiling: ceiling, Claims: []hearsay.ClaimID{n.Claim}})
	if err != nil {
		return nil, err
	}
	out, err := s.common(ctx, tx, ceiling, n, next)
	if err != nil {
		return nil, err
	}
	of := map[string]store.Offer{}
	isClosed := false // the claim was recalled; what was recalled is never given again
	for _, o := range held {
		of[o.Object] = o
		isClosed = isClosed || o.Recalled && o.Kind == "report"
	}
	objects := byID(n.bundle)
	for i := range n.bundle.Objects {
		o := &n.bundle.Objects[i]
		was, isHeld := of[o.ID]
		if o.Common() || !isHeld && isClosed || was.Recalled {
			continue
		}
		now := store.Offer{Ceiling: ceiling, Object: o.ID, Kind: o.Type, Claim: n.Claim, Mark: n.Mark, Created: milliseconds(time.Time(o.Created)), Version: milliseconds(o.Version()), Added: next()}
		if isHeld {
			now.Created = was.Created
			now.Version = later(now.Version, was.Version)
		}
		out = append(out, now)
	}
	for _, was := range held {
		switch {
		case was.Recalled:
			was.Mark = n.Mark
			out = append(out, was)
		case objects[was.Object] == nil:
			out = append(out, taken(was, n.Mark, next()))
		}
	}
	return out, nil
}

// common gives what is of no one claim and is not offered yet.
func (s *shelf) common(ctx context.Context, tx *store.Tx, ceiling hearsay.TLP, n told, next func() time.Time) (out []store.Offer, err error) {
	for i := range n.bundle.Objects {
		o := &n.bundle.Objects[i]
		if !o.Common() {
			continue
		}
		there, err := tx.Offers(ctx, store.OfferFilter{Ceiling: ceiling, Objects: []string{o.ID}})
		if err != nil {
			return nil, err
		}
		if len(there) > 0 {
			continue
		}
		text, err := json.Marshal(o)
		if err != nil {
			return nil, err
		}
		out = append(out, store.Offer{Ceiling: ceiling, Object: o.ID, Kind: o.Type, Created: milliseconds(time.Time(o.Created)), Version: milliseconds(o.Version()), Added: next(), Body: string(text)})
	}
	return out, nil
}

// recall takes back all objects of claims. One that is nowhere in the ledger may be about to be derived anew: it is taken back when no
// stage has anything to do any more. One that is marked above the ceiling now is taken back at once.
func (s *shelf) recall(ctx context.Context, ceiling hearsay.TLP, gone []store.ClaimMark) error {
	if len(gone) == 0 {
		return nil
	}
	var ids []hearsay.ClaimID
	for _, m := range gone {
		ids = append(ids, m.Claim)
	}
	r := s.store.As(store.Everything)
	isBusy, err := r.JobsWait(ctx, "read", "cluster", "trace", "heed")
	if err != nil {
		return err
	}
	if isBusy {
		there, err := r.ClaimsCalled(ctx, ids...)
		if err != nil {
			return err
		}
		ids = nil
		for i := range there {
			if there[i].TLP > ceiling {
				ids = append(ids, there[i].ID)
			}
		}
	}
	for some := range slices.Chunk(ids, putAtOnce) {
		err := s.write(ctx, ceiling, func(tx *store.Tx, next func() time.Time) error {
			held, err := tx.Offers(ctx, store.OfferFilter{Ceiling: ceiling, Claims: some})
			if err != nil {
				return err
			}
			for i, was := range held {
				held[i].Mark = ""
				if !was.Recalled {
					held[i] = taken(was, "", next())
				}
			}
			return tx.SaveOffers(ctx, held...)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// taken is an offer that is taken back.
func taken(was store.Offer, mark string, at time.Time) store.Offer {
	was.Mark, was.Recalled, was.Added, was.Version = mark, true, at, later(milliseconds(at), was.Version)
	return was
}

// later gives a version of an object that comes after another.
func later(version, than time.Time) time.Time {
	if version.After(than) {
		return version
	}
	return than.Add(time.Millisecond)
}
