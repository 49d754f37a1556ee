// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package stix

import (
	"cmp"
	"context"
	"slices"

	"hearsay"
	"hearsay/internal/ledger"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// Gather reads a claim as it stands, with what the reader may see of it.
func Gather(ctx context.Context, r store.Reader, id hearsay.ClaimID) (Shared, error) {
	claim, err := r.Claim(ctx, id)
	if err != nil {
		return Shared{}, err
	}
	v, err := ledger.ViewClaim(ctx, r, id, pipeline.Moment{})
	if err != nil {
		return Shared{}, err
	}
	s := Shared{Claim: *v, Marking: claim.TLP}
	ids := []hearsay.DocumentID{v.Document}
	for _, c := range v.Carriers {
		ids = append(ids, c.Document)
	}
	for _, a := range v.Responses {
		ids = append(ids, a.Document)
	}
	slices.Sort(ids)
	documents, err := r.DocumentsOf(ctx, slices.Compact(ids)...)
	if err != nil {
		return Shared{}, err
	}
	names, err := ledger.OutletNames(ctx, r)
	if err != nil {
		return Shared{}, err
	}
	slices.SortFunc(documents, func(a, b hearsay.Document) int { return cmp.Compare(a.ID, b.ID) })
	for i := range documents {
		d := &documents[i]
		c, err := r.Capture(ctx, d.Capture)
		if err != nil {
			return Shared{}, err
		}
		s.Marking = max(s.Marking, d.TLP, c.TLP)
		s.Documents = append(s.Documents, Document{d.ID, d.Outlet, cmp.Or(names[d.Outlet], string(d.Outlet)), d.URL, d.Title, d.Language, d.Published.String(), d.Fetched, d.Capture, c.Digest})
	}
	return s, nil
}
