// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"cmp"
	"time"

	"hearsay"
	"hearsay/internal/assess"
)

// CoverageView is who covers a story and who is silent.
type CoverageView struct {
	From    time.Time     `json:"from"`
	To      time.Time     `json:"to"`
	Outlets []OutlookLine `json:"outlets"`
	Looks   []LookLine    `json:"looks"`
}

// OutlookLine is what is known of one outlet while the story ran.
type OutlookLine struct {
	Outlet      hearsay.OutletID `json:"outlet"`
	Name        string           `json:"name"`
	State       assess.Coverage  `json:"state"`
	Why         string           `json:"why,omitempty"`
	Documents   int              `json:"documents"`
	First       *SightingLine    `json:"first,omitempty"`
	Feeds       int              `json:"feeds"`
	Good        int              `json:"looks"`
	Failed      int              `json:"looks_failed"`
	Unread      int              `json:"pages_unread"`
	Others      int              `json:"other_documents"`
	Expected    ShareLine        `json:"expected"`
	Expectation string           `json:"expectation"`
}

// SightingLine is when the first document of an outlet was seen. After is null where no look before it is known.
type SightingLine struct {
	Document hearsay.DocumentID `json:"document"`
	Dated    string             `json:"dated"`
	Seen     time.Time          `json:"seen"`
	After    *time.Time         `json:"appeared_after"`
	By       time.Time          `json:"appeared_by"`
	Outside  bool               `json:"dated_outside"`
}

// ShareLine is how often something came out one way; low to high holds the true share with a probability of 0.9.
type ShareLine struct {
	Of     int     `json:"of"`
	All    int     `json:"n"`
	Weight float64 `json:"weight"`
	Mean   float64 `json:"mean"`
	Low    float64 `json:"low"`
	High   float64 `json:"high"`
}

// LookLine counts the looks at the feeds of an outlet on one day (UTC).
type LookLine struct {
	Outlet hearsay.OutletID `json:"outlet"`
	Day    string           `json:"day"`
	Good   int              `json:"looks"`
	Failed int              `json:"looks_failed"`
}

// LineOfShare gives a share as JSON.
func LineOfShare(s assess.Share) ShareLine {
	return ShareLine{s.Of, s.All, s.Weight, s.Mean, s.Low, s.High}
}

// ViewCoverage gives a coverage as JSON.
func ViewCoverage(c *Coverage) CoverageView {
	v := CoverageView{From: c.From, To: c.To, Outlets: []OutlookLine{}, Looks: []LookLine{}}
	for i := range c.Outlets {
		o := &c.Outlets[i]
		l := OutlookLine{Outlet: o.Outlet.ID, Name: cmp.Or(o.Outlet.Name, string(o.Outlet.ID)), Documents: o.Documents, Feeds: o.Feeds,
			Good: o.Good, Failed: o.Failed, Unread: o.Unread, Others: o.Others, Expected: LineOfShare(o.Expected), Expectation: o.Expectation()}
		l.State, l.Why = o.Judge()
		if s := o.First; s != nil {
			l.First = &SightingLine{Document: s.Document, Dated: s.Dated.String(), Seen: s.Seen, By: s.By, Outside: s.Outside()}
			if !s.After.IsZero() {
				l.First.After = &s.After
			}
		}
		v.Outlets = append(v.Outlets, l)
	}
	for _, l := range c.Looks {
		v.Looks = append(v.Looks, LookLine{l.Outlet, l.Day.Format(time.DateOnly), l.Good, l.Failed})
	}
	return v
}
