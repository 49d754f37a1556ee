// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"io"

	"hearsay"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

type eventsCommand struct {
	Story    string `help:"Only of this story." placeholder:"ID"`
	Claim    string `help:"Only of this claim." placeholder:"ID"`
	Document string `help:"Only those that this document brought about." placeholder:"ID"`
	After    int64  `help:"Only those behind this number." placeholder:"N"`
	Limit    int    `default:"100" help:"At most so many, the oldest first."`
	JSON     bool   `help:"Print JSON."`
}

// Help is shown by hearsay events --help.
func (eventsCommand) Help() string {
	return `Lists what happened in the ledger, in the order in which it became known: claims that moved, articles that
were changed after they appeared and what they say otherwise now, stories that turned out to be one or two, watched pages
that show something otherwise or are gone.

Examples:
  hearsay events
  hearsay events --after 120 --json
  hearsay events --story tx8rn2v3b203416d5jdhg`
}

// Run lists the events.
func (c *eventsCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	r := a.store.As(store.Everything)
	events, err := r.Events(ctx, store.EventFilter{Story: hearsay.StoryID(c.Story), Claim: hearsay.ClaimID(c.Claim),
		Document: hearsay.DocumentID(c.Document), After: c.After, Limit: c.Limit})
	if err == nil && len(events) == 0 {
		err = c.there(ctx, r)
	}
	if err != nil {
		return err
	}
	if c.JSON {
		lines := make([]ledger.EventLine, len(events))
		for i := range events {
			lines[i] = ledger.LineOfEvent(&events[i])
		}
		return a.printJSON(lines)
	}
	if len(events) == 0 {
		fmt.Fprintln(a.stdout, "nothing happened")
	}
	for i := range events {
		if err := printEvent(ctx, a.stdout, r, &events[i]); err != nil {
			return err
		}
	}
	return nil
}

// there says which of the records that were asked about there is none of. What is gone has events still.
func (c *eventsCommand) there(ctx context.Context, r store.Reader) (err error) {
	if c.Story != "" {
		_, err = r.Story(ctx, hearsay.StoryID(c.Story))
	}
	if err == nil && c.Claim != "" {
		_, err = r.Claim(ctx, hearsay.ClaimID(c.Claim))
	}
	if err == nil && c.Document != "" {
		_, err = r.Document(ctx, hearsay.DocumentID(c.Document))
	}
	return err
}

func printEvent(ctx context.Context, w io.Writer, r store.Reader, e *hearsay.Event) error {
	about := string(e.Document)
	switch {
	case e.Claim != "":
		c, err := r.Claim(ctx, e.Claim)
		if err == nil {
			about = "“" + c.Text + "”"
		}
		about += " (" + string(e.Claim) + ")"
	case e.Other != "":
		about = fmt.Sprintf("%s, %s", e.Other, e.Story)
	case e.Feed != "":
		f, err := r.Feed(ctx, e.Feed)
		if err != nil {
			return err
		}
		about = f.URL
	case e.Document != "":
		if d, err := r.Document(ctx, e.Document); err == nil {
			about = fmt.Sprintf("%s (%s)", d.Title, e.Document)
		}
	}
	fmt.Fprintf(w, "%5d  %s  %-16s  %s: %s\n", e.Seq, e.Known.Format("2006-01-02 15:04"), e.Kind, about, e.Text)
	for _, ch := range e.Changes {
		fmt.Fprintf(w, "       %s: %s\n", ch.Kind, changeText(ch))
	}
	return nil
}

// changeText shows both wordings of a change.
func changeText(ch hearsay.Change) string {
	text := ""
	if ch.Before.Text != "" {
		text = "“" + ch.Before.Text + "”"
	}
	if ch.Before.Text != "" && ch.After.Text != "" {
		text += " → "
	}
	if ch.After.Text != "" {
		text += "“" + ch.After.Text + "”"
	}
	if ch.Link != "" {
		text += " " + ch.Link
	}
	if ch.Claim != "" {
		text += " (" + string(ch.Claim) + ")"
	}
	return text
}
