// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"cmp"
	"context"
	"slices"
	"time"

	"hearsay"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

// Carrier is one place where a document carries the claim.
type Carrier struct {
	Document  hearsay.DocumentID `json:"document"`
	Outlet    string             `json:"outlet"`
	Title     string             `json:"title"`
	Published string             `json:"published"`
	Chain     []string           `json:"chain"`
	Act       hearsay.Act        `json:"act"`
	Said      string             `json:"said"`
	Reason    string             `json:"reason"`

	// One of the two is the place; it can be decided that it does not say the same.
	Attribution hearsay.AttributionID `json:"attribution,omitempty"`
	Statement   hearsay.StatementID   `json:"statement,omitempty"`
}

// Answer is what a party does about a claim.
type Answer struct {
	Party     string             `json:"party"`
	Stance    hearsay.Stance     `json:"stance"`
	What      string             `json:"what"`
	Concerned bool               `json:"concerned"`
	Asker     string             `json:"asker,omitempty"`
	Due       string             `json:"due,omitempty"`
	Document  hearsay.DocumentID `json:"document"`
	At        time.Time          `json:"at"`
}

// OriginLine is where chains end.
type OriginLine struct {
	Name      string             `json:"name"`
	Kind      hearsay.VoiceKind  `json:"kind"`
	Document  hearsay.DocumentID `json:"document"`
	Documents int                `json:"documents"`
	Reason    string             `json:"reason"`
}

// Judgement is where a claim stood, since when, and why.
type Judgement struct {
	Status  hearsay.Status `json:"status"`
	Low     int            `json:"low"`
	High    int            `json:"high"`
	At      time.Time      `json:"at"`
	Known   time.Time      `json:"known"`
	Cause   string         `json:"cause"`
	Reasons []string       `json:"reasons"`
}

// LinkLine is one step back from a document.
type LinkLine struct {
	From   hearsay.DocumentID `json:"from"`
	To     hearsay.DocumentID `json:"to,omitempty"`
	Outlet hearsay.OutletID   `json:"outlet"`
	Kind   hearsay.LinkKind   `json:"kind"`
	Loop   bool               `json:"loop"`
	Reason string             `json:"reason"`
}

// ClaimView is a claim with everything that a reader asks of it.
type ClaimView struct {
	ID        hearsay.ClaimID    `json:"id"`
	Story     hearsay.StoryID    `json:"story"`
	Text      string             `json:"text"`
	Document  hearsay.DocumentID `json:"document"`
	Span      hearsay.Span       `json:"span"`
	Negates   hearsay.ClaimID    `json:"negates,omitempty"`
	Figures   []hearsay.Figure   `json:"figures"`
	Differ    [][]Variant        `json:"differ"`            // claims that say the same with another number or date, side by side with this one
	Silence   *SilenceLine       `json:"silence,omitempty"` // of an outlet that the claim says has nothing
	Carriers  []Carrier          `json:"carriers"`
	Responses []Answer           `json:"responses"`
	Origins   []OriginLine       `json:"origins"`
	Links     []LinkLine         `json:"links"`
	History   []Judgement        `json:"history"`           // what is derived; the last one stands
	Decided   *DecisionLine      `json:"decided,omitempty"` // of Decisions, the one that says its status; that comes before what is derived
	Decisions []DecisionLine     `json:"decisions"`
}

// Derived is the last judgement; the zero value where there is none yet.
func (v *ClaimView) Derived() (now Judgement) {
	if n := len(v.History); n > 0 {
		now = v.History[n-1]
	}
	return now
}

// Status is the status that was decided or else the one that is derived; empty where there is neither.
func (v *ClaimView) Status() hearsay.Status {
	if v.Decided != nil {
		return hearsay.Status(v.Decided.Value)
	}
	return v.Derived().Status
}

// DecisionLine is what a person decided about the claim; it stands beside the machine's values.
type DecisionLine struct {
	ID     hearsay.DecisionID   `json:"id"`
	Kind   hearsay.DecisionKind `json:"kind"`
	Other  string               `json:"other,omitempty"`
	Value  string               `json:"value,omitempty"`
	Reason string               `json:"reason"`
	By     string               `json:"by"`
	At     time.Time            `json:"at"`
}

func lineOfDecision(d *hearsay.Decision) DecisionLine {
	return DecisionLine{d.ID, d.Kind, d.Other, d.Value, d.Reason, d.By, d.At}
}

