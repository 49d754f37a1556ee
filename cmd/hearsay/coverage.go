// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/assess"
	"hearsay/internal/ledger"
)

// coverageView is who covers a story and who is silent.
type coverageView struct {
	From    time.Time     `json:"from"`
	To      time.Time     `json:"to"`
	Outlets []outlookLine `json:"outlets"`
	Looks   []lookLine    `json:"looks"`
}

// outlookLine is what is known of one outlet while the story ran.
type outlookLine struct {
	Outlet      hearsay.OutletID `json:"outlet"`
	Name        string           `json:"name"`
	State       assess.Coverage  `json:"state"`
	Why         string           `json:"why,omitempty"`
	Documents   int              `json:"documents"`
	First       *sightingLine    `json:"first,omitempty"`
	Feeds       int              `json:"feeds"`
	Good        int              `json:"looks"`
	Failed      int              `json:"looks_failed"`
	Unread      int              `json:"pages_unread"`
	Others      int              `json:"other_documents"`
	Expected    shareLine        `json:"expected"`
	likely      assess.Share
	Expectation string `json:"expectation"`
}

// sightingLine is when the first document of an outlet was seen. After is null where no look before it is known.
type sightingLine struct {
	Document hearsay.DocumentID `json:"document"`
	Dated    string             `json:"dated"`
	Seen     time.Time          `json:"seen"`
	After    *time.Time         `json:"appeared_after"`
	By       time.Time          `json:"appeared_by"`
	Outside  bool               `json:"dated_outside"`
}

// shareLine is how often something came out one way; low to high holds the true share with a probability of 0.9.
type shareLine struct {
	Of     int     `json:"of"`
	All    int     `json:"n"`
	Weight float64 `json:"weight"`
	Mean   float64 `json:"mean"`
	Low    float64 `json:"low"`
	High   float64 `json:"high"`
}

type lookLine struct {
	Outlet hearsay.OutletID `json:"outlet"`
	Day    string           `json:"day"`
	Good   int              `json:"looks"`
	Failed int              `json:"looks_failed"`
}

func shareOf(s assess.Share) shareLine {
	return shareLine{s.Of, s.All, s.Weight, s.Mean, s.Low, s.High}
}

func viewCoverage(c *ledger.Coverage) coverageView {
	v := coverageView{From: c.From, To: c.To, Outlets: []outlookLine{}, Looks: []lookLine{}}
	for i := range c.Outlets {
		o := &c.Outlets[i]
		l := outlookLine{Outlet: o.Outlet.ID, Name: cmp.Or(o.Outlet.Name, string(o.Outlet.ID)), Documents: o.Documents, Feeds: o.Feeds,
			Good: o.Good, Failed: o.Failed, Unread: o.Unread, Others: o.Others, Expected: shareOf(o.Expected), likely: o.Expected, Expectation: o.Expectation()}
		l.State, l.Why = o.Judge()
		if s := o.First; s != nil {
			l.First = &sightingLine{Document: s.Document, Dated: s.Dated.String(), Seen: s.Seen, By: s.By, Outside: s.Outside()}
			if !s.After.IsZero() {
				l.First.After = &s.After
			}
		}
		v.Outlets = append(v.Outlets, l)
	}
	for _, l := range c.Looks {
		v.Looks = append(v.Looks, lookLine{l.Outlet, l.Day.Format(time.DateOnly), l.Good, l.Failed})
	}
	return v
}

const minute = "2006-01-02 15:04"

func printCoverage(w io.Writer, v coverageView) {
	fmt.Fprintf(w, "\nCOVERAGE  from %s to %s UTC\n", v.From.Format(minute), v.To.Format(minute))
	var unknown []string
	for _, o := range v.Outlets {
		if o.State == assess.NotObservable && o.Feeds == 0 {
			unknown = append(unknown, o.Name)
			continue
		}
		fmt.Fprintf(w, "%-14s  %s: %s\n", o.State, o.Name, o.detail(v.Looks))
	}
	if len(unknown) > 0 {
		fmt.Fprintf(w, "%-14s  no feed is known of %s\n", assess.NotObservable, strings.Join(unknown, ", "))
	}
}

// detail tells when an outlet was first seen, or the proof of its silence.
func (o *outlookLine) detail(looks []lookLine) string {
	if o.State == assess.NotObservable {
		return o.Why
	}
	if o.State == assess.Covered {
		return count(o.Documents, "document") + ", " + o.First.String()
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
		told += fmt.Sprintf(" (%s)", o.likely)
	}
	return told
}

func (s *sightingLine) String() string {
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
