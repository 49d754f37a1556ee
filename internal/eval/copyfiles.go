// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"hearsay"
)

// Article is a row of a table of articles: CSV with the columns id, publisher, scrape_time (RFC 3339) and text, in which
// "###" stands between paragraphs.
type Article struct {
	ID, Publisher, Text string
	When                time.Time
}

// ReadArticles reads a table of articles.
func ReadArticles(file string) ([]Article, error) {
	var out []Article
	err := eachRow(file, []string{"id", "publisher", "scrape_time", "text"}, func(row []string) error {
		when, err := time.Parse(time.RFC3339, row[2])
		if err != nil {
			return fmt.Errorf("article %q: scrape_time: %w", row[0], err)
		}
		out = append(out, Article{ID: row[0], Publisher: row[1], When: when, Text: row[3]})
		return nil
	})
	return out, err
}

// document makes of an article what is held of a page.
func (a Article) document(file string) *hearsay.Document {
	paragraphs := slices.DeleteFunc(strings.Split(a.Text, "###"), func(p string) bool { return strings.TrimSpace(p) == "" })
	for i := range paragraphs {
		paragraphs[i] = strings.TrimSpace(paragraphs[i])
	}
	return &hearsay.Document{
		ID: hearsay.DocumentID(file + " " + a.ID), Kind: hearsay.Article, Outlet: hearsay.OutletID(a.Publisher),
		Text: strings.Join(paragraphs, "\n\n"), Published: hearsay.Date{Time: a.When, Precision: hearsay.ToTheTime},
	}
}

// CopyLabel is what a person found who read two articles.
type CopyLabel struct {
	A, B    string // IDs of the articles
	Verdict Verdict
	Line    int // in the file of labels
}

// ReadCopyLabels reads labels: the columns id_a, id_b and verdict, with tabs between, and a first row of these names.
func ReadCopyLabels(file string) ([]CopyLabel, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	table := csv.NewReader(f)
	table.Comma = '\t'
	var out []CopyLabel
	err = eachRecord(table, []string{"id_a", "id_b", "verdict"}, func(row []string) error {
		line, _ := table.FieldPos(0)
		l := CopyLabel{A: row[0], B: row[1], Verdict: Verdict(row[2]), Line: line}
		if !slices.Contains(verdicts, l.Verdict) {
			return fmt.Errorf("verdict %q is none of copy, partial, quote-only, own", row[2])
		}
		out = append(out, l)
		return nil
	})
	if err == nil && len(out) == 0 {
		err = errors.New("it has no labels")
	}
	if err != nil {
		return nil, bad(file, err)
	}
	return out, nil
}
