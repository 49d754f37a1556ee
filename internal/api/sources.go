// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"hearsay"
	"hearsay/internal/assess"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

type listInput struct{ Paged }

func (a *api) outlets(ctx context.Context, in *listInput) (*body[List[ledger.RecordLine]], error) {
	after, err := in.place("outlets")
	if err != nil {
		return nil, err
	}
	r := a.reader(ctx)
	outlets, err := r.Outlets(ctx)
	if err != nil {
		return nil, err
	}
	records, err := ledger.RecordsOf(ctx, r)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(outlets, func(a, b hearsay.Outlet) int { return cmp.Compare(a.ID, b.ID) })
	var lines []ledger.RecordLine
	for _, o := range behind(&in.Paged, outlets, after, func(o *hearsay.Outlet) string { return string(o.ID) }) {
		lines = append(lines, ledger.RecordLine{Outlet: o.ID, Name: cmp.Or(o.Name, string(o.ID)), Record: ledger.LineOfShare(assess.Record(records.Outlets[o.ID], records.Now))})
	}
	return of(page(ctx, &in.Paged, "outlets", lines, func(l *ledger.RecordLine) string { return string(l.Outlet) }), nil)
}

func (a *api) outlet(ctx context.Context, in *One) (*body[*ledger.ProfileView], error) {
	r := a.reader(ctx)
	records, err := ledger.RecordsOf(ctx, r)
	if err != nil {
		return nil, err
	}
	p, err := ledger.OutletProfile(ctx, r, records, hearsay.OutletID(in.ID))
	if err != nil {
		return nil, err
	}
	return of(ledger.ViewProfile(p, records), nil)
}

type entitiesInput struct {
	Name string `query:"name" required:"true" minLength:"1" maxLength:"200" doc:"whatever the case of its letters"`
}

// entityLine is who goes by a name.
type entityLine struct {
	ID   hearsay.EntityID   `json:"id"`
	Kind hearsay.EntityKind `json:"kind"`
	Name string             `json:"name"`
}

func (a *api) entities(ctx context.Context, in *entitiesInput) (*body[List[entityLine]], error) {
	r := a.reader(ctx)
	aliases, err := r.EntitiesNamed(ctx, in.Name)
	if err != nil {
		return nil, err
	}
	var ids []hearsay.EntityID
	for _, x := range aliases {
		ids = append(ids, x.Entity)
	}
	all, err := r.EntitiesOf(ctx, ids...)
	slices.SortFunc(all, func(a, b hearsay.Entity) int { return cmp.Compare(a.ID, b.ID) })
	lines := []entityLine{}
	for _, e := range all[:min(len(all), mostItems)] {
		lines = append(lines, entityLine(e))
	}
	return of(List[entityLine]{Items: lines}, err)
}

func (a *api) entity(ctx context.Context, in *One) (*body[*ledger.EntityView], error) {
	return of(ledger.ViewEntity(ctx, a.reader(ctx), hearsay.EntityID(in.ID)))
}

// places gives a page of the feeds, or of the watched pages.
func (a *api) places(ctx context.Context, p *Paged, list string, isWatch bool) ([]hearsay.Feed, error) {
	after, err := p.place(list)
	if err != nil {
		return nil, err
	}
	all, err := a.reader(ctx).Feeds(ctx, store.FeedFilter{})
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(f hearsay.Feed) bool { return isWatch != (f.Kind == hearsay.FeedPage) })
	slices.SortFunc(all, func(a, b hearsay.Feed) int { return cmp.Compare(a.ID, b.ID) })
	return behind(p, all, after, func(f *hearsay.Feed) string { return string(f.ID) }), nil
}

func (a *api) feeds(ctx context.Context, in *listInput) (*body[List[ledger.FeedLine]], error) {
	some, err := a.places(ctx, &in.Paged, "feeds", false)
	if err != nil {
		return nil, err
	}
	var lines []ledger.FeedLine
	for _, f := range some {
		l, err := ledger.LineOfFeed(ctx, a.reader(ctx), f, time.Now().UTC())
		if err != nil {
			return nil, err
		}
		lines = append(lines, l)
	}
	return of(page(ctx, &in.Paged, "feeds", lines, func(l *ledger.FeedLine) string { return string(l.Feed) }), nil)
}

type feedInput struct {
	One
	From time.Time `query:"from" doc:"prove that we were looking from this time on; a week before to if not given"`
	To   time.Time `query:"to" doc:"until this time; now if not given"`
}

// longestProof is the longest time for which looking is proved in one answer.
const longestProof = 366 * 24 * time.Hour

func (a *api) feed(ctx context.Context, in *feedInput) (*body[*ledger.FeedView], error) {
	r := a.reader(ctx)
	f, err := r.Feed(ctx, hearsay.FeedID(in.ID))
	if err != nil {
		return nil, err
	}
	if in.To.IsZero() {
		in.To = time.Now().UTC().Truncate(time.Minute) // so that the answer is the same for a while
	}
	if in.From.IsZero() {
		in.From = in.To.AddDate(0, 0, -7)
	}
	if !in.From.Before(in.To) || in.To.Sub(in.From) > longestProof {
		return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read feed " + in.ID, Cause: errors.New("from is not before to, or more than a year before it")}
	}
	return of(ledger.ViewFeed(ctx, r, f, in.From.UTC(), in.To.UTC()))
}

func (a *api) watches(ctx context.Context, in *listInput) (*body[List[ledger.PageLine]], error) {
	some, err := a.places(ctx, &in.Paged, "watches", true)
	if err != nil {
		return nil, err
	}
	var lines []ledger.PageLine
	for i := range some {
		l, err := ledger.LineOfPage(ctx, a.reader(ctx), &some[i])
		if err != nil {
			return nil, err
		}
		lines = append(lines, l)
	}
	return of(page(ctx, &in.Paged, "watches", lines, func(l *ledger.PageLine) string { return string(l.Feed) }), nil)
}

func (a *api) watch(ctx context.Context, in *One) (*body[*ledger.PageView], error) {
	r := a.reader(ctx)
	f, err := r.Feed(ctx, hearsay.FeedID(in.ID))
	if err == nil && f.Kind != hearsay.FeedPage {
		err = &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read feed " + in.ID}
	}
	if err != nil {
		return nil, err
	}
	return of(ledger.ViewPage(ctx, r, &f))
}
