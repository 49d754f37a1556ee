// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package site

import (
	"context"
	"errors"
	"slices"
	"time"

	"hearsay"
	"hearsay/internal/digest"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
	"hearsay/internal/web"
)

const (
	batch        = 100 // records that are read at once, and lines on a page of a list
	issuesAtHome = 8
)

// issueRef is an issue as lists show it.
type issueRef struct {
	Number    int
	Title     string // with its number
	Published time.Time
	Publisher string
	Changed   time.Time // when its basis changed last; zero for never
	Kinds     []hearsay.ItemKind
}

// updated is when the page of the issue changed last.
func (i *issueRef) updated() time.Time {
	if i.Changed.After(i.Published) {
		return i.Changed
	}
	return i.Published
}

// issuePage is a published issue with what leads on from it.
type issuePage struct {
	*web.DigestPage
	Sources   map[hearsay.DocumentID]ledger.IssueSource
	Claims    map[hearsay.ClaimID]hearsay.ClaimID // as they are called now; none that is not there any more
	Stories   map[hearsay.StoryID]hearsay.StoryID
	Corrected map[string][]placeRef      // by the anchor of a line: the lines of later issues that correct it
	Corrects  map[string]placeRef        // by the place that an item corrects
	Answers   map[string][]web.ClaimLine // by the anchor of a line: the claims that it reports and somebody answers
	Tags      []tag
}

// placeRef leads to a line of an issue.
type placeRef struct{ Place, Path string }

// issueList is a page of the list of issues.
type issueList struct{ Issues []issueRef }

// eachIssue goes through the published issues, the newest first.
func (b *builder) eachIssue(ctx context.Context, do func(*hearsay.Issue) error) error {
	before := 0
	for {
		some, err := b.reader.Issues(ctx, store.IssueFilter{Published: true, Before: before, Limit: batch})
		if err != nil || len(some) == 0 {
			return err
		}
		for i := range some {
			if err := do(&some[i]); err != nil {
				return err
			}
			before = some[i].Number
		}
	}
}

// issues writes the issues, their list and its feeds.
func (b *builder) issues(ctx context.Context) error {
	if err := b.eachIssue(ctx, func(i *hearsay.Issue) error { b.index.note(i); return nil }); err != nil {
		return err
	}
	if err := b.eachIssue(ctx, func(i *hearsay.Issue) error { return b.issue(ctx, i.Number) }); err != nil {
		return err
	}
	b.report.Issues = len(b.index.issues)
	refs := b.index.issues
	err := b.paged("digests", "/digests.html", len(refs), func(from, to int) (view, error) {
		some := refs[from:to]
		v := view{Title: "Digests", About: "Numbered digests, in which each sentence cites.", Feed: "/digests", Page: issueList{some}}
		var leads []link
		for _, i := range some {
			v.Changed = later(v.Changed, i.updated())
			leads = append(leads, link{i.Title, issueAt(i.Number)})
		}
		v.Linked = b.collection(v, "/digests.html", leads)
		return v, nil
	})
	if err != nil {
		return err
	}
	return b.issueFeed(ctx)
}

// issueFeed writes the feeds of the latest issues; the IDs of entries are those that the desk's feeds give them.
func (b *builder) issueFeed(ctx context.Context) error {
	entries, err := b.ledger.DigestFeed(ctx)
	if err != nil {
		return err
	}
	c := b.channel("digests", "Digests", "Numbered digests, in which each sentence cites.", "/digests.html")
	for _, e := range entries {
		cutIssue(e.Issue)
		item, err := e.Item(b.url(issueAt(e.Issue.Number)))
		if err != nil {
			return err
		}
		c.Items = append(c.Items, item)
	}
	return b.feed("/digests", c)
}

// cutIssue shortens what an issue quotes.
func cutIssue(i *hearsay.Issue) {
	i.Items = slices.Clone(i.Items)
	for n := range i.Items {
		lines := slices.Clone(i.Items[n].Lines)
		for k := range lines {
			lines[k].Citations = slices.Clone(lines[k].Citations)
			for m := range lines[k].Citations {
				c := &lines[k].Citations[m]
				c.Span.Text = cut(c.Span.Text)
			}
		}
		i.Items[n].Lines = lines
	}
}

