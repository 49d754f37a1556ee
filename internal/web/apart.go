// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"slices"

	"hearsay"
	"hearsay/internal/resolve"
)

// Apart is what several claims say of one thing with different numbers or dates.
type Apart []Variation

// Variation is one of them with the outlets that carry it.
type Variation struct {
	hearsay.Variant
	Outlets []hearsay.Outlet
}

// Silence is what we hold of an outlet in the story of a claim that says that it has nothing.
type Silence struct {
	Name      string // as the claim has it
	Known     bool   // we know the outlet
	Documents []DocumentLine
}

// apart gives the claims that differ in a number or a date; with of, only those beside that claim.
func (r *reading) apart(ctx context.Context, claims []hearsay.Claim, of hearsay.ClaimID) ([]Apart, error) {
	var out []Apart
	for _, list := range hearsay.Disagreements(claims) {
		if of != "" && !slices.ContainsFunc(list, func(v hearsay.Variant) bool { return v.Claim.ID == of }) {
			continue
		}
		var row Apart
		for _, v := range list {
			outlets, err := r.carriedBy(ctx, v.Claim.ID)
			if err != nil {
				return nil, err
			}
			row = append(row, Variation{v, outlets})
		}
		out = append(out, row)
	}
	return out, nil
}

// carriedBy gives the outlets whose documents carry a claim, each once, as far as the reader may see them.
func (r *reading) carriedBy(ctx context.Context, id hearsay.ClaimID) ([]hearsay.Outlet, error) {
	assertions, err := r.Assertions(ctx, id)
	if err != nil {
		return nil, err
	}
	var ids []hearsay.DocumentID
	for _, a := range assertions {
		ids = append(ids, a.Document)
	}
	if err := r.fetch(ctx, ids...); err != nil {
		return nil, err
	}
	var outlets []hearsay.Outlet
	for _, id := range ids {
		d, ok := r.documents[id]
		if ok && d.Outlet != "" && !slices.ContainsFunc(outlets, func(o hearsay.Outlet) bool { return o.ID == d.Outlet }) {
			outlets = append(outlets, r.outlet(d.Outlet))
		}
	}
	return outlets, nil
}

// silence adds what we hold of the outlet that the claim says has nothing.
func (r *reading) silence(ctx context.Context, p *ClaimPage) error {
	if p.Claim.Silent == "" {
		return nil
	}
	p.Silence = &Silence{Name: p.Claim.Silent}
	outlets, err := r.Outlets(ctx)
	if err != nil {
		return err
	}
	o, known := resolve.Outlet(p.Claim.Silent, outlets)
	if p.Silence.Known = known; !known {
		return nil
	}
	documents, err := r.StoryDocuments(ctx, p.Claim.Story)
	r.keep(documents)
	for _, d := range documents {
		if d.Outlet == o.ID {
			p.Silence.Documents = append(p.Silence.Documents, r.line(d.ID))
		}
	}
	return err
}
