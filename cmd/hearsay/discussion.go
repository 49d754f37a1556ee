// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

type discussionCommand struct {
	List   discussionListCommand   `cmd:"" help:"Show what people say about a story."`
	Hide   discussionHideCommand   `cmd:"" help:"Hide a remark, or erase its texts."`
	Reopen discussionReopenCommand `cmd:"" help:"Show a hidden remark again, or open a closed discussion."`
	Lock   discussionLockCommand   `cmd:"" help:"Close the discussion of a story."`
	Take   discussionTakeCommand   `cmd:"" help:"Make a remark a document."`
}

// Help is shown by hearsay discussion --help.
func (discussionCommand) Help() string {
	return `On the pages of hearsay serve people discuss stories: remarks on a story, a claim or a link, with answers and quotes. A remark is no source and
changes no number, unless an editor makes it a document. Who may read and write serve --discussion says. What is hidden, closed and taken in
is decided with name and reason, in the chain of decisions.

Examples:
  hearsay discussion list tx8rn2v3b203416d5jdhg
  hearsay discussion hide r4m1xk… --reason "names a minor" --by ann
  hearsay discussion reopen r4m1xk… --reason "it names nobody" --by ann`
}

type discussionListCommand struct {
	Story string `arg:"" optional:"" help:"ID of the story."`
	Lost  bool   `help:"Show the remarks whose document is in no story any more; nobody sees them on the pages."`
	JSON  bool   `help:"Print JSON."`
}

// Help is shown by hearsay discussion list --help.
func (discussionListCommand) Help() string {
	return `Everything is shown, also what is hidden or withdrawn.

Examples:
  hearsay discussion list tx8rn2v3b203416d5jdhg
  hearsay discussion list tx8rn2v3b203416d5jdhg --json
  hearsay discussion list --lost`
}

// operator is who runs the command: they see what editors see.
var operator = hearsay.Account{Role: hearsay.RoleAdmin, Ceiling: hearsay.Red}

// Run lists.
func (c *discussionListCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	r := a.store.As(store.Everything)
	all, err := c.remarks(ctx, r)
	if err != nil {
		return err
	}
	views, err := ledger.ViewRemarks(ctx, r, operator, all)
	if err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(map[string]any{"remarks": views})
	}
	if len(views) == 0 {
		fmt.Fprintln(a.stdout, "nothing has been said")
	}
	for i := range views {
		printRemark(a, &views[i])
	}
	return nil
}

func (c *discussionListCommand) remarks(ctx context.Context, r store.Reader) ([]hearsay.Remark, error) {
	switch {
	case c.Lost:
		return r.LostRemarks(ctx)
	case c.Story == "":
		return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "list remarks", Hint: "give the ID of a story, or --lost"}
	}
	s, err := r.Story(ctx, hearsay.StoryID(c.Story))
	if err != nil {
		return nil, err
	}
	return r.Remarks(ctx, store.RemarkFilter{Story: s.ID})
}

func printRemark(a *app, v *ledger.RemarkView) {
	indent := strings.Repeat("  ", v.Depth)
	notes := ""
	if v.Claim != nil {
		notes += " on " + string(v.Claim.ID)
	}
	if v.Edited != nil {
		notes += ", edited"
	}
	if v.Withdrawn {
		notes += ", withdrawn"
	}
	if v.Hidden {
		notes += ", hidden by " + v.HiddenBy + " because " + v.HiddenFor
	}
	if v.Document != "" {
		notes += ", is document " + string(v.Document)
	}
	fmt.Fprintf(a.stdout, "%s%s  %s  %s  TLP:%s%s\n", indent, v.ID, v.At.UTC().Format("2006-01-02 15:04"), v.By, v.TLP, notes)
	for line := range strings.Lines(v.Text) {
		fmt.Fprintf(a.stdout, "%s    %s\n", indent, strings.TrimRight(line, "\n"))
	}
}

