// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"net/url"

	"hearsay"
	people "hearsay/internal/desk"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

// The lengths of the lists of remarks.
const (
	remarksOnPage  = 50
	remarksOfStory = 3 // on the page of the story or claim
	mentionsOnPage = 20
)

// Discussion fills the page of what people say about a story, from behind a remark on. x tells what a new one is to be about.
func (s *shelf) Discussion(ctx context.Context, id hearsay.StoryID, after hearsay.RemarkID, x people.Draft) (*DiscussionPage, error) {
	r := s.store.As(s.who(ctx))
	p := &DiscussionPage{Later: after != ""}
	var err error
	if p.Story, err = r.Story(ctx, id); err != nil {
		return nil, err
	}
	filter := store.RemarkFilter{Story: p.Story.ID, After: after, Limit: remarksOnPage + 1}
	all, err := r.Remarks(ctx, filter)
	if err != nil {
		return nil, err
	}
	if len(all) > remarksOnPage {
		all = all[:remarksOnPage]
		p.Next = all[remarksOnPage-1].ID
	}
	if p.Remarks, err = ledger.ViewRemarks(ctx, r, whoIs(ctx), all); err != nil {
		return nil, err
	}
	if p.All, err = r.CountRemarks(ctx, filter); err != nil {
		return nil, err
	}
	if p.Locks, err = s.store.As(store.Everything).Locks(ctx, p.Story.ID); err != nil {
		return nil, err
	}
	p.About, err = aboutOf(ctx, r, x)
	return p, err
}

// aboutOf finds what a new remark is to be about. What is not there, or may not be seen, is nothing.
func aboutOf(ctx context.Context, r store.Reader, x people.Draft) (a About, err error) {
	if x.Claim != "" {
		c, err := orNone(r.Claim(ctx, x.Claim))
		if c.ID != "" {
			a.Claim = &ledger.ClaimName{ID: c.ID, Text: c.Text}
		}
		return a, err
	}
	if x.From == "" || x.To == "" && x.Outlet == "" {
		return a, nil
	}
	links, err := r.LinksFrom(ctx, x.From)
	for _, l := range links {
		if l.To == x.To && (x.To != "" || l.Outlet == x.Outlet) {
			a.Link, err = ledger.NameLink(ctx, r, &hearsay.Remark{Document: l.From, To: l.To, Outlet: l.Outlet})
			break
		}
	}
	return a, err
}

// Remark fills the page of one remark.
func (s *shelf) Remark(ctx context.Context, id hearsay.RemarkID) (*RemarkPage, error) {
	r := s.store.As(s.who(ctx))
	m, err := r.Remark(ctx, id)
	if err != nil {
		return nil, err
	}
	views, err := ledger.ViewRemarks(ctx, r, whoIs(ctx), []hearsay.Remark{m})
	if err != nil {
		return nil, err
	}
	p := &RemarkPage{Remark: views[0]}
	if p.Story, err = r.Story(ctx, p.Remark.Story); err != nil {
		return nil, err
	}
	if ledger.SeesText(&m, whoIs(ctx)) {
		if p.Versions, err = r.RemarkVersions(ctx, id); err != nil {
			return nil, err
		}
	}
	p.Locks, err = s.store.As(store.Everything).Locks(ctx, p.Story.ID)
	return p, err
}

// Talk fills what the page of a story, or of a claim of it, tells of the discussion.
func (s *shelf) Talk(ctx context.Context, story hearsay.StoryID, claim hearsay.ClaimID) (TalkPart, error) {
	r := s.store.As(s.who(ctx))
	p := TalkPart{Address: "/story/" + url.PathEscape(string(story)) + "/discussion"}
	filter := store.RemarkFilter{Story: story, Claim: claim, NewestFirst: true, Limit: remarksOfStory}
	if claim != "" {
		p.Address += "?claim=" + url.QueryEscape(string(claim))
	}
	newest, err := r.Remarks(ctx, filter)
	if err != nil {
		return p, err
	}
	if p.Newest, err = ledger.ViewRemarks(ctx, r, whoIs(ctx), newest); err != nil {
		return p, err
	}
	p.All, err = r.CountRemarks(ctx, filter)
	return p, err
}

// Mentions gives where somebody is mentioned, as they may see it, and has not marked it as seen.
func (s *shelf) Mentions(ctx context.Context, id hearsay.AccountID) (p MentionsPart, err error) {
	r := s.store.As(s.who(ctx))
	all, err := r.Mentions(ctx, id, mentionsOnPage)
	if err != nil || len(all) == 0 {
		return p, err
	}
	p.UpTo = all[0].At
	p.Remarks, err = ledger.ViewRemarks(ctx, r, whoIs(ctx), all)
	return p, err
}
