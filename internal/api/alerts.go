// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"strconv"

	"hearsay/internal/desk"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

type alertsInput struct {
	Paged
	Unseen bool `query:"unseen" doc:"only those that were not marked as seen on the desk"`
}

// alerts gives what the asker was told, as they may see it now. What may not be seen is not there.
func (a *api) alerts(ctx context.Context, in *alertsInput) (*body[List[ledger.AlertView]], error) {
	before, err := in.number("alerts")
	if err != nil {
		return nil, err
	}
	me, operator := desk.WhoIs(ctx).ID, a.Store.As(store.Everything)
	follows, err := operator.Follows(ctx, me)
	if err != nil {
		return nil, err
	}
	views := []ledger.AlertView{}
	for len(views) <= in.Limit {
		some, err := operator.Alerts(ctx, store.AlertFilter{Account: me, Before: before, Unseen: in.Unseen, NewestFirst: true, Limit: in.Limit + 1})
		if err != nil {
			return nil, err
		}
		if len(some) == 0 {
			break
		}
		before = some[len(some)-1].Seq
		for i := range some { // each alone: its number is where the list goes on
			v, err := ledger.ViewAlerts(ctx, a.reader(ctx), some[i:i+1], follows)
			if err != nil {
				return nil, err
			}
			views = append(views, v...)
		}
	}
	return of(page(ctx, &in.Paged, "alerts", views, func(v *ledger.AlertView) string { return strconv.FormatInt(v.Seq, 10) }), nil)
}
