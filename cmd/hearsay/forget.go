// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/desk"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

type forgetCommand struct {
	What   []string `arg:"" optional:"" help:"IDs of captures or documents, or addresses."`
	Reason string   `help:"Why: it stands in the log of decisions, so name nobody in it."`
	By     string   `env:"HEARSAY_BY" help:"Who decides."`
	DryRun bool     `help:"Show what would be erased, and erase nothing."`
	Others bool     `help:"Of a document or address: erase what is held, and take in later what comes from there with other bytes."`
	Quick  bool     `help:"Leave the files of the database as they are: bytes of what was deleted may lie in them until they are written over."`
	Finish bool     `help:"Erase nothing more; overwrite and scrub what was erased before."`
	JSON   bool     `help:"Print JSON."`
}

// Help is shown by hearsay forget --help.
func (forgetCommand) Help() string {
	return `Erases captures: their bytes are overwritten where they lie, everything derived from them goes, lines of digests that cite them
are taken out, and what is left is derived anew. A tombstone stays, and the log of captures still adds up. It cannot be undone.

A capture is erased by its ID, and the same bytes are not taken in again. A document or an address stands for all captures of that
address, and nothing is taken in from there any more. Claims that rested on it lose their history.

It does not reach what has left this ledger: backups, exports, capsules, e-mails, and what hooks were sent.

Examples:
  hearsay forget d3k1… --dry-run
  hearsay forget https://paper.example/2026/03/name --reason "order 12/2026" --by ann
  hearsay forget c77a… --reason "taken in by mistake" --by ann`
}

// forgotten is what was erased, or would be.
type forgotten struct {
	Capture   hearsay.CaptureID    `json:"capture"`
	Documents []hearsay.DocumentID `json:"documents"`
	Claims    int                  `json:"claims"`  // that rest on it
	Lines     []string             `json:"lines"`   // of digests, that cite it
	Resting   []hearsay.DocumentID `json:"resting"` // that copy, credit or cite it, and stay
	Decision  hearsay.DecisionID   `json:"decision,omitempty"`
	url       string
}

// Run erases, or shows what would be erased.
func (c *forgetCommand) Run(ctx context.Context, a *app) error {
	if err := c.check(); err != nil {
		return err
	}
	open := func() error { return a.openToWrite(ctx, archive.Options{}) }
	if c.DryRun {
		open = func() error { return a.openToRead(ctx) }
	}
	if err := open(); err != nil {
		return err
	}
	all, err := c.plan(ctx, a.store.As(store.Everything))
	if err != nil {
		return err
	}
	if !c.DryRun {
		if err := c.erase(ctx, a, all); err != nil {
			return err
		}
	}
	if c.JSON {
		return a.printJSON(all)
	}
	c.print(a, all)
	return nil
}

func (c *forgetCommand) check() error {
	invalid := func(hint, cause string) error {
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "forget", Cause: errors.New(cause), Hint: hint}
	}
	switch {
	case c.Finish && len(c.What) > 0:
		return invalid("give one or the other", "--finish erases nothing more")
	case !c.Finish && len(c.What) == 0:
		return invalid("give the ID of a capture or document, or an address", "there is nothing to forget")
	case !c.Finish && !c.DryRun && (strings.TrimSpace(c.Reason) == "" || strings.TrimSpace(c.By) == ""):
		return invalid("give --reason and --by; --dry-run shows what would go", "a decision needs a reason and a name")
	}
	return nil
}

// plan gives the captures that are meant, each once, with what rests on them.
func (c *forgetCommand) plan(ctx context.Context, r store.Reader) ([]forgotten, error) {
	all := []forgotten{}
	seen := map[hearsay.CaptureID]bool{}
	for _, what := range c.What {
		captures, err := meant(ctx, r, what)
		if err != nil {
			return nil, err
		}
		for _, x := range captures {
			if seen[x.ID] {
				continue
			}
			seen[x.ID] = true
			f := forgotten{Capture: x.ID, Documents: []hearsay.DocumentID{}, Lines: []string{}, Resting: []hearsay.DocumentID{}, url: x.URL}
			if err := f.rest(ctx, r); err != nil {
				return nil, err
			}
			all = append(all, f)
		}
	}
	return all, nil
}