// ViewClaim gives the page of a claim: of now, or of a moment.
func ViewClaim(ctx context.Context, r store.Reader, id hearsay.ClaimID, m pipeline.Moment) (*ClaimView, error) {
	f, err := FactsOf(ctx, r, id, m)
	if err != nil {
		return nil, err
	}
	claim := f.Claim
	v := &ClaimView{ID: claim.ID, Story: claim.Story, Text: claim.Text, Document: claim.Source, Span: claim.Span, Negates: claim.Negates,
		Figures: append([]hearsay.Figure{}, claim.Figures...), Carriers: []Carrier{}, Responses: []Answer{}, Origins: []OriginLine{}, Links: []LinkLine{}, History: []Judgement{}, Decisions: []DecisionLine{}}
	if err := v.carried(ctx, r, f); err != nil {
		return nil, err
	}
	if v.Differ, err = differing(ctx, r, f.Story, f.carriers, id); err != nil {
		return nil, err
	}
	if v.Silence, err = ownCoverage(ctx, r, &claim, f.Documents); err != nil {
		return nil, err
	}
	for _, x := range f.Responses {
		v.Responses = append(v.Responses, Answer{x.Party.Name, x.Stance, x.What, x.Concerned, x.Asker, x.Due, x.Document, x.At})
	}
	for i := range f.Decisions {
		v.Decisions = append(v.Decisions, lineOfDecision(&f.Decisions[i]))
	}
	if d := hearsay.StatusDecision(f.Decisions); d != nil {
		line := lineOfDecision(d)
		v.Decided = &line
	}
	for i, h := range f.History {
		v.History = append(v.History, Judgement{h.Status, h.Low, h.High, h.At, h.Known, h.Cause, h.Reasons})
		if i == len(f.History)-1 {
			for _, o := range h.Origins {
				v.Origins = append(v.Origins, OriginLine{o.Voice.Name, o.Voice.Kind, o.Document, o.Documents, o.Reason})
			}
		}
	}
	return v, nil
}

// carried fills in where the claim is carried, the oldest document first, and the links between those documents.
func (v *ClaimView) carried(ctx context.Context, r store.Reader, f *Facts) error {
	var ids []hearsay.DocumentID
	for _, x := range f.Assertions {
		if !slices.Contains(ids, x.Document) {
			ids = append(ids, x.Document)
		}
	}
	documents, err := r.DocumentsOf(ctx, ids...)
	if err != nil {
		return err
	}
	docs := map[hearsay.DocumentID]*hearsay.Document{}
	for i := range documents {
		docs[documents[i].ID] = &documents[i]
	}
	f.Assertions = slices.DeleteFunc(f.Assertions, func(x hearsay.Assertion) bool { return docs[x.Document] == nil })
	slices.SortStableFunc(f.Assertions, func(x, y hearsay.Assertion) int {
		return cmp.Or(docs[x.Document].When().Compare(docs[y.Document].When()), cmp.Compare(x.Document, y.Document))
	})
	names, err := OutletNames(ctx, r)
	if err != nil {
		return err
	}
	for _, x := range f.Assertions {
		d := docs[x.Document]
		c := Carrier{Document: d.ID, Outlet: cmp.Or(names[d.Outlet], string(d.Outlet)), Title: d.Title, Published: d.Published.String(),
			Chain: []string{}, Act: hearsay.Assert, Reason: x.Reason, Attribution: x.Attribution, Statement: x.Statement}
		if err := c.said(ctx, r); err != nil {
			return err
		}
		v.Carriers = append(v.Carriers, c)
	}
	for _, l := range f.Links {
		_, from := docs[l.From]
		if _, held := docs[l.To]; held && from {
			v.Links = append(v.Links, LinkLine{l.From, l.To, l.Outlet, l.Kind, l.Loop, l.Reason})
		}
	}
	return nil
}

// said fills in what is said at the place, and on whose authority.
func (c *Carrier) said(ctx context.Context, r store.Reader) error {
	if c.Attribution == "" {
		statements, err := r.StatementsOf(ctx, c.Document)
		for _, s := range statements {
			if s.ID == c.Statement {
				c.Said = s.Span.Text
			}
		}
		return err
	}
	at, err := r.Attribution(ctx, c.Attribution)
	c.Act, c.Said = at.Act, at.Said()
	for _, voice := range at.Chain {
		c.Chain = append(c.Chain, voice.Name)
	}
	return err
}

// OutletNames gives the names of all outlets.
func OutletNames(ctx context.Context, r store.Reader) (map[hearsay.OutletID]string, error) {
	outlets, err := r.Outlets(ctx)
	names := map[hearsay.OutletID]string{}
	for _, o := range outlets {
		names[o.ID] = o.Name
	}
	return names, err
}