// issue writes the page of an issue.
func (b *builder) issue(ctx context.Context, number int) error {
	p, err := b.ledger.Digest(ctx, number)
	if err != nil {
		return err
	}
	at := b.index.issue(number)
	for _, c := range p.View.Changes {
		at.Changed = later(at.Changed, c.When)
	}
	page := issuePage{DigestPage: p, Sources: map[hearsay.DocumentID]ledger.IssueSource{}, Claims: map[hearsay.ClaimID]hearsay.ClaimID{},
		Stories: map[hearsay.StoryID]hearsay.StoryID{}, Corrected: map[string][]placeRef{}, Corrects: map[string]placeRef{}, Answers: map[string][]web.ClaimLine{}}
	for _, s := range p.View.Sources {
		page.Sources[s.ID] = s
	}
	for n, it := range p.View.Items {
		if err := b.leadOn(ctx, &page, &it); err != nil {
			return err
		}
		for k, l := range it.Lines {
			anchor := digest.LineAnchor(n+1, k+1)
			for _, place := range b.index.corrected[hearsay.Place(number, n+1, k+1)] {
				page.Corrected[anchor] = append(page.Corrected[anchor], b.place(place))
			}
			if page.Answers[anchor], err = b.answered(ctx, &l); err != nil {
				return err
			}
		}
	}
	v := view{Title: at.Title, Path: issueAt(number), Feed: "/digests", Page: page, Changed: at.updated()}
	v.Linked = b.article(&page, at)
	return b.show("issue", v)
}

// leadOn finds what an item leads to that is on the site.
func (b *builder) leadOn(ctx context.Context, page *issuePage, it *hearsay.Item) error {
	if it.Story != "" {
		story, err := orNone(b.reader.Story(ctx, it.Story))
		if err != nil {
			return err
		}
		if story.ID != "" {
			page.Stories[it.Story] = story.ID
			tags, err := b.tagsOf(ctx, story.ID)
			if err != nil {
				return err
			}
			for _, t := range tags {
				if !slices.Contains(page.Tags, t) {
					page.Tags = append(page.Tags, t)
				}
			}
			b.index.told(story.ID, page.View.Number)
		}
	}
	if it.Corrects != "" {
		page.Corrects[it.Corrects] = b.place(it.Corrects)
	}
	for _, l := range it.Lines {
		for _, c := range l.Citations {
			claim, err := b.claimNow(ctx, c.Claim)
			if err != nil {
				return err
			}
			if claim.ID != "" {
				page.Claims[c.Claim] = claim.ID
			}
			if claim.ID == "" || claim.ID == c.Claim {
				continue
			}
			if err := b.moves(claimAt(c.Claim), claimAt(claim.ID), claim.Text); err != nil {
				return err
			}
		}
	}
	return nil
}

// claimNow gives a claim as it is called now; none where it is not there any more.
func (b *builder) claimNow(ctx context.Context, id hearsay.ClaimID) (hearsay.Claim, error) {
	if id == "" {
		return hearsay.Claim{}, nil
	}
	return orNone(b.reader.Claim(ctx, id))
}

// answered gives the claims that a line reports and that somebody answers, as it stands now: an answer belongs beside the claim.
func (b *builder) answered(ctx context.Context, l *hearsay.Line) ([]web.ClaimLine, error) {
	var lines []web.ClaimLine
	for _, c := range l.Citations {
		claim, err := b.claimNow(ctx, c.Claim)
		if err != nil {
			return nil, err
		}
		isThere := slices.ContainsFunc(lines, func(l web.ClaimLine) bool { return l.Claim.ID == claim.ID })
		if claim.ID == "" || isThere {
			continue
		}
		line := web.ClaimLine{Claim: claim}
		if line.Responses, err = b.reader.Responses(ctx, claim.ID); err != nil {
			return nil, err
		}
		standings, err := b.reader.Standings(ctx, claim.ID)
		if err != nil {
			return nil, err
		}
		line.Now, line.Decided = standings[claim.ID].Derived, standings[claim.ID].Decided
		if len(line.Responses) > 0 {
			lines = append(lines, line)
		}
	}
	return lines, nil
}

// place leads to a line of an issue; nowhere where that is not public.
func (b *builder) place(place string) placeRef {
	number, item, line, ok := digest.ParsePlace(place)
	if !ok || b.index.issue(number) == nil {
		return placeRef{Place: place}
	}
	return placeRef{place, issueAt(number) + "#" + digest.LineAnchor(item, line)}
}

// orNone is a record, or the zero value where there is none.
func orNone[T any](v T, err error) (T, error) {
	if errors.Is(err, hearsay.ErrNotFound) {
		var none T
		return none, nil
	}
	return v, err
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
