// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"hearsay"
	"hearsay/internal/store"
)

const mostFollows = 200 // of one account

// Follows gives what an account follows, the newest first.
func (d *Doorkeeper) Follows(ctx context.Context, id hearsay.AccountID) ([]hearsay.Follow, error) {
	return d.store.As(store.Everything).Follows(ctx, id)
}

// Follow has an account told what becomes known of something from now on, by e-mail too where mail is set and it has an address. What the
// account may not see, and a query that it does not keep, is hearsay.ErrNotFound. Following again changes the way alone.
func (d *Doorkeeper) Follow(ctx context.Context, me hearsay.Account, kind hearsay.FollowKind, about string, mail bool) (hearsay.Follow, error) {
	f := hearsay.NewFollow(me.ID, kind, about, time.Now().UTC().Truncate(time.Microsecond))
	f.Mail = mail
	if err := d.mayFollow(ctx, me, &f); err != nil {
		return f, err
	}
	return f, d.store.Write(ctx, func(tx *store.Tx) error {
		all, err := tx.Follows(ctx, me.ID)
		if err != nil {
			return err
		}
		known := slices.ContainsFunc(all, func(x hearsay.Follow) bool { return x.ID == f.ID })
		if len(all) >= mostFollows && !known {
			return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "follow " + about, Cause: fmt.Errorf("you follow %d things already; leave one first", mostFollows)}
		}
		if f.Passed, err = tx.LastEvent(ctx); err != nil {
			return err
		}
		if f.Found, err = tx.LastDocument(ctx); err != nil {
			return err
		}
		head, err := tx.LogHead(ctx)
		if err != nil {
			return err
		}
		f.Leaf = head.Size
		return tx.AddFollow(ctx, f)
	})
}

// mayFollow looks for what is to be followed with the eyes of an account.
func (d *Doorkeeper) mayFollow(ctx context.Context, me hearsay.Account, f *hearsay.Follow) error {
	r := d.store.As(store.Viewer{TLP: me.Ceiling})
	var err error
	switch f.Kind {
	case hearsay.FollowStory:
		_, err = r.Story(ctx, hearsay.StoryID(f.About))
	case hearsay.FollowClaim:
		_, err = r.Claim(ctx, hearsay.ClaimID(f.About))
	case hearsay.FollowPage:
		_, err = r.Feed(ctx, hearsay.FeedID(f.About))
	case hearsay.FollowQuery:
		var all []hearsay.SavedQuery
		all, err = d.Queries(ctx, me.ID)
		if err == nil && !slices.ContainsFunc(all, func(q hearsay.SavedQuery) bool { return q.Name == f.About }) {
			err = &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "follow the query " + f.About, Cause: errors.New("you keep none of that name")}
		}
	default:
		err = &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "follow something", Cause: fmt.Errorf("%q is nothing that can be followed", f.Kind), Hint: "query, story, claim or page"}
	}
	return err
}

// Unfollow has an account told no more of something, also not what waits for it.
func (d *Doorkeeper) Unfollow(ctx context.Context, account hearsay.AccountID, id hearsay.FollowID) error {
	return d.store.Write(ctx, func(tx *store.Tx) error {
		f, err := tx.Follow(ctx, id)
		if err == nil && f.Account != account {
			err = &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read follow " + string(id)}
		}
		if err != nil {
			return err
		}
		return tx.DeleteFollow(ctx, account, id)
	})
}

// SeeAlerts keeps that an account has seen its alerts up to a number.
func (d *Doorkeeper) SeeAlerts(ctx context.Context, account hearsay.AccountID, upTo int64) error {
	return d.store.Write(ctx, func(tx *store.Tx) error { return tx.SeeAlerts(ctx, account, upTo) })
}

