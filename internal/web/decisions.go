// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"fmt"
	"net/http"

	"hearsay"
	"hearsay/internal/digest"
	"hearsay/internal/store"
)

// DecisionsPage is the log of what people decided, the latest first.
type DecisionsPage struct {
	Decisions []DecisionLine
	Next      hearsay.DecisionID // where the list goes on; empty at its end
	Later     bool               // this is not the first page of the list
}

const decisionsOnPage = 60

// DecisionLine is a decision with what it is about.
type DecisionLine struct {
	Decision hearsay.Decision
	Undone   bool
	Objects  []Named
}

// Named is a record with its address and how it is called; the address is empty where there is no page.
type Named struct{ ID, Name, Address string }

func (p *DecisionsPage) title() string { return "Decisions" }

func (d *desk) decisions(r *http.Request) (titled, error) {
	return d.Ledger.Decisions(r.Context(), hearsay.DecisionID(r.URL.Query().Get("after")))
}

// Decisions fills the log of decisions, from behind one of them on.
func (s *shelf) Decisions(ctx context.Context, after hearsay.DecisionID) (*DecisionsPage, error) {
	r, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	all, err := r.Decisions(ctx, store.DecisionFilter{Newest: true, After: after, Limit: decisionsOnPage + 1})
	if err != nil {
		return nil, err
	}
	undoing, err := r.Decisions(ctx, store.DecisionFilter{Kind: hearsay.UndoDecision})
	if err != nil {
		return nil, err
	}
	undone := map[hearsay.DecisionID]bool{}
	for _, x := range undoing {
		undone[x.Undoes] = true
	}
	p := &DecisionsPage{Later: after != ""}
	if len(all) > decisionsOnPage {
		all = all[:decisionsOnPage]
		p.Next = all[decisionsOnPage-1].ID
	}
	for _, x := range all {
		line := DecisionLine{Decision: x, Undone: undone[x.ID]}
		for _, o := range []string{x.Object, x.Other} {
			if o == "" {
				continue
			}
			n, err := r.named(ctx, o)
			if err != nil {
				return nil, err
			}
			line.Objects = append(line.Objects, n)
		}
		p.Decisions = append(p.Decisions, line)
	}
	return p, nil
}

// named gives a record as people know it, by the letter that its ID begins with.
func (r *reading) named(ctx context.Context, id string) (Named, error) {
	n := Named{ID: id, Name: id}
	var err error
	name, address := "", ""
	switch id[0] {
	case 't':
		var s hearsay.Story
		s, err = orNone(r.Story(ctx, hearsay.StoryID(id)))
		name, address = s.Title, "/story/"+id
	case 'k':
		var c hearsay.Claim
		c, err = orNone(r.Claim(ctx, hearsay.ClaimID(id)))
		name, address = c.Text, "/claim/"+id
	case 'a':
		var a hearsay.Attribution
		a, err = orNone(r.Attribution(ctx, hearsay.AttributionID(id)))
		name, address = a.Said(), documentAddress(a.Document)+"#"+attributionAnchor(a.ID)
	case 'd':
		var d hearsay.Document
		d, err = orNone(r.Document(ctx, hearsay.DocumentID(id)))
		name, address = d.Title, "/document/"+id
	case 'i':
		var i hearsay.Issue
		if i, err = orNone(r.Issue(ctx, hearsay.IssueID(id))); i.IsPublished() {
			name, address = digest.Name(&i), fmt.Sprintf("/digest/%d", i.Number)
		}
	case 'r':
		var m hearsay.Remark
		if m, err = orNone(r.Remark(ctx, hearsay.RemarkID(id))); m.ID != "" {
			name, address = "a remark by "+m.By, "/remark/"+id
		}
	case 'e':
		var e hearsay.Entity
		e, err = orNone(r.Entity(ctx, hearsay.EntityID(id)))
		name, address = e.Name, "/entity/"+id
	}
	if o, ok := r.outlets[hearsay.OutletID(id)]; ok {
		name, address = outletName(o), "/outlet/"+id
	}
	if name != "" {
		n.Name, n.Address = name, address
	}
	return n, err
}
