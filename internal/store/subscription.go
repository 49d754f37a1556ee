// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"
	"time"

	"hearsay"
)

const (
	subscriptionColumns = "feed, hub, topic, path, secret, mode, asked, next, fails, until, reason, pushed, heeded"
	selectSubscription  = "SELECT " + subscriptionColumns + " FROM subscription"
)

// leastPushed is the least time between two looks that a hub can bring about.
const leastPushed = time.Minute

func scanSubscription(r row) (s hearsay.Subscription, err error) {
	return s, r.Scan(&s.Feed, &s.Hub, &s.Topic, &s.Path, &s.Secret, &s.Mode, timeColumn{&s.Asked}, timeColumn{&s.Next}, &s.Fails,
		timeColumn{&s.Until}, &s.Reason, timeColumn{&s.Pushed}, timeColumn{&s.Heeded})
}

// subscriptions runs a query; what it gives is secret, and only [Everything] may ask.
func (r Reader) subscriptions(ctx context.Context, where string, args ...any) ([]hearsay.Subscription, error) {
	rows, err := r.operator(ctx, selectSubscription+where, args...)
	list, err := collect(rows, err, scanSubscription)
	return list, fault(r.dialect, "read subscriptions", err)
}

// Subscriptions gives what hubs were asked for, by feed. Only [Everything] may ask.
func (r Reader) Subscriptions(ctx context.Context) ([]hearsay.Subscription, error) {
	return r.subscriptions(ctx, " ORDER BY feed")
}

// Subscription gives that of a feed. Only [Everything] may ask.
func (r Reader) Subscription(ctx context.Context, id hearsay.FeedID) (hearsay.Subscription, error) {
	return r.subscription(ctx, " WHERE feed = $1", string(id))
}

// SubscriptionAt gives the one that a hub calls at a path. Only [Everything] may ask.
func (r Reader) SubscriptionAt(ctx context.Context, path string) (hearsay.Subscription, error) {
	return r.subscription(ctx, " WHERE path = $1", words(path))
}

func (r Reader) subscription(ctx context.Context, where, arg string) (hearsay.Subscription, error) {
	found, err := r.subscriptions(ctx, where, arg)
	if err == nil && len(found) == 0 {
		err = &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read subscription"}
	}
	if err != nil {
		return hearsay.Subscription{}, err
	}
	return found[0], nil
}

var subscriptionTable = table{"subscription", "feed", subscriptionColumns + ", tlp"}

// SaveSubscriptions adds subscriptions and replaces those that are there, each marked as its feed.
func (t *Tx) SaveSubscriptions(ctx context.Context, subscriptions ...hearsay.Subscription) error {
	feeds := make([]hearsay.FeedID, len(subscriptions))
	for i := range subscriptions {
		feeds[i] = subscriptions[i].Feed
	}
	ofFeed, err := strictest(ctx, t, "feed", feeds)
	if err != nil {
		return err
	}
	return save(ctx, t, subscriptionTable.upsert(), subscriptions, func(s hearsay.Subscription) []any {
		return []any{string(s.Feed), words(s.Hub), words(s.Topic), s.Path, s.Secret, string(s.Mode), micros(s.Asked), micros(s.Next), s.Fails,
			micros(s.Until), words(s.Reason), micros(s.Pushed), micros(s.Heeded), ofFeed(s.Feed)}
	})
}

// DeleteSubscription forgets that of a feed.
func (t *Tx) DeleteSubscription(ctx context.Context, id hearsay.FeedID) error {
	return t.exec(ctx, "delete subscription of "+string(id), "DELETE FROM subscription WHERE feed = $1", string(id))
}

// HeedPush notes that a look at a feed began at a time: what was pushed before needs none any more.
func (t *Tx) HeedPush(ctx context.Context, id hearsay.FeedID, at time.Time) error {
	return t.exec(ctx, "heed pushes of "+string(id), "UPDATE subscription SET heeded = $1 WHERE feed = $2 AND heeded < $1", micros(at), string(id))
}
