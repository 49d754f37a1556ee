// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"

	"hearsay"
	"hearsay/internal/stix"
	"hearsay/internal/store"
)

// stix prints claims as a STIX bundle: one, those of a story, or all.
func (c *exportCommand) stix(ctx context.Context, a *app) error {
	ceiling, err := hearsay.ParseTLP(c.Ceiling)
	if err != nil {
		return err
	}
	r := a.store.As(store.Viewer{TLP: ceiling})
	var claims []stix.Shared
	add := func(id hearsay.ClaimID) error {
		s, err := stix.Gather(ctx, r, id)
		if len(s.Claim.History) > 0 { // one that is not assessed yet says nothing
			claims = append(claims, s)
		}
		return err
	}
	ofStory := func(s hearsay.Story) error {
		of, err := r.ClaimsOf(ctx, s.ID)
		for i := 0; err == nil && i < len(of); i++ {
			err = add(of[i].ID)
		}
		return err
	}
	switch {
	case c.Claim != "":
		err = add(hearsay.ClaimID(c.Claim))
	case c.Story != "":
		var s hearsay.Story
		if s, err = r.Story(ctx, hearsay.StoryID(c.Story)); err == nil {
			err = ofStory(s)
		}
	default:
		err = eachStory(ctx, r, ofStory)
	}
	if errors.Is(err, hearsay.ErrNotFound) {
		return &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "export stix", Cause: err, Hint: "it may be marked more strictly than --ceiling " + c.Ceiling}
	}
	if err != nil {
		return err
	}
	bundle, err := stix.New(stix.Desk{Name: c.Name}, claims...)
	if err != nil {
		return err
	}
	return a.printJSON(bundle)
}
