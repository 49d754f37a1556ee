// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package deliver

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/search"
	"hearsay/internal/store"
)

// Alerter makes alerts of what has become known of what accounts follow, and letters of those that are to go out by e-mail. Any number of
// them may do so at once: an alert is a hash of who is told of what, and so are letters.
type Alerter struct {
	Store *store.Store
	Log   *slog.Logger // slog.Default if nil
	Mails bool         // letters are sent from here: without, none are made

	now func() time.Time // time.Now if nil; for tests
}

const (
	alertEvery = 2 * time.Second
	quiet      = 15 * time.Minute // between two letters of alerts to one account
	mostFound  = 2 * unordered    // documents that a query finds at once

	// unordered is how many of the last documents are looked at again where several write at a time: their numbers are not in the order in
	// which others come to see them.
	unordered = 1000
)

// Run alerts until ctx ends.
func (a *Alerter) Run(ctx context.Context) {
	tick := time.NewTicker(alertEvery)
	defer tick.Stop()
	for {
		if err := a.Round(ctx); err != nil && ctx.Err() == nil {
			a.log().ErrorContext(ctx, "alerts are not made", "stage", "alert", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (a *Alerter) log() *slog.Logger {
	if a.Log == nil {
		return slog.Default()
	}
	return a.Log
}

func (a *Alerter) clock() time.Time {
	if a.now == nil {
		return time.Now().UTC()
	}
	return a.now()
}

// Round makes alerts of what has happened since, and letters of those that wait. Where there is nothing to do it only reads.
func (a *Alerter) Round(ctx context.Context) error {
	r := a.Store.As(store.Everything)
	document, err := r.LastDocument(ctx) // before the events: what a document brings about is told after it
	if err != nil {
		return err
	}
	event, err := r.LastEvent(ctx)
	if err != nil {
		return err
	}
	behind, err := r.FollowsBehind(ctx, event, document)
	if err != nil {
		return err
	}
	accounts := map[hearsay.AccountID]hearsay.Account{}
	for i := range behind {
		f := &behind[i]
		me, known := accounts[f.Account]
		if !known {
			if me, err = r.Account(ctx, f.Account); err != nil && !errors.Is(err, hearsay.ErrNotFound) {
				return err
			}
			accounts[f.Account] = me
		}
		if err := a.catchUp(ctx, me, f, event, document); err != nil {
			return err
		}
	}
	if !a.Mails {
		return nil
	}
	return a.letters(ctx)
}

// catchUp makes the alerts of what is followed up to these numbers. Who is shut out is told nothing, and not later either.
func (a *Alerter) catchUp(ctx context.Context, me hearsay.Account, f *hearsay.Follow, event, document int64) error {
	if me.ID == "" || me.Disabled {
		return a.Store.Write(ctx, func(tx *store.Tx) error { return tx.PassFollow(ctx, f.ID, event, document) })
	}
	r := a.Store.As(store.Viewer{TLP: me.Ceiling})
	for {
		alerts, passed, found, err := a.news(ctx, r, f, event, document)
		if err != nil {
			return err
		}
		err = a.Store.Write(ctx, func(tx *store.Tx) error {
			if _, err := tx.Follow(ctx, f.ID); err != nil { // left meanwhile
				if errors.Is(err, hearsay.ErrNotFound) {
					err = nil
				}
				return err
			}
			if err := tx.AddAlerts(ctx, alerts...); err != nil {
				return err
			}
			return tx.PassFollow(ctx, f.ID, passed, found)
		})
		if f.Passed, f.Found = passed, found; err != nil || passed >= event && found >= document {
			return err
		}
	}
}

// news gives some alerts of what is followed, and up to which numbers it has looked.
func (a *Alerter) news(ctx context.Context, r store.Reader, f *hearsay.Follow, event, document int64) (alerts []hearsay.Alert, passed, found int64, err error) {
	now := a.clock()
	if f.Kind == hearsay.FollowQuery {
		documents, found, err := a.found(ctx, r, f, document)
		for _, id := range documents {
			alerts = append(alerts, hearsay.NewAlert(f, "", id, now))
		}
		return alerts, event, found, err
	}
	filter := store.EventFilter{After: f.Passed, Before: event + 1, Limit: batch}
	if err := a.about(ctx, r, f, &filter); err != nil {
		return nil, f.Passed, f.Found, err
	}
	events, err := r.Events(ctx, filter)
	if err != nil {
		return nil, f.Passed, f.Found, err
	}
	for i := range events {
		alerts = append(alerts, hearsay.NewAlert(f, events[i].ID, "", now))
	}
	if len(events) == batch {
		event = events[batch-1].Seq
	}
	return alerts, event, document, nil
}

// about has a filter choose the events of what is followed: of what a story or a claim has become since, too.
func (a *Alerter) about(ctx context.Context, r store.Reader, f *hearsay.Follow, filter *store.EventFilter) error {
	switch f.Kind {
	case hearsay.FollowPage:
		filter.Feed = hearsay.FeedID(f.About)
	case hearsay.FollowClaim:
		c, err := r.Claim(ctx, hearsay.ClaimID(f.About))
		if filter.Claim = c.ID; !errors.Is(err, hearsay.ErrNotFound) {
			return err
		}
		filter.Claim = hearsay.ClaimID(f.About)
	default:
		s, err := r.Story(ctx, hearsay.StoryID(f.About))
		if filter.Story = s.ID; !errors.Is(err, hearsay.ErrNotFound) {
			return err
		}
		filter.Story = hearsay.StoryID(f.About)
	}
	return nil
}

// found gives new documents that a query finds, and the number up to which it has looked. A query that is kept no more finds nothing.
func (a *Alerter) found(ctx context.Context, r store.Reader, f *hearsay.Follow, document int64) ([]hearsay.DocumentID, int64, error) {
	kept, err := a.Store.As(store.Everything).SavedQueries(ctx, f.Account)
	if err != nil {
		return nil, f.Found, err
	}
	for _, k := range kept {
		if k.Name != f.About {
			continue
		}
		q, err := search.Parse(k.Query)
		if err != nil { // it could be read when it was saved
			a.log().WarnContext(ctx, "a saved query cannot be read", "stage", "alert", "record", f.ID, "err", err)
			return nil, document, nil
		}
		after := f.Found
		if a.Store.SkipLocked() {
			after -= unordered
		}
		return r.FindNew(ctx, q, after, document, f.Leaf, mostFound)
	}
	return nil, document, nil
}

// letters makes a letter for each account with alerts that wait for one, if its last one is long enough ago.
func (a *Alerter) letters(ctx context.Context) error {
	accounts, err := a.Store.As(store.Everything).AccountsUnsent(ctx)
	if err != nil {
		return err
	}
	for _, id := range accounts {
		if err := a.Store.Write(ctx, func(tx *store.Tx) error { return a.letter(ctx, tx, id) }); err != nil {
			return err
		}
	}
	return nil
}

// letter puts all alerts of an account that wait into one letter. Those that were made before its address said yes are on the desk alone, and so
// are all where it has none.
func (a *Alerter) letter(ctx context.Context, tx *store.Tx, id hearsay.AccountID) error {
	to, err := tx.SubscriberOf(ctx, id)
	if errors.Is(err, hearsay.ErrNotFound) || err == nil && to.State != hearsay.SubscriberConfirmed {
		return tx.UnmailAlerts(ctx, id)
	}
	if err != nil {
		return err
	}
	last, err := tx.LastLetterOf(ctx, hearsay.AlertLetter, to.ID)
	if err == nil && a.clock().Sub(last.Made) < quiet {
		return nil
	}
	if err != nil && !errors.Is(err, hearsay.ErrNotFound) {
		return err
	}
	alerts, err := tx.Alerts(ctx, store.AlertFilter{Account: id, Unsent: true})
	if err != nil || len(alerts) == 0 {
		return err
	}
	l := hearsay.NewLetter(hearsay.AlertLetter, string(alerts[0].ID), to.ID, a.clock())
	if err := tx.PutInLetter(ctx, l.ID, alerts...); err != nil {
		return err
	}
	return desk.EnqueueLetters(ctx, tx, a.clock(), l)
}
