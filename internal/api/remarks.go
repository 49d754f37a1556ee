// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

type remarksInput struct {
	One
	Paged
}

// remarks gives the discussion of a story, as far as the asker may read it.
func (a *api) remarks(ctx context.Context, in *remarksInput) (*body[List[ledger.RemarkView]], error) {
	after, err := in.place("remarks")
	if err != nil {
		return nil, err
	}
	me, r := desk.WhoIs(ctx), a.reader(ctx)
	if !a.Discussions.MayRead(me) {
		return nil, &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read a discussion"}
	}
	s, err := r.Story(ctx, hearsay.StoryID(in.ID))
	if err != nil {
		return nil, err
	}
	all, err := r.Remarks(ctx, store.RemarkFilter{Story: s.ID, After: hearsay.RemarkID(after), Limit: in.Limit + 1})
	if err != nil {
		return nil, err
	}
	views, err := ledger.ViewRemarks(ctx, r, me, all)
	return of(page(ctx, &in.Paged, "remarks", views, func(v *ledger.RemarkView) string { return string(v.ID) }), err)
}
