// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/assess"
	"hearsay/internal/cluster"
	"hearsay/internal/store"
	"hearsay/internal/trace"
)

// storyOf is the record of a story: its title is that of its first document.
func storyOf(id hearsay.StoryID, items []trace.Item) hearsay.Story {
	s := hearsay.Story{ID: id, Stamp: hearsay.NewStamp("cluster", cluster.Version)}
	for i := range items {
		d := &items[i].Document
		if items[i].Replaced != "" {
			continue
		}
		if s.First.IsZero() || d.When().Before(s.First) {
			line, _, _ := strings.Cut(d.Text, "\n")
			s.First, s.Title = d.When(), cmp.Or(d.Title, line)
		}
		if s.Last.IsZero() || d.When().After(s.Last) {
			s.Last = d.When()
		}
	}
	return s
}

// traced is what trace and assess made of a story.
type traced struct {
	id    hearsay.StoryID
	story hearsay.Story // the zero value where no document is left in it
	trace.Result
	cases       map[hearsay.ClaimID]*assess.Case
	assessments []hearsay.Assessment
	revisions   []trace.Revision
}

// loadStory reads the documents of a story with what is said in them, and the copies among them.
func loadStory(ctx context.Context, r store.Reader, o *decided, id hearsay.StoryID) ([]trace.Item, []trace.Revision, []hearsay.Link, error) {
	docs, err := r.StoryDocuments(ctx, id)
	if err != nil {
		return nil, nil, nil, err
	}
	return loadItems(ctx, r, o, docs)
}

func loadItems(ctx context.Context, r store.Reader, o *decided, docs []hearsay.Document) ([]trace.Item, []trace.Revision, []hearsay.Link, error) {
	items, at, ids := make([]trace.Item, len(docs)), map[hearsay.DocumentID]int{}, make([]hearsay.DocumentID, len(docs))
	for i, d := range docs {
		items[i], at[d.ID], ids[i] = trace.Item{Document: d}, i, d.ID
	}
	attributions, err := r.AttributionsOf(ctx, ids...)
	if err != nil {
		return nil, nil, nil, err
	}
	statements, err := r.StatementsOf(ctx, ids...)
	if err != nil {
		return nil, nil, nil, err
	}
	for _, a := range attributions {
		i := at[a.Document]
		items[i].Attributions = append(items[i].Attributions, a)
	}
	for _, s := range statements {
		i := at[s.Document]
		items[i].Statements = append(items[i].Statements, s)
	}
	o.amend(items)
	copies, err := r.Reuses(ctx, ids...)
	items, revisions := trace.Revise(items)
	return items, revisions, copies, err
}

// casesOf gathers for each claim what assess must know.
func casesOf(items []trace.Item, r *trace.Result, o *outlets) map[hearsay.ClaimID]*assess.Case {
	attributions := map[hearsay.AttributionID]*hearsay.Attribution{}
	statements := map[hearsay.StatementID]*hearsay.Statement{}
	docs := map[hearsay.DocumentID]*hearsay.Document{}
	for i := range items {
		docs[items[i].Document.ID] = &items[i].Document
		for j := range items[i].Attributions {
			attributions[items[i].Attributions[j].ID] = &items[i].Attributions[j]
		}
		for j := range items[i].Statements {
			statements[items[i].Statements[j].ID] = &items[i].Statements[j]
		}
	}
	cases := map[hearsay.ClaimID]*assess.Case{}
	quoted := quotations(items)
	for _, c := range r.Claims {
		cases[c.ID] = &assess.Case{Quotations: quoted, Claim: c, Links: r.Links, Outlets: o.byID, Outlet: o.named, Documents: docs}
	}
	for _, a := range r.Assertions {
		c := cases[a.Claim]
		c.Assertions = append(c.Assertions, assess.Assertion{
			Document: docs[a.Document], Attribution: attributions[a.Attribution], Statement: statements[a.Statement], Replaced: docs[a.Replaced],
		})
	}
	for _, x := range r.Responses {
		cases[x.Claim].Responses = append(cases[x.Claim].Responses, x)
	}
	return cases
}

