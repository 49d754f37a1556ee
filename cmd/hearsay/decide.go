// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"time"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/desk"
)

type decideCommand struct {
	Merge   mergeCommand   `cmd:"" help:"Two stories are one."`
	Split   splitCommand   `cmd:"" help:"A document does not belong to its story."`
	Same    sameCommand    `cmd:"" help:"Two claims say the same."`
	NotSame notSameCommand `cmd:"" help:"Two claims do not say the same."`
	Grade   gradeCommand   `cmd:"" help:"Grade an outlet or voice (A to F), or a claim (1 to 6)."`
	Status  statusCommand  `cmd:"" help:"Set the status of a claim."`
	Source  sourceCommand  `cmd:"" help:"Say who the source of an attribution is."`
	Act     actCommand     `cmd:"" help:"Say what the source of an attribution does."`

	Publisher publisherCommand `cmd:"" help:"Say whether an outlet that was long away is who it was."`

	Undo undoCommand `cmd:"" help:"Take a decision back."`
}

// Help is shown by hearsay decide --help.
func (decideCommand) Help() string {
	return `A decision stands beside what was derived; it is never overwritten, and whoever reads the ledger sees who decided
and why. Merges, splits, what is the same claim, who a source is and what it does take effect at once, and win over what the
machine finds. Grades and statuses are shown beside the machine's.

Examples:
  hearsay decide merge STORY OTHER --reason "same fire" --by ann
  hearsay decide grade paper B --reason "corrects itself" --by ann
  hearsay decide undo DECISION --reason "wrong paper" --by ann`
}

// because is what every decision needs.
type because struct {
	Reason string `required:"" help:"Why."`
	By     string `required:"" env:"HEARSAY_BY" help:"Who decides."`
	JSON   bool   `help:"Print JSON."`
}

func (b *because) decide(ctx context.Context, a *app, d hearsay.Decision) error {
	if err := a.openToWrite(ctx, archive.Options{}); err != nil {
		return err
	}
	return b.decided(ctx, a, d)
}

// decided does so in a data folder that is open.
func (b *because) decided(ctx context.Context, a *app, d hearsay.Decision) error {
	d.Reason, d.By, d.At = b.Reason, b.By, time.Now()
	d, err := desk.Decide(ctx, a.store, d)
	if err != nil {
		return err
	}
	if err := a.work(ctx, 0); err != nil {
		return fmt.Errorf("decided %s; let it take effect: %w", d.ID, err)
	}
	if b.JSON {
		return a.printJSON(map[string]any{"decision": d.ID, "kind": d.Kind, "at": d.At})
	}
	_, err = fmt.Fprintf(a.stdout, "decided %s\n", d.ID)
	return err
}

type mergeCommand struct {
	Story string `arg:"" help:"ID of a story."`
	Other string `arg:"" help:"ID of the story that becomes part of it."`
	because
}

// Help is shown by hearsay decide merge --help.
func (mergeCommand) Help() string {
	return `The second story becomes part of the first: its documents, now and later, are shown there. Taking the decision back
parts them again.

Example:
  hearsay decide merge t9xk… t4mv… --reason "the same fire" --by ann`
}

// Run decides.
func (c *mergeCommand) Run(ctx context.Context, a *app) error {
	return c.decide(ctx, a, hearsay.Decision{Kind: hearsay.MergeStories, Object: c.Story, Other: c.Other})
}

type splitCommand struct {
	Document string `arg:"" help:"ID of a document."`
	Story    string `arg:"" help:"ID of the story it is in."`
	because
}

// Help is shown by hearsay decide split --help.
func (splitCommand) Help() string {
	return `The document gets a story of its own. What is said in it does not count for the claims of its old story any more.

Example:
  hearsay decide split d3k1… t9xk… --reason "another ferry" --by ann`
}

// Run decides.
func (c *splitCommand) Run(ctx context.Context, a *app) error {
	return c.decide(ctx, a, hearsay.Decision{Kind: hearsay.SplitStory, Object: c.Document, Other: c.Story})
}

type sameCommand struct {
	Claim string `arg:"" help:"ID of a claim."`
	Other string `arg:"" help:"ID of another."`
	because
}

// Help is shown by hearsay decide same --help.
func (sameCommand) Help() string {
	return `Both must be in one story. The second claim is counted to the first from now on.

Example:
  hearsay decide same k9f2… k71c… --reason "two wordings of one number" --by ann`
}

// Run decides.
func (c *sameCommand) Run(ctx context.Context, a *app) error {
	return c.decide(ctx, a, hearsay.Decision{Kind: hearsay.SameClaim, Object: c.Claim, Other: c.Other})
}

type notSameCommand struct {
	Claim string `arg:"" help:"ID of a claim."`
	Other string `arg:"" help:"ID of another, or of an attribution or statement that is counted to the claim."`
	because
}

