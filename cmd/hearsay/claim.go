// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/assess"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

type claimCommand struct {
	ID      string `arg:"" help:"ID of the claim."`
	AsKnown string `placeholder:"DATE" help:"The page of an earlier time: from what we held and had decided by then."`
	AsOf    string `placeholder:"DATE" help:"The page for an earlier time: from what had appeared by then, whenever we came to know of it."`
	JSON    bool   `help:"Print JSON."`
}

// Help is shown by hearsay claim --help.
func (claimCommand) Help() string {
	return `Shows a claim: who says it on whose authority as a tree, who answers it, its origins with the reason for every
merge, the weakest link and what would raise the low bound, and how its status moved.

A DATE is a day (2026-03-05, to its end), or a time (2026-03-05T12:00:00Z); both in UTC. With both flags a document counts
if it had appeared by the one and was held by the other.

Examples:
  hearsay claim k9f2…
  hearsay claim k9f2… --as-known 2026-03-05
  hearsay claim k9f2… --as-of 2026-03-05T12:00:00Z --json`
}

// carrier is one place where a document carries the claim.
type carrier struct {
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

type answer struct {
	Party     string             `json:"party"`
	Stance    hearsay.Stance     `json:"stance"`
	What      string             `json:"what"`
	Concerned bool               `json:"concerned"`
	Asker     string             `json:"asker,omitempty"`
	Due       string             `json:"due,omitempty"`
	Document  hearsay.DocumentID `json:"document"`
	At        time.Time          `json:"at"`
}

type originLine struct {
	Name      string             `json:"name"`
	Kind      hearsay.VoiceKind  `json:"kind"`
	Document  hearsay.DocumentID `json:"document"`
	Documents int                `json:"documents"`
	Reason    string             `json:"reason"`
}

type judgement struct {
	Status  hearsay.Status `json:"status"`
	Low     int            `json:"low"`
	High    int            `json:"high"`
	At      time.Time      `json:"at"`
	Known   time.Time      `json:"known"`
	Cause   string         `json:"cause"`
	Reasons []string       `json:"reasons"`
}

type linkLine struct {
	From   hearsay.DocumentID `json:"from"`
	To     hearsay.DocumentID `json:"to,omitempty"`
	Outlet hearsay.OutletID   `json:"outlet"`
	Kind   hearsay.LinkKind   `json:"kind"`
	Loop   bool               `json:"loop"`
	Reason string             `json:"reason"`
}

// claimView is a claim with everything that a reader asks of it.
type claimView struct {
	ID        hearsay.ClaimID    `json:"id"`
	Story     hearsay.StoryID    `json:"story"`
	Text      string             `json:"text"`
	Document  hearsay.DocumentID `json:"document"`
	Span      hearsay.Span       `json:"span"`
	Negates   hearsay.ClaimID    `json:"negates,omitempty"`
	Figures   []hearsay.Figure   `json:"figures"`
	Differ    [][]variant        `json:"differ"`            // claims that say the same with another number or date, side by side with this one
	Silence   *silenceLine       `json:"silence,omitempty"` // of an outlet that the claim says has nothing
	Carriers  []carrier          `json:"carriers"`
	Responses []answer           `json:"responses"`
	Origins   []originLine       `json:"origins"`
	Links     []linkLine         `json:"links"`
	History   []judgement        `json:"history"`
	Decisions []decisionLine     `json:"decisions"`
}

// decisionLine is what a person decided about the claim; it stands beside the machine's values.
type decisionLine struct {
	ID     hearsay.DecisionID   `json:"id"`
	Kind   hearsay.DecisionKind `json:"kind"`
	Other  string               `json:"other,omitempty"`
	Value  string               `json:"value,omitempty"`
	Reason string               `json:"reason"`
	By     string               `json:"by"`
	At     time.Time            `json:"at"`
}

// Run shows one claim.
func (c *claimCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	m, err := c.moment()
	if err != nil {
		return err
	}
	r := a.store.As(store.Everything)
	if m != (pipeline.Moment{}) {
		fmt.Fprintf(a.stderr, "hearsay: %s\n", describe(m))
	}
	v, err := viewClaim(ctx, r, hearsay.ClaimID(c.ID), m)
	if err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(v)
	}
	printClaim(a.stdout, v)
	return nil
}

