// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"hearsay"
	"hearsay/internal/deliver"
	"hearsay/internal/desk"
	"hearsay/internal/store"
)

// hookOf gives a hook that may be seen: one that sends more than that is not there.
func (a *api) hookOf(ctx context.Context, id string) (hearsay.Hook, error) {
	h, err := a.Store.As(store.Everything).Hook(ctx, hearsay.HookID(id))
	if err == nil && h.Ceiling > desk.WhoIs(ctx).Ceiling {
		err = &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read hook " + id}
	}
	return h, err
}

func (a *api) hooks(ctx context.Context, in *listInput) (*body[List[deliver.View]], error) {
	after, err := in.place("hooks")
	if err != nil {
		return nil, err
	}
	all, err := a.Store.As(store.Everything).Hooks(ctx)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(h hearsay.Hook) bool { return h.Ceiling > desk.WhoIs(ctx).Ceiling })
	slices.SortFunc(all, func(a, b hearsay.Hook) int { return cmp.Compare(a.ID, b.ID) })
	var views []deliver.View
	for _, h := range behind(&in.Paged, all, after, func(h *hearsay.Hook) string { return string(h.ID) }) {
		v, err := deliver.ViewHook(ctx, a.Store, &h, false)
		if err != nil {
			return nil, err
		}
		views = append(views, v)
	}
	return of(page(ctx, &in.Paged, "hooks", views, func(v *deliver.View) string { return string(v.ID) }), nil)
}

func (a *api) hook(ctx context.Context, in *One) (*body[deliver.View], error) {
	h, err := a.hookOf(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return of(deliver.ViewHook(ctx, a.Store, &h, true))
}

type addHookInput struct {
	Body struct {
		URL     string   `json:"url" maxLength:"2000"`
		Kinds   []string `json:"kinds,omitempty" maxItems:"10" enum:"stories-merged,story-split,claim-moved,document-changed,page-changed,page-state,feed-failing,feed-gone,feed-back,feed-moved"`
		Story   string   `json:"story,omitempty" maxLength:"64" pattern:"^[!-~]*$"`
		Claim   string   `json:"claim,omitempty" maxLength:"64" pattern:"^[!-~]*$"`
		Outlet  string   `json:"outlet,omitempty" maxLength:"64" pattern:"^[!-~]*$" doc:"whose document or page it is that an event tells of"`
		Ceiling string   `json:"ceiling,omitempty" enum:"CLEAR,GREEN,AMBER,AMBER+STRICT,RED" default:"CLEAR" doc:"the strictest marking that is sent"`
	}
}

type addedHook struct {
	Location string `header:"Location"`
	Body     deliver.View
}

// addHook adds a hook. It answers with the secret, once.
func (a *api) addHook(ctx context.Context, in *addHookInput) (*addedHook, error) {
	me := desk.WhoIs(ctx)
	ceiling, err := hearsay.ParseTLP(cmp.Or(in.Body.Ceiling, hearsay.Clear.String()))
	if err == nil && ceiling > me.Ceiling {
		err = &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "add a hook", Cause: errors.New("you may see up to " + me.Ceiling.String())}
	}
	if err != nil {
		return nil, err
	}
	h := hearsay.Hook{URL: in.Body.URL, Story: hearsay.StoryID(in.Body.Story), Claim: hearsay.ClaimID(in.Body.Claim), Outlet: hearsay.OutletID(in.Body.Outlet), Ceiling: ceiling, By: me.Name}
	for _, k := range in.Body.Kinds {
		h.Kinds = append(h.Kinds, hearsay.EventKind(k))
	}
	if err := deliver.Check(ctx, a.reader(ctx), &h); err != nil {
		return nil, err
	}
	if h, err = deliver.Add(ctx, a.Store, h); err != nil {
		return nil, err
	}
	v, err := deliver.ViewHook(ctx, a.Store, &h, false)
	v.Secret = h.Secret
	return &addedHook{Root + "/hooks/" + string(h.ID), v}, err
}

func (a *api) removeHook(ctx context.Context, in *One) (*struct{}, error) {
	h, err := a.hookOf(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	return nil, deliver.Remove(ctx, a.Store, h.ID)
}

// tested is how a hook answered a test.
type tested struct {
	Status int `json:"status" doc:"of the hook's answer"`
}

func (a *api) testHook(ctx context.Context, in *One) (*body[tested], error) {
	h, err := a.hookOf(ctx, in.ID)
	if err == nil && a.TestHook == nil {
		err = &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "test hook " + in.ID, Cause: errors.New("nothing is sent from here")}
	}
	if err != nil {
		return nil, err
	}
	status, err := a.TestHook(ctx, h.ID)
	return of(tested{status}, err)
}