type discussionHideCommand struct {
	Remark string `arg:"" help:"ID of a remark."`
	Erase  bool   `help:"Take its texts away too, for good."`
	because
}

// Help is shown by hearsay discussion hide --help.
func (discussionHideCommand) Help() string {
	return `Others see that something is hidden; its author and editors see what, by whom and why.

Examples:
  hearsay discussion hide r4m1xk… --reason "names a minor" --by ann
  hearsay discussion hide r4m1xk… --erase --reason "quotes what a court had erased" --by ann`
}

// Run decides.
func (c *discussionHideCommand) Run(ctx context.Context, a *app) error {
	value := hearsay.KeepText
	if c.Erase {
		value = hearsay.EraseText
	}
	return c.decide(ctx, a, hearsay.Decision{Kind: hearsay.HideRemark, Object: c.Remark, Value: value})
}

type discussionReopenCommand struct {
	ID string `arg:"" name:"id" help:"ID of a hidden remark, or of a story whose discussion is closed."`
	because
}

// Help is shown by hearsay discussion reopen --help.
func (discussionReopenCommand) Help() string {
	return `Takes the decision back that hides or closes it.

Examples:
  hearsay discussion reopen r4m1xk… --reason "it names nobody" --by ann
  hearsay discussion reopen tx8rn2v3b203416d5jdhg --reason "all is calm" --by ann`
}

// Run decides.
func (c *discussionReopenCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToWrite(ctx, archive.Options{}); err != nil {
		return err
	}
	r := a.store.As(store.Everything)
	m, err := r.Remark(ctx, hearsay.RemarkID(c.ID))
	if err == nil && m.Hidden != "" {
		return c.decided(ctx, a, hearsay.Decision{Kind: hearsay.UndoDecision, Undoes: m.Hidden})
	}
	if err != nil && !errors.Is(err, hearsay.ErrNotFound) {
		return err
	}
	locks, err := r.Locks(ctx, hearsay.StoryID(c.ID)) // of a story that took in another, there may be two
	if err == nil && len(locks) == 0 {
		err = &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "find what hides or closes " + c.ID}
	}
	for _, l := range locks {
		if err = c.decided(ctx, a, hearsay.Decision{Kind: hearsay.UndoDecision, Undoes: l.ID}); err != nil {
			break
		}
	}
	return err
}

type discussionLockCommand struct {
	Story string `arg:"" help:"ID of a story."`
	because
}

// Help is shown by hearsay discussion lock --help.
func (discussionLockCommand) Help() string {
	return `Nobody can write or edit there until it is opened again; what was said is read as before.

Example:
  hearsay discussion lock tx8rn2v3b203416d5jdhg --reason "it goes in circles" --by ann`
}

// Run decides.
func (c *discussionLockCommand) Run(ctx context.Context, a *app) error {
	return c.decide(ctx, a, hearsay.Decision{Kind: hearsay.LockStory, Object: c.Story})
}

type discussionTakeCommand struct {
	Remark string `arg:"" help:"ID of a remark."`
	because
}

// Help is shown by hearsay discussion take --help.
func (discussionTakeCommand) Help() string {
	return `The remark, as it is now and without what it quotes, is taken in as a document of the desk by its author, marked as it is. From then on it
counts as a source like any other. This cannot be taken back; hearsay forget erases the document.

Example:
  hearsay discussion take r4m1xk… --reason "she was there, and says so under her name" --by ann`
}

// Run decides.
func (c *discussionTakeCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToWrite(ctx, archive.Options{}); err != nil {
		return err
	}
	m, err := a.store.As(store.Everything).Remark(ctx, hearsay.RemarkID(c.Remark))
	if err != nil {
		return err
	}
	return c.decided(ctx, a, hearsay.Decision{Kind: hearsay.TakeRemark, Object: c.Remark, Value: strconv.Itoa(m.Versions)})
}
