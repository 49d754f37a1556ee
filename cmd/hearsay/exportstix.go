// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"log/slog"

	"hearsay"
	"hearsay/internal/ledger"
	"hearsay/internal/misp"
	"hearsay/internal/stix"
	"hearsay/internal/store"
)

// stix prints claims as a STIX bundle: one, those of a story, or all.
func (c *exportCommand) stix(ctx context.Context, a *app) error {
	var claims []stix.Shared
	if err := c.eachShared(ctx, a, func(_ store.Reader, s stix.Shared) error {
		claims = append(claims, s)
		return nil
	}); err != nil {
		return err
	}
	bundle, err := stix.New(stix.Desk{Name: c.Name}, claims...)
	if err != nil {
		return err
	}
	return a.printJSON(bundle)
}

// eachShared goes through the claims that are to be shared with who may see the ceiling: one, those of a story, or all. One that is asked for
// and is marked above is refused.
func (c *exportCommand) eachShared(ctx context.Context, a *app, do func(store.Reader, stix.Shared) error) error {
	ceiling, err := hearsay.ParseTLP(c.Ceiling)
	if err != nil {
		return err
	}
	r := a.store.As(store.Viewer{TLP: ceiling})
	add := func(id hearsay.ClaimID) error {
		s, err := stix.Gather(ctx, r, id)
		if err != nil || len(s.Claim.History) == 0 { // one that is not assessed yet says nothing
			return err
		}
		return do(r, s)
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
		slog.Warn("not shared", "what", c.What, "claim", c.Claim, "story", c.Story, "ceiling", ceiling, "err", err)
		return &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "export " + c.What, Cause: err, Hint: "it may be marked more strictly than --ceiling " + c.Ceiling}
	}
	return err
}

// misp prints claims as MISP events, with the grades that people gave.
func (c *exportCommand) misp(ctx context.Context, a *app) error {
	events := []misp.Response{}
	err := c.eachShared(ctx, a, func(r store.Reader, s stix.Shared) error {
		grades, err := gradesOf(ctx, r, s.Documents)
		if err == nil {
			events = append(events, misp.Response{Event: misp.New(stix.Desk{Name: c.Name}, &s, grades)})
		}
		return err
	})
	if err != nil {
		return err
	}
	return a.printJSON(map[string]any{"response": events})
}

// gradesOf gives the letters of the outlets of documents that hold.
func gradesOf(ctx context.Context, r store.Reader, documents []stix.Document) (map[hearsay.OutletID]string, error) {
	letters := map[hearsay.OutletID]string{}
	for i := range documents {
		id := documents[i].Outlet
		if _, isAsked := letters[id]; isAsked || id == "" {
			continue
		}
		letters[id] = ""
		grades, err := r.Decisions(ctx, store.DecisionFilter{Object: string(id), Kind: hearsay.GradeVoice, Standing: true})
		if err != nil {
			return nil, err
		}
		doubt, err := ledger.DoubtOf(ctx, r, id)
		if err != nil {
			return nil, err
		}
		for _, g := range grades {
			if doubt.Holds(g) {
				letters[id] = g.Value
			}
		}
	}
	return letters, nil
}
