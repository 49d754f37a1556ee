// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/desk"
	"hearsay/internal/digest"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

type digestCommand struct {
	Draft   digestDraftCommand   `cmd:"" help:"Draft an issue from what moved since the last one."`
	List    digestListCommand    `cmd:"" help:"List drafts and issues."`
	Show    digestShowCommand    `cmd:"" help:"Show an issue, and what has changed under its lines."`
	Edit    digestEditCommand    `cmd:"" help:"Change a draft, as text."`
	Check   digestCheckCommand   `cmd:"" help:"Say what the citation gate has against an issue."`
	Drop    digestDropCommand    `cmd:"" help:"Delete a draft."`
	Publish digestPublishCommand `cmd:"" help:"Number a draft and freeze it, with name and reason."`
}

// Help is shown by hearsay digest --help.
func (digestCommand) Help() string {
	return `A digest is a numbered issue: drafted from the ledger, edited by a person, then published and never changed. Each sentence has
citations: a document, bytes, and their words. Nothing is published that names a person, body, place or number which the bytes cited
do not hold. When a document or claim below a line changes later, the issue shows it, and the next draft has a correction.

Examples:
  hearsay digest draft --by ann
  hearsay digest edit i8mk…
  hearsay digest check i8mk…
  hearsay digest publish i8mk… --reason "the week is over" --by ann
  hearsay digest show 905`
}

// issue gives an issue by its number or, as a draft has none, its ID.
func (a *app) issue(ctx context.Context, name string) (hearsay.Issue, error) {
	r := a.store.As(store.Everything)
	if n, err := strconv.Atoi(strings.TrimPrefix(name, "#")); err == nil {
		return r.IssueNumbered(ctx, n)
	}
	return r.Issue(ctx, hearsay.IssueID(name))
}

type digestDraftCommand struct {
	Title   string `default:"News you may have missed" help:"Title of the issue; its number comes behind it."`
	Moved   int    `default:"5" help:"Items of what moved, at most."`
	Missed  int    `default:"5" help:"Items of what few outlets cover, at most."`
	Ceiling string `default:"clear" help:"The strictest marking of what is drafted from. What cites something stricter than CLEAR is not public."`
	By      string `required:"" env:"HEARSAY_BY" help:"Who drafts."`
	JSON    bool   `help:"Print JSON."`
}

// Help is shown by hearsay digest draft --help.
func (digestDraftCommand) Help() string {
	return `Drafts items of the stories that moved since the last issue, of stories that at most two outlets cover and that matter, and of
corrections due: lines of earlier issues whose basis has changed. Each sentence is a claim, verbatim, with its citation.

Examples:
  hearsay digest draft --by ann
  hearsay digest draft --title "The week in ferries" --moved 3 --missed 0 --by ann`
}

// Run drafts an issue.
func (c *digestDraftCommand) Run(ctx context.Context, a *app) error {
	ceiling, err := hearsay.ParseTLP(c.Ceiling)
	if err != nil {
		return err
	}
	if err := a.openToWrite(ctx, archive.Options{}); err != nil {
		return err
	}
	i, err := ledger.DraftIssue(ctx, a.store.As(store.Viewer{TLP: ceiling}), ledger.Draft{Title: c.Title, Moved: max(0, c.Moved), Missed: max(0, c.Missed)})
	if err != nil {
		return err
	}
	i.By, i.Made = c.By, time.Now().UTC()
	if i, err = desk.SaveDraft(ctx, a.store, i); err != nil {
		return err
	}
	if c.JSON {
		return a.printIssue(ctx, i.ID)
	}
	_, err = fmt.Fprintf(a.stdout, "drafted %s with %s\nhearsay digest edit %s changes it\n", i.ID, count(len(i.Items), "item"), i.ID)
	return err
}

// printIssue prints an issue as JSON, as it is stored.
func (a *app) printIssue(ctx context.Context, id hearsay.IssueID) error {
	r := a.store.As(store.Everything)
	i, err := r.Issue(ctx, id)
	if err != nil {
		return err
	}
	v, err := ledger.ViewIssue(ctx, r, i)
	if err != nil {
		return err
	}
	m, err := mailOf(ctx, r, &i)
	if err != nil {
		return err
	}
	return a.printJSON(issueWithMail{v, m})
}

