// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/assess"
)

// ClaimPage is one claim: who carries it, on whose authority, what the parties say, how its status moved.
type ClaimPage struct {
	Then      time.Time   // the moment as it was known at which the claim is shown; zero for now
	Moments   []time.Time // at which something became known of it, the oldest first
	Claim     hearsay.Claim
	Story     hearsay.Story
	Home      DocumentLine        // that the wording is from
	Now       *hearsay.Assessment // nil while it is not assessed
	Since     hearsay.Assessment  // the one that brought the status of now
	History   []Moment            // the oldest first
	Carriers  []Carrier           // by the time of their documents, then by place
	Links     []LinkLine          // that this claim came by
	Responses []ResponseLine
	Rivals    []hearsay.Claim    // that cannot be true together with this one
	Apart     []Apart            // this claim beside those that say the same with another number or date
	Silence   *Silence           // nil where the claim is not about an outlet that has nothing
	Decisions []hearsay.Decision // of people, that stand: beside the machine's values, never instead of them
	Outlets   map[hearsay.OutletID]hearsay.Outlet

	Graph  *Graph    // made from the above by the handler, like Chains
	Chains []Branch  // the graph as a list
	Talk   *TalkPart // nil for who may not read it, and for a claim as it was known; filled by the handler
}

// Carrier is one place where a document carries the claim. It has an attribution, or a statement.
type Carrier struct {
	DocumentLine
	Assertion   hearsay.Assertion
	Attribution *hearsay.Attribution
	Statement   *hearsay.Statement
	Sentence    string // the whole sentence, verbatim
}

// Anchor is the place in the document's page where the sentence stands.
func (c Carrier) Anchor() string {
	switch {
	case c.Attribution != nil:
		return documentAddress(c.Document.ID) + "#" + attributionAnchor(c.Attribution.ID)
	case c.Statement != nil:
		return documentAddress(c.Document.ID) + "#" + statementAnchor(c.Statement.ID)
	}
	return documentAddress(c.Document.ID)
}

// headline tells whether the place stands in the headline, which only sums up what the body attributes.
func (c Carrier) headline() bool {
	return c.Attribution != nil && c.at().Start < c.Document.Body
}

// told are the carriers without those headlines whose document attributes the claim in its body as well.
func (p *ClaimPage) told() []Carrier {
	inBody := map[hearsay.DocumentID]bool{}
	for _, c := range p.Carriers {
		if c.Attribution != nil && !c.headline() {
			inBody[c.Document.ID] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(p.Carriers), func(c Carrier) bool {
		return c.headline() && inBody[c.Document.ID]
	})
}

// carries tells whether a document that we hold carries the claim itself.
func (p *ClaimPage) carries(l *LinkLine) bool {
	return l != nil && l.To != nil && slices.ContainsFunc(p.Carriers, func(c Carrier) bool {
		return c.Document.ID == l.To.Document.ID
	})
}

// ResponseLine is a response with the place where it is found.
type ResponseLine struct {
	Response hearsay.Response
	Home     DocumentLine
	Sentence string
}

// Anchor is the place in the document's page where the response stands.
func (l ResponseLine) Anchor() string {
	if l.Response.Attribution == "" {
		return documentAddress(l.Response.Document)
	}
	return documentAddress(l.Response.Document) + "#" + attributionAnchor(l.Response.Attribution)
}

// Moment is one assessment with what caused it.
type Moment struct {
	Assessment hearsay.Assessment
	Cause      *DocumentLine // nil where it was no document, or one that may not be seen
}

// Decided is the decision about its status, which comes before what is derived; nil where there is none.
func (p *ClaimPage) Decided() *hearsay.Decision { return hearsay.StatusDecision(p.Decisions) }

// Why is the reason of the status, which stands before the reasons of the number.
func (p *ClaimPage) Why() string {
	for _, r := range p.Now.Reasons {
		if why, ok := strings.CutPrefix(r, string(p.Now.Status)+": "); ok {
			return why
		}
	}
	return ""
}

// Merges are the reasons of the number.
func (p *ClaimPage) Merges() []string {
	return slices.DeleteFunc(slices.Clone(p.Now.Reasons), func(r string) bool {
		return strings.HasPrefix(r, string(p.Now.Status)+": ") || lead(r)
	})
}

// Leads tell where to ask on: the weakest link, and what would raise the low bound.
func (p *ClaimPage) Leads() []string {
	return slices.DeleteFunc(slices.Clone(p.Now.Reasons), func(r string) bool { return !lead(r) })
}

func lead(reason string) bool {
	return strings.HasPrefix(reason, assess.WeakestLink) || strings.HasPrefix(reason, assess.WouldRaise)
}

func (p *ClaimPage) title() string { return p.Claim.Text }

func (d *desk) claim(r *http.Request) (titled, error) {
	s, err := id(r)
	if err != nil {
		return nil, err
	}
	then, err := moment(r, "known")
	if err != nil {
		return nil, err
	}
	p, err := d.Ledger.Claim(r.Context(), hearsay.ClaimID(s), then)
	if err != nil {
		return nil, err
	}
	p.Graph = draw(p)
	p.Chains = chains(p)
	if then.IsZero() && p.Story.ID != "" {
		p.Talk, err = d.talk(r.Context(), p.Story.ID, p.Claim.ID)
	}
	return p, err
}

func documentAddress(id hearsay.DocumentID) string { return "/document/" + string(id) }

func attributionAnchor(id hearsay.AttributionID) string { return "a" + string(id) }

func statementAnchor(id hearsay.StatementID) string { return "s" + string(id) }
