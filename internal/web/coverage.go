// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"time"

	"hearsay"
	"hearsay/internal/assess"
	"hearsay/internal/ledger"
)

// mostColumns is how many columns the grid has at most; a longer story gets columns of several days.
const mostColumns = 14

// Coverage is the grid of a story: outlets by days. Rows with documents come first, then outlets that are
// silent although we looked, then those whose silence we could not have noticed.
type Coverage struct {
	Columns []Period
	Rows    []CoverRow
	Unknown []hearsay.Outlet // that report, and of which no feed is known
}

// Period is one column, from the start of its first day to the start of the day after its last.
type Period struct{ From, To time.Time }

// Last is the last day of the period.
func (p Period) Last() time.Time { return p.To.AddDate(0, 0, -1) }

// Days is the length of the period.
func (p Period) Days() int { return int(p.To.Sub(p.From).Hours()+12) / 24 }

// CoverRow is one outlet.
type CoverRow struct {
	assess.Outlook
	Cells []CoverCell
	State assess.Coverage
	Why   string // it is not observable; empty otherwise
}

// CoverCell is what we know of one outlet in one period.
type CoverCell struct {
	Marks  []CoverMark
	Good   int
	Failed int
}

// CoverMark is one document in a cell.
type CoverMark struct {
	Document hearsay.Document
	Kind     string // original, copy or credits
}

// cover makes the grid.
func cover(p *StoryPage) Coverage {
	if len(p.Documents) == 0 {
		return Coverage{}
	}
	first, last := p.Documents[0].Document.When(), p.Documents[0].Document.When()
	for _, m := range p.Documents {
		if t := m.Document.When(); t.Before(first) {
			first = t
		} else if t.After(last) {
			last = t
		}
	}
	c := Coverage{Columns: periods(day(first), day(last))}
	kinds := linkKinds(p.Links)
	for _, o := range p.Seen.Outlets {
		row := CoverRow{Outlook: o, Cells: make([]CoverCell, len(c.Columns))}
		row.State, row.Why = o.Judge()
		if row.State == assess.NotObservable && o.Feeds == 0 {
			c.Unknown = append(c.Unknown, o.Outlet)
			continue
		}
		row.addDocuments(c.Columns, p.Documents, kinds)
		row.addLooks(c.Columns, p.Seen.Looks)
		c.Rows = append(c.Rows, row)
	}
	return c
}

func (r *CoverRow) addDocuments(columns []Period, members []Member, kinds map[hearsay.DocumentID]string) {
	for _, m := range members {
		i := column(columns, m.Document.When())
		if m.Outlet.ID != r.Outlet.ID || i < 0 {
			continue
		}
		kind := kinds[m.Document.ID]
		if kind == "" {
			kind = "original"
		}
		r.Cells[i].Marks = append(r.Cells[i].Marks, CoverMark{m.Document, kind})
	}
}

func (r *CoverRow) addLooks(columns []Period, looks []ledger.OutletLooks) {
	for _, l := range looks {
		i := column(columns, l.Day)
		if l.Outlet != r.Outlet.ID || i < 0 {
			continue
		}
		r.Cells[i].Good += l.Good
		r.Cells[i].Failed += l.Failed
	}
}

// linkKinds tells what a document is by where it leads: a copy, or one that credits another.
func linkKinds(links []LinkLine) map[hearsay.DocumentID]string {
	kinds := map[hearsay.DocumentID]string{}
	for _, l := range links {
		switch l.Link.Kind {
		case hearsay.Copies, hearsay.Translates:
			kinds[l.Link.From] = "copy"
		case hearsay.Credits, hearsay.Cites, hearsay.Quotes:
			if kinds[l.Link.From] == "" {
				kinds[l.Link.From] = "credits"
			}
		}
	}
	return kinds
}

// periods cuts the days from first to last into columns of equal length.
func periods(first, last time.Time) []Period {
	days := int(last.Sub(first).Hours()+12)/24 + 1
	step := (days + mostColumns - 1) / mostColumns
	var all []Period
	for from := first; !from.After(last); from = from.AddDate(0, 0, step) {
		all = append(all, Period{from, from.AddDate(0, 0, step)})
	}
	return all
}

func column(columns []Period, t time.Time) int {
	for i, c := range columns {
		if !t.Before(c.From) && t.Before(c.To) {
			return i
		}
	}
	return -1
}

func day(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }
