// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"context"
	"errors"
	"slices"
	"strings"

	"hearsay"
	"hearsay/internal/desk"
	"hearsay/internal/digest"
	"hearsay/internal/store"
)

// IssueView is an issue with the documents that it cites, and what has changed under it.
type IssueView struct {
	hearsay.Issue
	Marking     string        `json:"tlp"`
	AsPublished bool          `json:"as_published"` // it says what the decision to publish it holds; false for a draft
	Sources     []IssueSource `json:"sources"`
	Changes     []BasisChange `json:"basis_changed"`
}

// IssueSource is a document that an issue cites.
type IssueSource struct {
	ID        hearsay.DocumentID `json:"id"`
	Outlet    string             `json:"outlet"`
	Title     string             `json:"title"`
	Published string             `json:"published"`
	URL       string             `json:"url"`
}

// ViewIssue gives an issue as the reader may see it.
func ViewIssue(ctx context.Context, r store.Reader, issue hearsay.Issue) (*IssueView, error) {
	v := &IssueView{Issue: issue, Marking: issue.TLP.String(), Sources: []IssueSource{}, Changes: []BasisChange{}}
	var ids []hearsay.DocumentID
	for _, it := range issue.Items {
		for _, l := range it.Lines {
			for _, c := range l.Citations {
				ids = append(ids, c.Document)
			}
		}
	}
	documents, err := r.DocumentsOf(ctx, ids...)
	if err != nil {
		return nil, err
	}
	for _, d := range documents {
		o, err := r.Outlet(ctx, d.Outlet)
		if err != nil && !errors.Is(err, hearsay.ErrNotFound) {
			return nil, err
		}
		if o.Name == "" {
			o.Name = string(d.Outlet)
		}
		v.Sources = append(v.Sources, IssueSource{d.ID, o.Name, d.Title, d.Published.String(), d.URL})
	}
	changes, err := BasisOf(ctx, r, &issue)
	v.Changes = append(v.Changes, changes...)
	if err == nil && issue.IsPublished() {
		v.AsPublished, err = desk.IsAsPublished(ctx, r, &issue)
	}
	return v, err
}

// IssueLine is an issue in a list.
type IssueLine struct {
	ID        hearsay.IssueID `json:"id"`
	Number    int             `json:"number"` // 0 for a draft
	Title     string          `json:"title"`
	Items     int             `json:"items"`
	Made      string          `json:"made"`
	Published string          `json:"published"` // empty for a draft
	By        string          `json:"by"`        // who published it, or had it drafted
	Marking   string          `json:"tlp"`
	Changed   int             `json:"basis_changed"` // lines whose basis has changed
}

// LineOfIssue gives an issue as a line of a list.
func LineOfIssue(ctx context.Context, r store.Reader, i *hearsay.Issue) (IssueLine, error) {
	const moment = "2006-01-02T15:04:05Z07:00"
	l := IssueLine{ID: i.ID, Number: i.Number, Title: i.Title, Items: len(i.Items), Made: i.Made.Format(moment), By: i.By, Marking: i.TLP.String()}
	if i.IsPublished() {
		l.Published, l.By = i.Published.Format(moment), i.Publisher
	}
	changes, err := BasisOf(ctx, r, i)
	places := map[string]bool{}
	for _, c := range changes {
		places[c.Place] = true
	}
	l.Changed = len(places)
	return l, err
}

// Reading is the issue for the forms that people read.
func (v *IssueView) Reading() digest.Reading {
	r := digest.Reading{Issue: &v.Issue, Sources: map[hearsay.DocumentID]string{}, Changed: map[string][]string{}}
	for _, s := range v.Sources {
		day, _, _ := strings.Cut(s.Published, "T") // whoever reads a sentence has no use for the minute
		r.Sources[s.ID] = strings.Join(slices.DeleteFunc([]string{s.Outlet, s.Title, day}, func(x string) bool { return x == "" }), ", ")
	}
	for _, c := range v.Changes {
		r.Changed[c.Place] = append(r.Changed[c.Place], c.What)
	}
	return r
}
