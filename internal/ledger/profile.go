// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"hearsay"
	"hearsay/internal/assess"
	"hearsay/internal/resolve"
	"hearsay/internal/store"
)

// Profile is what is known of the reliability of an outlet or a voice. What it earned, what people decided and what texts
// say stand beside each other and are never made one.
type Profile struct {
	Name      string
	Outlet    hearsay.Outlet // the zero value for a voice
	Entities  []hearsay.EntityID
	Tested    []assess.Tested // the latest resolved first
	Record    assess.Share
	Grades    []hearsay.Decision
	Doubt     *Doubt        // whether an outlet is still the one that it was; nil where nothing puts it in doubt
	Described []Description // what most documents say first
}

// Description is what a text says about a source, beside the name.
type Description struct {
	Text      string
	By        string             // who says so: an outlet, or the source it quotes
	Document  hearsay.DocumentID // the first that says so
	Documents int
}

// mostMentions bounds how many places are looked at for descriptions.
const mostMentions = 2000

// OutletProfile gives the profile of an outlet.
func OutletProfile(ctx context.Context, r store.Reader, records *Records, id hearsay.OutletID) (*Profile, error) {
	o, err := r.Outlet(ctx, id)
	if err != nil {
		return nil, err
	}
	p := &Profile{Name: cmp.Or(o.Name, string(o.ID)), Outlet: o}
	p.tested(records.Outlets[id], records)
	if p.Doubt, err = DoubtOf(ctx, r, id); err != nil {
		return nil, err
	}
	return p, p.fill(ctx, r, append([]string{p.Name}, o.Aliases...), string(id))
}

// VoiceProfile gives the profile of a named voice. A name that nothing has is hearsay.ErrNotFound.
func VoiceProfile(ctx context.Context, r store.Reader, records *Records, name string) (*Profile, error) {
	key := resolve.Normal(name)
	p := &Profile{Name: cmp.Or(records.Names[key], name)}
	p.tested(records.Voices[key], records)
	if err := p.fill(ctx, r, []string{name, resolve.Plain(name)}); err != nil {
		return nil, err
	}
	if len(p.Entities) == 0 && len(p.Tested) == 0 {
		return nil, &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read voice " + name, Cause: errors.New("no text names it"),
			Hint: "hearsay voice lists the voices that have a record"}
	}
	return p, nil
}

func (p *Profile) tested(all []assess.Tested, records *Records) {
	p.Tested = slices.Clone(all)
	slices.SortFunc(p.Tested, func(a, b assess.Tested) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Claim.ID, b.Claim.ID))
	})
	p.Record = assess.Record(p.Tested, records.Now)
}

// fill adds the grades that people gave and the descriptions in texts. objects are IDs besides those of the names.
func (p *Profile) fill(ctx context.Context, r store.Reader, names []string, objects ...string) error {
	aliases, err := r.EntitiesNamed(ctx, names...)
	if err != nil {
		return err
	}
	for _, a := range aliases {
		if !slices.Contains(p.Entities, a.Entity) {
			p.Entities = append(p.Entities, a.Entity)
			objects = append(objects, string(a.Entity))
		}
	}
	for _, o := range objects {
		grades, err := r.Decisions(ctx, store.DecisionFilter{Object: o, Kind: hearsay.GradeVoice, Standing: true})
		if err != nil {
			return err
		}
		p.Grades = append(p.Grades, grades...)
	}
	return p.describe(ctx, r, names)
}

// describe reads what the documents that name it say about it.
func (p *Profile) describe(ctx context.Context, r store.Reader, names []string) error {
	is := map[string]bool{}
	for _, n := range names {
		is[resolve.Normal(n)] = true
	}
	var ids []hearsay.DocumentID
	for _, e := range p.Entities {
		mentions, err := r.MentionsOfEntity(ctx, e, mostMentions)
		if err != nil {
			return err
		}
		for _, m := range mentions {
			ids = append(ids, m.Document)
		}
	}
	attributions, err := r.AttributionsOf(ctx, ids...)
	if err != nil {
		return err
	}
	docs, err := r.DocumentsOf(ctx, ids...)
	if err != nil {
		return err
	}
	home := map[hearsay.DocumentID]hearsay.OutletID{}
	for i := range docs {
		home[docs[i].ID] = docs[i].Outlet
	}
	said := map[hearsay.AttributionID]hearsay.Voice{}
	for _, a := range attributions {
		said[a.ID] = a.Voice
	}
	seen := map[[3]string]bool{}
	for _, a := range attributions {
		if a.Voice.Description == "" || !is[resolve.Normal(a.Voice.Name)] {
			continue
		}
		by := cmp.Or(said[a.Inside].Name, string(home[a.Document]))
		if key := [3]string{a.Voice.Description, by, string(a.Document)}; !seen[key] {
			seen[key] = true
			p.add(Description{a.Voice.Description, by, a.Document, 1})
		}
	}
	slices.SortStableFunc(p.Described, func(a, b Description) int {
		return cmp.Or(cmp.Compare(b.Documents, a.Documents), cmp.Compare(a.Text, b.Text), cmp.Compare(a.By, b.By))
	})
	return nil
}

func (p *Profile) add(d Description) {
	i := slices.IndexFunc(p.Described, func(x Description) bool { return x.Text == d.Text && x.By == d.By })
	if i < 0 {
		p.Described = append(p.Described, d)
		return
	}
	p.Described[i].Documents++
}
