// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/ledger"
	"hearsay/internal/pipeline"
)

// Claim fills the page of a claim, as it stands or as it was known at a time. What is found by looking at all that is held, rivals in number
// and what an outlet has, is told of now alone.
func (s *shelf) Claim(ctx context.Context, id hearsay.ClaimID, known time.Time) (*ClaimPage, error) {
	r, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	f, err := ledger.FactsOf(ctx, r.Reader, id, pipeline.Moment{Known: known})
	if err != nil {
		return nil, err
	}
	p := &ClaimPage{Then: known, Claim: f.Claim, Decisions: f.Decisions, Outlets: r.outlets}
	if p.Story, err = orNone(r.Story(ctx, p.Claim.Story)); err != nil {
		return nil, err
	}
	r.keep(f.Documents)
	if err := r.fetch(ctx, p.Claim.Source); err != nil {
		return nil, err
	}
	p.Home = r.line(p.Claim.Source)
	p.rivals(f.Story)
	for _, fill := range []func(context.Context, *ClaimPage, *ledger.Facts) error{r.carriers, r.links, r.responses, r.history} {
		if err := fill(ctx, p, f); err != nil {
			return nil, err
		}
	}
	if p.Moments, err = r.moments(ctx, id); err != nil || !known.IsZero() {
		return p, err
	}
	if p.Apart, err = r.apart(ctx, f.Story, p.Claim.ID); err != nil {
		return nil, err
	}
	return p, r.silence(ctx, p)
}

// moments gives the times at which something became known of a claim, each once.
func (r *reading) moments(ctx context.Context, id hearsay.ClaimID) ([]time.Time, error) {
	judged, err := r.Assessments(ctx, id)
	var all []time.Time
	for _, a := range judged {
		all = append(all, a.Known)
	}
	slices.SortFunc(all, time.Time.Compare)
	return slices.CompactFunc(all, time.Time.Equal), err
}

// carriers adds the places that carry the claim. A document that may not be seen is not hinted at.
func (r *reading) carriers(ctx context.Context, p *ClaimPage, f *ledger.Facts) error {
	var ids []hearsay.DocumentID
	for _, a := range f.Assertions {
		ids = append(ids, a.Document)
	}
	if err := r.fetch(ctx, ids...); err != nil {
		return err
	}
	attributions, err := r.AttributionsOf(ctx, ids...)
	if err != nil {
		return err
	}
	statements, err := r.StatementsOf(ctx, ids...)
	if err != nil {
		return err
	}
	said := map[hearsay.AttributionID]*hearsay.Attribution{}
	for i := range attributions {
		said[attributions[i].ID] = &attributions[i]
	}
	own := map[hearsay.StatementID]*hearsay.Statement{}
	for i := range statements {
		own[statements[i].ID] = &statements[i]
	}
	for _, a := range f.Assertions {
		c := Carrier{DocumentLine: r.line(a.Document), Assertion: a, Attribution: said[a.Attribution], Statement: own[a.Statement]}
		c.Sentence = r.sentences.around(r.documents[a.Document], c.at())
		if _, ok := r.documents[a.Document]; ok {
			p.Carriers = append(p.Carriers, c)
		}
	}
	slices.SortStableFunc(p.Carriers, func(a, b Carrier) int {
		return cmp.Or(a.Document.When().Compare(b.Document.When()), cmp.Compare(a.Document.ID, b.Document.ID),
			cmp.Compare(a.at().Start, b.at().Start))
	})
	return nil
}

// at is where in the document the claim is carried.
func (c Carrier) at() hearsay.Span {
	switch {
	case c.Attribution != nil:
		return extent(attributionSpans(c.Attribution))
	case c.Statement != nil:
		return c.Statement.Span
	}
	return hearsay.Span{}
}

// links adds the links by which the claim came: between documents that carry it, of documents as a whole, and
// those in the very sentences that carry it. What a document credits elsewhere is none of this claim's matter.
func (r *reading) links(ctx context.Context, p *ClaimPage, f *ledger.Facts) (err error) {
	spots := map[hearsay.DocumentID][]hearsay.Span{}
	for _, c := range p.Carriers {
		spots[c.Document.ID] = append(spots[c.Document.ID], r.sentences.span(r.documents[c.Document.ID], c.at()))
	}
	all := slices.DeleteFunc(slices.Clone(f.Links), func(l hearsay.Link) bool { return spots[l.From] == nil })
	var some []hearsay.Link
	for _, l := range all {
		_, carried := spots[l.To]
		whole := l.Span.End == l.Span.Start && l.Kind != hearsay.Resembles
		near := slices.ContainsFunc(spots[l.From], func(s hearsay.Span) bool { return s.Overlaps(l.Span) })
		if carried || near || whole && l.To == "" && !leadsTo(all, l) {
			some = append(some, l)
		}
	}
	p.Links, err = r.linkLines(ctx, some)
	return err
}

// leadsTo tells whether a document that credits an outlet as a whole also leads to a document of it that we hold:
// then that says more.
func leadsTo(links []hearsay.Link, credit hearsay.Link) bool {
	return slices.ContainsFunc(links, func(l hearsay.Link) bool {
		return l.From == credit.From && l.Outlet == credit.Outlet && l.To != ""
	})
}

func (r *reading) responses(ctx context.Context, p *ClaimPage, f *ledger.Facts) error {
	list := f.Responses
	var ids []hearsay.DocumentID
	for _, a := range list {
		ids = append(ids, a.Document)
	}
	if err := r.fetch(ctx, ids...); err != nil {
		return err
	}
	attributions, err := r.AttributionsOf(ctx, ids...)
	if err != nil {
		return err
	}
	for _, a := range list {
		l := ResponseLine{Response: a, Home: r.line(a.Document)}
		for i := range attributions {
			if attributions[i].ID == a.Attribution {
				l.Sentence = r.sentences.around(r.documents[a.Document], extent(attributionSpans(&attributions[i])))
			}
		}
		p.Responses = append(p.Responses, l)
	}
	return nil
}

// history adds the assessments with what caused them. A cause is a document, or a decision of the desk.
func (r *reading) history(ctx context.Context, p *ClaimPage, f *ledger.Facts) error {
	list := f.History
	var causes []hearsay.DocumentID
	for _, a := range list {
		causes = append(causes, hearsay.DocumentID(a.Cause))
	}
	if err := r.fetch(ctx, causes...); err != nil {
		return err
	}
	for i, a := range list {
		m := Moment{Assessment: a}
		if _, ok := r.documents[hearsay.DocumentID(a.Cause)]; ok {
			line := r.line(hearsay.DocumentID(a.Cause))
			m.Cause = &line
		}
		p.History = append(p.History, m)
		if i == len(list)-1 {
			p.Now = &list[i]
			p.Since = list[runStart(list)]
		}
	}
	return nil
}

// rivals adds the claims of its story that contradict it.
func (p *ClaimPage) rivals(others []hearsay.Claim) {
	for _, c := range others {
		if c.ID == p.Claim.Negates || c.Negates == p.Claim.ID {
			p.Rivals = append(p.Rivals, c)
		}
	}
	slices.SortFunc(p.Rivals, func(a, b hearsay.Claim) int { return strings.Compare(string(a.ID), string(b.ID)) })
}
