// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"hearsay"
	"hearsay/internal/store"
)

// The lengths of the lists of an entity.
const (
	mostSaid    = 60
	mostBearing = 30
)

// EntityView is a person, body, place or outlet that names stand for, what it is said to have said, and what is claimed of it.
type EntityView struct {
	ID      hearsay.EntityID   `json:"id"`
	Kind    hearsay.EntityKind `json:"kind"`
	Name    string             `json:"name"`
	Aliases []AliasLine        `json:"aliases"`
	Said    []SaidLine         `json:"said"`   // the latest first, at most 60
	Claims  []ClaimLine        `json:"claims"` // that name it, the latest stories first, at most 30
	Profile *ProfileView       `json:"profile,omitempty"`
}

// AliasLine is a name that an entity goes by, with the first document that used it.
type AliasLine struct {
	Name      string             `json:"name"`
	Documents int                `json:"documents"`
	First     hearsay.DocumentID `json:"first"`
}

// SaidLine is a place where an entity is said to have said something.
type SaidLine struct {
	Attribution hearsay.AttributionID `json:"attribution"`
	Document    hearsay.DocumentID    `json:"document"`
	When        time.Time             `json:"when"` // of the document
	Act         hearsay.Act           `json:"act"`
	Content     []hearsay.Span        `json:"content"`
}

// ViewEntity gives an entity with everything that a reader asks of it.
func ViewEntity(ctx context.Context, r store.Reader, id hearsay.EntityID) (*EntityView, error) {
	e, err := r.Entity(ctx, id)
	if err != nil {
		return nil, err
	}
	v := &EntityView{ID: e.ID, Kind: e.Kind, Name: e.Name, Aliases: []AliasLine{}, Said: []SaidLine{}, Claims: []ClaimLine{}}
	for _, fill := range []func(context.Context, store.Reader) error{v.aliases, v.said, v.claims, v.profile} {
		if err := fill(ctx, r); err != nil {
			return nil, err
		}
	}
	return v, nil
}

func (v *EntityView) aliases(ctx context.Context, r store.Reader) error {
	all, err := r.AliasesOf(ctx, v.ID)
	for _, a := range all {
		if n := len(v.Aliases); n > 0 && v.Aliases[n-1].Name == a.Name {
			v.Aliases[n-1].Documents++
			continue
		}
		v.Aliases = append(v.Aliases, AliasLine{a.Name, 1, a.Document})
	}
	slices.SortStableFunc(v.Aliases, func(a, b AliasLine) int { return cmp.Compare(b.Documents, a.Documents) })
	return err
}

func (v *EntityView) said(ctx context.Context, r store.Reader) error {
	all, err := r.AttributionsBy(ctx, v.ID, 10*mostSaid)
	if err != nil {
		return err
	}
	var ids []hearsay.DocumentID
	for i := range all {
		ids = append(ids, all[i].Document)
	}
	documents, err := r.DocumentsOf(ctx, ids...)
	when := map[hearsay.DocumentID]time.Time{}
	for i := range documents {
		when[documents[i].ID] = documents[i].When()
	}
	for i := range all {
		a := &all[i]
		if at, ok := when[a.Document]; ok && len(a.Content) > 0 {
			v.Said = append(v.Said, SaidLine{a.ID, a.Document, at, a.Act, a.Content})
		}
	}
	slices.SortStableFunc(v.Said, func(a, b SaidLine) int { return b.When.Compare(a.When) })
	v.Said = v.Said[:min(len(v.Said), mostSaid)]
	return err
}

func (v *EntityView) claims(ctx context.Context, r store.Reader) error {
	claims, err := Bearing(ctx, r, v.ID)
	if err != nil {
		return err
	}
	v.Claims, err = LinesOfClaims(ctx, r, claims[:min(len(claims), mostBearing)])
	return err
}

// profile adds what is known of the reliability of an entity that speaks.
func (v *EntityView) profile(ctx context.Context, r store.Reader) error {
	if len(v.Said) == 0 {
		return nil
	}
	records, err := RecordsOf(ctx, r)
	if err != nil {
		return err
	}
	p, err := VoiceProfile(ctx, r, records, v.Name)
	if errors.Is(err, hearsay.ErrNotFound) {
		return nil
	}
	if err == nil {
		v.Profile = ViewProfile(p, records)
	}
	return err
}