type digestListCommand struct {
	JSON bool `help:"Print JSON."`
}

// Help is shown by hearsay digest list --help.
func (digestListCommand) Help() string {
	return `Drafts come first. Behind an issue stands how many of its lines rest on what has changed since.

Examples:
  hearsay digest list
  hearsay digest list --json | jq '.[] | select(.basis_changed > 0)'`
}

// Run lists the issues.
func (c *digestListCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	r := a.store.As(store.Everything)
	all, err := r.Issues(ctx, store.IssueFilter{})
	if err != nil {
		return err
	}
	lines := []ledger.IssueLine{}
	for i := range all {
		l, err := ledger.LineOfIssue(ctx, r, &all[i])
		if err != nil {
			return err
		}
		lines = append(lines, l)
	}
	if c.JSON {
		return a.printJSON(lines)
	}
	if len(lines) == 0 {
		fmt.Fprintln(a.stdout, "no issues; hearsay digest draft begins one")
	}
	for i, l := range lines {
		name, changed := digest.Name(&all[i]), ""
		if l.Changed > 0 {
			changed = fmt.Sprintf("  basis changed under %s", count(l.Changed, "line"))
		}
		fmt.Fprintf(a.stdout, "%s  %s  %s  %s  TLP:%s%s\n", l.ID, cmp.Or(l.Published, l.Made)[:10], name, count(l.Items, "item"), l.Marking, changed)
	}
	return nil
}

type digestShowCommand struct {
	Issue    string `arg:"" help:"Number of an issue, or ID of a draft."`
	Markdown bool   `help:"Print Markdown." xor:"form"`
	PDF      string `name:"pdf" help:"Write a PDF, with the Chromium that is installed." placeholder:"FILE" xor:"form"`
	JSON     bool   `help:"Print JSON." xor:"form"`
}

// Help is shown by hearsay digest show --help.
func (digestShowCommand) Help() string {
	return `Shows the sentences with their citations: the words, the voices by which they came, where their claim stood when the issue was
published, and, where the basis of a line has changed since, what and when; then what became of it by e-mail.

Examples:
  hearsay digest show 905
  hearsay digest show 905 --markdown > 905.md
  hearsay digest show 905 --pdf 905.pdf`
}

// Run shows an issue.
func (c *digestShowCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	i, err := a.issue(ctx, c.Issue)
	if err != nil {
		return err
	}
	if c.JSON {
		return a.printIssue(ctx, i.ID)
	}
	v, err := ledger.ViewIssue(ctx, a.store.As(store.Everything), i)
	if err != nil {
		return err
	}
	reading := v.Reading()
	if c.Markdown {
		_, err := io.WriteString(a.stdout, digest.Markdown(reading))
		return err
	}
	if c.PDF != "" {
		return writePDF(ctx, a, reading, c.PDF)
	}
	printReading(a.stdout, reading)
	if i.IsPublished() && !v.AsPublished {
		fmt.Fprintln(a.stdout, "\nNOT what was published: the decision to publish it holds something else")
	}
	m, err := mailOf(ctx, a.store.As(store.Everything), &i)
	m.print(a.stdout)
	return err
}

func printReading(w io.Writer, r digest.Reading) {
	i := r.Issue
	fmt.Fprintf(w, "%s  TLP:%s\n", digest.Name(i), i.TLP)
	if i.IsPublished() {
		fmt.Fprintf(w, "published %s by %s, because %s (decision %s)\n", i.Published.Format("2006-01-02 15:04"), i.Publisher, i.Reason, i.Decision)
	}
	for n, it := range i.Items {
		fmt.Fprintf(w, "\n%d. %s: %s %s\n", n+1, it.Kind, it.Title, it.Corrects)
		for j, l := range it.Lines {
			mark := ""
			if l.Judgement {
				mark = "judgement: "
			}
			fmt.Fprintf(w, "   %s%s\n", mark, l.Text)
			for _, c := range l.Citations {
				fmt.Fprintf(w, "     [%s %d-%d %s] “%s”\n       %s%s\n", c.Document, c.Span.Start, c.Span.End, c.Claim, c.Span.Text, r.Sources[c.Document], digest.Standing(&c))
			}
			for _, what := range r.Changed[hearsay.Place(i.Number, n+1, j+1)] {
				fmt.Fprintf(w, "     BASIS CHANGED: %s\n", what)
			}
		}
	}
}