// meant gives the captures that somebody means by an ID or an address.
func meant(ctx context.Context, r store.Reader, what string) ([]hearsay.Capture, error) {
	if c, err := r.Capture(ctx, hearsay.CaptureID(what)); !errors.Is(err, hearsay.ErrNotFound) {
		return []hearsay.Capture{c}, err
	}
	urls := []string{what}
	if d, err := r.Document(ctx, hearsay.DocumentID(what)); err == nil {
		c, err := r.Capture(ctx, d.Capture)
		if err != nil {
			return nil, err
		}
		if err := alone(ctx, r, &d, c); err != nil {
			return nil, err
		}
		urls = []string{c.URL}
	} else if !errors.Is(err, hearsay.ErrNotFound) {
		return nil, err
	}
	docs, err := r.DocumentsByURL(ctx, what)
	if err != nil {
		return nil, err
	}
	for i := range docs {
		c, err := r.Capture(ctx, docs[i].Capture)
		if err != nil {
			return nil, err
		}
		if alone(ctx, r, &docs[i], c) == nil { // what a feed says of an address is not what is there
			urls = append(urls, c.URL)
		}
	}
	captures, err := r.CapturesAt(ctx, urls...)
	if err == nil && len(captures) == 0 {
		err = &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "forget " + what, Cause: errors.New("no capture or document has this ID or address"),
			Hint: "hearsay search and hearsay document show IDs; what was erased before is gone"}
	}
	return captures, err
}

// alone refuses a document that is one of several in its capture: bytes are erased whole.
func alone(ctx context.Context, r store.Reader, d *hearsay.Document, c hearsay.Capture) error {
	others, err := r.HeadingsIn(ctx, c.ID)
	if err != nil || len(others) < 2 {
		return err
	}
	return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "forget document " + string(d.ID),
		Cause: fmt.Errorf("its capture has %d documents, and bytes are erased whole", len(others)), Hint: "hearsay forget " + string(c.ID) + " erases all of them"}
}

// rest fills in what rests on the capture.
func (f *forgotten) rest(ctx context.Context, r store.Reader) error {
	there, err := r.HeadingsIn(ctx, f.Capture)
	if err != nil || len(there) == 0 {
		return err
	}
	impact, err := ledger.ImpactOf(ctx, r, string(f.Capture))
	if err != nil {
		return err
	}
	for _, d := range impact.Documents {
		f.Documents = append(f.Documents, d.ID)
	}
	for _, l := range impact.Resting {
		f.Resting = append(f.Resting, l.From)
	}
	for _, l := range impact.Digest {
		f.Lines = append(f.Lines, l.Place)
	}
	f.Claims = len(impact.Claims)
	return nil
}

// erase decides, has it take effect, and scrubs the database.
func (c *forgetCommand) erase(ctx context.Context, a *app, all []forgotten) error {
	for i := range all {
		how := hearsay.EraseAddress
		if c.Others || slices.Contains(c.What, string(all[i].Capture)) {
			how = hearsay.EraseBytes
		}
		d, err := desk.Decide(ctx, a.store, hearsay.Decision{Kind: hearsay.EraseCapture, Object: string(all[i].Capture), Value: how, Reason: c.Reason, By: c.By, At: time.Now()})
		if err != nil {
			return err
		}
		all[i].Decision = d.ID
	}
	if err := a.work(ctx, 0); err != nil {
		return fmt.Errorf("decided; let it take effect (hearsay forget --finish goes on): %w", err)
	}
	if c.Quick {
		return nil
	}
	return a.store.Scrub(ctx)
}

func (c *forgetCommand) print(a *app, all []forgotten) {
	word := "erased"
	if c.DryRun {
		word = "would erase"
	}
	for _, f := range all {
		fmt.Fprintf(a.stdout, "%s capture %s: %s, on which %s rest\n", word, f.Capture, count(len(f.Documents), "document"), count(f.Claims, "claim"))
		for _, l := range f.Lines {
			fmt.Fprintf(a.stdout, "  line %s of a digest is taken out\n", l)
		}
		for _, d := range f.Resting {
			fmt.Fprintf(a.stdout, "  %s copies, credits or cites it, and stays: look whether it has the same words\n", d)
		}
	}
	if c.Finish {
		fmt.Fprintln(a.stdout, "what was erased before is overwritten")
	}
	if !c.DryRun {
		fmt.Fprintln(a.stdout, "backups, exports, capsules and e-mails made before have it still")
	}
}
