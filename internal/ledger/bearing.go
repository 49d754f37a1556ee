// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"context"
	"slices"

	"hearsay"
	"hearsay/internal/store"
)

// mostPlaces are how many places that name an entity are looked at for the claims that do.
const mostPlaces = 500

// Bearing gives the claims that a name bears on: those that name the entity in what is claimed, the latest stories first.
func Bearing(ctx context.Context, r store.Reader, id hearsay.EntityID) ([]hearsay.Claim, error) {
	mentions, err := r.MentionsOfEntity(ctx, id, mostPlaces)
	if err != nil {
		return nil, err
	}
	var documents []hearsay.DocumentID
	for _, m := range mentions {
		if !slices.Contains(documents, m.Document) {
			documents = append(documents, m.Document)
		}
	}
	claims, err := r.ClaimsFrom(ctx, documents...)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(claims, func(c hearsay.Claim) bool {
		return !slices.ContainsFunc(mentions, func(m hearsay.Mention) bool { return m.Document == c.Source && c.Span.Holds(m.Span) })
	}), nil
}
