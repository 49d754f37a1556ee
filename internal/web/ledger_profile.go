// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"
	"context"
	"slices"
	"time"

	"hearsay"
	"hearsay/internal/assess"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

// The lengths of lists on the pages of outlets and entities.
const (
	latestOfOutlet = 30   // documents
	linkedOfOutlet = 1000 // links that are looked at
	saidOfEntity   = 60
	namesEntity    = 30 // claims
	changesOfPages = 500
	feedWindow     = 30 * 24 * time.Hour
)

// Outlets fills the list of outlets.
func (s *shelf) Outlets(ctx context.Context) (*OutletsPage, error) {
	r, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	counts, err := r.CountByOutlet(ctx, time.Time{}, time.Time{})
	if err != nil {
		return nil, err
	}
	records, err := ledger.RecordsOf(ctx, r.Reader)
	if err != nil {
		return nil, err
	}
	p := &OutletsPage{}
	for _, o := range r.outlets {
		l := OutletLine{Outlet: o, Owner: o.OwnerAt(records.Now), Documents: counts[o.ID]}
		if l.Doubt, err = ledger.DoubtOf(ctx, r.Reader, o.ID); err != nil {
			return nil, err
		}
		for _, t := range records.Outlets[o.ID] {
			if l.Tested++; t.Held() {
				l.Held++
			}
		}
		p.Outlets = append(p.Outlets, l)
	}
	slices.SortFunc(p.Outlets, func(a, b OutletLine) int {
		return cmp.Or(cmp.Compare(b.Documents, a.Documents), cmp.Compare(outletName(a.Outlet), outletName(b.Outlet)), cmp.Compare(a.Outlet.ID, b.Outlet.ID))
	})
	return p, nil
}

// Outlet fills the page of an outlet.
func (s *shelf) Outlet(ctx context.Context, id hearsay.OutletID) (*OutletPage, error) {
	r, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	records, err := ledger.RecordsOf(ctx, r.Reader)
	if err != nil {
		return nil, err
	}
	p := &OutletPage{}
	if p.Profile, err = ledger.OutletProfile(ctx, r.Reader, records, id); err != nil {
		return nil, err
	}
	p.Owner = p.Profile.Outlet.OwnerAt(records.Now)
	if p.Tested, err = r.testedLines(ctx, p.Profile.Tested); err != nil {
		return nil, err
	}
	documents, err := r.Documents(ctx, store.DocumentFilter{Outlet: id, Limit: latestOfOutlet})
	if err != nil {
		return nil, err
	}
	r.keep(documents)
	for _, d := range documents {
		p.Latest = append(p.Latest, r.line(d.ID))
	}
	if p.Unnamed, err = r.unnamed(ctx, documents); err != nil {
		return nil, err
	}
	if p.Feeds, err = r.feedsOf(ctx, id, records.Now); err != nil {
		return nil, err
	}
	return p, r.creditsOf(ctx, p, documents)
}

// unnamed counts the attributions of documents, and those whose origin has no name.
func (r *reading) unnamed(ctx context.Context, documents []hearsay.Document) (Part, error) {
	attributions, err := r.AttributionsOf(ctx, idsOf(documents)...)
	var p Part
	for i := range attributions {
		a := &attributions[i]
		if a.Bare || a.Frames() {
			continue
		}
		if p.All++; !a.Origin().Named {
			p.Some++
		}
	}
	return p, err
}

