// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"context"
	"slices"

	"hearsay"
	"hearsay/internal/store"
)

// Doubt is that an outlet may have another publisher than before, or that a person decided that it has. What was found of the
// one before, grades and record, does not hold for what was captured since.
type Doubt struct {
	hearsay.Lapse
	Decided *hearsay.Decision // that it is another; nil while nobody has decided
}

// Open reports whether a person is asked.
func (d *Doubt) Open() bool { return d.Decided == nil }

// Holds reports whether a grade holds for what an outlet publishes now: it was given since the doubt was known.
func (d *Doubt) Holds(grade hearsay.Decision) bool { return d == nil || grade.At.After(d.Judged) }

// DoubtOf gives the doubt about an outlet; nil where there is none, or a person decided that it is who it was.
func DoubtOf(ctx context.Context, r store.Reader, id hearsay.OutletID) (*Doubt, error) {
	all, err := doubts(ctx, r, id)
	return all[id], err
}

// doubts gives the doubts about one outlet, or about all.
func doubts(ctx context.Context, r store.Reader, id hearsay.OutletID) (map[hearsay.OutletID]*Doubt, error) {
	lapses, err := r.Lapses(ctx, store.LapseFilter{Outlet: id, Doubted: true})
	if err != nil || len(lapses) == 0 {
		return nil, err
	}
	decisions, err := r.Decisions(ctx, store.DecisionFilter{Object: string(id), Kind: hearsay.SetPublisher, Standing: true})
	if err != nil {
		return nil, err
	}
	out := map[hearsay.OutletID]*Doubt{}
	for i, l := range lapses { // the last one that a person did not lift stands
		d := &Doubt{Lapse: l, Decided: decidedAbout(&l, lapses[i+1:], decisions)}
		if d.Open() || d.Decided.Value != "same" {
			out[l.Outlet] = d
		}
	}
	return out, nil
}

// decidedAbout gives the last decision about a lapse: it was made after that was judged, and before a later one was.
func decidedAbout(l *hearsay.Lapse, later []hearsay.Lapse, decisions []hearsay.Decision) (last *hearsay.Decision) {
	i := slices.IndexFunc(later, func(x hearsay.Lapse) bool { return x.Outlet == l.Outlet })
	for j := range decisions {
		d := &decisions[j]
		if d.Object == string(l.Outlet) && d.At.After(l.Judged) && (i < 0 || d.At.Before(later[i].Judged)) {
			last = d
		}
	}
	return last
}

// DoubtLine is as JSON that an outlet may be another's, or is.
type DoubtLine struct {
	hearsay.Lapse
	Decided *DecisionLine `json:"decided,omitempty"`
}

// LineOfDoubt gives a doubt as JSON; nil for none.
func LineOfDoubt(d *Doubt) *DoubtLine {
	if d == nil {
		return nil
	}
	l := &DoubtLine{Lapse: d.Lapse}
	if x := d.Decided; x != nil {
		l.Decided = &DecisionLine{x.ID, x.Kind, x.Other, x.Value, x.Reason, x.By, x.At}
	}
	return l
}
