// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"hearsay"
	"hearsay/internal/trace"
)

// Verdict is how the texts of two articles stand to each other; docs/design/ledger.md defines the four.
type Verdict string

// The four verdicts. Copy and partial copy are text reuse, the others are not.
const (
	WholeCopy   Verdict = "copy"
	PartialCopy Verdict = "partial"
	QuoteOnly   Verdict = "quote-only"
	OwnReport   Verdict = "own"
)

var verdicts = []Verdict{WholeCopy, PartialCopy, QuoteOnly, OwnReport}

func (v Verdict) reuses() bool { return v == WholeCopy || v == PartialCopy }

// From these measures a pair has the first verdict of two. They name the kind of copy, or of none, and decide nothing in
// the ledger.
const (
	nearlyWhole = 0.75 // share of either article that stands in the other
	quotation   = 8    // words in a row, quoted or not
)

// CopyScores tell how well text reuse between articles is found.
type CopyScores struct {
	Pairs     int
	Reuse     PRF // pairs of which one copies the other in whole or in part
	Precision float64
	Recall    float64
	F1        float64
	Confusion map[Verdict]map[Verdict]int // by what the labels say, then by what was found
	Disagreed []CopyDisagreement          // about reuse or none, in the order of the labels
}

// CopyDisagreement is a pair on which the label and what was found differ.
type CopyDisagreement struct {
	A, B         string // IDs of the articles
	Label, Found Verdict
	Reason       string // what the link between the two says; empty where there is none
}

// Copies scores what trace finds in the pairs that are labelled. It is asked about each pair as the pipeline asks about
// documents that are held: candidates by fingerprints, then word by word, the later one from the earlier.
func Copies(ctx context.Context, articleFiles []string, labelFile string) (CopyScores, error) {
	s := CopyScores{Confusion: map[Verdict]map[Verdict]int{}}
	for _, v := range verdicts {
		s.Confusion[v] = map[Verdict]int{}
	}
	articles, err := readShelves(articleFiles)
	if err != nil {
		return s, err
	}
	labels, err := ReadCopyLabels(labelFile)
	if err != nil {
		return s, err
	}
	for _, l := range labels {
		a, b, err := articles.pick(l)
		if err != nil {
			return s, bad(labelFile, err)
		}
		found, reason, err := judgePair(ctx, a, b)
		if err != nil {
			return s, fmt.Errorf("compare articles %s and %s: %w", l.A, l.B, err)
		}
		s.add(l, found, reason)
	}
	s.Precision = float64(s.Reuse.Right) / float64(max(1, s.Reuse.Given))
	s.Recall = float64(s.Reuse.Right) / float64(max(1, s.Reuse.Gold))
	s.F1 = s.Reuse.F1() / 100
	return s, nil
}

func (s *CopyScores) add(l CopyLabel, found Verdict, reason string) {
	s.Pairs++
	s.Confusion[l.Verdict][found]++
	if l.Verdict.reuses() {
		s.Reuse.Gold++
	}
	if found.reuses() {
		s.Reuse.Given++
	}
	switch {
	case l.Verdict.reuses() != found.reuses():
		s.Disagreed = append(s.Disagreed, CopyDisagreement{A: l.A, B: l.B, Label: l.Verdict, Found: found, Reason: reason})
	case found.reuses():
		s.Reuse.Right++
	}
}

// judgePair asks trace about two documents that are alone in the world. Whether one copies the other is what the ledger
// would be told; the rest only names the kind.
func judgePair(ctx context.Context, a, b *hearsay.Document) (Verdict, string, error) {
	held := newShelf([]*hearsay.Document{a, b})
	ab, ba := held.bodies[a.ID].Reuse(held.bodies[b.ID]), held.bodies[b.ID].Reuse(held.bodies[a.ID])
	for _, d := range []*hearsay.Document{a, b} {
		links, _, err := trace.Copies(ctx, d.ID, held)
		if err != nil {
			return "", "", err
		}
		if len(links) == 0 {
			continue
		}
		if max(ab.Share, ba.Share) >= nearlyWhole {
			return WholeCopy, links[0].Reason, nil
		}
		return PartialCopy, links[0].Reason, nil
	}
	if max(ab.Longest, ba.Longest) >= quotation {
		return QuoteOnly, "", nil
	}
	return OwnReport, "", nil
}

// String prints the scores, the table of verdicts and the pairs about which the labels say otherwise.
func (s CopyScores) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "pairs              %d\ncopies, all or part %v\n\n%-12s", s.Pairs, s.Reuse, "label")
	for _, v := range verdicts {
		fmt.Fprintf(&b, " %11s", v)
	}
	for _, label := range verdicts {
		fmt.Fprintf(&b, "\n%-12s", label)
		for _, found := range verdicts {
			fmt.Fprintf(&b, " %11d", s.Confusion[label][found])
		}
	}
	for _, d := range s.Disagreed {
		fmt.Fprintf(&b, "\n%s and %s: %s, found %s", d.A, d.B, d.Label, d.Found)
		if d.Reason != "" {
			fmt.Fprintf(&b, " (%s)", d.Reason)
		}
	}
	return b.String()
}

// shelves are the articles of some files by their IDs. An ID should be one article's, but corpora are joined carelessly.
type shelves []map[string][]*hearsay.Document

// pick finds the two articles of a label. Where an ID stands in several files, the file that has both articles is meant.
func (s shelves) pick(l CopyLabel) (a, b *hearsay.Document, err error) {
	from := slices.DeleteFunc(slices.Clone(s), func(file map[string][]*hearsay.Document) bool { return file[l.A] == nil || file[l.B] == nil })
	if len(from) == 0 {
		from = s
	}
	if a, err = from.article(l.A); err == nil {
		b, err = from.article(l.B)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("line %d: %w", l.Line, err)
	}
	return a, b, nil
}

func (s shelves) article(id string) (*hearsay.Document, error) {
	var found []*hearsay.Document
	for _, file := range s {
		found = append(found, file[id]...)
	}
	switch len(found) {
	case 0:
		return nil, fmt.Errorf("article %q is in none of the files of articles", id)
	case 1:
		return found[0], nil
	}
	return nil, fmt.Errorf("article %q is not one article: the ID stands in %d rows", id, len(found))
}

func readShelves(files []string) (shelves, error) {
	var out shelves
	for _, file := range files {
		articles, err := ReadArticles(file)
		if err != nil {
			return nil, err
		}
		shelf := map[string][]*hearsay.Document{}
		for _, a := range articles {
			shelf[a.ID] = append(shelf[a.ID], a.document(file))
		}
		out = append(out, shelf)
	}
	return out, nil
}
