// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package desk

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"hearsay"
	"hearsay/internal/store"
)

// locate gives citations the place of their words where they name none, and the claim that is carried there.
func locate(ctx context.Context, r store.Reader, issue *hearsay.Issue) error {
	for i := range issue.Items {
		for j := range issue.Items[i].Lines {
			l := &issue.Items[i].Lines[j]
			for k := range l.Citations {
				if err := place(ctx, r, &l.Citations[k]); err != nil {
					return fmt.Errorf("item %d, sentence %d (“%s”): %w", i+1, j+1, l.Text, err)
				}
			}
		}
	}
	return nil
}

func place(ctx context.Context, r store.Reader, c *hearsay.Citation) error {
	d, err := r.Document(ctx, c.Document)
	if err != nil {
		return err
	}
	if c.Span.End == 0 {
		at := strings.Index(d.Text, c.Span.Text)
		switch {
		case at < 0 || c.Span.Text == "":
			return misplaced("hearsay document shows its text", "document %s has no words “%s”", d.ID, c.Span.Text)
		case strings.Contains(d.Text[at+1:], c.Span.Text):
			return misplaced("cite more words, or give the range of bytes", "document %s has the words “%s” more than once", d.ID, c.Span.Text)
		}
		c.Span.Start, c.Span.End = at, at+len(c.Span.Text)
	}
	if c.Claim == "" {
		_, err = carriedAt(ctx, r, c)
		return err
	}
	claim, err := r.Claim(ctx, c.Claim)
	c.Claim = claim.ID // it may have been called otherwise
	return err
}

func misplaced(hint, format string, args ...any) error {
	return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "look for a citation", Cause: fmt.Errorf(format, args...), Hint: hint}
}

// carriedAt gives a citation without a claim the claim that shares most of its bytes, and gives the chain of voices by which the
// document has the citation's claim there.
func carriedAt(ctx context.Context, r store.Reader, c *hearsay.Citation) (chain []string, err error) {
	carried, err := r.AssertionsIn(ctx, c.Document)
	if err != nil {
		return nil, err
	}
	said, err := r.AttributionsOf(ctx, c.Document)
	if err != nil {
		return nil, err
	}
	own, err := r.StatementsOf(ctx, c.Document)
	if err != nil {
		return nil, err
	}
	most, claim := 0, c.Claim
	take := func(a hearsay.Assertion, names []string, spans ...hearsay.Span) {
		n := 0
		for _, s := range spans {
			n += max(0, min(s.End, c.Span.End)-max(s.Start, c.Span.Start))
		}
		if n > most && (c.Claim == "" || a.Claim == c.Claim) {
			most, claim, chain = n, a.Claim, names
		}
	}
	for _, a := range carried {
		for i := range said {
			if said[i].ID == a.Attribution {
				take(a, voices(said[i].Chain), said[i].Content...)
			}
		}
		for i := range own {
			if own[i].ID == a.Statement {
				take(a, nil, own[i].Span)
			}
		}
	}
	c.Claim = claim
	return chain, nil
}

func voices(chain []hearsay.Voice) (names []string) {
	for _, v := range chain {
		if v.Name != "" {
			names = append(names, v.Name)
		}
	}
	return names
}

// stand writes into the citations how it stands with their claims now. A claim that is not there any more is looked for anew.
func stand(ctx context.Context, r store.Reader, issue *hearsay.Issue) error {
	for i := range issue.Items {
		for j := range issue.Items[i].Lines {
			for k := range issue.Items[i].Lines[j].Citations {
				if err := standing(ctx, r, &issue.Items[i].Lines[j].Citations[k]); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func standing(ctx context.Context, r store.Reader, c *hearsay.Citation) (err error) {
	if c.Claim != "" {
		claim, err := r.Claim(ctx, c.Claim)
		if err != nil && !errors.Is(err, hearsay.ErrNotFound) {
			return err
		}
		c.Claim = claim.ID // it may be called otherwise since, or be gone
	}
	if c.Chain, err = carriedAt(ctx, r, c); err != nil || c.Claim == "" {
		return err
	}
	all, err := r.Standings(ctx, c.Claim)
	s := all[c.Claim]
	c.Status, c.Derived, c.Low, c.High = s.Status(), "", 0, 0
	if s.Derived != nil {
		c.Low, c.High = s.Derived.Low, s.Derived.High
		if s.Decided != nil {
			c.Derived = s.Derived.Status
		}
	}
	return err
}
