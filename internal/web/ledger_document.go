// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"hearsay"
	"hearsay/internal/store"
)

// Document fills the page of a document.
func (s *shelf) Document(ctx context.Context, id hearsay.DocumentID) (*DocumentPage, error) {
	r, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	d, err := r.Document(ctx, id)
	if err != nil {
		return nil, err
	}
	r.keep([]hearsay.Document{d})
	p := &DocumentPage{Document: d, Outlet: r.outlet(d.Outlet)}
	if p.Capture, err = orNone(r.Capture(ctx, d.Capture)); err != nil {
		return nil, err
	}
	if p.Attributions, err = r.AttributionsOf(ctx, id); err != nil {
		return nil, err
	}
	if p.Statements, err = r.StatementsOf(ctx, id); err != nil {
		return nil, err
	}
	if p.Claims, err = r.counted(ctx, id); err != nil {
		return nil, err
	}
	story, err := orNone(r.StoryOf(ctx, id))
	if err != nil {
		return nil, err
	}
	if story.ID != "" {
		p.Story = &story
	}
	if p.Decided, err = r.decided(ctx, p.Attributions); err != nil {
		return nil, err
	}
	return p, r.neighbours(ctx, p)
}

// decided gives what people decided about attributions and what stands.
func (r *reading) decided(ctx context.Context, attributions []hearsay.Attribution) (map[hearsay.AttributionID][]DecidedLine, error) {
	m := map[hearsay.AttributionID][]DecidedLine{}
	for _, kind := range []hearsay.DecisionKind{hearsay.NameSource, hearsay.SetAct} {
		all, err := r.Decisions(ctx, store.DecisionFilter{Kind: kind, Standing: true})
		if err != nil {
			return nil, err
		}
		for _, d := range all {
			id := hearsay.AttributionID(d.Object)
			if !slices.ContainsFunc(attributions, func(a hearsay.Attribution) bool { return a.ID == id }) {
				continue
			}
			line := DecidedLine{Decision: d}
			if d.Other != "" {
				if line.Who, err = r.named(ctx, d.Other); err != nil {
					return nil, err
				}
			}
			m[id] = append(m[id], line)
		}
	}
	return m, nil
}

// orNone takes "not found" for an empty value: what a page tells besides its subject may be missing.
func orNone[T any](v T, err error) (T, error) {
	if errors.Is(err, hearsay.ErrNotFound) {
		var none T
		return none, nil
	}
	return v, err
}

// counted gives the claims that a document carries.
func (r *reading) counted(ctx context.Context, id hearsay.DocumentID) ([]Counted, error) {
	assertions, err := r.AssertionsIn(ctx, id)
	if err != nil {
		return nil, err
	}
	var all []Counted
	for _, a := range assertions {
		c, err := orNone(r.Claim(ctx, a.Claim))
		if err != nil {
			return nil, err
		}
		if c.ID != "" {
			all = append(all, Counted{c, a})
		}
	}
	return all, nil
}

// neighbours adds the documents around a document: versions, parent, parts, links.
func (r *reading) neighbours(ctx context.Context, p *DocumentPage) error {
	d := p.Document
	var same []hearsay.Document
	var err error
	if d.URL != "" {
		if same, err = r.DocumentsByURL(ctx, d.URL); err != nil {
			return err
		}
	}
	slices.Reverse(same)
	r.keep(same)
	for _, v := range same {
		if v.Part == d.Part && v.Kind == d.Kind {
			p.Versions = append(p.Versions, r.line(v.ID))
		}
	}
	parts, err := r.Documents(ctx, store.DocumentFilter{Parent: d.ID, OldestFirst: true})
	if err != nil {
		return err
	}
	r.keep(parts)
	slices.SortStableFunc(parts, func(a, b hearsay.Document) int { return compareParts(a.Part, b.Part) })
	for _, part := range parts {
		p.Parts = append(p.Parts, r.line(part.ID))
	}
	if err := r.fetch(ctx, d.Parent); err != nil {
		return err
	}
	if _, ok := r.documents[d.Parent]; ok {
		parent := r.line(d.Parent)
		p.Parent = &parent
	}
	return r.linksAround(ctx, p)
}

// backOnPage is how many documents that rest on one its page lists: a notice that everybody prints has thousands.
const backOnPage = 100

func (r *reading) linksAround(ctx context.Context, p *DocumentPage) error {
	from, err := r.LinksFrom(ctx, p.Document.ID)
	if err != nil {
		return err
	}
	if p.Links, err = r.linkLines(ctx, from); err != nil {
		return err
	}
	to, all, err := r.FirstLinksTo(ctx, p.Document.ID, backOnPage)
	if err != nil {
		return err
	}
	p.MoreBack = all - len(to)
	p.Back, err = r.linkLines(ctx, to)
	return err
}

// compareParts orders parts of a capture as they stand in it: "2" before "10", "3" before "3.1".
func compareParts(a, b string) int {
	return slices.CompareFunc(strings.Split(a, "."), strings.Split(b, "."), func(x, y string) int {
		m, _ := strconv.Atoi(x)
		n, _ := strconv.Atoi(y)
		return cmp.Or(cmp.Compare(m, n), cmp.Compare(x, y))
	})
}
