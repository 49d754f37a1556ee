// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package export

import (
	"encoding/json"
	"io"

	"hearsay"
)

// Extracted is one document as `hearsay extract` prints it: a line of JSON. The form is a contract
// (docs/design/extract-format.md): fields are added, never renamed.
type Extracted struct {
	ID           string                 `json:"id"`
	Kind         hearsay.Kind           `json:"kind"`
	Title        string                 `json:"title"`
	Authors      []string               `json:"authors"`
	Outlet       *string                `json:"outlet"`
	Published    *string                `json:"published"`
	Precision    *string                `json:"published_precision"`
	Edited       *string                `json:"edited,omitempty"` // of a post that says when it was changed
	Parent       *string                `json:"parent"`
	Language     *string                `json:"language"`
	Caption      *string                `json:"caption"`
	URL          *string                `json:"url"`
	Text         string                 `json:"text"`
	Attributions []ExtractedAttribution `json:"attributions"`
	Statements   []ExtractedStatement   `json:"statements"`
	Mentions     []ExtractedMention     `json:"mentions"`
}

// ExtractedAttribution is one attribution of the line's document; offsets are bytes of its text.
type ExtractedAttribution struct {
	ID         string         `json:"id"`
	Source     *hearsay.Span  `json:"source"`
	Cue        []hearsay.Span `json:"cue"`
	Content    []hearsay.Span `json:"content"`
	Act        hearsay.Act    `json:"act"`
	Hedged     bool           `json:"hedged"`
	Negated    bool           `json:"negated"`
	Voice      ExtractedVoice `json:"voice"`
	Channel    *string        `json:"channel"`
	Answers    *string        `json:"answers"`
	Confidence float64        `json:"confidence"`
	Chain      []string       `json:"chain"`
	Inside     *string        `json:"inside"`
}

// ExtractedVoice is the resolved source.
type ExtractedVoice struct {
	Name        *string           `json:"name"`
	Kind        hearsay.VoiceKind `json:"kind"`
	Named       bool              `json:"named"`
	Count       *int              `json:"count"`
	Description *string           `json:"description"`
	Described   *hearsay.Span     `json:"described,omitempty"` // where the description stands
}

// ExtractedStatement is what the document says on its own authority.
type ExtractedStatement struct {
	ID string `json:"id"`
	hearsay.Span
	Act hearsay.Act `json:"act"`
}

// ExtractedMention is a name at a place.
type ExtractedMention struct {
	hearsay.Span
	Kind   hearsay.EntityKind `json:"kind"`
	Entity string             `json:"entity"`
}

// Annotated is a document with what was found in it.
type Annotated struct {
	Document     *hearsay.Document
	Attributions []hearsay.Attribution
	Statements   []hearsay.Statement
	Mentions     []hearsay.Mention
}

// Extract makes the line of a document. id and parent are the names by which the line and its parent are known
// to the reader of the output ("file.txt#3", "file.txt").
func Extract(id, parent string, a Annotated) Extracted {
	d := a.Document
	out := Extracted{
		ID: id, Kind: d.Kind, Title: d.Title, Authors: d.Authors, Outlet: optional(string(d.Outlet)),
		Published: optional(d.Published.String()), Precision: optional(string(d.Published.Precision)),
		Edited: optional(d.Edited.String()), Parent: optional(parent), Language: optional(d.Language), Caption: optional(d.Caption), URL: optional(d.URL), Text: d.Text,
		Attributions: []ExtractedAttribution{}, Statements: []ExtractedStatement{}, Mentions: []ExtractedMention{},
	}
	if out.Authors == nil {
		out.Authors = []string{}
	}
	for i := range a.Attributions {
		out.Attributions = append(out.Attributions, extractAttribution(&a.Attributions[i]))
	}
	for _, s := range a.Statements {
		out.Statements = append(out.Statements, ExtractedStatement{string(s.ID), s.Span, s.Act})
	}
	for _, m := range a.Mentions {
		out.Mentions = append(out.Mentions, ExtractedMention{m.Span, m.Kind, m.Name})
	}
	return out
}

func extractAttribution(a *hearsay.Attribution) ExtractedAttribution {
	out := ExtractedAttribution{
		ID: string(a.ID), Source: a.Source, Cue: a.Cue, Content: a.Content, Act: a.Act, Hedged: a.Hedged, Negated: a.Negated,
		Voice: ExtractedVoice{
			Name: optional(a.Voice.Name), Kind: a.Voice.Kind, Named: a.Voice.Named, Description: optional(a.Voice.Description),
		},
		Channel: optional(a.Channel), Answers: optional(a.Answers), Confidence: a.Confidence, Chain: []string{},
		Inside: optional(string(a.Inside)),
	}
	if a.Voice.Described.End > 0 {
		out.Voice.Described = &a.Voice.Described
	}
	if a.Voice.Count > 0 {
		out.Voice.Count = &a.Voice.Count
	}
	for _, v := range a.Chain {
		out.Chain = append(out.Chain, v.Name)
	}
	return out
}

func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// Line writes v as one line of JSON, with <, > and & as they are.
func Line(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
