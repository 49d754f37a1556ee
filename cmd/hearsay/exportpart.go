// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"slices"
	"time"

	"hearsay"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

// part is the captures that are exported: those of documents, or those fetched within a time.
type part struct {
	title    string
	chosen   []hearsay.Capture // in the order of the log; nil for those of a time
	isChosen bool
	from, to time.Time
	last     int64 // the last leaf: what is stored while we print is left out
}

// each gives the captures in the order in which they were stored.
func (p *part) each(ctx context.Context, r store.Reader, do func(hearsay.Capture) error) error {
	if p.isChosen {
		for _, held := range p.chosen {
			if err := do(held); err != nil {
				return err
			}
		}
		return nil
	}
	end := p.last
	for after := int64(0); ; {
		some, err := r.Captures(ctx, store.CaptureFilter{From: p.from, To: p.to, After: after, Limit: exportBatch})
		if err != nil || len(some) == 0 {
			return err
		}
		for _, held := range some {
			if end > 0 && held.Leaf > end {
				return nil
			}
			if err := do(held); err != nil {
				return err
			}
			after = held.Leaf + 1
		}
	}
}

// part finds out what was asked for.
func (c *exportCommand) part(ctx context.Context, r store.Reader) (*part, error) {
	p := &part{title: "What this ledger holds"}
	var err error
	if p.from, err = dayBegins("--from", c.From); err != nil {
		return nil, err
	}
	if p.to, err = boundary("--to", c.To); err != nil {
		return nil, err
	}
	if !p.to.IsZero() {
		p.to = p.to.Add(time.Microsecond) // the filter's end is outside
	}
	var documents []hearsay.DocumentID
	switch {
	case c.Story != "":
		p.title = "Story " + c.Story
		documents, err = documentsOfStory(ctx, r, hearsay.StoryID(c.Story))
	case c.Claim != "":
		p.title = "Claim " + c.Claim
		documents, err = ledger.DocumentsOfClaim(ctx, r, hearsay.ClaimID(c.Claim))
	case c.Document != "":
		p.title = "Document " + c.Document
		documents = []hearsay.DocumentID{hearsay.DocumentID(c.Document)}
		_, err = r.Document(ctx, documents[0])
	default:
		return p, nil
	}
	if err != nil {
		return nil, err
	}
	p.isChosen = true
	p.chosen, err = capturesOf(ctx, r, documents)
	return p, err
}

// dayBegins reads a time, or a day, of which it gives the first moment.
func dayBegins(flag, s string) (time.Time, error) {
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return t, nil
	}
	return boundary(flag, s)
}

func documentsOfStory(ctx context.Context, r store.Reader, id hearsay.StoryID) (ids []hearsay.DocumentID, err error) {
	if _, err := r.Story(ctx, id); err != nil {
		return nil, err
	}
	members, err := r.MembershipsOf(ctx, id)
	for _, m := range members {
		ids = append(ids, m.Document)
	}
	return ids, err
}

// capturesOf gives the captures that documents were read from, in the order of the log.
func capturesOf(ctx context.Context, r store.Reader, documents []hearsay.DocumentID) ([]hearsay.Capture, error) {
	full, err := r.DocumentsOf(ctx, documents...)
	if err != nil {
		return nil, err
	}
	var ids []hearsay.CaptureID
	for _, d := range full {
		ids = append(ids, d.Capture)
	}
	captures, err := r.CapturesOf(ctx, ids...)
	slices.SortFunc(captures, func(a, b hearsay.Capture) int { return cmp.Compare(a.Leaf, b.Leaf) })
	return captures, err
}