// feedsOf gives the feeds of an outlet with how looking at them went.
func (r *reading) feedsOf(ctx context.Context, id hearsay.OutletID, now time.Time) ([]FeedLine, error) {
	feeds, err := r.Feeds(ctx, store.FeedFilter{Outlet: id})
	if err != nil {
		return nil, err
	}
	ids := make([]hearsay.FeedID, len(feeds))
	for i := range feeds {
		ids[i] = feeds[i].ID
	}
	if len(ids) == 0 {
		return nil, nil
	}
	looks, err := r.LooksByDay(ctx, now.Add(-feedWindow), now.Add(time.Second), ids...)
	if err != nil {
		return nil, err
	}
	var lines []FeedLine
	for _, f := range feeds {
		l := FeedLine{Feed: f}
		for _, day := range looks {
			if day.Feed == f.ID {
				l.Good, l.Failed = l.Good+day.Good, l.Failed+day.Failed
			}
		}
		if f.Kind != hearsay.FeedFile {
			if l.Health, err = ledger.HealthOf(ctx, r.Reader, f, time.Now()); err != nil {
				return nil, err
			}
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// creditsOf counts whom an outlet credits in its latest documents, and who credits it.
func (r *reading) creditsOf(ctx context.Context, p *OutletPage, documents []hearsay.Document) error {
	given, err := r.LinksFrom(ctx, idsOf(documents)...)
	if err != nil {
		return err
	}
	taken, err := r.LinksToOutlet(ctx, p.Profile.Outlet.ID, linkedOfOutlet)
	if err != nil {
		return err
	}
	if p.Given, err = r.credits(ctx, p, given, func(l LinkLine) hearsay.OutletID { return l.Outlet.ID }); err != nil {
		return err
	}
	p.Taken, err = r.credits(ctx, p, taken, func(l LinkLine) hearsay.OutletID { return l.From.Document.Outlet })
	return err
}

// credits counts links by the outlet at their other end, the most first.
func (r *reading) credits(ctx context.Context, p *OutletPage, links []hearsay.Link, other func(LinkLine) hearsay.OutletID) ([]Credit, error) {
	lines, err := r.linkLines(ctx, links)
	if err != nil {
		return nil, err
	}
	var all []Credit
	for _, l := range lines {
		id := other(l)
		if id == "" || id == p.Profile.Outlet.ID {
			continue
		}
		i := slices.IndexFunc(all, func(c Credit) bool { return c.Outlet.ID == id })
		if i < 0 {
			i = len(all)
			all = append(all, Credit{Outlet: r.outlet(id), Example: l})
		}
		if l.Link.Kind == hearsay.Copies {
			all[i].Copies++
		} else {
			all[i].Credits++
		}
	}
	slices.SortStableFunc(all, func(a, b Credit) int { return cmp.Compare(b.Copies+b.Credits, a.Copies+a.Credits) })
	return all, nil
}

func (r *reading) testedLines(ctx context.Context, tested []assess.Tested) ([]TestedLine, error) {
	claims := make([]hearsay.Claim, len(tested))
	for i := range tested {
		claims[i] = tested[i].Claim
	}
	lines, err := r.linesOf(ctx, claims)
	if err != nil {
		return nil, err
	}
	out := make([]TestedLine, len(tested))
	for i := range tested {
		out[i] = TestedLine{lines[i], tested[i].Held(), tested[i].At}
	}
	return out, nil
}

// Entity fills the page of a person, body or place.
func (s *shelf) Entity(ctx context.Context, id hearsay.EntityID) (*EntityPage, error) {
	r, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	p := &EntityPage{}
	if p.Entity, err = r.Entity(ctx, id); err != nil {
		return nil, err
	}
	for _, step := range []func(context.Context, *EntityPage) error{r.aliases, r.saidBy, r.naming, r.reliability} {
		if err := step(ctx, p); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// aliases adds the names that an entity goes by.
func (r *reading) aliases(ctx context.Context, p *EntityPage) error {
	all, err := r.AliasesOf(ctx, p.Entity.ID)
	if err != nil {
		return err
	}
	for _, a := range all {
		if n := len(p.Aliases); n > 0 && p.Aliases[n-1].Name == a.Name {
			p.Aliases[n-1].Documents++
			continue
		}
		if err := r.fetch(ctx, a.Document); err != nil {
			return err
		}
		p.Aliases = append(p.Aliases, AliasLine{a.Name, 1, r.line(a.Document)})
	}
	slices.SortStableFunc(p.Aliases, func(a, b AliasLine) int { return cmp.Compare(b.Documents, a.Documents) })
	return nil
}

// saidBy adds what an entity is said to have said, the latest first.
func (r *reading) saidBy(ctx context.Context, p *EntityPage) error {
	all, err := r.AttributionsBy(ctx, p.Entity.ID, 10*saidOfEntity)
	if err != nil {
		return err
	}
	named, err := r.Decisions(ctx, store.DecisionFilter{Object: string(p.Entity.ID), Kind: hearsay.NameSource, Standing: true})
	if err != nil {
		return err
	}
	for _, d := range named {
		a, err := orNone(r.Attribution(ctx, hearsay.AttributionID(d.Object)))
		if err != nil {
			return err
		}
		if a.ID != "" {
			all = append(all, a)
		}
	}
	documents := make([]hearsay.DocumentID, len(all))
	for i := range all {
		documents[i] = all[i].Document
	}
	if err := r.fetch(ctx, documents...); err != nil {
		return err
	}
	for _, a := range all {
		if d, ok := r.documents[a.Document]; ok && len(a.Content) > 0 && d.ID != "" {
			p.Said = append(p.Said, SaidLine{a, r.line(a.Document), "/document/" + string(a.Document) + "#" + attributionAnchor(a.ID)})
		}
	}
	slices.SortStableFunc(p.Said, func(a, b SaidLine) int { return b.Home.Document.When().Compare(a.Home.Document.When()) })
	p.Said = p.Said[:min(len(p.Said), saidOfEntity)]
	return nil
}

// naming adds the claims and the changes of watched pages that name an entity.
func (r *reading) naming(ctx context.Context, p *EntityPage) error {
	claims, err := ledger.Bearing(ctx, r.Reader, p.Entity.ID)
	if err != nil {
		return err
	}
	if p.Named, err = r.linesOf(ctx, claims[:min(len(claims), namesEntity)]); err != nil {
		return err
	}
	events, err := r.Events(ctx, store.EventFilter{Kinds: []hearsay.EventKind{hearsay.PageChanged}, NewestFirst: true, Limit: changesOfPages})
	if err != nil {
		return err
	}
	for i := range events {
		if !slices.ContainsFunc(events[i].Changes, func(c hearsay.Change) bool { return c.Entity == p.Entity.ID }) {
			continue
		}
		e, err := r.pageEvent(ctx, &events[i])
		if err != nil {
			return err
		}
		p.Pages = append(p.Pages, e)
	}
	return nil
}

// reliability adds what is known of the reliability of an entity that speaks.
func (r *reading) reliability(ctx context.Context, p *EntityPage) error {
	if len(p.Said) == 0 {
		return nil
	}
	records, err := ledger.RecordsOf(ctx, r.Reader)
	if err != nil {
		return err
	}
	if p.Profile, err = orNone(ledger.VoiceProfile(ctx, r.Reader, records, p.Entity.Name)); err != nil || p.Profile == nil {
		return err
	}
	p.Tested, err = r.testedLines(ctx, p.Profile.Tested)
	return err
}
