// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/collect"
	"hearsay/internal/fetch"
	"hearsay/internal/store"
)

// Subscriber has hubs tell what is new in the feeds that name them (WebSub, W3C Recommendation of 23 January 2018).
type Subscriber struct {
	Store *store.Store
	Hubs  interface {
		Post(ctx context.Context, address string, form url.Values) (*fetch.Answer, error)
	} // the guarded client
	Callback string           // the address at which hubs reach us; the path of a subscription is added to it
	Now      func() time.Time // time.Now if nil
}

const (
	leaseAsked   = 10 * 24 * time.Hour // as the Recommendation advises hubs
	leaseUnsaid  = 24 * time.Hour      // where a hub does not say, as those of older protocols
	leaseLongest = 30 * 24 * time.Hour // that is believed

	confirmWithin = time.Hour          // a hub that has not answered by then is asked again
	askSeldom     = 24 * time.Hour     // at most between two requests to a hub that does not answer
	askDenied     = 7 * 24 * time.Hour // before a hub is asked again that has said no

	mostRequests = 20 // of one round
)

func (s *Subscriber) now() time.Time {
	if s.Now == nil {
		return time.Now().UTC()
	}
	return s.Now().UTC()
}

// Round asks the hubs that are due, at most twenty: of feeds that came to name one, of subscriptions whose lease is three
// quarters over, of hubs that are found to keep silent; and takes back what is wanted no more. What a hub answers is kept
// with the subscription, and is no error.
func (s *Subscriber) Round(ctx context.Context) error {
	r := s.Store.As(store.Everything)
	feeds, err := r.Feeds(ctx, store.FeedFilter{Offer: true})
	if err != nil {
		return err
	}
	subscriptions, err := r.Subscriptions(ctx)
	if err != nil {
		return err
	}
	there := make(map[hearsay.FeedID]hearsay.Subscription, len(subscriptions))
	for _, sub := range subscriptions {
		there[sub.Feed] = sub
	}
	ask := s.wanted(feeds, there)
	for _, sub := range subscriptions { // what is left is wanted no more
		if _, left := there[sub.Feed]; left && (sub.Mode != hearsay.Unsubscribe || !s.now().Before(sub.Next)) {
			ask = append(ask, leave(sub))
		}
	}
	for _, sub := range ask[:min(len(ask), mostRequests)] {
		if err := s.ask(ctx, sub); err != nil {
			return err
		}
	}
	return nil
}

// wanted gives the subscriptions that are due to be asked for, and takes all that are wanted out of those that are there.
func (s *Subscriber) wanted(feeds []hearsay.Feed, there map[hearsay.FeedID]hearsay.Subscription) (ask []hearsay.Subscription) {
	for i := range feeds {
		f := &feeds[i]
		sub, has := there[f.ID]
		if !has {
			sub = hearsay.Subscription{Feed: f.ID, Hub: f.State.Hub, Topic: f.State.Topic, Path: rand.Text(), Secret: rand.Text()}
		}
		if !isWanted(f) || sub.Hub != f.State.Hub || sub.Topic != f.State.Topic {
			continue
		}
		delete(there, f.ID)
		if s.isDue(&sub, f) {
			sub.Mode = hearsay.Subscribe
			ask = append(ask, sub)
		}
	}
	return ask
}

// isWanted reports whether a hub is to tell what is new in a feed.
func isWanted(f *hearsay.Feed) bool {
	return f.State.Hub != "" && f.State.Gone.IsZero() && f.State.Joined == "" && f.Stopped.IsZero() && f.Kind != hearsay.FeedPage
}

// isDue reports whether the hub is to be asked for a subscription, for the first time or again.
func (s *Subscriber) isDue(sub *hearsay.Subscription, f *hearsay.Feed) bool {
	isSilent := sub.Runs(s.now()) && f.State.Untold >= collect.UntoldMost && s.now().Sub(sub.Asked) >= askSeldom
	return !s.now().Before(sub.Next) || isSilent
}

// leave asks that a subscription end. One that was never confirmed, or that the hub was asked to end already, is forgotten.
func leave(sub hearsay.Subscription) hearsay.Subscription {
	if sub.Until.IsZero() || sub.Mode == hearsay.Unsubscribe {
		sub.Mode = ""
		return sub
	}
	sub.Mode = hearsay.Unsubscribe
	return sub
}