// viewClaim gives the page of a claim: of now, or of a moment.
func viewClaim(ctx context.Context, r store.Reader, id hearsay.ClaimID, m pipeline.Moment) (*claimView, error) {
	load := presentClaim
	if m != (pipeline.Moment{}) {
		load = func(ctx context.Context, r store.Reader, id hearsay.ClaimID) (*claimFacts, error) {
			return pastClaim(ctx, r, id, m)
		}
	}
	f, err := load(ctx, r, id)
	if err != nil {
		return nil, err
	}
	claim := f.claim
	v := &claimView{ID: claim.ID, Story: claim.Story, Text: claim.Text, Document: claim.Source, Span: claim.Span, Negates: claim.Negates,
		Figures: append([]hearsay.Figure{}, claim.Figures...), Carriers: []carrier{}, Responses: []answer{}, Origins: []originLine{}, Links: []linkLine{}, History: []judgement{}, Decisions: []decisionLine{}}
	if err := v.carried(ctx, r, f); err != nil {
		return nil, err
	}
	if v.Differ, err = differing(ctx, r, f.story, f.carriers, id); err != nil {
		return nil, err
	}
	if v.Silence, err = ownCoverage(ctx, r, &claim, f.documents); err != nil {
		return nil, err
	}
	for _, x := range f.responses {
		v.Responses = append(v.Responses, answer{x.Party.Name, x.Stance, x.What, x.Concerned, x.Asker, x.Due, x.Document, x.At})
	}
	for _, d := range f.decisions {
		v.Decisions = append(v.Decisions, decisionLine{d.ID, d.Kind, d.Other, d.Value, d.Reason, d.By, d.At})
	}
	for i, h := range f.history {
		v.History = append(v.History, judgement{h.Status, h.Low, h.High, h.At, h.Known, h.Cause, h.Reasons})
		if i == len(f.history)-1 {
			for _, o := range h.Origins {
				v.Origins = append(v.Origins, originLine{o.Voice.Name, o.Voice.Kind, o.Document, o.Documents, o.Reason})
			}
		}
	}
	return v, nil
}

