// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package pipeline

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"

	"hearsay"
	"hearsay/internal/store"
)

// documents checks every span of every document against its text.
func (v *verifier) documents(ctx context.Context) error {
	filter := store.DocumentFilter{OldestFirst: true, Limit: page}
	for {
		documents, err := v.r.Documents(ctx, filter)
		if err != nil || len(documents) == 0 {
			return err
		}
		texts := map[hearsay.DocumentID]string{}
		ids := make([]hearsay.DocumentID, len(documents))
		for i := range documents {
			ids[i] = documents[i].ID
			texts[ids[i]] = documents[i].Text
			v.Documents++
			for _, q := range documents[i].ReplyTo {
				v.span("quote", documents[i].Text, ids[i], q.Span)
			}
		}
		if err := v.spansOf(ctx, ids, texts); err != nil {
			return err
		}
		filter.After = ids[len(ids)-1]
	}
}

func (v *verifier) spansOf(ctx context.Context, ids []hearsay.DocumentID, texts map[hearsay.DocumentID]string) error {
	mentions, err := v.r.MentionsOf(ctx, ids...)
	for _, m := range mentions {
		v.span("mention", texts[m.Document], m.Document, m.Span)
	}
	if err != nil {
		return err
	}
	attributions, err := v.r.AttributionsOf(ctx, ids...)
	for i := range attributions {
		a := &attributions[i]
		v.span("attribution "+string(a.ID), texts[a.Document], a.Document, spansIn(a)...)
	}
	if err != nil {
		return err
	}
	statements, err := v.r.StatementsOf(ctx, ids...)
	for _, s := range statements {
		v.span("statement "+string(s.ID), texts[s.Document], s.Document, s.Span)
	}
	if err != nil {
		return err
	}
	links, err := v.r.LinksFrom(ctx, ids...)
	for i := range links {
		if links[i].Span != (hearsay.Span{}) { // a copy found by comparison has none
			v.span("link", texts[links[i].From], links[i].From, links[i].Span)
		}
	}
	if err != nil {
		return err
	}
	claims, err := v.r.ClaimsFrom(ctx, ids...)
	for i := range claims {
		v.span("claim "+string(claims[i].ID), texts[claims[i].Source], claims[i].Source, claims[i].Span)
	}
	return err
}

func spansIn(a *hearsay.Attribution) []hearsay.Span {
	spans := append(append([]hearsay.Span{}, a.Cue...), a.Content...)
	if a.Source != nil {
		spans = append(spans, *a.Source)
	}
	return spans
}

// span checks that spans are slices of a text.
func (v *verifier) span(what, text string, document hearsay.DocumentID, spans ...hearsay.Span) {
	for _, s := range spans {
		v.Spans++
		if reason := verbatim(text, s); reason != "" {
			v.find("span", fmt.Sprintf("%s of document %s", what, document), reason)
		}
	}
}

// verbatim says why a span is not a slice of the text; empty where it is one.
func verbatim(text string, s hearsay.Span) string {
	if s.Start < 0 || s.End > len(text) || s.Start > s.End {
		return fmt.Sprintf("bytes %d to %d are not in a text of %d", s.Start, s.End, len(text))
	}
	if text[s.Start:s.End] != s.Text {
		return fmt.Sprintf("bytes %d to %d are %.60q, not %.60q", s.Start, s.End, text[s.Start:s.End], s.Text)
	}
	return ""
}

// maxLine is how long a line of an export may be.
const maxLine = 64 << 20

// VerifyLines checks an export of documents without the store it came from: in each line of JSON that has a text, every
// object with start, end and text must be a slice of it. What has no text to check, or is an export of claims, whose words are
// in documents that are not with them, is hearsay.ErrInvalid.
func VerifyLines(r io.Reader) (*Verification, error) {
	v := &verifier{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	for n := 1; lines.Scan(); n++ {
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		if v.Documents == 0 && len(v.Findings) == 0 && !bytes.HasPrefix(bytes.TrimSpace(lines.Bytes()), []byte("{")) {
			return &v.Verification, unverifiable("line %d is no record of an export", n)
		}
		var line map[string]any
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			v.find("line", strconv.Itoa(n), err.Error())
			continue
		}
		text, ok := line["text"].(string)
		if !ok {
			continue
		}
		if _, isClaim := line["carriers"]; isClaim {
			return &v.Verification, unverifiable("line %d is a claim, and the document that has its words is not in the file", n)
		}
		v.Documents++
		for name, value := range line {
			v.walk(fmt.Sprintf("line %d: %s", n, name), text, value)
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return &v.Verification, fmt.Errorf("verify lines: a line is over %d bytes: %w", maxLine, hearsay.ErrInvalid)
	}
	if err := lines.Err(); err != nil || v.Documents > 0 || len(v.Findings) > 0 {
		return &v.Verification, err
	}
	return &v.Verification, unverifiable("no line has the text of a document")
}

func unverifiable(format string, args ...any) error {
	return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "verify an export", Cause: fmt.Errorf(format, args...),
		Hint: "hearsay export documents can be verified, and of a claim hearsay export capsule"}
}

// walk looks for spans in a value of JSON.
func (v *verifier) walk(place, text string, value any) {
	switch value := value.(type) {
	case []any:
		for i, e := range value {
			v.walk(place+"["+strconv.Itoa(i)+"]", text, e)
		}
	case map[string]any:
		start, hasStart := value["start"].(float64)
		end, hasEnd := value["end"].(float64)
		piece, hasText := value["text"].(string)
		if hasStart && hasEnd && hasText {
			v.Spans++
			if reason := verbatim(text, hearsay.Span{Start: int(start), End: int(end), Text: piece}); reason != "" {
				v.find("span", place, reason)
			}
		}
		for name, e := range value {
			v.walk(place+"."+name, text, e)
		}
	}
}
