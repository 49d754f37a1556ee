// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package store

import (
	"context"

	"hearsay"
)

// Standings gives where claims stand, by what was decided and by what is derived: of those that have either.
func (r Reader) Standings(ctx context.Context, claims ...hearsay.ClaimID) (map[hearsay.ClaimID]hearsay.Standing, error) {
	latest, err := r.LatestAssessments(ctx, claims...)
	if err != nil {
		return nil, err
	}
	decided, err := inBatches(unique(claims), func(some []hearsay.ClaimID) ([]hearsay.Decision, error) {
		return list(ctx, r, "read decisions about the status of claims", scanDecision,
			in(standing(sel(selectDecision).add(" AND kind = ?", string(hearsay.SetStatus))), "object", some).add(" ORDER BY seq"))
	})
	m := make(map[hearsay.ClaimID]hearsay.Standing, len(latest))
	for id, a := range latest {
		m[id] = hearsay.Standing{Derived: &a}
	}
	for i := range decided {
		id := hearsay.ClaimID(decided[i].Object)
		m[id] = hearsay.Standing{Decided: &decided[i], Derived: m[id].Derived}
	}
	return m, err
}
