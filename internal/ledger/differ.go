// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"cmp"
	"context"
	"slices"

	"hearsay"
	"hearsay/internal/resolve"
	"hearsay/internal/store"
)

// Variant is one claim beside others that say the same with another number or date.
type Variant struct {
	Claim   hearsay.ClaimID    `json:"claim"`
	In      hearsay.FigureKind `json:"in"`
	Figure  string             `json:"figure"`
	Text    string             `json:"text"`
	Outlets []string           `json:"outlets"` // that carry it
}

// Disagreements gives the claims of a story that differ in a number or a date, side by side; with of, only those of its list.
func Disagreements(ctx context.Context, r store.Reader, story hearsay.StoryID, of hearsay.ClaimID) ([][]Variant, error) {
	claims, err := r.ClaimsOf(ctx, story)
	if err != nil {
		return nil, err
	}
	return differing(ctx, r, claims, func(id hearsay.ClaimID) ([]hearsay.Assertion, error) { return r.Assertions(ctx, id) }, of)
}

// differing does so for claims of which carriers gives where they stand.
func differing(ctx context.Context, r store.Reader, claims []hearsay.Claim, carriers func(hearsay.ClaimID) ([]hearsay.Assertion, error), of hearsay.ClaimID) ([][]Variant, error) {
	out := [][]Variant{}
	for _, list := range hearsay.Disagreements(claims) {
		if of != "" && !slices.ContainsFunc(list, func(v hearsay.Variant) bool { return v.Claim.ID == of }) {
			continue
		}
		var row []Variant
		for _, v := range list {
			assertions, err := carriers(v.Claim.ID)
			if err != nil {
				return nil, err
			}
			outlets, err := outletsOf(ctx, r, assertions)
			if err != nil {
				return nil, err
			}
			row = append(row, Variant{v.Claim.ID, v.In, v.Figure, v.Claim.Text, outlets})
		}
		out = append(out, row)
	}
	return out, nil
}

// outletsOf names the outlets whose documents carry a claim; a document without one by its title.
func outletsOf(ctx context.Context, r store.Reader, assertions []hearsay.Assertion) ([]string, error) {
	var ids []hearsay.DocumentID
	for _, a := range assertions {
		ids = append(ids, a.Document)
	}
	documents, err := r.DocumentsOf(ctx, ids...)
	if err != nil {
		return nil, err
	}
	names, err := OutletNames(ctx, r)
	if err != nil {
		return nil, err
	}
	outlets := []string{}
	for _, d := range documents {
		outlets = append(outlets, cmp.Or(names[d.Outlet], string(d.Outlet), d.Title))
	}
	slices.Sort(outlets)
	return slices.Compact(outlets), nil
}

// SilenceLine is what a claim that an outlet has nothing is held against: what we hold of that outlet in the story.
type SilenceLine struct {
	Outlet    string               `json:"outlet"` // as the claim names it
	Known     hearsay.OutletID     `json:"known,omitempty"`
	Documents []hearsay.DocumentID `json:"documents"`
}

// ownCoverage is what we hold ourselves, among the documents of the story, of the outlet that is said to have nothing; nil where the claim says no such thing.
func ownCoverage(ctx context.Context, r store.Reader, claim *hearsay.Claim, documents []hearsay.Document) (*SilenceLine, error) {
	if claim.Silent == "" {
		return nil, nil
	}
	line := &SilenceLine{Outlet: claim.Silent, Documents: []hearsay.DocumentID{}}
	outlets, err := r.Outlets(ctx)
	if err != nil {
		return nil, err
	}
	if o, ok := resolve.Outlet(claim.Silent, outlets); ok {
		line.Known = o.ID
	}
	for _, d := range documents {
		if line.Known != "" && d.Outlet == line.Known {
			line.Documents = append(line.Documents, d.ID)
		}
	}
	return line, nil
}
