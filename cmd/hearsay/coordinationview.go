// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/coordinate"
	"hearsay/internal/ledger"
)

// coordinationView is groups with what they push.
type coordinationView struct {
	coordinate.Result
	Shuffles int
	Shuffled int               // accounts flagged in all shuffles
	pushed   [][]ledger.Pushed // by group; nil for tables
}

const (
	mostJoint  = 5 // things a group did together that are printed
	mostPushed = 10
)

func (v *coordinationView) print(w io.Writer) {
	if v.Acts == 0 {
		fmt.Fprintln(w, "no post shares anything that can be compared")
		return
	}
	fmt.Fprintf(w, "%s shared by %s, %d different; %s – %s\n", count(v.Acts, "thing"), count(v.Accounts, "account"), v.Objects,
		v.First.Format(time.DateOnly), v.Last.Format(time.DateOnly))
	for _, l := range v.Looks {
		fmt.Fprintf(w, "within %s: %s near another on %d occasions or more, %s among too many others\n", span(l.Window),
			count(l.Tested, "account"), l.Least, count(l.Crowded, "act"))
	}
	fmt.Fprintf(w, "of those named chance names at most %g; in %s with shuffled times %s flagged\n", v.Rate, count(v.Shuffles, "table"),
		were(v.Shuffled, "account"))
	if len(v.Groups) == 0 {
		fmt.Fprintln(w, "nothing beyond chance")
	}
	for i := range v.Groups {
		v.printGroup(w, i)
	}
}

func (v *coordinationView) printGroup(w io.Writer, i int) {
	g := &v.Groups[i]
	fmt.Fprintf(w, "\nGROUP %d: %s in step within %s, p < %s against shuffled times\n", i+1, count(len(g.Accounts), "account"), span(g.Window), below(g.Chance))
	fmt.Fprintf(w, "  %s: in step on %d of the %d occasions on which they were near; chance gives %.1f\n", count(g.Pairs, "pair"), g.Steps, g.Near, g.Expected)
	fmt.Fprintf(w, "  %s\n", strings.Join(g.Accounts, ", "))
	fmt.Fprintf(w, "TOGETHER: %s\n", count(len(g.Joint), "thing"))
	for _, j := range g.Joint[:min(len(g.Joint), mostJoint)] {
		first, last := j.Acts[0].At, j.Acts[len(j.Acts)-1].At
		fmt.Fprintf(w, "  %s  %s within %s  %s\n", first.Format(time.DateTime), count(len(j.Accounts), "account"), span(last.Sub(first)), j.Object)
	}
	if v.pushed == nil {
		return
	}
	pushed := v.pushed[i]
	fmt.Fprintf(w, "PUSHED: %s\n", count(len(pushed), "claim"))
	for k := range pushed[:min(len(pushed), mostPushed)] {
		p := &pushed[k]
		fmt.Fprintf(w, "  %s  %s from %s, %s  “%s”\n", p.Claim.ID, count(len(p.Accounts), "account"), p.First.Format(time.DateTime), lead(p), p.Claim.Text)
	}
}

// lead tells how long before the first outlet a claim was pushed.
func lead(p *ledger.Pushed) string {
	if p.Outlet == nil {
		return "no outlet carries it"
	}
	by := fmt.Sprintf("%s (%s)", p.Outlet.Outlet, p.Outlet.ID)
	if l := p.Lead(); l >= 0 {
		return span(l) + " before the first outlet, " + by
	}
	return span(-p.Lead()) + " after the first outlet, " + by
}

// span is a length of time in its largest units.
func span(d time.Duration) string {
	switch d = d.Round(time.Second); {
	case d >= 48*time.Hour:
		return fmt.Sprintf("%d days", int(math.Round(d.Hours()/24)))
	case d >= 2*time.Hour, d == time.Hour:
		return fmt.Sprintf("%d h", int(math.Round(d.Hours())))
	case d >= 2*time.Minute, d == time.Minute:
		return fmt.Sprintf("%d min", int(math.Round(d.Minutes())))
	}
	return fmt.Sprintf("%d s", int(d.Seconds()))
}

