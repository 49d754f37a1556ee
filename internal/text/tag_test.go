// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package text

import "testing"

// At the beginning of a sentence all words have a capital, so what a word is has to be told otherwise.
func TestTagsOfFirstWords(t *testing.T) {
	for _, c := range []struct {
		text, word, want string
	}{
		{"Peldrake Shipping denied the report.", "Peldrake", "NNP"},
		{"Visit the quay before noon.", "Visit", "VB"},
		{"The pier at Scarrow burned. Scarrow wept.", "Scarrow", "NNP"},
	} {
		p := Parse(c.text, Default())
		at := p.Sentences[len(p.Sentences)-1].First
		if got := p.Tokens[at]; got.Word != c.word || got.Tag != c.want {
			t.Errorf("%s: %s/%s, want %s/%s", c.text, got.Word, got.Tag, c.word, c.want)
		}
	}
}
