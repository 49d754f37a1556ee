// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package search is the query language and the words it looks for; it executes nothing. A query is a line of
// words, "phrases", prefix*, -without, outlet:NAME, after:DATE and before:DATE. [Parse] reads it, [Tokens] cuts
// texts the same way for the index, and [Snippet] shows where a text answers.
package search

import (
	"strings"
	"time"

	"hearsay"
)

// The limits of a query. Larger ones cost seconds on any engine.
const (
	MaxTerms      = 32 // words, phrases and prefixes, with a minus or without
	MaxPhrase     = 16 // words in a phrase
	MaxPrefixes   = 4
	MinPrefix     = 3 // letters before the asterisk
	maxQueryBytes = 4096
)

// Query is what is looked for: documents that have all the Terms, Phrases and Prefixes and nothing of Not. A
// query of filters alone chooses every document that passes them.
type Query struct {
	Terms    []string
	Phrases  []string
	Prefixes []string // without the asterisk
	Not      []string // words and phrases
	Outlet   hearsay.OutletID
	Language string             // BCP 47, as documents have it
	Kind     hearsay.Kind       // of the document
	From, To time.Time          // From ≤ When() < To; a zero time is no bound
	After    hearsay.DocumentID // go on behind this hit of the same query
	Limit    int                // 0 for the default
}

// Sequence is words that follow each other; with Prefix set, the last is only the beginning of a word.
type Sequence struct {
	Words  []string
	Prefix bool
}

// Wanted gives what a document must have.
func (q *Query) Wanted() []Sequence {
	var all []Sequence
	for _, s := range append(append([]string{}, q.Terms...), q.Phrases...) {
		all = appendSequence(all, s, false)
	}
	for _, s := range q.Prefixes {
		all = appendSequence(all, s, true)
	}
	return all
}

// Unwanted gives what a document must not have.
func (q *Query) Unwanted() []Sequence {
	var all []Sequence
	for _, s := range q.Not {
		all = appendSequence(all, s, false)
	}
	return all
}

func appendSequence(all []Sequence, text string, prefix bool) []Sequence {
	if s := sequence(text, prefix); len(s.Words) > 0 {
		return append(all, s)
	}
	return all
}

// sequence cuts a piece of a query as the index is cut. A run of a script without blanks is indexed as pairs of
// letters and its last letter; the last letter is left out here unless the run has only one, because the text
// may go on where the query ends.
func sequence(text string, prefix bool) Sequence {
	var s Sequence
	paired := 0 // letters in the run of pairs that the text ends with
	for w := range Words(text) {
		s.Words = append(s.Words, w.Token)
		switch {
		case !w.Paired:
			paired = 0
		case w.First:
			paired = 1
		default:
			paired++
		}
	}
	switch {
	case paired > 1:
		s.Words = s.Words[:len(s.Words)-1]
	case paired == 1 || prefix:
		s.Prefix = true
	}
	return s
}

// String prints the query in its own language, so that reading it again gives the same query.
func (q *Query) String() string {
	parts := append([]string{}, q.Terms...)
	for _, p := range q.Phrases {
		parts = append(parts, `"`+p+`"`)
	}
	for _, p := range q.Prefixes {
		parts = append(parts, p+"*")
	}
	for _, p := range q.Not {
		if strings.ContainsAny(p, " \t") {
			p = `"` + p + `"`
		}
		parts = append(parts, "-"+p)
	}
	if q.Outlet != "" {
		parts = append(parts, "outlet:"+string(q.Outlet))
	}
	if !q.From.IsZero() {
		parts = append(parts, "after:"+q.From.Format(time.DateOnly))
	}
	if !q.To.IsZero() {
		parts = append(parts, "before:"+q.To.Format(time.DateOnly))
	}
	return strings.Join(parts, " ")
}