// below is a power of ten that a probability is below; a millionth is as far as the numbers carry.
func below(p float64) string {
	for _, b := range []string{"0.000001", "0.00001", "0.0001", "0.001", "0.01", "0.1"} {
		var bound float64
		if _, err := fmt.Sscan(b, &bound); err == nil && p < bound {
			return b
		}
	}
	return "1"
}

func were(n int, noun string) string {
	if n == 1 {
		return "1 " + noun + " was"
	}
	return fmt.Sprintf("%d %ss were", n, noun)
}

// The form in JSON.

type coordinationJSON struct {
	Acts     int         `json:"acts"`
	Accounts int         `json:"accounts"`
	Objects  int         `json:"objects"`
	Rate     float64     `json:"rate"`
	Looks    []lookJSON  `json:"windows"`
	Shuffles int         `json:"shuffles"`
	Shuffled int         `json:"flagged_in_shuffles"`
	Flagged  []string    `json:"flagged"`
	Groups   []groupJSON `json:"groups"`
}

type lookJSON struct {
	Window  float64 `json:"seconds"`
	Reach   float64 `json:"reach_seconds"`
	Tested  int     `json:"accounts_tested"`
	Least   int     `json:"least_occasions"`
	Crowded int     `json:"acts_in_crowds"`
}

type groupJSON struct {
	Accounts []string     `json:"accounts"`
	Window   float64      `json:"window_seconds"`
	Chance   float64      `json:"p"`
	Pairs    int          `json:"pairs"`
	Steps    int          `json:"in_step"`
	Near     int          `json:"near"`
	Expected float64      `json:"by_chance"`
	Joint    []jointJSON  `json:"together"`
	Pushed   []pushedJSON `json:"pushed,omitempty"`
}

type jointJSON struct {
	Object   string    `json:"object"`
	Accounts []string  `json:"accounts"`
	First    time.Time `json:"first"`
	Last     time.Time `json:"last"`
}

type pushedJSON struct {
	Claim    hearsay.ClaimID    `json:"claim"`
	Text     string             `json:"text"`
	Accounts []string           `json:"accounts"`
	First    time.Time          `json:"first"`
	Outlet   hearsay.OutletID   `json:"first_outlet,omitempty"`
	Document hearsay.DocumentID `json:"first_document,omitempty"`
	Lead     *float64           `json:"lead_hours"` // before the first outlet; null where none carries it
}

func (v *coordinationView) json() coordinationJSON {
	out := coordinationJSON{Acts: v.Acts, Accounts: v.Accounts, Objects: v.Objects, Rate: v.Rate, Shuffles: v.Shuffles, Shuffled: v.Shuffled,
		Flagged: append([]string{}, v.Flagged...), Groups: []groupJSON{}}
	for _, l := range v.Looks {
		out.Looks = append(out.Looks, lookJSON{l.Window.Seconds(), l.Reach.Seconds(), l.Tested, l.Least, l.Crowded})
	}
	for i, g := range v.Groups {
		one := groupJSON{Accounts: g.Accounts, Window: g.Window.Seconds(), Chance: max(g.Chance, 1e-6), Pairs: g.Pairs, Steps: g.Steps,
			Near: g.Near, Expected: g.Expected, Joint: []jointJSON{}}
		for _, j := range g.Joint {
			one.Joint = append(one.Joint, jointJSON{j.Object, j.Accounts, j.Acts[0].At, j.Acts[len(j.Acts)-1].At})
		}
		if v.pushed != nil {
			one.Pushed = pushedLines(v.pushed[i])
		}
		out.Groups = append(out.Groups, one)
	}
	return out
}

func pushedLines(pushed []ledger.Pushed) []pushedJSON {
	out := []pushedJSON{}
	for i := range pushed {
		p := &pushed[i]
		line := pushedJSON{Claim: p.Claim.ID, Text: p.Claim.Text, Accounts: p.Accounts, First: p.First}
		if p.Outlet != nil {
			hours := p.Lead().Hours()
			line.Outlet, line.Document, line.Lead = p.Outlet.Outlet, p.Outlet.ID, &hours
		}
		out = append(out, line)
	}
	return out
}

// hourWords are the hours from one to another, exclusive.
func hourWords(from, hours int) string {
	return fmt.Sprintf("%02d:00–%02d:00 UTC", from, cmp.Or((from+hours)%24, 24))
}