// Help is shown by hearsay decide not-same --help.
func (notSameCommand) Help() string {
	return `Keeps two claims apart, or takes out of a claim what was wrongly counted to it: hearsay claim shows the IDs of the
attributions that it carries.

Examples:
  hearsay decide not-same k9f2… k71c… --reason "two bridges" --by ann
  hearsay decide not-same k9f2… a5q0… --reason "she speaks of last year" --by ann`
}

// Run decides.
func (c *notSameCommand) Run(ctx context.Context, a *app) error {
	return c.decide(ctx, a, hearsay.Decision{Kind: hearsay.NotSameClaim, Object: c.Claim, Other: c.Other})
}

type gradeCommand struct {
	Object string `arg:"" help:"ID of an outlet, a voice or a claim."`
	Grade  string `arg:"" help:"A to F for an outlet or voice, 1 to 6 for a claim; F and 6 mean that it cannot be judged."`
	because
}

// Help is shown by hearsay decide grade --help.
func (gradeCommand) Help() string {
	return `Reliability (A to F) belongs to an outlet or a voice, credibility (1 to 6) to a claim; they are never made one number.

Examples:
  hearsay decide grade paper.example B --reason "corrects itself" --by ann
  hearsay decide grade k9f2… 2 --reason "the log bears it out" --by ann`
}

// Run decides.
func (c *gradeCommand) Run(ctx context.Context, a *app) error {
	return c.decide(ctx, a, hearsay.Decision{Kind: hearsay.GradeVoice, Object: c.Object, Value: c.Grade})
}

type statusCommand struct {
	Claim  string `arg:"" help:"ID of a claim."`
	Status string `arg:"" help:"retracted, refuted, confirmed, denied, disputed, corroborated, single-origin or rumour."`
	because
}

// Help is shown by hearsay decide status --help.
func (statusCommand) Help() string {
	return `Stands beside the status that follows from the chains: whoever looks at the claim sees both.

Example:
  hearsay decide status k9f2… retracted --reason "taken back on page 2" --by ann`
}

// Run decides.
func (c *statusCommand) Run(ctx context.Context, a *app) error {
	return c.decide(ctx, a, hearsay.Decision{Kind: hearsay.SetStatus, Object: c.Claim, Value: c.Status})
}

type sourceCommand struct {
	Attribution string `arg:"" help:"ID of an attribution."`
	Who         string `arg:"" help:"ID of an entity or an outlet."`
	because
}

// Help is shown by hearsay decide source --help.
func (sourceCommand) Help() string {
	return `The source is counted as this person, body or outlet from now on: chains, origins and responses follow. The machine's reading
stays beside it. hearsay document ID shows the attributions of a document.

Example:
  hearsay decide source a3gd… e7nm… --reason "the only spokesman there is" --by ann`
}

// Run decides.
func (c *sourceCommand) Run(ctx context.Context, a *app) error {
	return c.decide(ctx, a, hearsay.Decision{Kind: hearsay.NameSource, Object: c.Attribution, Other: c.Who})
}

type actCommand struct {
	Attribution string `arg:"" help:"ID of an attribution."`
	Act         string `arg:"" help:"assert, allege, rumour, announce, assess, confirm, deny, doubt, no-comment, demand, warn, promise or ask."`
	because
}

// Help is shown by hearsay decide act --help.
func (actCommand) Help() string {
	return `What was read as a denial may have been a doubt. The claim it answers is judged anew.

Example:
  hearsay decide act a3gd… doubt --reason "he only says that he has not seen it" --by ann`
}

// Run decides.
func (c *actCommand) Run(ctx context.Context, a *app) error {
	return c.decide(ctx, a, hearsay.Decision{Kind: hearsay.SetAct, Object: c.Attribution, Value: c.Act})
}

type publisherCommand struct {
	Outlet    string `arg:"" help:"ID of an outlet in doubt."`
	Publisher string `arg:"" enum:"same,another" help:"same or another, as before it was away."`
	because
}

// Help is shown by hearsay decide publisher --help.
func (publisherCommand) Help() string {
	return `An outlet that could not be had for a month, and shows something else since, may be somebody else's: a name that lapses
can be bought. Until somebody decides, and if it is another, grades and record of before do not hold for what was captured since.

Example:
  hearsay decide publisher paper.example same --reason "the editor says so, by telephone" --by ann`
}

// Run decides.
func (c *publisherCommand) Run(ctx context.Context, a *app) error {
	return c.decide(ctx, a, hearsay.Decision{Kind: hearsay.SetPublisher, Object: c.Outlet, Value: c.Publisher})
}

type undoCommand struct {
	Decision string `arg:"" help:"ID of a decision."`
	because
}

// Help is shown by hearsay decide undo --help.
func (undoCommand) Help() string {
	return `The decision stays in the chain of decisions and counts no more; what it had changed is as it was.

Example:
  hearsay decide undo j5d8… --reason "wrong paper" --by ann`
}

// Run decides.
func (c *undoCommand) Run(ctx context.Context, a *app) error {
	return c.decide(ctx, a, hearsay.Decision{Kind: hearsay.UndoDecision, Undoes: hearsay.DecisionID(c.Decision)})
}