// carried fills in where the claim is carried, the oldest document first, and the links between those documents.
func (v *claimView) carried(ctx context.Context, r store.Reader, f *claimFacts) error {
	var ids []hearsay.DocumentID
	for _, x := range f.assertions {
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
	slices.SortStableFunc(f.assertions, func(x, y hearsay.Assertion) int {
		return cmp.Or(docs[x.Document].When().Compare(docs[y.Document].When()), cmp.Compare(x.Document, y.Document))
	})
	names, err := outletNames(ctx, r)
	if err != nil {
		return err
	}
	for _, x := range f.assertions {
		d := docs[x.Document]
		c := carrier{Document: d.ID, Outlet: cmp.Or(names[d.Outlet], string(d.Outlet)), Title: d.Title, Published: d.Published.String(),
			Chain: []string{}, Act: hearsay.Assert, Reason: x.Reason, Attribution: x.Attribution, Statement: x.Statement}
		if err := c.said(ctx, r); err != nil {
			return err
		}
		v.Carriers = append(v.Carriers, c)
	}
	for _, l := range f.links {
		_, from := docs[l.From]
		if _, held := docs[l.To]; held && from {
			v.Links = append(v.Links, linkLine{l.From, l.To, l.Outlet, l.Kind, l.Loop, l.Reason})
		}
	}
	return nil
}

// said fills in what is said at the place, and on whose authority.
func (c *carrier) said(ctx context.Context, r store.Reader) error {
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

func outletNames(ctx context.Context, r store.Reader) (map[hearsay.OutletID]string, error) {
	outlets, err := r.Outlets(ctx)
	names := map[hearsay.OutletID]string{}
	for _, o := range outlets {
		names[o.ID] = o.Name
	}
	return names, err
}

func printClaim(w io.Writer, v *claimView) {
	fmt.Fprintf(w, "“%s”\n", v.Text)
	if n := len(v.History); n > 0 {
		h := v.History[n-1]
		fmt.Fprintf(w, "%s, %s\n", h.Status, interval(h.Low, h.High, "independent origin"))
		for _, reason := range h.Reasons {
			if !strings.HasPrefix(reason, assess.WeakestLink) && !strings.HasPrefix(reason, assess.WouldRaise) {
				reason = "because " + reason
			}
			fmt.Fprintf(w, "  %s\n", reason)
		}
	}
	for _, d := range v.Decisions {
		fmt.Fprintf(w, "  %s decided: %s %s, because %s (%s)\n", d.By, d.Kind, strings.TrimSpace(d.Value+" "+d.Other), d.Reason, d.ID)
	}
	for _, f := range v.Figures {
		if f.Kind == hearsay.DateFigure {
			fmt.Fprintf(w, "  when: %s (%s)\n", f.Span.Text, cmp.Or(f.EDTF, f.Value))
			continue
		}
		fmt.Fprintf(w, "  how many: %s (%s)\n", f.Span.Text, strings.TrimSpace(f.Bound+" "+f.Value+" "+f.Unit))
	}
	if v.Silence != nil {
		fmt.Fprintf(w, "  %s\n", v.Silence)
	}
	fmt.Fprintln(w, "\nWHO SAYS IT")
	for i, c := range v.Carriers {
		if i == 0 || v.Carriers[i-1].Document != c.Document {
			fmt.Fprintf(w, "%s  %s  %s (%s)\n", cmp.Or(c.Published, "undated"), c.Outlet, c.Title, c.Document)
			v.printLinks(w, c.Document)
		}
		c.print(w)
	}
	fmt.Fprintln(w, "\nORIGINS")
	for _, o := range v.Origins {
		fmt.Fprintf(w, "%s (%s): %s; %s\n", o.Name, o.Kind, o.Reason, count(o.Documents, "document"))
	}
	fmt.Fprintln(w, "\nRESPONSES")
	for _, x := range v.Responses {
		fmt.Fprintf(w, "%s  %s %s%s: “%s” (%s)\n", x.At.Format(time.DateOnly), x.Party, x.Stance, x.awaited(), x.What, x.Document)
	}
	printDisagreements(w, v.Differ)
	fmt.Fprintln(w, "\nHISTORY")
	for _, h := range v.History {
		fmt.Fprintf(w, "%s  known %s  %s %s  %s\n", h.At.Format("2006-01-02 15:04"), h.Known.Format("2006-01-02 15:04"), h.Status,
			interval(h.Low, h.High, "origin"), h.Cause)
	}
}

// awaited says to whom and until when an answer was due, as far as the text does.
func (x *answer) awaited() string {
	s := ""
	if x.Asker != "" {
		s += ", asked by " + x.Asker
	}
	if x.Due != "" {
		s += ", " + x.Due
	}
	return s
}

// print prints the chain of one place as a tree, and what is said at its end.
func (c *carrier) print(w io.Writer) {
	indent := "  "
	if len(c.Chain) == 0 {
		fmt.Fprintf(w, "%s└ on its own authority\n", indent)
		indent += "  "
	}
	for _, name := range c.Chain {
		fmt.Fprintf(w, "%s└ %s\n", indent, name)
		indent += "  "
	}
	if c.Said != "" {
		fmt.Fprintf(w, "%s%s: “%s” (%s)\n", indent, c.Act, c.Said, string(c.Attribution)+string(c.Statement))
	}
}

// printLinks prints what a document rests on, each link once however often it is made.
func (v *claimView) printLinks(w io.Writer, id hearsay.DocumentID) {
	printed := map[string]bool{}
	for _, l := range v.Links {
		line := fmt.Sprintf("  %s %s%s: %s\n", l.Kind, l.To, loopMark(l.Loop), l.Reason)
		if l.From == id && !printed[line] {
			printed[line] = true
			fmt.Fprint(w, line)
		}
	}
}

func loopMark(loop bool) string {
	if loop {
		return " (on a circular path)"
	}
	return ""
}
