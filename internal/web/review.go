// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"net/http"

	"hearsay"
	"hearsay/internal/ledger"
)

// ReviewPage is what a person should look at, the most consequential first.
type ReviewPage struct{ Matters []MatterLine }

// MatterLine is a matter with its claim as lists show it.
type MatterLine struct {
	ledger.Matter
	Line ClaimLine
}

const mattersOnPage = 40

func (p *ReviewPage) title() string { return "To review" }

func (d *desk) review(r *http.Request) (titled, error) { return d.Ledger.Review(r.Context()) }

// Review fills the queue of what should be looked at.
func (s *shelf) Review(ctx context.Context) (*ReviewPage, error) {
	r, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	matters, err := ledger.Review(ctx, r.Reader, mattersOnPage)
	if err != nil {
		return nil, err
	}
	var homes []hearsay.DocumentID
	for i := range matters {
		homes = append(homes, matters[i].Claim.Source)
	}
	if err := r.fetch(ctx, homes...); err != nil {
		return nil, err
	}
	p := &ReviewPage{}
	for i := range matters {
		m := &matters[i]
		line := ClaimLine{Claim: m.Claim, Language: r.documents[m.Claim.Source].Language}
		if m.Now.Claim != "" {
			line.Now = &m.Now
		}
		p.Matters = append(p.Matters, MatterLine{*m, line})
	}
	return p, nil
}
