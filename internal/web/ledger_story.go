// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"
	"context"
	"slices"

	"hearsay"
	"hearsay/internal/ledger"
)

// Story fills the page of a story.
func (s *shelf) Story(ctx context.Context, id hearsay.StoryID) (*StoryPage, error) {
	r, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	p := &StoryPage{}
	if p.Story, err = r.Story(ctx, id); err != nil {
		return nil, err
	}
	documents, err := r.StoryDocuments(ctx, id)
	if err != nil {
		return nil, err
	}
	r.keep(documents)
	if p.Claims, err = r.claimLines(ctx, id); err != nil {
		return nil, err
	}
	claims := make([]hearsay.Claim, len(p.Claims))
	for i := range p.Claims {
		claims[i] = p.Claims[i].Claim
	}
	if p.Apart, err = r.apart(ctx, claims, ""); err != nil {
		return nil, err
	}
	if err := r.since(ctx, p.Claims); err != nil {
		return nil, err
	}
	if p.Documents, err = r.members(ctx, id, documents); err != nil {
		return nil, err
	}
	links, err := r.LinksFrom(ctx, idsOf(documents)...)
	if err != nil {
		return nil, err
	}
	if p.Links, err = r.linkLines(ctx, links); err != nil {
		return nil, err
	}
	p.Seen, err = ledger.CoverageOf(ctx, r.Reader, p.Story)
	return p, err
}

func idsOf(documents []hearsay.Document) []hearsay.DocumentID {
	ids := make([]hearsay.DocumentID, len(documents))
	for i := range documents {
		ids[i] = documents[i].ID
	}
	return ids
}

func (r *reading) members(ctx context.Context, id hearsay.StoryID, documents []hearsay.Document) ([]Member, error) {
	memberships, err := r.MembershipsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	why := map[hearsay.DocumentID]hearsay.Membership{}
	for _, m := range memberships {
		why[m.Document] = m
	}
	members := make([]Member, len(documents))
	for i, d := range documents {
		members[i] = Member{r.line(d.ID), why[d.ID]}
	}
	return members, nil
}

// linkLines gives links with their ends and sentences.
func (r *reading) linkLines(ctx context.Context, links []hearsay.Link) ([]LinkLine, error) {
	var ends []hearsay.DocumentID
	for _, l := range links {
		ends = append(ends, l.From, l.To)
	}
	if err := r.fetch(ctx, ends...); err != nil {
		return nil, err
	}
	lines := make([]LinkLine, 0, len(links))
	for _, l := range links {
		from, known := r.documents[l.From]
		if !known {
			continue // the reader may not see who leads here
		}
		line := LinkLine{Link: l, From: r.line(l.From), Outlet: r.outlet(l.Outlet)}
		if _, ok := r.documents[l.To]; ok {
			to := r.line(l.To)
			line.To = &to
		}
		line.Sentence = r.sentences.around(from, l.Span)
		lines = append(lines, line)
	}
	slices.SortStableFunc(lines, func(a, b LinkLine) int {
		return cmp.Or(a.From.Document.When().Compare(b.From.Document.When()), cmp.Compare(a.Link.From, b.Link.From),
			cmp.Compare(a.Link.Span.Start, b.Link.Span.Start))
	})
	return lines, nil
}
