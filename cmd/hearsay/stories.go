// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"hearsay"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

type storiesCommand struct {
	Text  string `help:"Only stories whose title holds this."`
	Limit int    `default:"50" help:"At most so many, the latest first."`
	JSON  bool   `help:"Print JSON."`
}

// Help is shown by hearsay stories --help.
func (storiesCommand) Help() string {
	return `Examples:
  hearsay stories
  hearsay stories --text ferry --json`
}

// storyLine is a story in a list.
type storyLine struct {
	ID        hearsay.StoryID `json:"id"`
	Title     string          `json:"title"`
	First     time.Time       `json:"first"`
	Last      time.Time       `json:"last"`
	Documents int             `json:"documents"`
	Claims    int             `json:"claims"`
}

func lineOf(s hearsay.Story) storyLine {
	return storyLine{s.ID, s.Title, s.First, s.Last, s.Documents, s.Claims}
}

// Run lists the stories.
func (c *storiesCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	stories, err := a.store.As(store.Everything).Stories(ctx, store.StoryFilter{Text: c.Text, Limit: c.Limit})
	if err != nil {
		return err
	}
	if c.JSON {
		lines := []storyLine{}
		for _, s := range stories {
			lines = append(lines, lineOf(s))
		}
		return a.printJSON(lines)
	}
	for _, s := range stories {
		fmt.Fprintf(a.stdout, "%s  %s – %s  %13s  %10s  %s\n", s.ID, s.First.Format(time.DateOnly), s.Last.Format(time.DateOnly),
			count(s.Documents, "document"), count(s.Claims, "claim"), s.Title)
	}
	if len(stories) == 0 {
		fmt.Fprintln(a.stdout, "no stories; hearsay import takes material in")
	}
	return nil
}

type storyCommand struct {
	ID   string `arg:"" help:"ID of the story."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by hearsay story --help.
func (storyCommand) Help() string {
	return `Shows the claims of a story with status and origins, its documents with the reason why each belongs, and its coverage:
since when each outlet covers it (after the last look that did not show it, by the first that did), who is silent although we
looked (how often, and how often the outlet covers stories like this one, as an interval), and whom we could not observe.

Example:
  hearsay story "$(hearsay stories --json | jq -r '.[0].id')"`
}

// claimLine is a claim in a list.
type claimLine struct {
	ID        hearsay.ClaimID `json:"id"`
	Text      string          `json:"text"`
	Status    hearsay.Status  `json:"status"`
	Low       int             `json:"low"`
	High      int             `json:"high"`
	Documents int             `json:"documents"`
	Negates   hearsay.ClaimID `json:"negates,omitempty"`
}

type documentLine struct {
	ID        hearsay.DocumentID `json:"id"`
	Outlet    hearsay.OutletID   `json:"outlet"`
	Title     string             `json:"title"`
	Published string             `json:"published"`
	Reason    string             `json:"reason"`
}

// Run shows one story.
func (c *storyCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	r := a.store.As(store.Everything)
	s, err := r.Story(ctx, hearsay.StoryID(c.ID))
	if err != nil {
		return err
	}
	claims, err := claimLines(ctx, r, s.ID)
	if err != nil {
		return err
	}
	docs, err := documentLines(ctx, r, s.ID)
	if err != nil {
		return err
	}
	differ, err := disagreements(ctx, r, s.ID, "")
	if err != nil {
		return err
	}
	coverage, err := ledger.CoverageOf(ctx, r, s)
	if err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(map[string]any{"story": lineOf(s), "claims": claims, "documents": docs, "differ": differ, "coverage": viewCoverage(coverage)})
	}
	fmt.Fprintf(a.stdout, "%s\n%s – %s\n\nCLAIMS\n", s.Title, s.First.Format(time.DateOnly), s.Last.Format(time.DateOnly))
	for _, l := range claims {
		fmt.Fprintf(a.stdout, "%s  %-13s  %-11s  %12s  %s\n", l.ID, l.Status, interval(l.Low, l.High, "origin"), count(l.Documents, "document"), l.Text)
	}
	printDisagreements(a.stdout, differ)
	fmt.Fprintln(a.stdout, "\nDOCUMENTS")
	for _, l := range docs {
		fmt.Fprintf(a.stdout, "%s  %-20s  %-18s %s\n    %s\n", l.ID, cmp.Or(l.Published, "undated"), l.Outlet, l.Title, l.Reason)
	}
	printCoverage(a.stdout, viewCoverage(coverage))
	return nil
}

// claimLines gives the claims of a story, those that most documents carry first.
func claimLines(ctx context.Context, r store.Reader, id hearsay.StoryID) ([]claimLine, error) {
	claims, err := r.ClaimsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	var ids []hearsay.ClaimID
	for _, c := range claims {
		ids = append(ids, c.ID)
	}
	latest, err := r.LatestAssessments(ctx, ids...)
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
	lines := []claimLine{}
	for _, c := range claims {
		l := latest[c.ID]
		lines = append(lines, claimLine{c.ID, c.Text, l.Status, l.Low, l.High, len(docs[c.ID]), c.Negates})
	}
	slices.SortStableFunc(lines, func(a, b claimLine) int { return cmp.Compare(b.Documents, a.Documents) })
	return lines, nil
}

func documentLines(ctx context.Context, r store.Reader, id hearsay.StoryID) ([]documentLine, error) {
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
	lines := []documentLine{}
	for _, d := range docs {
		lines = append(lines, documentLine{d.ID, d.Outlet, d.Title, d.Published.String(), why[d.ID]})
	}
	return lines, nil
}
