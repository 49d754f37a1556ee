// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package api

import (
	"context"
	"time"

	"hearsay"
	"hearsay/internal/ledger"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

type storiesInput struct {
	Paged
	Text  string    `query:"text" maxLength:"200" doc:"only stories whose title holds this"`
	Since time.Time `query:"since" doc:"only stories with a document at this time or later"`
}

func (a *api) stories(ctx context.Context, in *storiesInput) (*body[List[ledger.StoryLine]], error) {
	after, err := in.place("stories")
	if err != nil {
		return nil, err
	}
	all, err := a.reader(ctx).Stories(ctx, store.StoryFilter{Text: in.Text, Since: in.Since, After: hearsay.StoryID(after), Limit: in.Limit + 1})
	lines := make([]ledger.StoryLine, len(all))
	for i := range all {
		lines[i] = ledger.LineOfStory(all[i])
	}
	return of(page(ctx, &in.Paged, "stories", lines, func(s *ledger.StoryLine) string { return string(s.ID) }), err)
}

func (a *api) story(ctx context.Context, in *One) (*body[*ledger.StoryView], error) {
	return of(ledger.ViewStory(ctx, a.reader(ctx), hearsay.StoryID(in.ID)))
}

func (a *api) coverage(ctx context.Context, in *One) (*body[ledger.CoverageView], error) {
	r := a.reader(ctx)
	s, err := r.Story(ctx, hearsay.StoryID(in.ID))
	if err != nil {
		return nil, err
	}
	c, err := ledger.CoverageOf(ctx, r, s)
	if err != nil {
		return nil, err
	}
	return of(ledger.ViewCoverage(c), nil)
}

type claimsInput struct {
	Paged
	Story string `query:"story" maxLength:"64" doc:"only those of this story"`
}

func (a *api) claims(ctx context.Context, in *claimsInput) (*body[List[ledger.ClaimLine]], error) {
	after, err := in.place("claims")
	if err != nil {
		return nil, err
	}
	r := a.reader(ctx)
	all, err := r.Claims(ctx, store.ClaimFilter{Story: hearsay.StoryID(in.Story), After: hearsay.ClaimID(after), Limit: in.Limit + 1})
	if err != nil {
		return nil, err
	}
	lines, err := ledger.LinesOfClaims(ctx, r, all)
	return of(page(ctx, &in.Paged, "claims", lines, func(c *ledger.ClaimLine) string { return string(c.ID) }), err)
}

type claimInput struct {
	One
	AsKnown time.Time `query:"as-known" doc:"from what we held and had decided by then"`
	AsOf    time.Time `query:"as-of" doc:"from what had appeared by then, whenever we came to know of it"`
}

func (a *api) claim(ctx context.Context, in *claimInput) (*body[*ledger.ClaimView], error) {
	return of(ledger.ViewClaim(ctx, a.reader(ctx), hearsay.ClaimID(in.ID), pipeline.Moment{Known: in.AsKnown.UTC(), So: in.AsOf.UTC()}))
}
