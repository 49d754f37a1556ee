// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"strconv"
	"strings"

	"hearsay"
	"hearsay/internal/text"
)

// statements finds what the document says on its own authority: its headline, its lead, and what the outlet
// itself observed ("the page no longer lists any vice ministers"). A sentence that an attribution covers for the
// most part is not the document's own.
func (w *work) statements() {
	d := w.doc
	if d.Kind == hearsay.Post && d.Part != "1" && len(d.ReplyTo) > 0 {
		return
	}
	lead, marked := true, w.attributed()
	for _, sent := range w.t.Sentences {
		span := w.span(chunk{sent.First, sent.Last})
		headline := span.Start < d.Body
		w.s.lo, w.s.hi = sent.First, sent.Last
		switch {
		case w.inQuotedPost(sent):
		case sent.Last-sent.First < 4:
		case mostly(marked, span):
			lead = lead && headline
		case headline:
			w.state(span, false)
		case w.s.observation():
			w.state(span, true)
			lead = false
		case lead:
			w.state(span, false)
			lead = false
		}
	}
}

func (w *work) state(span hearsay.Span, observed bool) {
	id := hearsay.ID('s', string(w.doc.ID), strconv.Itoa(span.Start), strconv.Itoa(span.End))
	w.out.Statements = append(w.out.Statements, hearsay.Statement{
		ID: hearsay.StatementID(id), Document: w.doc.ID, Span: span, Act: hearsay.Assert, Observed: observed, Stamp: w.stamp,
	})
}

// attributed marks the bytes of the text that attributions account for.
func (w *work) attributed() []bool {
	marked := make([]bool, len(w.t.S))
	mark := func(spans ...hearsay.Span) {
		for _, s := range spans {
			for i := s.Start; i < s.End; i++ {
				marked[i] = true
			}
		}
	}
	for i := range w.out.Attributions {
		a := &w.out.Attributions[i]
		if a.Source == nil && a.Act != hearsay.Rumour || a.Channel == hearsay.TextChannel {
			continue // a whole text is its author's, and so the document's own
		}
		mark(a.Content...)
		mark(a.Cue...)
		if a.Source != nil {
			mark(*a.Source)
		}
	}
	return marked
}

// mostly reports whether more than half of the span is marked.
func mostly(marked []bool, span hearsay.Span) bool {
	n := 0
	for _, m := range marked[span.Start:span.End] {
		if m {
			n++
		}
	}
	return 2*n > span.End-span.Start
}

// observation reports whether the sentence tells what a page, list or record shows, or no longer shows.
func (s *scan) observation() bool {
	shown, changed := false, false
	for i := s.lo; i < s.hi; i++ {
		t := s.tok(i)
		if t.Quoted {
			return false
		}
		switch t.Lower {
		case "page", "website", "list", "site", "webpage", "register", "section", "roster", "directory":
			shown = shown || isNoun(t.Tag)
		case "longer", "blank", "deleted", "removed", "vanished", "disappeared", "lists", "notes", "shows":
			changed = true
		}
	}
	return shown && changed
}

// inQuotedPost reports whether the sentence repeats what somebody wrote earlier in the thread.
func (w *work) inQuotedPost(sent text.Sentence) bool {
	start := w.t.Tokens[sent.First].Start
	for _, q := range w.doc.ReplyTo {
		if q.Span.Start <= start && start < q.Span.End {
			return true
		}
	}
	return false
}

// quotedPosts makes an attribution of each quotation of an earlier post: who is quoted says what is quoted.
func (w *work) quotedPosts() {
	for _, q := range w.doc.ReplyTo {
		head, body, ok := strings.Cut(q.Span.Text, "\n")
		name := strings.Index(head, q.Author)
		if !ok || name < 0 || strings.TrimSpace(body) == "" {
			continue
		}
		start := q.Span.Start
		source := hearsay.Cut(w.t.S, start+name, start+name+len(q.Author))
		cueAt := strings.Index(head, "said")
		if cueAt < 0 {
			cueAt = name
		}
		cueEnd := cueAt + len("said")
		if cueAt == name {
			cueEnd = name + len(q.Author)
		}
		from := start + len(head) + 1
		voice := hearsay.Voice{Name: q.Author, Kind: hearsay.PersonVoice, Named: true}
		a := hearsay.Attribution{
			Document: w.doc.ID, Source: &source, Cue: []hearsay.Span{hearsay.Cut(w.t.S, start+cueAt, start+cueEnd)},
			Content: []hearsay.Span{trimmed(w.t.S, from, q.Span.End)}, Act: hearsay.Assert, Voice: voice, Chain: []hearsay.Voice{voice},
			Channel: hearsay.PostChannel, Confidence: 0.95, Stamp: w.stamp,
		}
		a.ID = w.attributionID(&a)
		w.out.Attributions = append(w.out.Attributions, a)
		w.levels = append(w.levels, level{clause: true})
	}
}

// trimmed is the span from start to end without white space at its edges.
func trimmed(s string, start, end int) hearsay.Span {
	for start < end && strings.ContainsRune(" \t\r\n", rune(s[start])) {
		start++
	}
	for end > start && strings.ContainsRune(" \t\r\n", rune(s[end-1])) {
		end--
	}
	return hearsay.Cut(s, start, end)
}