// Address gives the address of an account, to which its alerts go by e-mail; the zero value where it has none.
func (s *Subscribers) Address(ctx context.Context, id hearsay.AccountID) (hearsay.Subscriber, error) {
	x, err := s.Store.As(store.Everything).SubscriberOf(ctx, id)
	if errors.Is(err, hearsay.ErrNotFound) {
		return hearsay.Subscriber{}, nil
	}
	return x, err
}

// OfAccount reports whether an address is that of an account.
func (s *Subscribers) OfAccount(ctx context.Context, id hearsay.SubscriberID) bool {
	x, err := s.Store.As(store.Everything).Subscriber(ctx, id)
	return err == nil && x.Account != ""
}

// AskFor asks an address whether it wants the alerts of an account, which has no other address from then on. An account asks once an hour at
// most, and an address is asked once a day at most, whoever asks: so nobody has the desk write to strangers more than that.
func (s *Subscribers) AskFor(ctx context.Context, me hearsay.Account, address string, now time.Time) (hearsay.Subscriber, error) {
	return s.addressOf(ctx, me, address, now, func(tx *store.Tx, x *hearsay.Subscriber, last time.Time) error {
		if x.State == hearsay.SubscriberConfirmed {
			return nil
		}
		if now.Sub(x.Asked) < askAgainHere || now.Sub(last) < askAgain {
			return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "ask an address", Cause: errors.New("you asked within the hour, or it was asked within a day"), Hint: "the link in the last letter holds for two days"}
		}
		if err := tx.ForgetUnanswered(ctx, now.Add(-unansweredKept)); err != nil {
			return err
		}
		x.Asked = now
		return EnqueueLetters(ctx, tx, now, question(x, now))
	})
}

// AddFor gives an account an address that somebody has agreed for: nothing is asked.
func (s *Subscribers) AddFor(ctx context.Context, me hearsay.Account, address string, now time.Time) (hearsay.Subscriber, error) {
	return s.addressOf(ctx, me, address, now, func(_ *store.Tx, x *hearsay.Subscriber, _ time.Time) error {
		if x.State != hearsay.SubscriberConfirmed {
			x.State, x.Why, x.Changed = hearsay.SubscriberConfirmed, "", now
		}
		return nil
	})
}

// addressOf changes the address of an account. Another address than before is a new subscriber under the same ID: links in letters to the
// old one do nothing to it. last is when anybody asked the address last.
func (s *Subscribers) addressOf(ctx context.Context, me hearsay.Account, address string, now time.Time, f func(*store.Tx, *hearsay.Subscriber, time.Time) error) (x hearsay.Subscriber, err error) {
	if address, err = ParseAddress(address); err != nil {
		return x, err
	}
	err = s.Store.Write(ctx, func(tx *store.Tx) error {
		x, err = tx.SubscriberOf(ctx, me.ID)
		if err != nil && !errors.Is(err, hearsay.ErrNotFound) {
			return err
		}
		last, err := tx.LastAsked(ctx, address)
		if err != nil {
			return err
		}
		if x.Address != address {
			x = newSubscriber(address, me.Name, now, x.Asked)
			x.ID, x.Account = hearsay.SubscriberID(hearsay.ID('n', string(me.ID))), me.ID // one for each account; its own ID is random
		}
		if err := f(tx, &x, last); err != nil {
			return err
		}
		return tx.SaveSubscriber(ctx, x)
	})
	return x, err
}

// ForgetFor has an account have no address any more. What is to go out by e-mail waits on the desk alone.
func (s *Subscribers) ForgetFor(ctx context.Context, id hearsay.AccountID) error {
	return s.Store.Write(ctx, func(tx *store.Tx) error {
		x, err := tx.SubscriberOf(ctx, id)
		if errors.Is(err, hearsay.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := tx.UnmailAlerts(ctx, id); err != nil {
			return err
		}
		x.State, x.Address, x.Changed = hearsay.SubscriberLeft, "", time.Now().UTC() // when it asked last stays known
		return tx.SaveSubscriber(ctx, x)
	})
}
