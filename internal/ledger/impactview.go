// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"time"

	"hearsay"
)

// ImpactView is what rests on some documents.
type ImpactView struct {
	Documents []ImpactDocument `json:"documents"`
	Replaced  []ImpactDocument `json:"replaced_by"`
	Resting   []ImpactLink     `json:"resting"`
	Claims    []ImpactClaim    `json:"claims"`
	Gone      []ImpactGone     `json:"gone"`
	Decisions []DecisionLine   `json:"decisions"`
	Digest    []DigestLine     `json:"digest"` // lines of issues that cite them
}

// ImpactDocument is a document in question, or one that rests on it.
type ImpactDocument struct {
	ID        hearsay.DocumentID `json:"id"`
	Capture   hearsay.CaptureID  `json:"capture"`
	Outlet    hearsay.OutletID   `json:"outlet"`
	Title     string             `json:"title"`
	Published string             `json:"published"`
	Fetched   time.Time          `json:"fetched"`
}

// ImpactLink is a document that rests on one in question, and by what.
type ImpactLink struct {
	ImpactDocument
	Kind   hearsay.LinkKind   `json:"kind"`
	To     hearsay.DocumentID `json:"to"`
	Reason string             `json:"reason"`
}

// ImpactClaim is a claim that rests on the documents in question, and how.
type ImpactClaim struct {
	ID      hearsay.ClaimID `json:"id"`
	Story   hearsay.StoryID `json:"story"`
	Text    string          `json:"text"`
	How     []string        `json:"how"`
	Changes bool            `json:"changes"`
	Now     *Standing       `json:"now"`
	Without *Standing       `json:"without"` // null where nobody makes the claim then

	Resting []hearsay.DocumentID `json:"resting"` // that carry it on the ground of the documents in question
	Beyond  *Standing            `json:"without_resting"`
	Moves   []Judgement          `json:"moves"`
}

// Standing is where a claim stands.
type Standing struct {
	Status hearsay.Status `json:"status"`
	Low    int            `json:"low"`
	High   int            `json:"high"`
}

// ImpactGone is the last judgement on a claim that nobody makes any more.
type ImpactGone struct {
	Claim hearsay.ClaimID `json:"claim"`
	Judgement
}

// ViewImpact gives an impact as JSON.
func ViewImpact(i *Impact) *ImpactView {
	v := &ImpactView{[]ImpactDocument{}, []ImpactDocument{}, []ImpactLink{}, []ImpactClaim{}, []ImpactGone{}, []DecisionLine{}, append([]DigestLine{}, i.Digest...)}
	for _, d := range i.Documents {
		v.Documents = append(v.Documents, documentOf(d))
	}
	for _, d := range i.Replaced {
		v.Replaced = append(v.Replaced, documentOf(d))
	}
	for _, l := range i.Resting {
		v.Resting = append(v.Resting, ImpactLink{documentOf(i.From[l.From]), l.Kind, l.To, l.Reason})
	}
	for _, x := range i.Claims {
		c := ImpactClaim{ID: x.Claim.ID, Story: x.Claim.Story, Text: x.Claim.Text, How: append([]string{}, x.How...), Changes: x.Changes(),
			Without: standingOf(x.Without), Beyond: standingOf(x.Beyond), Moves: []Judgement{},
			Resting: append([]hearsay.DocumentID{}, x.Resting...)}
		if x.Now.Status != "" {
			c.Now = standingOf(&x.Now)
		}
		for _, m := range x.Moves {
			c.Moves = append(c.Moves, judged(m))
		}
		v.Claims = append(v.Claims, c)
	}
	for _, x := range i.Gone {
		v.Gone = append(v.Gone, ImpactGone{x.Claim, judged(x)})
	}
	for _, d := range i.Decisions {
		v.Decisions = append(v.Decisions, DecisionLine{d.ID, d.Kind, d.Other, d.Value, d.Reason, d.By, d.At})
	}
	return v
}

func documentOf(d hearsay.Document) ImpactDocument {
	return ImpactDocument{d.ID, d.Capture, d.Outlet, d.Title, d.Published.String(), d.Fetched}
}

func standingOf(a *hearsay.Assessment) *Standing {
	if a == nil {
		return nil
	}
	return &Standing{a.Status, a.Low, a.High}
}

func judged(a hearsay.Assessment) Judgement {
	return Judgement{a.Status, a.Low, a.High, a.At, a.Known, a.Cause, a.Reasons}
}