// quotations gives what the documents give in quotation marks, as whose words.
func quotations(items []trace.Item) []assess.Quotation {
	var out []assess.Quotation
	for i := range items {
		for j := range items[i].Attributions {
			a := &items[i].Attributions[j]
			if a.Frames() {
				continue
			}
			for _, s := range a.Content {
				for _, said := range assess.Quoted(items[i].Document.Text, s) {
					if q, ok := assess.NewQuotation(a.Document, a.Origin().Name, said); ok {
						out = append(out, q)
					}
				}
			}
		}
	}
	return out
}

// against gives the origins of the claims that contradict one.
func against(claims []hearsay.Claim, claim hearsay.Claim, intervals map[hearsay.ClaimID]assess.Interval) []hearsay.Origin {
	var out []hearsay.Origin
	for _, other := range claims {
		if other.Negates == claim.ID || claim.Negates == other.ID {
			out = append(out, intervals[other.ID].Origins...)
		}
	}
	return out
}

// setCause names the document that moved the assessment since the last one (the zero value for none), and from it
// when it was so, and when we knew. That is the one that assess names where the status moved; else the newest of
// those that bring an origin which was not counted before; else the newest one that the assessment rests on.
//
// Nothing is so of a claim before somebody made it: where the contrary was said first, it is the first document with the claim
// that puts it on its rung, and no earlier than that and than what contradicts it were both there and known.
func setCause(last hearsay.Assessment, a *hearsay.Assessment, c *assess.Case) {
	defer notBefore(a, c.Assertions)
	if d := c.Documents[hearsay.DocumentID(a.Cause)]; d != nil && last.Status != a.Status {
		a.At, a.Known = appeared(d), d.Fetched
		return
	}
	grounds := newOrigins(last, a, c)
	if len(grounds) == 0 {
		grounds = groundsOf(c)
	}
	a.Cause = ""
	for _, d := range grounds {
		if at := appeared(d); a.Cause == "" || d.Fetched.After(a.Known) || d.Fetched.Equal(a.Known) && at.After(a.At) {
			a.Cause, a.At, a.Known = string(d.ID), at, d.Fetched
		}
	}
}

// notBefore moves an assessment to the time of the first of the assertions that it is about, if it is of an earlier one.
func notBefore(a *hearsay.Assessment, carried []assess.Assertion) {
	if len(carried) == 0 {
		return // known from its denial only
	}
	earliest := func(of func(*hearsay.Document) time.Time) *hearsay.Document {
		return slices.MinFunc(carried, func(x, y assess.Assertion) int {
			return cmp.Or(of(x.Document).Compare(of(y.Document)), cmp.Compare(x.Document.ID, y.Document.ID))
		}).Document
	}
	first := earliest(appeared)
	if at := appeared(first); a.At.Before(at) {
		a.Cause, a.At = string(first.ID), at
	}
	fetched := func(d *hearsay.Document) time.Time { return d.Fetched }
	if known := earliest(fetched); a.Known.Before(known.Fetched) {
		a.Cause, a.Known = string(known.ID), known.Fetched
	}
}

// appeared is when a document had appeared as it is. A later version of a page carries the date of the first; that it was there is
// only known from when it was captured.
func appeared(d *hearsay.Document) time.Time {
	if d.Prior != "" {
		return d.Fetched
	}
	return d.When()
}

// newOrigins gives the documents that we have the origins from which the last assessment did not count.
func newOrigins(last hearsay.Assessment, a *hearsay.Assessment, c *assess.Case) []*hearsay.Document {
	var documents []*hearsay.Document
	for _, o := range a.Origins {
		counted := slices.ContainsFunc(last.Origins, func(l hearsay.Origin) bool { return l.Document == o.Document })
		if d := c.Documents[o.Document]; d != nil && !counted {
			documents = append(documents, d)
		}
	}
	return documents
}

// groundsOf gives the documents that carry the claim or a response to it, and the versions that say so no more.
func groundsOf(c *assess.Case) []*hearsay.Document {
	var documents []*hearsay.Document
	for _, s := range c.Assertions {
		documents = append(documents, s.Document)
		if s.Replaced != nil {
			documents = append(documents, s.Replaced)
		}
	}
	for _, r := range c.Responses {
		if d := c.Documents[r.Document]; d != nil {
			documents = append(documents, d)
		}
	}
	return documents
}
