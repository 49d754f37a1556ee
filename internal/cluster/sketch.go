// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"strings"

	"hearsay"
	"hearsay/internal/text"
)

// headline is how much more a name or word of the headline counts than one of the body.
const headline = 2

// place is what the name of a place counts against that of a person or a body: many stories share a place.
const place = 0.5

// Sketch is what is compared of a document: how often names and words stand in it. Weights are multiples of a
// half, so that sums of them do not depend on the order of adding.
type Sketch struct {
	Names map[string]float64 `json:"names"`
	Words map[string]float64 `json:"words"`
}

// NewSketch takes from a document what is compared: the names in it, and the words of its headline and first
// paragraphs.
func NewSketch(d *hearsay.Document, mentions []hearsay.Mention) Sketch {
	s := Sketch{Names: map[string]float64{}, Words: map[string]float64{}}
	for _, m := range mentions {
		k := 1.0
		if m.Span.Start < d.Body {
			k = headline
		}
		if m.Kind == hearsay.PlaceEntity {
			k *= place
		}
		s.Names[strings.ToLower(m.Name)] += k
	}
	for _, w := range text.Content(d.Text[:min(d.Body, len(d.Text))]) {
		s.Words[w] += headline
	}
	body := d.Text[min(d.Body, len(d.Text)):]
	for _, w := range text.Content(lead(body)) {
		s.Words[w]++
	}
	return s
}

const leadLength = 1200 // bytes of the body whose words are compared

// lead is the beginning of the body, cut at a blank.
func lead(body string) string {
	if len(body) <= leadLength {
		return body
	}
	if i := strings.LastIndexAny(body[:leadLength], " \n"); i > 0 {
		return body[:i]
	}
	return body[:leadLength]
}
