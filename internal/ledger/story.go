// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"cmp"
	"context"
	"slices"
	"time"

	"hearsay"
	"hearsay/internal/store"
)

// StoryLine is a story in a list.
type StoryLine struct {
	ID        hearsay.StoryID `json:"id"`
	Title     string          `json:"title"`
	First     time.Time       `json:"first"`
	Last      time.Time       `json:"last"`
	Documents int             `json:"documents"`
	Claims    int             `json:"claims"`
}

// LineOfStory gives a story as lists show it.
func LineOfStory(s hearsay.Story) StoryLine {
	return StoryLine{s.ID, s.Title, s.First, s.Last, s.Documents, s.Claims}
}

// ClaimLine is a claim in a list.
type ClaimLine struct {
	ID        hearsay.ClaimID `json:"id"`
	Text      string          `json:"text"`
	Story     hearsay.StoryID `json:"story"`
	Status    hearsay.Status  `json:"status"`            // what is derived
	Decided   hearsay.Status  `json:"decided,omitempty"` // by a person, which comes before that
	Low       int             `json:"low"`
	High      int             `json:"high"`
	Documents int             `json:"documents"`
	Negates   hearsay.ClaimID `json:"negates,omitempty"`
}

// DocumentLine is a document of a story, and why it belongs there.
type DocumentLine struct {
	ID        hearsay.DocumentID `json:"id"`
	Outlet    hearsay.OutletID   `json:"outlet"`
	Title     string             `json:"title"`
	Published string             `json:"published"`
	Reason    string             `json:"reason"`
}

// StoryView is a story with its claims, its documents, and who covers it.
type StoryView struct {
	Story     StoryLine      `json:"story"`
	Claims    []ClaimLine    `json:"claims"`
	Documents []DocumentLine `json:"documents"`
	Differ    [][]Variant    `json:"differ"` // claims that say the same with another number or date
	Coverage  CoverageView   `json:"coverage"`
}

// ViewStory gives a story with everything that a reader asks of it.
func ViewStory(ctx context.Context, r store.Reader, id hearsay.StoryID) (*StoryView, error) {
	s, err := r.Story(ctx, id)
	if err != nil {
		return nil, err
	}
	v := &StoryView{Story: LineOfStory(s)}
	if v.Claims, err = ClaimLines(ctx, r, s.ID); err != nil {
		return nil, err
	}
	if v.Documents, err = DocumentLines(ctx, r, s.ID); err != nil {
		return nil, err
	}
	if v.Differ, err = Disagreements(ctx, r, s.ID, ""); err != nil {
		return nil, err
	}
	c, err := CoverageOf(ctx, r, s)
	if err != nil {
		return nil, err
	}
	v.Coverage = ViewCoverage(c)
	return v, nil
}

// ClaimLines gives the claims of a story, those that most documents carry first.
func ClaimLines(ctx context.Context, r store.Reader, id hearsay.StoryID) ([]ClaimLine, error) {
	claims, err := r.ClaimsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	lines, err := LinesOfClaims(ctx, r, claims)
	slices.SortStableFunc(lines, func(a, b ClaimLine) int { return cmp.Compare(b.Documents, a.Documents) })
	return lines, err
}

// RivalsOf gives the claims of its story that contradict a claim.
func RivalsOf(ctx context.Context, r store.Reader, v *ClaimView) ([]ClaimLine, error) {
	others, err := r.ClaimsOf(ctx, v.Story)
	if err != nil {
		return nil, err
	}
	others = slices.DeleteFunc(others, func(c hearsay.Claim) bool { return c.ID != v.Negates && c.Negates != v.ID })
	return LinesOfClaims(ctx, r, others)
}

// LinesOfClaims gives claims as lists show them, in their order.
func LinesOfClaims(ctx context.Context, r store.Reader, claims []hearsay.Claim) ([]ClaimLine, error) {
	var ids []hearsay.ClaimID
	for _, c := range claims {
		ids = append(ids, c.ID)
	}
	standings, err := r.Standings(ctx, ids...)
	if err != nil {
		return nil, err
	}
	assertions, err := r.Assertions(ctx, ids...)
	if err != nil {
		return nil, err
	}
	docs := map[hearsay.ClaimID]map[hearsay.DocumentID]bool{}
	for _, x := range assertions {
		if docs[x.Claim] == nil {
			docs[x.Claim] = map[hearsay.DocumentID]bool{}
		}
		docs[x.Claim][x.Document] = true
	}
	lines := []ClaimLine{}
	for _, c := range claims {
		l := ClaimLine{ID: c.ID, Text: c.Text, Story: c.Story, Documents: len(docs[c.ID]), Negates: c.Negates}
		s := standings[c.ID]
		if s.Derived != nil {
			l.Status, l.Low, l.High = s.Derived.Status, s.Derived.Low, s.Derived.High
		}
		if s.Decided != nil {
			l.Decided = s.Status()
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// DocumentLines gives the documents of a story, the oldest first.
func DocumentLines(ctx context.Context, r store.Reader, id hearsay.StoryID) ([]DocumentLine, error) {
	docs, err := r.StoryDocuments(ctx, id)
	if err != nil {
		return nil, err
	}
	memberships, err := r.MembershipsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	why := map[hearsay.DocumentID]string{}
	for _, m := range memberships {
		why[m.Document] = m.Reason
	}
	lines := []DocumentLine{}
	for _, d := range docs {
		lines = append(lines, DocumentLine{d.ID, d.Outlet, d.Title, d.Published.String(), why[d.ID]})
	}
	return lines, nil
}
