// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package web

import (
	"context"
	"net/http"
	"strings"

	"github.com/aymanbagabas/go-udiff"

	"hearsay"
	"hearsay/internal/store"
)

// VersionsPage shows what a later version of a document says otherwise than the one before it.
type VersionsPage struct {
	Earlier, Later DocumentLine
	Changes        []hearsay.Change // what the ledger makes of it
	before, after  string

	Paragraphs []VersionParagraph // made by the handler
}

// VersionParagraph is a paragraph of either version, or of both.
type VersionParagraph struct {
	Class  string // "same", "gone", "come" or "changed"
	Pieces []VersionPiece
}

// VersionPiece is a run of words that both versions have, or only one.
type VersionPiece struct {
	Text       string
	Gone, Come bool
}

func (p *VersionsPage) title() string { return "Changes: " + titleOf(p.Later.Document) }

func (d *desk) versions(r *http.Request) (titled, error) {
	s, err := id(r)
	if err != nil {
		return nil, err
	}
	p, err := d.Ledger.Versions(r.Context(), hearsay.DocumentID(s))
	if err != nil {
		return nil, err
	}
	p.Paragraphs = compareTexts(p.before, p.after)
	return p, nil
}

// Versions fills the page that compares a document with the version before it.
func (s *shelf) Versions(ctx context.Context, id hearsay.DocumentID) (*VersionsPage, error) {
	r, err := s.read(ctx)
	if err != nil {
		return nil, err
	}
	later, err := r.Document(ctx, id)
	if err != nil {
		return nil, err
	}
	if later.Prior == "" {
		return nil, &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "compare document " + string(id) + " with the version before it"}
	}
	earlier, err := r.Document(ctx, later.Prior)
	if err != nil {
		return nil, err
	}
	r.keep([]hearsay.Document{earlier, later})
	p := &VersionsPage{Earlier: r.line(earlier.ID), Later: r.line(id), before: earlier.Text, after: later.Text}
	events, err := r.Events(ctx, store.EventFilter{Document: id, Kinds: []hearsay.EventKind{hearsay.DocumentChanged}})
	for _, e := range events {
		p.Changes = append(p.Changes, e.Changes...)
	}
	return p, err
}

// mostCompared is the length of text, in bytes, up to which words are compared; beyond it paragraphs alone are.
const mostCompared = 200_000

// compareTexts compares two texts paragraph by paragraph, and word by word where one paragraph took the place of another.
func compareTexts(before, after string) []VersionParagraph {
	words := len(before)+len(after) <= mostCompared
	var out []VersionParagraph
	add := func(class, text string) {
		if text = strings.TrimSpace(text); text != "" {
			piece := VersionPiece{Text: text, Gone: class == "gone", Come: class == "come"}
			out = append(out, VersionParagraph{class, []VersionPiece{piece}})
		}
	}
	before, after = paragraphLines(before), paragraphLines(after)
	at := 0
	for _, e := range udiff.Lines(before, after) {
		for same := range strings.Lines(before[at:e.Start]) {
			add("same", same)
		}
		gone, come := lines(before[e.Start:e.End]), lines(e.New)
		for len(gone) > 0 && len(come) > 0 && words {
			out = append(out, VersionParagraph{"changed", compareWords(gone[0], come[0])})
			gone, come = gone[1:], come[1:]
		}
		for _, l := range gone {
			add("gone", l)
		}
		for _, l := range come {
			add("come", l)
		}
		at = e.End
	}
	for same := range strings.Lines(before[at:]) {
		add("same", same)
	}
	return out
}

// paragraphLines makes each paragraph a line.
func paragraphLines(text string) string { return strings.Join(lines(text), "\n") + "\n" }

// lines gives the lines of a text that are not empty.
func lines(text string) []string {
	var out []string
	for l := range strings.Lines(text) {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// compareWords compares two paragraphs word by word.
func compareWords(before, after string) []VersionPiece {
	one := func(s string) string { return strings.Join(strings.Fields(s), "\n") + "\n" }
	join := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	before, after = one(before), one(after)
	var out []VersionPiece
	add := func(text string, gone, come bool) {
		if text = join(text); text != "" {
			out = append(out, VersionPiece{text, gone, come})
		}
	}
	at := 0
	for _, e := range udiff.Lines(before, after) {
		add(before[at:e.Start], false, false)
		add(before[e.Start:e.End], true, false)
		add(e.New, false, true)
		at = e.End
	}
	add(before[at:], false, false)
	return out
}
