// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"hearsay"
	"hearsay/internal/ledger"
	"hearsay/internal/store"
)

// issueMail is what became of an issue by e-mail.
type issueMail struct {
	Letters map[hearsay.LetterState]int `json:"letters"` // how many of each state
	Not     []notSent                   `json:"not_sent"`
}

// notSent is a letter that was not sent, or not yet.
type notSent struct {
	*letterLine
	Address string `json:"address"`
}

// notSentShown is how many letters that were not sent are shown one by one, of each state.
const notSentShown = 20

// mailOf gives what became of an issue by e-mail; nil where it was sent to nobody.
func mailOf(ctx context.Context, r store.Reader, i *hearsay.Issue) (*issueMail, error) {
	counts, err := r.Letters(ctx, hearsay.IssueLetter, string(i.ID))
	if err != nil || len(counts) == 0 {
		return nil, err
	}
	m := &issueMail{Letters: counts, Not: []notSent{}}
	for _, state := range slices.Sorted(maps.Keys(counts)) {
		if state == hearsay.LetterSent {
			continue
		}
		some, err := r.LettersLike(ctx, hearsay.Letter{Kind: hearsay.IssueLetter, About: string(i.ID), State: state}, notSentShown)
		if err != nil {
			return nil, err
		}
		for n := range some {
			to, err := r.Subscriber(ctx, some[n].To)
			if errors.Is(err, hearsay.ErrNotFound) {
				to.Address, err = "forgotten", nil
			}
			if err != nil {
				return nil, err
			}
			m.Not = append(m.Not, notSent{lineOfLetter(&some[n]), to.Address})
		}
	}
	return m, nil
}

// print prints the counts, and those that were not sent.
func (m *issueMail) print(w io.Writer) {
	if m == nil {
		return
	}
	fmt.Fprint(w, "\nby e-mail:")
	for _, state := range slices.Sorted(maps.Keys(m.Letters)) {
		fmt.Fprintf(w, " %d %s", m.Letters[state], state)
	}
	fmt.Fprintln(w)
	for _, l := range m.Not {
		fmt.Fprintf(w, "  %s  %s  %s  %s\n", l.State, l.At.Format("2006-01-02 15:04"), l.Address, cmp.Or(l.Reason, "not tried yet"))
	}
}

// issueWithMail is an issue as digest show prints it.
type issueWithMail struct {
	*ledger.IssueView
	Mail *issueMail `json:"mail,omitempty"`
}
