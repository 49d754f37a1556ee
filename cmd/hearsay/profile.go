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

// profileView is what is known of the reliability of an outlet or a voice.
type profileView struct {
	Outlet    hearsay.OutletID   `json:"outlet,omitempty"`
	Name      string             `json:"name"`
	Owner     string             `json:"owner,omitempty"`
	Country   string             `json:"country,omitempty"`
	Entities  []hearsay.EntityID `json:"entities"`
	Grades    []decisionLine     `json:"grades"`
	Doubt     *doubtLine         `json:"doubt,omitempty"`
	Disagree  bool               `json:"grade_and_record_disagree"`
	Record    shareLine          `json:"record"`
	AsOf      time.Time          `json:"as_of"`
	HalfLife  int                `json:"half_life_days"`
	Tested    []testedLine       `json:"tested"`
	Described []describedLine    `json:"described"`

	share assess.Share
	doubt *ledger.Doubt
}

type testedLine struct {
	Claim  hearsay.ClaimID `json:"claim"`
	Text   string          `json:"text"`
	Held   bool            `json:"held"`
	Status hearsay.Status  `json:"status"`
	At     time.Time       `json:"at"`
	By     string          `json:"decided_by,omitempty"`
	Made   time.Time       `json:"made"`
	Basis  string          `json:"basis"`
}

type describedLine struct {
	Text      string             `json:"text"`
	By        string             `json:"by"`
	Document  hearsay.DocumentID `json:"document"`
	Documents int                `json:"documents"`
}

// recordLine is a record in a list.
type recordLine struct {
	Outlet hearsay.OutletID `json:"outlet,omitempty"`
	Name   string           `json:"name"`
	Record shareLine        `json:"record"`

	share assess.Share
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
	lines := []recordLine{}
	for _, o := range outlets {
		s := assess.Record(records.Outlets[o.ID], records.Now)
		lines = append(lines, recordLine{o.ID, cmp.Or(o.Name, string(o.ID)), shareOf(s), s})
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
	lines := []recordLine{}
	for _, key := range slices.Sorted(maps.Keys(records.Voices)) {
		s := assess.Record(records.Voices[key], records.Now)
		lines = append(lines, recordLine{Name: records.Names[key], Record: shareOf(s), share: s})
	}
	return a.listRecords(lines, c.JSON)
}

func (a *app) listRecords(lines []recordLine, asJSON bool) error {
	if asJSON {
		return a.printJSON(lines)
	}
	for _, l := range lines {
		fmt.Fprintf(a.stdout, "%s: %s\n", cmp.Or(string(l.Outlet), l.Name), recordWords(l.share))
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
	v := viewProfile(p, records)
	if asJSON {
		return a.printJSON(v)
	}
	printProfile(a.stdout, v)
	return nil
}

func viewProfile(p *ledger.Profile, records *ledger.Records) *profileView {
	v := &profileView{Outlet: p.Outlet.ID, Name: p.Name, Owner: p.Outlet.OwnerAt(records.Now), Country: p.Outlet.Country,
		Entities: append([]hearsay.EntityID{}, p.Entities...), Grades: []decisionLine{}, Record: shareOf(p.Record), AsOf: records.Now,
		HalfLife: int(assess.HalfLife / (24 * time.Hour)), Tested: []testedLine{}, Described: []describedLine{}, share: p.Record}
	v.Doubt, v.doubt = lineOfDoubt(p.Doubt), p.Doubt
	for _, d := range p.Grades {
		v.Grades = append(v.Grades, decisionLine{d.ID, d.Kind, d.Other, d.Value, d.Reason, d.By, d.At})
		v.Disagree = v.Disagree || assess.Disagree(d.Value, p.Record)
	}
	for i := range p.Tested {
		t := &p.Tested[i]
		v.Tested = append(v.Tested, testedLine{t.Claim.ID, t.Claim.Text, t.Held(), t.Status, t.At, t.By, t.Made, t.Basis})
	}
	for _, d := range p.Described {
		v.Described = append(v.Described, describedLine(d))
	}
	return v
}

func printProfile(w io.Writer, v *profileView) {
	fmt.Fprintf(w, "%s\n", v.Name)
	if v.Outlet != "" {
		fmt.Fprintf(w, "outlet %s, owner: %s, country: %s\n", v.Outlet, cmp.Or(v.Owner, "not known"), cmp.Or(v.Country, "not known"))
	}
	printDoubt(w, v.doubt)
	fmt.Fprintln(w, "\nWHAT PEOPLE DECIDED")
	for _, g := range v.Grades {
		value := g.Value
		if value == "F" {
			value = "F (cannot be judged)"
		}
		if !v.doubt.Holds(hearsay.Decision{At: g.At}) {
			value += ", only for what was captured before " + v.doubt.Until.Format(time.DateOnly)
		}
		fmt.Fprintf(w, "%s, %s on %s, because %s (%s)\n", value, g.By, g.At.Format(time.DateOnly), g.Reason, g.ID)
	}
	if len(v.Grades) == 0 {
		fmt.Fprintln(w, "no letter given")
	}
	fmt.Fprintf(w, "\nRECORD  as of %s\n%s\n", v.AsOf.Format(time.DateOnly), recordWords(v.share))
	if v.Disagree {
		fmt.Fprintln(w, "the letter and the record disagree: look at one of them again")
	}
	for _, t := range v.Tested {
		t.print(w)
	}
	fmt.Fprintln(w, "\nWHAT TEXTS SAY")
	for _, d := range v.Described {
		fmt.Fprintf(w, "“%s”, says %s in %s (%s)\n", d.Text, d.By, count(d.Documents, "document"), d.Document)
	}
	if len(v.Described) == 0 {
		fmt.Fprintln(w, "nothing found")
	}
}

func (t *testedLine) print(w io.Writer) {
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
