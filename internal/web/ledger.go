// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"cmp"
	"context"
	"slices"

	"hearsay"
	"hearsay/internal/store"
)

// The lengths of lists on one page.
const (
	storiesOnPage = 20
	hitsOnPage    = 20
	claimsOfStory = 3 // on the page of all stories
)

// FromStore gives the ledger that a store holds. who tells from a request's context who asks; nobody in
// particular sees what is marked CLEAR.
func FromStore(s *store.Store, who func(context.Context) store.Viewer) Ledger {
	return &shelf{s, who}
}

// shelf fills the pages from a store.
type shelf struct {
	store *store.Store
	who   func(context.Context) store.Viewer
}

// reading is the work on one page: a reader, and what it has read already.
type reading struct {
	store.Reader
	outlets   map[hearsay.OutletID]hearsay.Outlet
	documents map[hearsay.DocumentID]hearsay.Document
	sentences sentences
}

func (s *shelf) read(ctx context.Context) (*reading, error) {
	r := &reading{
		Reader:  s.store.As(s.who(ctx)),
		outlets: map[hearsay.OutletID]hearsay.Outlet{}, documents: map[hearsay.DocumentID]hearsay.Document{},
		sentences: sentences{},
	}
	all, err := r.Outlets(ctx)
	for _, o := range all {
		r.outlets[o.ID] = o
	}
	return r, err
}

// outlet gives what is known of an outlet; at least its ID.
func (r *reading) outlet(id hearsay.OutletID) hearsay.Outlet {
	if o, ok := r.outlets[id]; ok {
		return o
	}
	return hearsay.Outlet{ID: id}
}

