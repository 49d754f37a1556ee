// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"net/http"
	"strconv"

	"hearsay"
)

// DocumentPage is one document: its text with the attributions marked, and everything that is known about where
// it came from.
type DocumentPage struct {
	Document     hearsay.Document
	Outlet       hearsay.Outlet
	Capture      hearsay.Capture
	Attributions []hearsay.Attribution
	Statements   []hearsay.Statement
	Decided      map[hearsay.AttributionID][]DecidedLine // by people, about who a source is and what it does
	Claims       []Counted
	Story        *hearsay.Story // nil where it is in none
	Versions     []DocumentLine // of the same address, the oldest first, this one among them
	Parent       *DocumentLine
	Parts        []DocumentLine
	Links        []LinkLine // from this document
	Back         []LinkLine // to this document, the first of them
	MoreBack     int        // further ones

	Proof      Proof // made by the handler, like the rest
	Paragraphs []Paragraph
	Notes      []Note
}

// choices lets people name a source, and say what it does.
func (p *DocumentPage) choices() []Choice {
	var about []Option
	for _, n := range p.Notes {
		if n.Attribution != nil {
			about = append(about, Option{string(n.Attribution.ID), strconv.Itoa(n.Number) + " " + voiceName(n.Attribution.Voice) + " " + does(n.Attribution)})
		}
	}
	if len(about) == 0 {
		return nil
	}
	var acts []Option
	for _, a := range hearsay.Acts {
		acts = append(acts, Option{string(a), string(a)})
	}
	return []Choice{
		{Kind: hearsay.NameSource, Label: "Who a source is", About: about, Typed: "ID or address of the person, body or outlet"},
		{Kind: hearsay.SetAct, Label: "What a source does", About: about, Values: acts},
	}
}

// Counted is a claim that the document carries, and where.
type Counted struct {
	Claim     hearsay.Claim
	Assertion hearsay.Assertion
}

// Proof says whether the stored bytes were checked for this answer.
type Proof struct {
	Checked  bool
	Verified bool
	Problem  string
}

func (p *DocumentPage) title() string {
	if p.Document.Title == "" {
		return "Untitled " + string(p.Document.Kind)
	}
	return p.Document.Title
}

func (d *desk) document(r *http.Request) (titled, error) {
	s, err := id(r)
	if err != nil {
		return nil, err
	}
	p, err := d.Ledger.Document(r.Context(), hearsay.DocumentID(s))
	if err != nil {
		return nil, err
	}
	p.Proof = d.prove(r.Context(), p.Capture, p.Document)
	p.Notes = notes(p)
	p.Paragraphs = paragraphs(p)
	return p, nil
}

// prove checks the stored bytes and the text, now. Nothing else makes a text verified.
func (d *desk) prove(ctx context.Context, c hearsay.Capture, doc hearsay.Document) Proof {
	if d.Verify == nil {
		return Proof{}
	}
	if c.ID == "" {
		return Proof{Checked: true, Problem: "there is no record of the capture it was read from"}
	}
	if err := d.Verify(ctx, c, doc); err != nil {
		return Proof{Checked: true, Problem: err.Error()}
	}
	return Proof{Checked: true, Verified: true}
}
