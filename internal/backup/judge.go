// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package backup

import (
	"context"
	"fmt"
	"slices"
	"time"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/fetch"
	"hearsay/internal/store"
)

// judge looks at what a backup would make us do. Feeds and pages at addresses that nobody could have given over the API are
// dropped, and named; so are hooks. Letters that waited are not sent: the desk that made the backup may have sent them since. An account with a role or ceiling that does not exist refuses the whole.
func (s *restoring) judge(ctx context.Context, st *store.Store) error {
	s.report.Dropped, s.report.Admins = []string{}, []string{}
	r := st.As(store.Everything)
	accounts, err := r.Accounts(ctx)
	if err != nil {
		return err
	}
	for _, a := range accounts {
		if !slices.Contains(hearsay.Roles, a.Role) || a.Ceiling < hearsay.Clear || a.Ceiling > hearsay.Red {
			return fmt.Errorf("account %.100q has the role %.40q and the ceiling %d: %w", a.Name, a.Role, a.Ceiling, hearsay.ErrInvalid)
		}
		if a.Role == hearsay.RoleAdmin && !a.Disabled {
			s.report.Admins = append(s.report.Admins, a.Name)
		}
	}
	return st.Write(ctx, func(tx *store.Tx) error {
		s.report.Dropped = s.report.Dropped[:0]
		for _, drop := range []func(context.Context, *store.Tx) error{s.feeds, s.hooks} {
			if err := drop(ctx, tx); err != nil {
				return err
			}
		}
		if err := tx.HoldLetters(ctx, desk.MailStage, "it waited when the backup was made, and may have been sent since", time.Now().UTC()); err != nil {
			return err
		}
		pages, err := tx.DropPages(ctx, func(url string) bool { return fetch.Judge(url) == nil })
		for _, p := range pages {
			s.drop("page", p, fetch.Judge(p))
		}
		return err
	})
}

func (s *restoring) feeds(ctx context.Context, tx *store.Tx) error {
	feeds, err := tx.Feeds(ctx, store.FeedFilter{})
	if err != nil {
		return err
	}
	for _, f := range feeds {
		if f.Kind == hearsay.FeedFile { // it is never looked at
			continue
		}
		err := fetch.Judge(f.URL)
		if err == nil {
			continue
		}
		s.drop("feed", string(f.ID), err)
		if err := tx.DropFeed(ctx, f.ID); err != nil {
			return err
		}
	}
	return nil
}

func (s *restoring) hooks(ctx context.Context, tx *store.Tx) error {
	hooks, err := tx.Hooks(ctx)
	if err != nil {
		return err
	}
	for _, h := range hooks {
		err := fetch.Judge(h.URL)
		if err == nil {
			continue
		}
		s.drop("hook", string(h.ID), err)
		if err := tx.DeleteHook(ctx, h.ID); err != nil {
			return err
		}
	}
	return nil
}

func (s *restoring) drop(what, id string, why error) {
	s.report.Dropped = append(s.report.Dropped, fmt.Sprintf("%s %.200s: %.300v", what, id, why))
}
