// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package cluster places documents in stories: in one pass, from names, days, numbers and words, each placement with
// its reason. What is compared of a document is its [Sketch]; its text is not read again.
//
// Two groups of documents tell of one event if documents of different groups are nearly as alike as documents of the
// same group. That tells apart look-alike events (same kind, other actors, place or day), which share many words and
// some names: each of the two is more alike within. Events are sides of one story if they name the same and tell other
// things of it. A newcomer can show that two stories are one, or that one is two; then documents move, each with the
// reason.
//
// A document is compared with the documents dated within [Window] of it that were placed before, and with nothing
// else: the place follows from them alone, not from how long the program has been running or what else it holds.
package cluster

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"hearsay"
)

// Version is raised when the same documents give other stories.
const Version = 5

// Window is how long a story waits for a new document: without one for longer it is over.
const Window = 14 * 24 * time.Hour

// Newcomer is a document that looks for its story.
type Newcomer struct {
	Document hearsay.DocumentID
	When     time.Time
	With     hearsay.StoryID // where it belongs when nothing else is like it: the story of its thread, or of what it copies; may be empty
	Copies   bool            // With is the story of what it copies
	Sketch
}

// Placed is a document that has its story.
type Placed struct {
	Newcomer
	Story hearsay.StoryID
}

// Near is what an [Index] asks: the placed documents dated at from or later and before to.
type Near interface {
	DocumentsNear(ctx context.Context, from, to time.Time) ([]Placed, error)
}

// Place finds the story of a document, or founds one, and adds the document to it. Its membership comes first; behind
// it stand those of documents that were placed before and belong elsewhere now. Documents of one epoch come in the
// order of their dates, so that the order in which they arrived makes no difference.
func (x *Index) Place(ctx context.Context, n Newcomer, near Near) ([]hearsay.Membership, error) {
	if err := x.cover(ctx, n.When, near); err != nil {
		return nil, fmt.Errorf("look for what is near %s: %w", n.Document, err)
	}
	x.move(n.When)
	d := x.member(Placed{Newcomer: n})
	x.count(d, 1)
	g := x.around(d)
	parts := x.parts(g)
	x.name(g, parts, n)
	out := []hearsay.Membership{x.membership(g, parts[g.partOf(parts, g.newcomer)], n)}
	var moved []*member
	for p := range parts {
		leaving := x.leaving(g, &parts[p])
		moved = append(moved, leaving...)
		out = append(out, x.moves(g, &parts[p], leaving, n.Document)...)
	}
	x.count(d, -1)
	d.story = out[0].Placed
	x.insert(d)
	for i, m := range moved {
		x.transfer(m, out[i+1].Placed)
	}
	return out, nil
}

// name gives each part the story that most of its documents are in, if no part has more of it, or else a new one. A
// document that is alone does not leave its story: it would tell nothing of another.
func (x *Index) name(g *group, parts []part, n Newcomer) {
	type claim struct {
		part, documents int
		story           hearsay.StoryID
	}
	var claims []claim
	for p := range parts {
		held := map[hearsay.StoryID]int{}
		for _, i := range parts[p].members {
			if s := g.members[i].story; s != "" {
				held[s]++
			}
		}
		for s, documents := range held {
			claims = append(claims, claim{p, documents, s})
		}
	}
	slices.SortFunc(claims, func(a, b claim) int {
		return cmp.Or(b.documents-a.documents, cmp.Compare(a.story, b.story), a.part-b.part)
	})
	taken := map[hearsay.StoryID]bool{}
	for _, c := range claims {
		if p := &parts[c.part]; p.story == "" && !taken[c.story] {
			p.story, taken[c.story] = c.story, true
		}
	}
	for p := range parts {
		first := g.members[parts[p].members[0]]
		switch {
		case parts[p].story != "":
		case len(parts[p].members) == 1 && first.story != "":
			parts[p].story = first.story
		case len(parts[p].members) == 1 && x.stories[n.With] != nil:
			parts[p].story, parts[p].with = n.With, true
		case len(parts[p].members) == 1:
			parts[p].story = hearsay.StoryID(hearsay.ID('t', string(n.Document)))
		default:
			parts[p].story = hearsay.StoryID(hearsay.ID('t', string(n.Document), string(first.document)))
		}
	}
}

// leaving gives the documents of a part that were in other stories. Where all of a story that was looked at comes
// here, the other documents of it come too, so that nothing of it stays behind.
func (x *Index) leaving(g *group, p *part) []*member {
	var out []*member
	from := map[hearsay.StoryID]int{}
	for _, i := range p.members {
		if d := g.members[i]; d.story != "" && d.story != p.story && !x.fixed(d) {
			from[d.story]++
			out = append(out, d)
		}
	}
	for _, s := range slices.Sorted(maps.Keys(from)) {
		st := x.stories[s]
		if from[s] < g.of[s] {
			continue
		}
		for _, d := range st.members {
			if !slices.Contains(g.members, d) && !x.fixed(d) {
				out = append(out, d)
			}
		}
	}
	return out
}

func (x *Index) fixed(d *member) bool { return x.Fixed != nil && x.Fixed(d.document, d.story) }

// moves gives the new memberships of documents that were placed before.
func (x *Index) moves(g *group, p *part, moved []*member, cause hearsay.DocumentID) []hearsay.Membership {
	out := make([]hearsay.Membership, len(moved))
	for k, d := range moved {
		reason := fmt.Sprintf("moved from %s when %s came: %s", d.story, cause, x.shared(g, p, d))
		out[k] = hearsay.Membership{Document: d.document, Story: p.story, Placed: p.story, Reason: reason, Found: reason,
			Stamp: hearsay.NewStamp("cluster", Version)}
		if i := slices.Index(g.members, d); i >= 0 { // older documents of the story are not compared
			out[k].Score, _ = g.likeness(i, p)
		}
	}
	return out
}

// membership says where the newcomer is placed, and why.
func (x *Index) membership(g *group, p part, n Newcomer) hearsay.Membership {
	m := hearsay.Membership{Document: n.Document, Placed: p.story, Stamp: hearsay.NewStamp("cluster", Version)}
	d := g.members[g.newcomer]
	switch {
	case p.with && n.Copies:
		m.Reason = "copies a document of the story; what so many print is rare no more, and tells nothing"
	case p.with:
		m.Reason = "stands in a thread that belongs to the story"
	case len(p.members) == 1:
		m.Score, m.Reason = 1, "begins the story: no open story shares enough names and words with it"
	default:
		var alone bool
		m.Score, alone = g.likeness(g.newcomer, &p)
		m.Reason = fmt.Sprintf("similarity %.2f: %s", m.Score, x.shared(g, &p, d))
		if alone {
			m.Reason = "another side of the story, " + m.Reason
		}
	}
	m.Story, m.Found = m.Placed, m.Reason
	return m
}
