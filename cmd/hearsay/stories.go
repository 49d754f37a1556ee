// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"fmt"
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
		lines := []ledger.StoryLine{}
		for _, s := range stories {
			lines = append(lines, ledger.LineOfStory(s))
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

// Run shows one story.
func (c *storyCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	r := a.store.As(store.Everything)
	v, err := ledger.ViewStory(ctx, r, hearsay.StoryID(c.ID))
	if err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(v)
	}
	s := v.Story
	fmt.Fprintf(a.stdout, "%s\n%s – %s\n\nCLAIMS\n", s.Title, s.First.Format(time.DateOnly), s.Last.Format(time.DateOnly))
	for _, l := range v.Claims {
		fmt.Fprintf(a.stdout, "%s  %-13s  %-11s  %12s  %s\n", l.ID, statusWords(l.Decided, l.Status, l.Decided != ""), interval(l.Low, l.High, "origin"), count(l.Documents, "document"), l.Text)
		if l.Negates != "" {
			fmt.Fprintf(a.stdout, "    contradicts %s\n", l.Negates)
		}
	}
	printDisagreements(a.stdout, v.Differ)
	fmt.Fprintln(a.stdout, "\nDOCUMENTS")
	for _, l := range v.Documents {
		fmt.Fprintf(a.stdout, "%s  %-20s  %-18s %s\n    %s\n", l.ID, cmp.Or(l.Published, "undated"), l.Outlet, l.Title, l.Reason)
	}
	printCoverage(a.stdout, v.Coverage)
	return nil
}
