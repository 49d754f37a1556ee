// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"hearsay"
	"hearsay/internal/assess"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

type outletCommand struct {
	ID   string `arg:"" optional:"" help:"ID of an outlet; all outlets if not given."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by hearsay outlet --help.
func (outletCommand) Help() string {
	return `Shows how reliable an outlet has been: of the claims that it made on its own authority, on its own observation or for a
source that it does not name, and that were resolved later, how many held: as an interval that holds the true share nine
times in ten, since they are few. A claim that was resolved a year ago counts half. Beside it, and never made one with it,
the letter that a person gave and what texts say about it.

Examples:
  hearsay outlet
  hearsay outlet paper.example`
}

type voiceCommand struct {
	Name string `arg:"" optional:"" help:"Name of a person or body; all that have a record if not given."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by hearsay voice --help.
func (voiceCommand) Help() string {
	return `Shows how reliable a named voice has been: of the claims that it made and that were resolved later by others, how many
held, as an interval (see hearsay outlet --help); the letter that a person gave; and what texts say about it.

Examples:
  hearsay voice
  hearsay voice "Claude Fenn" --json`
}

// Run shows one outlet, or lists all.
func (c *outletCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	r := a.store.As(store.Everything)
	records, err := ledger.RecordsOf(ctx, r)
	if err != nil {
		return err
	}
	if c.ID != "" {
		p, err := ledger.OutletProfile(ctx, r, records, hearsay.OutletID(c.ID))
		return a.showProfile(p, records, c.JSON, err)
	}
	outlets, err := r.Outlets(ctx)
	if err != nil {
		return err
	}
	lines := []ledger.RecordLine{}
	for _, o := range outlets {
		s := assess.Record(records.Outlets[o.ID], records.Now)
		lines = append(lines, ledger.RecordLine{Outlet: o.ID, Name: cmp.Or(o.Name, string(o.ID)), Record: ledger.LineOfShare(s)})
	}
	return a.listRecords(lines, c.JSON)
}

// Run shows one voice, or lists those that have a record.
func (c *voiceCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	r := a.store.As(store.Everything)
	records, err := ledger.RecordsOf(ctx, r)
	if err != nil {
		return err
	}
	if c.Name != "" {
		p, err := ledger.VoiceProfile(ctx, r, records, c.Name)
		return a.showProfile(p, records, c.JSON, err)
	}
	lines := []ledger.RecordLine{}
	for _, key := range slices.Sorted(maps.Keys(records.Voices)) {
		s := assess.Record(records.Voices[key], records.Now)
		lines = append(lines, ledger.RecordLine{Name: records.Names[key], Record: ledger.LineOfShare(s)})
	}
	return a.listRecords(lines, c.JSON)
}

func (a *app) listRecords(lines []ledger.RecordLine, asJSON bool) error {
	if asJSON {
		return a.printJSON(lines)
	}
	for _, l := range lines {
		fmt.Fprintf(a.stdout, "%s: %s\n", cmp.Or(string(l.Outlet), l.Name), recordWords(assess.Share(l.Record)))
	}
	if len(lines) == 0 {
		fmt.Fprintln(a.stdout, "nobody has a record: no claim has been resolved that somebody made before")
	}
	return nil
}

// recordWords says what a record is, never as a bare number.
func recordWords(s assess.Share) string {
	if s.All == 0 {
		return "no record: none of its own claims has been resolved"
	}
	return fmt.Sprintf("%d of %s held (%.0f–%.0f %%)", s.Of, count(s.All, "resolved claim"), 100*s.Low, 100*s.High)
}

func (a *app) showProfile(p *ledger.Profile, records *ledger.Records, asJSON bool, err error) error {
	if err != nil {
		return err
	}
	v := ledger.ViewProfile(p, records)
	if asJSON {
		return a.printJSON(v)
	}
	printProfile(a.stdout, v)
	return nil
}

func printProfile(w io.Writer, v *ledger.ProfileView) {
	fmt.Fprintf(w, "%s\n", v.Name)
	if v.Outlet != "" {
		fmt.Fprintf(w, "outlet %s, owner: %s, country: %s\n", v.Outlet, cmp.Or(v.Owner, "not known"), cmp.Or(v.Country, "not known"))
	}
	printDoubt(w, v.Doubt)
	fmt.Fprintln(w, "\nWHAT PEOPLE DECIDED")
	for _, g := range v.Grades {
		value := g.Value
		if value == "F" {
			value = "F (cannot be judged)"
		}
		if v.Doubt != nil && !g.At.After(v.Doubt.Judged) {
			value += ", only for what was captured before " + v.Doubt.Until.Format(time.DateOnly)
		}
		fmt.Fprintf(w, "%s, %s on %s, because %s (%s)\n", value, g.By, g.At.Format(time.DateOnly), g.Reason, g.ID)
	}
	if len(v.Grades) == 0 {
		fmt.Fprintln(w, "no letter given")
	}
	fmt.Fprintf(w, "\nRECORD  as of %s\n%s\n", v.AsOf.Format(time.DateOnly), recordWords(assess.Share(v.Record)))
	if v.Disagree {
		fmt.Fprintln(w, "the letter and the record disagree: look at one of them again")
	}
	for _, t := range v.Tested {
		printTested(w, &t)
	}
	fmt.Fprintln(w, "\nWHAT TEXTS SAY")
	for _, d := range v.Described {
		fmt.Fprintf(w, "“%s”, says %s in %s (%s)\n", d.Text, d.By, count(d.Documents, "document"), d.Document)
	}
	if len(v.Described) == 0 {
		fmt.Fprintln(w, "nothing found")
	}
}

func printTested(w io.Writer, t *ledger.TestedLine) {
	word := "held"
	if !t.Held {
		word = "did not hold"
	}
	by := ""
	if t.By != "" {
		by = ", decided " + t.By
	}
	fmt.Fprintf(w, "%-12s  %s  “%s”\n    made %s (%s), %s %s%s\n", word, t.Claim, t.Text, t.Made.Format(time.DateOnly), t.Basis, t.Status,
		t.At.Format(time.DateOnly), by)
}
