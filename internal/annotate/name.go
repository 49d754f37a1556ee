// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package annotate

import (
	"hearsay"
)

// names finds the names of the text, with the fullest form of each in the document.
func (w *work) names() {
	tokens := w.t.Tokens
	for i := 0; i < len(tokens); {
		if tokens[i].Name == "" || tokens[i].Tag == "POS" || isLower(tokens[i].Word) {
			i++
			continue
		}
		end := i + 1
		for end < len(tokens) && tokens[end].Name == tokens[i].Name && tokens[end].Line == tokens[i].Line && tokens[end].Tag != "POS" && !isLower(tokens[end].Word) {
			end++
		}
		first := i
		body := english.bodies[tokens[end-1].Lower]
		for first > 0 && (tokens[first-1].Name == "" || body) && isProper(tokens[first-1].Tag) && tokens[first-1].Line == tokens[i].Line && tokens[first-1].Start > 0 && !english.titles[tokens[first-1].Lower] {
			first-- // "New" of "New York Times"
		}
		m := hearsay.Mention{Document: w.doc.ID, Span: w.span(chunk{first, end}), Kind: kindOf(tokens[i].Name)}
		if body && m.Kind == hearsay.PersonEntity {
			m.Kind = hearsay.OrganizationEntity
		}
		if m.Kind == hearsay.OrganizationEntity && english.outlets[tokens[end-1].Word] {
			m.Kind = hearsay.OutletEntity
		}
		m.Name = m.Span.Text
		if m.Kind != hearsay.OtherEntity || isProper(tokens[i].Tag) {
			w.out.Mentions = append(w.out.Mentions, m)
		}
		i = end
	}
}

func kindOf(name string) hearsay.EntityKind {
	switch name {
	case "PERSON":
		return hearsay.PersonEntity
	case "ORGANIZATION":
		return hearsay.OrganizationEntity
	case "LOCATION":
		return hearsay.PlaceEntity
	}
	return hearsay.OtherEntity
}
