// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package stix

import (
	"cmp"
	"context"
	"slices"
	"time"

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
	documents, err := ledger.EvidenceOf(ctx, r, v)
	if err != nil {
		return Shared{}, err
	}
	captures := make([]hearsay.CaptureID, len(documents))
	for i := range documents {
		captures[i] = documents[i].Capture
	}
	held, err := r.CapturesOf(ctx, captures...)
	if err != nil {
		return Shared{}, err
	}
	of := map[hearsay.CaptureID]hearsay.Capture{}
	for _, c := range held {
		of[c.ID] = c
	}
	names, err := ledger.OutletNames(ctx, r)
	if err != nil {
		return Shared{}, err
	}
	s := Shared{Claim: *v, Marking: claim.TLP}
	s.Undone, err = undone(ctx, r, claim.ID)
	for i := range documents {
		d := &documents[i]
		c := of[d.Capture]
		s.Marking = max(s.Marking, d.TLP, c.TLP)
		s.Documents = append(s.Documents, Document{d.ID, d.Outlet, cmp.Or(names[d.Outlet], string(d.Outlet)), d.URL, d.Title, d.Language, d.Published.String(), d.Fetched, d.Capture, c.Digest})
	}
	return s, err
}

// undone is when a decision about a claim was last taken back; zero for never.
func undone(ctx context.Context, r store.Reader, id hearsay.ClaimID) (last time.Time, err error) {
	made, err := r.Decisions(ctx, store.DecisionFilter{Object: string(id)})
	if err != nil || len(made) == 0 {
		return last, err
	}
	undoing, err := r.Decisions(ctx, store.DecisionFilter{Kind: hearsay.UndoDecision})
	for _, u := range undoing {
		if slices.ContainsFunc(made, func(d hearsay.Decision) bool { return d.ID == u.Undoes }) {
			last = u.At
		}
	}
	return last, err
}