type digestEditCommand struct {
	Draft string `arg:"" help:"ID of a draft."`
	File  string `arg:"" optional:"" help:"The changed text; - for standard input. Without it an editor is opened."`
	Print bool   `help:"Print the text form and change nothing."`
	JSON  bool   `help:"Print JSON."`
}

// Help is shown by hearsay digest edit --help.
func (digestEditCommand) Help() string {
	return `The text has one sentence a line, and behind it its citations; its head tells how. The editor is that of VISUAL or EDITOR. What
cannot be read is refused with its line, and the draft stays as it was.

Examples:
  hearsay digest edit i8mk…
  hearsay digest edit i8mk… --print > draft.txt
  hearsay digest edit i8mk… draft.txt`
}

// Run changes a draft.
func (c *digestEditCommand) Run(ctx context.Context, a *app) error {
	open := func() error { return a.openToWrite(ctx, archive.Options{}) }
	if c.Print {
		open = func() error { return a.openToRead(ctx) }
	}
	if err := open(); err != nil {
		return err
	}
	i, err := a.issue(ctx, c.Draft)
	if err != nil {
		return err
	}
	text, err := desk.FormOf(ctx, a.store.As(store.Everything), i)
	if err != nil {
		return err
	}
	if c.Print {
		if c.JSON {
			return a.printJSON(map[string]string{"id": string(i.ID), "text": text})
		}
		_, err := io.WriteString(a.stdout, text)
		return err
	}
	form, err := c.changed(ctx, a, text)
	if err != nil {
		return err
	}
	if i, err = desk.EditDraft(ctx, a.store, i.ID, form); err != nil {
		return err
	}
	if c.JSON {
		return a.printIssue(ctx, i.ID)
	}
	_, err = fmt.Fprintf(a.stdout, "%s has %s now; hearsay digest check %s\n", i.ID, count(len(i.Items), "item"), i.ID)
	return err
}

// changed gives the text form as a person changed it.
func (c *digestEditCommand) changed(ctx context.Context, a *app, text string) ([]byte, error) {
	const most = 8 << 20 // bytes: more than is taken, so that what is too long is told so
	switch c.File {
	case "":
		return inEditor(ctx, a, text)
	case "-":
		return io.ReadAll(io.LimitReader(a.stdin, most))
	}
	f, err := os.Open(c.File)
	if err != nil {
		return nil, &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "read " + c.File, Cause: err, Hint: "hearsay digest edit ID --print writes such a file"}
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, most))
}

// inEditor lets a person change a text. What cannot be read afterwards stays where it was edited.
func inEditor(ctx context.Context, a *app, text string) ([]byte, error) {
	editor := strings.Fields(cmp.Or(os.Getenv("VISUAL"), os.Getenv("EDITOR")))
	if len(editor) == 0 {
		return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "open an editor", Cause: errors.New("neither VISUAL nor EDITOR is set"),
			Hint: "set one, or use --print and give the changed file"}
	}
	dir, err := os.MkdirTemp("", "hearsay-digest-*")
	if err != nil {
		return nil, fmt.Errorf("open an editor: %w", err)
	}
	file := filepath.Join(dir, "draft.txt")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		return nil, fmt.Errorf("open an editor: %w", err)
	}
	cmd := exec.CommandContext(ctx, editor[0], append(editor[1:], file)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stderr, os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "edit " + file, Cause: err, Hint: "the draft is unchanged"}
	}
	form, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read what was edited: %w", err)
	}
	if _, err := digest.Parse(form); err != nil {
		fmt.Fprintf(a.stderr, "what you wrote is in %s\n", file)
		return nil, err
	}
	return form, os.RemoveAll(dir)
}
