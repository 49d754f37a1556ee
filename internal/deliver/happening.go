// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package deliver

import (
	"context"
	"errors"
	"time"

	"hearsay"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

// happening is what a hook is sent: an event, or an alert of an account.
type happening struct {
	seq   int64 // among events, or among alerts
	id    hearsay.EventID
	kind  string
	known time.Time
	data  any
}

// last gives the number of the newest event or, for a hook of an account's alerts, of its newest alert.
func last(ctx context.Context, r store.Reader, h *hearsay.Hook) (int64, error) {
	if h.Alerts != "" {
		return r.LastAlert(ctx, h.Alerts)
	}
	return r.LastEvent(ctx)
}

// matching gives what a hook is sent next behind a number, of what its ceiling lets see, and the number up to which it has looked. Numbers are
// in the order in which they come to be seen, so that none turns up behind that later.
func matching(ctx context.Context, st *store.Store, h *hearsay.Hook, after int64) ([]happening, int64, error) {
	upTo, err := last(ctx, st.As(store.Everything), h)
	if err != nil || upTo <= after {
		return nil, after, err
	}
	if h.Alerts != "" {
		return alerted(ctx, st, h, after, upTo)
	}
	r := st.As(store.Viewer{TLP: h.Ceiling})
	events, err := r.Events(ctx, store.EventFilter{After: after, Before: upTo + 1, Kinds: h.Kinds, Story: h.Story, Claim: h.Claim, Limit: batch})
	if err != nil {
		return nil, after, err
	}
	if len(events) == batch {
		upTo = events[batch-1].Seq
	}
	var its []happening
	for i := range events {
		e := &events[i]
		is := h.Outlet == ""
		if !is {
			if is, err = isOf(ctx, r, e, h.Outlet); err != nil {
				return nil, after, err
			}
		}
		if is {
			its = append(its, happening{e.Seq, e.ID, string(e.Kind), e.Known, ledger.LineOfEvent(e)})
		}
	}
	return its, upTo, nil
}

// alerted gives the alerts of a hook's account, of what that may see too. One that is shut out has none.
func alerted(ctx context.Context, st *store.Store, h *hearsay.Hook, after, upTo int64) ([]happening, int64, error) {
	operator := st.As(store.Everything)
	me, err := operator.Account(ctx, h.Alerts)
	if errors.Is(err, hearsay.ErrNotFound) || err == nil && me.Disabled {
		return nil, upTo, nil
	}
	if err != nil {
		return nil, after, err
	}
	alerts, err := operator.Alerts(ctx, store.AlertFilter{Account: me.ID, After: after, Before: upTo + 1, Limit: batch})
	if err != nil {
		return nil, after, err
	}
	if len(alerts) == batch {
		upTo = alerts[batch-1].Seq
	}
	follows, err := operator.Follows(ctx, me.ID)
	if err != nil {
		return nil, after, err
	}
	r := st.As(store.Viewer{TLP: min(h.Ceiling, me.Ceiling)})
	var its []happening
	for i := range alerts { // one by one: each has a number, and is kept as delivered under it
		views, err := ledger.ViewAlerts(ctx, r, alerts[i:i+1], follows)
		if err != nil {
			return nil, after, err
		}
		for _, v := range views {
			its = append(its, happening{v.Seq, hearsay.EventID(v.ID), "alert", v.Made, v})
		}
	}
	return its, upTo, nil
}

// isOf reports whether an event tells of a document or a page of an outlet.
func isOf(ctx context.Context, r store.Reader, e *hearsay.Event, id hearsay.OutletID) (bool, error) {
	documents, err := r.DocumentsOf(ctx, e.Document)
	if err != nil || len(documents) > 0 && documents[0].Outlet == id || e.Feed == "" {
		return len(documents) > 0 && documents[0].Outlet == id, err
	}
	f, err := r.Feed(ctx, e.Feed)
	if errors.Is(err, hearsay.ErrNotFound) {
		err = nil
	}
	return f.Outlet == id, err
}