// ask sends one request. It is noted before: the hub may want it confirmed before it answers.
func (s *Subscriber) ask(ctx context.Context, sub hearsay.Subscription) error {
	if sub.Mode == "" {
		return s.Store.Write(ctx, func(tx *store.Tx) error { return tx.DeleteSubscription(ctx, sub.Feed) })
	}
	now := s.now()
	mode, asked := sub.Mode, now
	err := s.change(ctx, sub, func(is *hearsay.Subscription) {
		is.Mode, is.Asked, is.Fails = mode, asked, is.Fails+1
		is.Next = now.Add(min(confirmWithin<<min(is.Fails-1, 10), askSeldom))
	})
	if err != nil {
		return err
	}
	form := url.Values{"hub.mode": {string(mode)}, "hub.topic": {sub.Topic}, "hub.callback": {s.Callback + sub.Path}}
	if mode == hearsay.Subscribe {
		form.Set("hub.secret", sub.Secret)
		form.Set("hub.lease_seconds", strconv.Itoa(int(leaseAsked.Seconds())))
	}
	a, err := s.Hubs.Post(ctx, sub.Hub, form)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	why := ""
	switch {
	case err != nil:
		why = err.Error()
	case a.Status < 200 || a.Status > 299: // 202 by the Recommendation, 204 by the protocols before it
		why = fmt.Sprintf("the hub answered with status %d", a.Status)
	default:
		return nil
	}
	return s.change(ctx, sub, func(is *hearsay.Subscription) {
		if is.Mode == hearsay.Subscribe && mode == hearsay.Subscribe { // else it was confirmed all the same
			is.Mode = ""
		}
		is.Reason = line(why)
	})
}

// change changes a subscription as it is by now: its hub may have called meanwhile. One that is not there yet is added.
func (s *Subscriber) change(ctx context.Context, sub hearsay.Subscription, how func(*hearsay.Subscription)) error {
	return s.Store.Write(ctx, func(tx *store.Tx) error {
		is, err := tx.Subscription(ctx, sub.Feed)
		if errors.Is(err, hearsay.ErrNotFound) {
			is, err = sub, nil
		}
		if err != nil || is.Path != sub.Path {
			return err
		}
		how(&is)
		return tx.SaveSubscriptions(ctx, is)
	})
}

// Confirm answers a hub that asks at a path whether we asked for something, and gives what is to be answered. A hub that says
// no is heard, with an empty answer. What we did not ask for, or not within the last hour, is hearsay.ErrNotFound.
func (s *Subscriber) Confirm(ctx context.Context, path string, asked url.Values) (challenge string, err error) {
	mode, topic := asked.Get("hub.mode"), asked.Get("hub.topic")
	err = s.Store.Write(ctx, func(tx *store.Tx) error {
		sub, err := tx.SubscriptionAt(ctx, path)
		if err != nil {
			return err
		}
		now := s.now()
		challenge = asked.Get("hub.challenge")
		switch {
		case topic != sub.Topic:
		case mode == "denied":
			challenge = ""
			sub.Mode, sub.Until, sub.Next = "", time.Time{}, now.Add(askDenied)
			sub.Reason = line("denied: " + cmp.Or(asked.Get("hub.reason"), "no reason given"))
			return tx.SaveSubscriptions(ctx, sub)
		case sub.Mode == "" || mode != string(sub.Mode) || challenge == "" || len(challenge) > longestChallenge || now.Sub(sub.Asked) > confirmWithin:
		case sub.Mode == hearsay.Unsubscribe:
			return tx.DeleteSubscription(ctx, sub.Feed)
		default:
			lease := leaseOf(asked.Get("hub.lease_seconds"))
			sub.Mode, sub.Fails, sub.Reason = "", 0, ""
			sub.Until, sub.Next = now.Add(lease), now.Add(max(lease*3/4, collect.Soonest))
			return tx.SaveSubscriptions(ctx, sub)
		}
		return &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "confirm a subscription"}
	})
	return challenge, err
}

const longestChallenge = 1024

// leaseOf reads for how long a hub will push.
func leaseOf(seconds string) time.Duration {
	n, err := strconv.ParseInt(seconds, 10, 64)
	switch {
	case err != nil || n <= 0:
		return leaseUnsaid
	case n > int64(leaseLongest.Seconds()):
		return leaseLongest
	}
	return time.Duration(n) * time.Second
}

// line makes of what a hub says something that fits into a line.
func line(s string) string {
	const most = 200
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + " …"
	}
	return s
}
