// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"strings"

	"hearsay/internal/assess"
	"hearsay/internal/ledger"
)

const minute = "2006-01-02 15:04"

func printCoverage(w io.Writer, v ledger.CoverageView) {
	fmt.Fprintf(w, "\nCOVERAGE  from %s to %s UTC\n", v.From.Format(minute), v.To.Format(minute))
	var unknown []string
	for _, o := range v.Outlets {
		if o.State == assess.NotObservable && o.Feeds == 0 {
			unknown = append(unknown, o.Name)
			continue
		}
		fmt.Fprintf(w, "%-14s  %s: %s\n", o.State, o.Name, outlookWords(&o, v.Looks))
	}
	if len(unknown) > 0 {
		fmt.Fprintf(w, "%-14s  no feed is known of %s\n", assess.NotObservable, strings.Join(unknown, ", "))
	}
}

// outlookWords tells when an outlet was first seen, or the proof of its silence.
func outlookWords(o *ledger.OutlookLine, looks []ledger.LookLine) string {
	if o.State == assess.NotObservable {
		return o.Why
	}
	if o.State == assess.Covered {
		return count(o.Documents, "document") + ", " + sightingWords(o.First)
	}
	days := 0
	for _, l := range looks {
		if l.Outlet == o.Outlet && l.Good > 0 {
			days++
		}
	}
	told := fmt.Sprintf("%s at its feeds on %s, %d failed; %s on other things", count(o.Good, "look"), count(days, "day"), o.Failed, count(o.Others, "document"))
	if o.Unread > 0 {
		told += fmt.Sprintf("; %s could not be read", count(o.Unread, "page"))
	}
	if told += "; " + o.Expectation; o.Expected.All > 0 {
		told += fmt.Sprintf(" (%s)", assess.Share(o.Expected))
	}
	return told
}

func sightingWords(s *ledger.SightingLine) string {
	appeared := "appeared by " + s.By.Format(minute) + ", no look before is known"
	if s.After != nil {
		appeared = "appeared after " + s.After.Format(minute) + ", by " + s.By.Format(minute)
	}
	told := fmt.Sprintf("%s; first seen %s", appeared, s.Seen.Format(minute))
	if s.Outside {
		told += "; its own date, " + s.Dated + ", lies outside of that"
	}
	return told
}
