// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"

	"hearsay"
	"hearsay/internal/ledger"
)

// StoryPage is one story.
type StoryPage struct {
	Story     hearsay.Story
	Claims    []ClaimLine
	Documents []Member // the oldest first
	Apart     []Apart  // claims that differ in a number or a date
	Links     []LinkLine
	Seen      *ledger.Coverage // who covers it, who is silent

	Coverage Coverage  // the grid, made from the above by the handler
	Talk     *TalkPart // nil for who may not read it; filled by the handler
}

// Member is a document in a story, with the reason why it belongs there.
type Member struct {
	DocumentLine
	Membership hearsay.Membership
}

// LinkLine is a link with its two ends. To is nil where we do not hold what is linked.
type LinkLine struct {
	Link     hearsay.Link
	From     DocumentLine
	To       *DocumentLine
	Outlet   hearsay.Outlet // who is credited or copied
	Sentence string         // the whole sentence that says so; empty for a copy found by comparison
}

func (p *StoryPage) title() string { return p.Story.Title }

// Loops are the links that lie on a path back to where it started.
func (p *StoryPage) Loops() []LinkLine {
	var loops []LinkLine
	for _, l := range p.Links {
		if l.Link.Loop {
			loops = append(loops, l)
		}
	}
	return loops
}

func (d *desk) story(r *http.Request) (titled, error) {
	s, err := id(r)
	if err != nil {
		return nil, err
	}
	p, err := d.Ledger.Story(r.Context(), hearsay.StoryID(s))
	if err != nil {
		return nil, err
	}
	p.Coverage = cover(p)
	p.Talk, err = d.talk(r.Context(), p.Story.ID, "")
	return p, err
}
