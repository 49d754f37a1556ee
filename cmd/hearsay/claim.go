// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/assess"
	"hearsay/internal/ledger"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

type claimCommand struct {
	ID      string `arg:"" help:"ID of the claim."`
	AsKnown string `placeholder:"DATE" help:"The page of an earlier time: from what we held and had decided by then."`
	AsOf    string `placeholder:"DATE" help:"The page for an earlier time: from what had appeared by then, whenever we came to know of it."`
	JSON    bool   `help:"Print JSON."`
}

// Help is shown by hearsay claim --help.
func (claimCommand) Help() string {
	return `Shows a claim: who says it on whose authority as a tree, who answers it, its origins with the reason for every
merge, the weakest link and what would raise the low bound, and how its status moved.

A DATE is a day (2026-03-05, to its end), or a time (2026-03-05T12:00:00Z); both in UTC. With both flags a document counts
if it had appeared by the one and was held by the other.

Examples:
  hearsay claim k9f2…
  hearsay claim k9f2… --as-known 2026-03-05
  hearsay claim k9f2… --as-of 2026-03-05T12:00:00Z --json`
}

// Run shows one claim.
func (c *claimCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToRead(ctx); err != nil {
		return err
	}
	m, err := c.moment()
	if err != nil {
		return err
	}
	r := a.store.As(store.Everything)
	if m != (pipeline.Moment{}) {
		fmt.Fprintf(a.stderr, "hearsay: %s\n", ledger.Describe(m))
	}
	v, err := ledger.ViewClaim(ctx, r, hearsay.ClaimID(c.ID), m)
	if err != nil {
		return err
	}
	var rivals []ledger.ClaimLine
	if m == (pipeline.Moment{}) {
		if rivals, err = ledger.RivalsOf(ctx, r, v); err != nil {
			return err
		}
	}
	if c.JSON {
		return a.printJSON(struct {
			*ledger.ClaimView
			Rivals []ledger.ClaimLine `json:"rivals,omitempty"` // claims of the story that contradict it; of now alone
		}{v, rivals})
	}
	printClaim(a.stdout, v)
	if len(rivals) > 0 {
		fmt.Fprintln(a.stdout, "\nCONTRADICTED BY")
	}
	for _, l := range rivals {
		fmt.Fprintf(a.stdout, "“%s” (%s): %s, %s\n", l.Text, l.ID, statusWords(cmp.Or(l.Decided, l.Status), l.Status, l.Decided != ""), interval(l.Low, l.High, "independent origin"))
	}
	return nil
}

func printClaim(w io.Writer, v *ledger.ClaimView) {
	fmt.Fprintf(w, "“%s”\n", v.Text)
	if n := len(v.History); n > 0 {
		h := v.History[n-1]
		fmt.Fprintf(w, "%s, %s\n", statusWords(v.Status(), h.Status, v.Decided != nil), interval(h.Low, h.High, "independent origin"))
		for _, reason := range h.Reasons {
			if !strings.HasPrefix(reason, assess.WeakestLink) && !strings.HasPrefix(reason, assess.WouldRaise) {
				reason = "because " + reason
			}
			fmt.Fprintf(w, "  %s\n", reason)
		}
	}
	for _, d := range v.Decisions {
		fmt.Fprintf(w, "  %s decided: %s %s, because %s (%s)\n", d.By, d.Kind, strings.TrimSpace(d.Value+" "+d.Other), d.Reason, d.ID)
	}
	for _, f := range v.Figures {
		if f.Kind == hearsay.DateFigure {
			fmt.Fprintf(w, "  when: %s (%s)\n", f.Span.Text, cmp.Or(f.EDTF, f.Value))
			continue
		}
		fmt.Fprintf(w, "  how many: %s (%s)\n", f.Span.Text, strings.TrimSpace(f.Bound+" "+f.Value+" "+f.Unit))
	}
	if v.Silence != nil {
		fmt.Fprintf(w, "  %s\n", silenceWords(v.Silence))
	}
	fmt.Fprintln(w, "\nWHO SAYS IT")
	for i, c := range v.Carriers {
		if i == 0 || v.Carriers[i-1].Document != c.Document {
			fmt.Fprintf(w, "%s  %s  %s (%s)\n", cmp.Or(c.Published, "undated"), c.Outlet, c.Title, c.Document)
			printLinks(w, v, c.Document)
		}
		printCarrier(w, &c)
	}
	fmt.Fprintln(w, "\nORIGINS")
	for _, o := range v.Origins {
		fmt.Fprintf(w, "%s (%s): %s; %s\n", o.Name, o.Kind, o.Reason, count(o.Documents, "document"))
	}
	fmt.Fprintln(w, "\nRESPONSES")
	for _, x := range v.Responses {
		fmt.Fprintf(w, "%s  %s %s%s: “%s” (%s)\n", x.At.Format(time.DateOnly), x.Party, x.Stance, awaited(&x), x.What, x.Document)
	}
	printDisagreements(w, v.Differ)
	fmt.Fprintln(w, "\nHISTORY")
	for _, h := range v.History {
		fmt.Fprintf(w, "%s  known %s  %s %s  %s\n", h.At.Format("2006-01-02 15:04"), h.Known.Format("2006-01-02 15:04"), h.Status,
			interval(h.Low, h.High, "origin"), h.Cause)
	}
}

// statusWords is a status that was decided with the derived one beside it, or that alone.
func statusWords(stands, derived hearsay.Status, isDecided bool) string {
	if !isDecided {
		return string(derived)
	}
	return fmt.Sprintf("%s (decided; %s derived)", stands, cmp.Or(derived, "nothing"))
}

// awaited says to whom and until when an answer was due, as far as the text does.
func awaited(x *ledger.Answer) string {
	s := ""
	if x.Asker != "" {
		s += ", asked by " + x.Asker
	}
	if x.Due != "" {
		s += ", " + x.Due
	}
	return s
}

// printCarrier prints the chain of one place as a tree, and what is said at its end.
func printCarrier(w io.Writer, c *ledger.Carrier) {
	indent := "  "
	if len(c.Chain) == 0 {
		fmt.Fprintf(w, "%s└ on its own authority\n", indent)
		indent += "  "
	}
	for _, name := range c.Chain {
		fmt.Fprintf(w, "%s└ %s\n", indent, name)
		indent += "  "
	}
	if c.Said != "" {
		fmt.Fprintf(w, "%s%s: “%s” (%s)\n", indent, c.Act, c.Said, string(c.Attribution)+string(c.Statement))
	}
}

// printLinks prints what a document rests on, each link once however often it is made.
func printLinks(w io.Writer, v *ledger.ClaimView, id hearsay.DocumentID) {
	printed := map[string]bool{}
	for _, l := range v.Links {
		line := fmt.Sprintf("  %s %s%s: %s\n", l.Kind, l.To, loopMark(l.Loop), l.Reason)
		if l.From == id && !printed[line] {
			printed[line] = true
			fmt.Fprint(w, line)
		}
	}
}

func loopMark(loop bool) string {
	if loop {
		return " (on a circular path)"
	}
	return ""
}
