// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package ledger

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/internal/store"
)

// BasisChange is why what a line of a published issue rests on is not what it was.
type BasisChange struct {
	Place    string             `json:"place"` // of the line: "#905.2.1"
	Item     int                `json:"item"`  // from 1
	Line     int                `json:"line"`  // from 1
	Sentence string             `json:"sentence"`
	What     string             `json:"what"`
	When     time.Time          `json:"when"` // when we knew
	Document hearsay.DocumentID `json:"document"`
	Words    string             `json:"words"`             // that are cited
	Version  hearsay.DocumentID `json:"version,omitempty"` // of the document, that says the words no more
	Claim    hearsay.ClaimID    `json:"claim,omitempty"`   // that moved
	Was      hearsay.Status     `json:"was,omitempty"`
	Now      hearsay.Status     `json:"now,omitempty"`
}

// BasisOf gives what has changed under the lines of a published issue: a later version of a document that does not say what is cited
// any more, and a claim that has become retracted, refuted or denied since. Nothing of a draft.
func BasisOf(ctx context.Context, r store.Reader, issue *hearsay.Issue) ([]BasisChange, error) {
	b := &basis{Reader: r, issue: issue, later: map[hearsay.DocumentID][]hearsay.Document{}}
	if !issue.IsPublished() {
		return nil, nil
	}
	for i, it := range issue.Items {
		for j, l := range it.Lines {
			for _, c := range l.Citations {
				b.at = BasisChange{Place: hearsay.Place(issue.Number, i+1, j+1), Item: i + 1, Line: j + 1, Sentence: l.Text, Document: c.Document, Words: c.Span.Text}
				if err := errors.Join(b.words(ctx, &it, &c), b.status(ctx, &c)); err != nil {
					return nil, err
				}
			}
		}
	}
	return b.found, nil
}

// basis is the work on one issue.
type basis struct {
	store.Reader
	issue *hearsay.Issue
	at    BasisChange
	later map[hearsay.DocumentID][]hearsay.Document // the versions after a document
	found []BasisChange
}

// words tells of a last version that does not have the words, unless the item cites one itself that has not: a correction does.
func (b *basis) words(ctx context.Context, it *hearsay.Item, c *hearsay.Citation) error {
	later, ok := b.later[c.Document]
	if !ok {
		var err error
		if later, err = laterVersions(ctx, b.Reader, c.Document); err != nil {
			return err
		}
		b.later[c.Document] = later
	}
	without := func(d hearsay.Document) bool { return !strings.Contains(squeezed(d.Text), squeezed(c.Span.Text)) }
	if len(later) == 0 || !without(later[len(later)-1]) {
		return nil
	}
	for _, d := range later {
		if without(d) && cites(it, d.ID) {
			return nil
		}
	}
	x, last := b.at, later[len(later)-1]
	x.Version, x.When = last.ID, last.Fetched
	x.What = fmt.Sprintf("a later version of %s, captured %s, says no more: “%s”", c.Document, last.Fetched.Format("2006-01-02 15:04"), squeezed(c.Span.Text))
	b.found = append(b.found, x)
	return nil
}

func cites(it *hearsay.Item, id hearsay.DocumentID) bool {
	return slices.ContainsFunc(it.Lines, func(l hearsay.Line) bool {
		return slices.ContainsFunc(l.Citations, func(c hearsay.Citation) bool { return c.Document == id })
	})
}

func squeezed(s string) string { return strings.Join(strings.Fields(s), " ") }

