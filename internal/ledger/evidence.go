// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"cmp"
	"context"
	"slices"

	"hearsay"
	"hearsay/internal/store"
)

// EvidenceOf gives what a claim rests on, by date: the documents that carry or answer it, those that they copy, credit or cite, and those that
// its wording and its origins come from.
func EvidenceOf(ctx context.Context, r store.Reader, v *ClaimView) ([]hearsay.Document, error) {
	ids, err := DocumentsOfClaim(ctx, r, v.ID)
	if err != nil {
		return nil, err
	}
	ids = append(ids, v.Document)
	for _, o := range v.Origins {
		ids = append(ids, o.Document)
	}
	slices.Sort(ids)
	documents, err := r.DocumentsOf(ctx, slices.Compact(ids)...)
	slices.SortFunc(documents, func(a, b hearsay.Document) int { return cmp.Or(a.When().Compare(b.When()), cmp.Compare(a.ID, b.ID)) })
	return documents, err
}

// DocumentsOfClaim gives the documents that carry a claim or tell of an answer to it, and, step by step, those that
// they copy, credit or cite.
func DocumentsOfClaim(ctx context.Context, r store.Reader, id hearsay.ClaimID) (ids []hearsay.DocumentID, err error) {
	if _, err := r.Claim(ctx, id); err != nil {
		return nil, err
	}
	assertions, err := r.Assertions(ctx, id)
	if err != nil {
		return nil, err
	}
	responses, err := r.Responses(ctx, id)
	if err != nil {
		return nil, err
	}
	there := map[hearsay.DocumentID]bool{"": true}
	add := func(d hearsay.DocumentID) {
		if !there[d] {
			there[d] = true
			ids = append(ids, d)
		}
	}
	for _, a := range assertions {
		add(a.Document)
	}
	for _, answer := range responses {
		add(answer.Document)
	}
	for from := 0; from < len(ids); {
		links, err := r.LinksFrom(ctx, ids[from:]...)
		if err != nil {
			return nil, err
		}
		from = len(ids)
		for _, l := range links {
			add(l.To)
		}
	}
	return ids, nil
}
