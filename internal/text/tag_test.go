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

// Some nouns are mostly adjectives: what follows them tells.
func TestTagsOfWhoSaysSo(t *testing.T) {
	for _, sentence := range []string{
		"The fire killed 17 workers, an official said.",
		"The mayor will resign, a relative said.",
		"Nobody was told of it, an official says.",
	} {
		p := Parse(sentence, Default())
		n := len(p.Tokens)
		if who, said := p.Tokens[n-3], p.Tokens[n-2]; who.Tag != "NN" || said.Tag[:2] != "VB" {
			t.Errorf("%s: %s/%s %s/%s", sentence, who.Word, who.Tag, said.Word, said.Tag)
		}
	}
}