// laterVersions gives the versions of a document that were captured after it, the last one last.
func laterVersions(ctx context.Context, r store.Reader, id hearsay.DocumentID) (out []hearsay.Document, err error) {
	d, err := r.Document(ctx, id)
	if errors.Is(err, hearsay.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	seen := map[hearsay.DocumentID]bool{id: true}
	for next := []hearsay.Document{d}; len(next) > 0; next = next[1:] {
		found, err := versions(ctx, r, &next[0])
		if err != nil {
			return nil, err
		}
		for _, v := range found {
			if !seen[v.ID] && v.Fetched.After(next[0].Fetched) {
				seen[v.ID] = true
				next, out = append(next, v), append(out, v)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b hearsay.Document) int { return a.Fetched.Compare(b.Fetched) })
	return out, nil
}

// versions gives the versions that follow a document. What lies in a file has no address of its own: there, it is what has the same
// title and date in a file of the same name, earlier or later.
func versions(ctx context.Context, r store.Reader, d *hearsay.Document) ([]hearsay.Document, error) {
	if !strings.HasPrefix(d.URL, "file:") {
		return r.Documents(ctx, store.DocumentFilter{Prior: d.ID})
	}
	all, err := r.DocumentsByURL(ctx, d.URL)
	return slices.DeleteFunc(all, func(o hearsay.Document) bool {
		return o.ID == d.ID || o.Title == "" || o.Title != d.Title || o.Published != d.Published
	}), err
}

// fallen are the statuses under which nothing that was written on a claim's ground stands any more.
var fallen = []hearsay.Status{hearsay.Retracted, hearsay.Refuted, hearsay.Denied}

// status tells of a claim that fell since the issue was published, by what is derived or by what was decided.
func (b *basis) status(ctx context.Context, c *hearsay.Citation) error {
	if c.Claim == "" {
		return nil
	}
	all, err := b.Standings(ctx, c.Claim)
	now, when := all[c.Claim].Status(), all[c.Claim].Known()
	if err != nil || now == c.Status || !slices.Contains(fallen, now) {
		return err
	}
	x := b.at
	x.Claim, x.Was, x.Now, x.When = c.Claim, c.Status, now, when
	x.What = fmt.Sprintf("the claim was %s and is %s since %s", orUnknown(c.Status), now, when.Format("2006-01-02 15:04"))
	b.found = append(b.found, x)
	return nil
}

func orUnknown(s hearsay.Status) hearsay.Status {
	if s == "" {
		return "not judged"
	}
	return s
}

// DigestLine is a line of an issue that rests on a document.
type DigestLine struct {
	Issue    hearsay.IssueID    `json:"issue"`
	Number   int                `json:"number"`
	Place    string             `json:"place"`
	Sentence string             `json:"sentence"`
	Document hearsay.DocumentID `json:"document"` // that it cites: the one in question, or a version before it
	Changed  []string           `json:"changed"`  // what has changed under it since it was published
}

// digestLines gives the lines of published issues that cite one of the documents in question, or a version before it.
func digestLines(ctx context.Context, r store.Reader, documents []hearsay.Document) ([]DigestLine, error) {
	wanted := map[hearsay.DocumentID]bool{}
	var records []string
	for next := slices.Clone(documents); len(next) > 0; next = next[1:] {
		d := next[0]
		if wanted[d.ID] {
			continue
		}
		wanted[d.ID] = true
		records = append(records, string(d.ID))
		earlier, err := earlierVersions(ctx, r, &d)
		if err != nil {
			return nil, err
		}
		next = append(next, earlier...)
	}
	if len(records) == 0 {
		return nil, nil
	}
	issues, err := r.Issues(ctx, store.IssueFilter{Published: true, Citing: records})
	var out []DigestLine
	for i := range issues {
		changes, err := BasisOf(ctx, r, &issues[i])
		if err != nil {
			return nil, err
		}
		out = append(out, linesCiting(&issues[i], wanted, changes)...)
	}
	return out, err
}

// earlierVersions gives the versions that a document follows.
func earlierVersions(ctx context.Context, r store.Reader, d *hearsay.Document) ([]hearsay.Document, error) {
	if d.Prior != "" {
		return r.DocumentsOf(ctx, d.Prior)
	}
	if !strings.HasPrefix(d.URL, "file:") {
		return nil, nil
	}
	all, err := versions(ctx, r, d)
	return slices.DeleteFunc(all, func(o hearsay.Document) bool { return !o.Fetched.Before(d.Fetched) }), err
}

func linesCiting(issue *hearsay.Issue, wanted map[hearsay.DocumentID]bool, changes []BasisChange) (out []DigestLine) {
	for i, it := range issue.Items {
		for j, l := range it.Lines {
			at := slices.IndexFunc(l.Citations, func(c hearsay.Citation) bool { return wanted[c.Document] })
			if at < 0 {
				continue
			}
			line := DigestLine{issue.ID, issue.Number, hearsay.Place(issue.Number, i+1, j+1), l.Text, l.Citations[at].Document, []string{}}
			for _, c := range changes {
				if c.Item == i+1 && c.Line == j+1 {
					line.Changed = append(line.Changed, c.What)
				}
			}
			out = append(out, line)
		}
	}
	return out
}
