// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"time"

	"hearsay"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

type impactCommand struct {
	ID   string `arg:"" help:"ID of a document or a capture."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by hearsay impact --help.
func (impactCommand) Help() string {
	return `Lists what rests on a document, or on all documents of a capture: the documents that copy, credit or cite it, step by
step; every claim, how it rests on it, and where it would stand without it; the moves of status that it brought about; what
people decided on that ground. Ask when something is corrected, taken back, or found wrong.

Example:
  hearsay impact d3k1…`
}

// impactView is what rests on some documents.
type impactView struct {
	Documents []impactDocument `json:"documents"`
	Replaced  []impactDocument `json:"replaced_by"`
	Resting   []impactLink     `json:"resting"`
	Claims    []impactClaim    `json:"claims"`
	Gone      []impactGone     `json:"gone"`
	Decisions []decisionLine   `json:"decisions"`
}

type impactDocument struct {
	ID        hearsay.DocumentID `json:"id"`
	Capture   hearsay.CaptureID  `json:"capture"`
	Outlet    hearsay.OutletID   `json:"outlet"`
	Title     string             `json:"title"`
	Published string             `json:"published"`
	Fetched   time.Time          `json:"fetched"`
}

type impactLink struct {
	impactDocument
	Kind   hearsay.LinkKind   `json:"kind"`
	To     hearsay.DocumentID `json:"to"`
	Reason string             `json:"reason"`
}

type impactClaim struct {
	ID      hearsay.ClaimID `json:"id"`
	Story   hearsay.StoryID `json:"story"`
	Text    string          `json:"text"`
	How     []string        `json:"how"`
	Changes bool            `json:"changes"`
	Now     *standing       `json:"now"`
	Without *standing       `json:"without"` // null where nobody makes the claim then

	Resting []hearsay.DocumentID `json:"resting"` // that carry it on the ground of the documents in question
	Beyond  *standing            `json:"without_resting"`
	Moves   []judgement          `json:"moves"`
}

// standing is where a claim stands.
type standing struct {
	Status hearsay.Status `json:"status"`
	Low    int            `json:"low"`
	High   int            `json:"high"`
}

func (s *standing) String() string {
	if s == nil {
		return "nobody makes it"
	}
	return string(s.Status) + ", " + interval(s.Low, s.High, "origin")
}

type impactGone struct {
	Claim hearsay.ClaimID `json:"claim"`
	judgement
}

// Run lists what rests on something.
func (c *impactCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	found, err := ledger.ImpactOf(ctx, a.store.As(store.Everything), c.ID)
	if err != nil {
		return err
	}
	v := viewImpact(found)
	if c.JSON {
		return a.printJSON(v)
	}
	printImpact(a.stdout, v)
	return nil
}

func viewImpact(i *ledger.Impact) *impactView {
	v := &impactView{[]impactDocument{}, []impactDocument{}, []impactLink{}, []impactClaim{}, []impactGone{}, []decisionLine{}}
	for _, d := range i.Documents {
		v.Documents = append(v.Documents, documentOf(d))
	}
	for _, d := range i.Replaced {
		v.Replaced = append(v.Replaced, documentOf(d))
	}
	for _, l := range i.Resting {
		v.Resting = append(v.Resting, impactLink{documentOf(i.From[l.From]), l.Kind, l.To, l.Reason})
	}
	for _, x := range i.Claims {
		c := impactClaim{ID: x.Claim.ID, Story: x.Claim.Story, Text: x.Claim.Text, How: append([]string{}, x.How...), Changes: x.Changes(),
			Without: standingOf(x.Without), Beyond: standingOf(x.Beyond), Moves: []judgement{},
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
		v.Gone = append(v.Gone, impactGone{x.Claim, judged(x)})
	}
	for _, d := range i.Decisions {
		v.Decisions = append(v.Decisions, decisionLine{d.ID, d.Kind, d.Other, d.Value, d.Reason, d.By, d.At})
	}
	return v
}

func documentOf(d hearsay.Document) impactDocument {
	return impactDocument{d.ID, d.Capture, d.Outlet, d.Title, d.Published.String(), d.Fetched}
}

func standingOf(a *hearsay.Assessment) *standing {
	if a == nil {
		return nil
	}
	return &standing{a.Status, a.Low, a.High}
}

func judged(a hearsay.Assessment) judgement {
	return judgement{a.Status, a.Low, a.High, a.At, a.Known, a.Cause, a.Reasons}
}

func printImpact(w io.Writer, v *impactView) {
	fmt.Fprintln(w, "IN QUESTION")
	for _, d := range v.Documents {
		fmt.Fprintf(w, "%s  %s  %s  %s (capture %s)\n", d.ID, cmp.Or(d.Published, "undated"), d.Outlet, d.Title, d.Capture)
	}
	for _, d := range v.Replaced {
		fmt.Fprintf(w, "  replaced by %s, captured %s\n", d.ID, d.Fetched.Format("2006-01-02 15:04"))
	}
	fmt.Fprintln(w, "\nDOCUMENTS THAT REST ON IT")
	for _, l := range v.Resting {
		fmt.Fprintf(w, "%s  %s  %s  %s\n  %s %s: %s\n", l.ID, cmp.Or(l.Published, "undated"), l.Outlet, l.Title, l.Kind, l.To, l.Reason)
	}
	fmt.Fprintln(w, "\nCLAIMS AND STATUSES THAT REST ON IT")
	for _, c := range v.Claims {
		c.print(w)
	}
	for _, g := range v.Gone {
		fmt.Fprintf(w, "%s  made no more; when it was: %s, %s\n", g.Claim, g.Status, interval(g.Low, g.High, "origin"))
	}
	if len(v.Decisions) > 0 {
		fmt.Fprintln(w, "\nDECISIONS ON THAT GROUND")
	}
	for _, d := range v.Decisions {
		fmt.Fprintf(w, "%s  %s %s %s, because %s\n", d.ID, d.By, d.Kind, cmp.Or(d.Value, d.Other), d.Reason)
	}
}

func (c *impactClaim) print(w io.Writer) {
	fmt.Fprintf(w, "%s  “%s”\n  now %s\n  without it: %s\n", c.ID, c.Text, c.Now, c.Without)
	if n := len(c.Resting); n > 0 {
		fmt.Fprintf(w, "  without it and what rests on it (%s): %s\n", count(n, "document"), c.Beyond)
	}
	for _, h := range c.How {
		fmt.Fprintf(w, "  · %s\n", h)
	}
	for _, m := range c.Moves {
		fmt.Fprintf(w, "  · moved it on %s to %s, %s\n", m.At.Format(time.DateOnly), m.Status, interval(m.Low, m.High, "origin"))
	}
}