// fetch reads documents that are not yet read.
func (r *reading) fetch(ctx context.Context, ids ...hearsay.DocumentID) error {
	var missing []hearsay.DocumentID
	for _, id := range ids {
		if _, ok := r.documents[id]; !ok && id != "" {
			missing = append(missing, id)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	found, err := r.DocumentsOf(ctx, missing...)
	r.keep(found)
	return err
}

func (r *reading) keep(documents []hearsay.Document) {
	for _, d := range documents {
		r.documents[d.ID] = d
	}
}

// line gives a document as lists show it. One that may not be seen is a line with nothing but its ID.
func (r *reading) line(id hearsay.DocumentID) DocumentLine {
	d, ok := r.documents[id]
	if !ok {
		return DocumentLine{Document: hearsay.Document{ID: id}}
	}
	d.Text = ""
	return DocumentLine{d, r.outlet(d.Outlet)}
}

// Stories fills the first page.
func (s *shelf) Stories(ctx context.Context, after string) (*StoriesPage, error) {
	r, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	list, err := r.Stories(ctx, store.StoryFilter{After: hearsay.StoryID(after), Limit: storiesOnPage + 1})
	if err != nil {
		return nil, err
	}
	p := &StoriesPage{}
	if len(list) > storiesOnPage {
		list = list[:storiesOnPage]
		p.Next = string(list[len(list)-1].ID)
	}
	for _, story := range list {
		line, err := r.storyLine(ctx, story)
		if err != nil {
			return nil, err
		}
		p.Stories = append(p.Stories, line)
	}
	return p, nil
}

func (r *reading) storyLine(ctx context.Context, story hearsay.Story) (StoryLine, error) {
	documents, err := r.StoryDocuments(ctx, story.ID)
	if err != nil {
		return StoryLine{}, err
	}
	r.keep(documents)
	lines, err := r.claimLines(ctx, story.ID)
	if err != nil {
		return StoryLine{}, err
	}
	l := StoryLine{Story: story, Outlets: r.outletsOf(documents), Claims: lines[:min(len(lines), claimsOfStory)]}
	l.Moved, err = r.lastMove(ctx, lines)
	return l, err
}

// outletsOf gives the outlets of documents in the order in which they came in.
func (r *reading) outletsOf(documents []hearsay.Document) []hearsay.Outlet {
	var all []hearsay.Outlet
	seen := map[hearsay.OutletID]bool{}
	for _, d := range documents {
		if !seen[d.Outlet] {
			seen[d.Outlet] = true
			all = append(all, r.outlet(d.Outlet))
		}
	}
	return all
}

// claimLines gives the claims of a story, those that matter most first.
func (r *reading) claimLines(ctx context.Context, id hearsay.StoryID) ([]ClaimLine, error) {
	claims, err := r.ClaimsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	ids := make([]hearsay.ClaimID, len(claims))
	sources := make([]hearsay.DocumentID, len(claims))
	for i, c := range claims {
		ids[i], sources[i] = c.ID, c.Source
	}
	standings, err := r.Standings(ctx, ids...)
	if err != nil {
		return nil, err
	}
	assertions, err := r.Assertions(ctx, ids...)
	if err != nil {
		return nil, err
	}
	responses, err := r.Responses(ctx, ids...)
	if err != nil {
		return nil, err
	}
	if err := r.fetch(ctx, sources...); err != nil {
		return nil, err
	}
	lines := make([]ClaimLine, len(claims))
	for i, c := range claims {
		s := standings[c.ID]
		lines[i] = ClaimLine{Claim: c, Language: r.documents[c.Source].Language, Now: s.Derived, Decided: s.Decided, Carriers: carriers(c.ID, assertions)}
		for _, p := range responses {
			if p.Claim == c.ID {
				lines[i].Responses = append(lines[i].Responses, p)
			}
		}
	}
	slices.SortStableFunc(lines, func(a, b ClaimLine) int {
		return cmp.Or(cmp.Compare(b.weight(), a.weight()), cmp.Compare(a.Claim.ID, b.Claim.ID))
	})
	return lines, nil
}

// carriers counts the documents that carry a claim.
func carriers(id hearsay.ClaimID, assertions []hearsay.Assertion) int {
	seen := map[hearsay.DocumentID]bool{}
	for _, a := range assertions {
		if a.Claim == id {
			seen[a.Document] = true
		}
	}
	return len(seen)
}

// weight orders claims: what parties respond to matters more than what is merely printed often. It is never
// shown.
func (l *ClaimLine) weight() int {
	w := l.Carriers + 3*len(l.Stands())
	if l.Now != nil {
		w += 2 * l.Now.High
	}
	return w
}

// lastMove gives the last change of status among claims.
func (r *reading) lastMove(ctx context.Context, lines []ClaimLine) (*Move, error) {
	var last *ClaimLine
	for i := range lines {
		if now := lines[i].Now; now != nil && (last == nil || now.At.After(last.Now.At)) {
			last = &lines[i]
		}
	}
	if last == nil {
		return nil, nil
	}
	history, err := r.Assessments(ctx, last.Claim.ID)
	if err != nil || len(history) == 0 {
		return nil, err
	}
	first := runStart(history)
	m := &Move{Claim: last.Claim, Language: last.Language, Now: history[first]}
	if first > 0 {
		m.Before = history[first-1].Status
	}
	return m, nil
}

// runStart is where the run of equal statuses begins that lasts until now.
func runStart(history []hearsay.Assessment) int {
	i := len(history) - 1
	for i > 0 && history[i-1].Status == history[i].Status {
		i--
	}
	return i
}

// since tells of claims since when their status has been what it is.
func (r *reading) since(ctx context.Context, lines []ClaimLine) error {
	ids := make([]hearsay.ClaimID, len(lines))
	for i := range lines {
		ids[i] = lines[i].Claim.ID
	}
	all, err := r.AssessmentsOf(ctx, ids...)
	if err != nil {
		return err
	}
	history := map[hearsay.ClaimID][]hearsay.Assessment{}
	for _, a := range all {
		history[a.Claim] = append(history[a.Claim], a)
	}
	for i := range lines {
		if h := history[lines[i].Claim.ID]; len(h) > 0 {
			lines[i].Since = h[runStart(h)].At
		}
	}
	return nil
}
