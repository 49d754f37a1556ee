// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"maps"
	"slices"

	"hearsay"
	"hearsay/internal/store"
)

// mostPending is how many documents have places that are not stored yet.
const mostPending = 512

// pending is what placing found and did not store yet. Storing many together costs half, and of a document that newcomers
// moved several times only the last place is stored.
type pending struct {
	tx      *store.Tx
	stories []hearsay.Story
	places  map[hearsay.DocumentID]hearsay.Membership
	reuses  map[hearsay.DocumentID][]hearsay.Link
}

func newPending(tx *store.Tx) *pending {
	return &pending{tx: tx, places: map[hearsay.DocumentID]hearsay.Membership{}, reuses: map[hearsay.DocumentID][]hearsay.Link{}}
}

// place puts a document into a story, which is added if it is not there.
func (w *pending) place(s hearsay.Story, m hearsay.Membership) {
	w.stories = append(w.stories, s)
	w.places[m.Document] = m
}

// placed gives the place of a document, stored or not; ok is false where it has none.
func (w *pending) placed(ctx context.Context, id hearsay.DocumentID) (m hearsay.Membership, ok bool, err error) {
	if m, ok = w.places[id]; ok {
		return m, true, nil
	}
	in, err := w.tx.Memberships(ctx, id)
	if err != nil || len(in) == 0 {
		return m, false, err
	}
	return in[0], true, nil
}

// copied gives what a document was found to be copied from, stored or not.
func (w *pending) copied(ctx context.Context, id hearsay.DocumentID) ([]hearsay.Link, error) {
	if links, ok := w.reuses[id]; ok {
		return links, nil
	}
	return w.tx.Reuses(ctx, id)
}

// store stores it if it is much, or where all must be stored.
func (w *pending) store(ctx context.Context, all bool) error {
	if !all && max(len(w.places), len(w.stories), len(w.reuses)) < mostPending {
		return nil
	}
	if err := w.tx.AddStories(ctx, w.stories...); err != nil {
		return err
	}
	var places []hearsay.Membership
	for _, id := range slices.Sorted(maps.Keys(w.places)) {
		places = append(places, w.places[id])
	}
	if err := w.tx.SaveMemberships(ctx, places...); err != nil {
		return err
	}
	if err := w.tx.SaveReuses(ctx, w.reuses); err != nil {
		return err
	}
	*w = *newPending(w.tx)
	return nil
}
