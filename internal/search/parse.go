// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package search

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"hearsay"
)

// Error says what is wrong with a query and where.
type Error struct {
	At     int // byte of the query
	Reason string
}

// Error gives the place, counted from 1, and the reason.
func (e *Error) Error() string {
	return "query, place " + strconv.Itoa(e.At+1) + ": " + e.Reason
}

// Unwrap gives the kind of failure.
func (e *Error) Unwrap() error { return hearsay.ErrInvalid }

// Parse reads a query. Words are joined by "and". What is no query is an [Error] that names the place.
func Parse(text string) (Query, error) {
	p := &parser{text: text}
	if len(text) > maxQueryBytes {
		return Query{}, &Error{maxQueryBytes, "the query is too long"}
	}
	if !utf8.ValidString(text) {
		return Query{}, &Error{0, "the query is not UTF-8"}
	}
	for p.skipBlanks(); p.at < len(p.text); p.skipBlanks() {
		if err := p.piece(); err != nil {
			return Query{}, err
		}
	}
	q := p.query
	if len(q.Not) > 0 && len(q.Terms)+len(q.Phrases)+len(q.Prefixes) == 0 {
		return Query{}, &Error{0, "a query needs something to look for besides what it leaves out"}
	}
	return q, nil
}

type parser struct {
	text  string
	at    int
	query Query
	terms int
}

func (p *parser) skipBlanks() {
	for p.at < len(p.text) {
		r, size := utf8.DecodeRuneInString(p.text[p.at:])
		if !unicode.IsSpace(r) {
			return
		}
		p.at += size
	}
}

// piece reads one word, phrase, prefix or filter.
func (p *parser) piece() error {
	start := p.at
	minus := p.text[p.at] == '-'
	if minus {
		p.at++
	}
	if p.at < len(p.text) && p.text[p.at] == '"' {
		return p.phrase(start, minus)
	}
	end := strings.IndexFunc(p.text[p.at:], func(r rune) bool { return unicode.IsSpace(r) || r == '"' })
	if end < 0 {
		end = len(p.text) - p.at
	}
	word := p.text[p.at : p.at+end]
	p.at += end
	if name, value, ok := strings.Cut(word, ":"); ok && !minus {
		if done, err := p.filter(start, name, value); done || err != nil {
			return err
		}
	}
	return p.word(start, word, minus)
}

func (p *parser) phrase(start int, minus bool) error {
	p.at++
	end := strings.IndexByte(p.text[p.at:], '"')
	if end < 0 {
		return &Error{start, "the quotation mark is not closed"}
	}
	phrase := strings.Join(strings.Fields(p.text[p.at:p.at+end]), " ")
	p.at += end + 1
	if err := p.count(start, phrase); err != nil {
		return err
	}
	if minus {
		p.query.Not = append(p.query.Not, phrase)
	} else {
		p.query.Phrases = append(p.query.Phrases, phrase)
	}
	return nil
}

func (p *parser) word(start int, word string, minus bool) error {
	stem, prefix := strings.CutSuffix(word, "*")
	if err := p.count(start, stem); err != nil {
		return err
	}
	switch {
	case prefix && minus:
		return &Error{start, "a prefix cannot be left out"}
	case prefix && letters(stem) < MinPrefix:
		return &Error{start, "a prefix needs at least " + strconv.Itoa(MinPrefix) + " letters"}
	case prefix && len(p.query.Prefixes) == MaxPrefixes:
		return &Error{start, "there are more than " + strconv.Itoa(MaxPrefixes) + " prefixes"}
	case prefix:
		p.query.Prefixes = append(p.query.Prefixes, stem)
	case minus:
		p.query.Not = append(p.query.Not, stem)
	default:
		p.query.Terms = append(p.query.Terms, stem)
	}
	return nil
}

// count refuses a piece that has no words, too many words, or is one too many.
func (p *parser) count(start int, piece string) error {
	words := len(sequence(piece, false).Words)
	p.terms++
	switch {
	case words == 0:
		return &Error{start, "there is no word to look for"}
	case words > MaxPhrase:
		return &Error{start, "there are more than " + strconv.Itoa(MaxPhrase) + " words in a phrase"}
	case p.terms > MaxTerms:
		return &Error{start, "there are more than " + strconv.Itoa(MaxTerms) + " terms"}
	}
	return nil
}

func letters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// filter reads NAME:VALUE and reports whether NAME is that of a filter; otherwise the piece is a word.
func (p *parser) filter(start int, name, value string) (done bool, err error) {
	name = strings.ToLower(name)
	if !slices.Contains(filters, name) {
		return false, nil
	}
	if value == "" {
		return true, &Error{start, name + ": needs a value behind the colon, without a blank"}
	}
	switch name {
	case "outlet":
		p.query.Outlet = hearsay.OutletID(value)
		return true, nil
	case "language":
		p.query.Language = value
		return true, nil
	case "kind":
		if p.query.Kind = hearsay.Kind(value); !slices.Contains(kinds, p.query.Kind) {
			return true, &Error{start + len(name) + 1, "a kind is article, post or page"}
		}
		return true, nil
	}
	at, ok := parseDate(value)
	if !ok {
		return true, &Error{start + len(name) + 1, "a date is YYYY, YYYY-MM or YYYY-MM-DD"}
	}
	if name == "after" {
		p.query.From = at
	} else {
		p.query.To = at
	}
	return true, nil
}

var (
	filters = []string{"outlet", "after", "before", "language", "kind"}
	kinds   = []hearsay.Kind{hearsay.Article, hearsay.Post, hearsay.Page}
)

func parseDate(s string) (time.Time, bool) {
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 0 {
			return t, true
		}
	}
	return time.Time{}, false
}
