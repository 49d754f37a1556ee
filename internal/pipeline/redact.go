// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"context"
	"slices"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/internal/search"
	"hearsay/internal/store"
)

// takenOut stands in an issue in the stead of words whose ground was erased.
const takenOut = "Taken out on request."

// eraseFromIssues takes what rests on documents out of all issues, published ones too, and of those what is left is held by a decision of its own.
func (e *Engine) eraseFromIssues(ctx context.Context, tx *store.Tx, documents []store.Heading, d hearsay.Decision) error {
	var ids []hearsay.DocumentID
	var citing []string
	for _, h := range documents {
		ids, citing = append(ids, h.ID), append(citing, string(h.ID))
	}
	if len(ids) == 0 {
		return nil
	}
	issues, err := tx.Issues(ctx, store.IssueFilter{Citing: citing})
	if err != nil || len(issues) == 0 {
		return err
	}
	named, err := namedIn(ctx, tx.Reader, ids)
	if err != nil {
		return err
	}
	for i := range issues {
		issue := &issues[i]
		// Nothing may be left to take out: a line that cited two documents went with the first.
		if redact(issue, ids, named) && issue.IsPublished() {
			left, err := tx.AddDecision(ctx, hearsay.Decision{Kind: hearsay.EraseCapture, Object: string(issue.ID), Other: issue.Sum(), Value: d.Value, Reason: d.Reason, By: d.By, At: d.At})
			if err != nil {
				return err
			}
			issue.Decision = left.ID
		}
		if err := tx.RedactIssue(ctx, *issue, ids...); err != nil {
			return err
		}
	}
	return nil
}

// namedIn gives the words of the names of people, and of what nobody knows what it is, in documents.
func namedIn(ctx context.Context, r store.Reader, ids []hearsay.DocumentID) (map[string]bool, error) {
	mentions, err := r.MentionsOf(ctx, ids...)
	named := map[string]bool{}
	for _, m := range mentions {
		if m.Kind != hearsay.PersonEntity && m.Kind != hearsay.OtherEntity {
			continue
		}
		for w := range search.Words(m.Span.Text) {
			if first, _ := utf8.DecodeRuneInString(m.Span.Text[w.Start:]); !unicode.IsLower(first) { // not "of", "de"
				named[w.Token] = true
			}
		}
	}
	return named, err
}

// redact takes the lines out that cite documents, and with them the titles above them and what the desk judged on the ground that they were. The title of
// the issue goes where it has a word of somebody's name. It reports whether there was anything to take out.
func redact(i *hearsay.Issue, documents []hearsay.DocumentID, named map[string]bool) (changed bool) {
	cites := func(c hearsay.Citation) bool { return slices.Contains(documents, c.Document) }
	for k := range i.Items {
		item := &i.Items[k]
		if !slices.ContainsFunc(item.Lines, func(l hearsay.Line) bool { return slices.ContainsFunc(l.Citations, cites) }) {
			continue
		}
		item.Title, changed = takenOut, true
		for n := range item.Lines {
			if l := &item.Lines[n]; l.Judgement || slices.ContainsFunc(l.Citations, cites) {
				*l = hearsay.Line{Text: takenOut, Citations: []hearsay.Citation{}}
			}
		}
	}
	for w := range search.Words(i.Title) {
		if named[w.Token] {
			i.Title, changed = takenOut, true
			break
		}
	}
	return changed
}
