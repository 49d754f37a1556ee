// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"fmt"
	"strings"

	"hearsay/internal/text"
)

// ParseScores are the measures of a treebank: its words are given, tags, lemmas and trees are ours. Heads are counted
// without marks of punctuation.
type ParseScores struct {
	Sentences, Tokens int
	Tags, Lemmas      Share
	VerbsAndNouns     Share // lemmas of them alone
	Heads, Relations  Share // a relation is right where the head is
}

// Share is how many of all are right.
type Share struct{ Right, All int }

// Percent is the share from 0 to 100.
func (s Share) Percent() float64 { return 100 * float64(s.Right) / float64(max(1, s.All)) }

func (s *Share) add(right bool) {
	s.All++
	if right {
		s.Right++
	}
}

// Parse scores the layers of language on a file in the CoNLL-U format, which may be compressed (.gz). Tags, relations
// and lemmas are compared as the model gives them: without subtypes of relations but passives and possessors, lemmas in
// lower case.
func Parse(file string) (ParseScores, error) {
	var s ParseScores
	docs, err := readTreebank(file)
	if err != nil {
		return s, err
	}
	for _, d := range docs {
		for _, sent := range d.sentences {
			s.add(sent)
		}
	}
	return s, nil
}

func (s *ParseScores) add(sent treebankSentence) {
	tokens := make([]text.Token, len(sent.words))
	for i, w := range sent.words {
		tokens[i] = text.NewToken(w.form)
	}
	text.Default().Annotate(tokens, []text.Sentence{{First: 0, Last: len(tokens)}})
	s.Sentences++
	for i, w := range sent.words {
		t := tokens[i]
		s.Tokens++
		s.Tags.add(t.Tag == text.PlainTag(w.tag))
		lemma := strings.ToLower(w.lemma) == t.Lemma
		s.Lemmas.add(lemma)
		if w.class == "VERB" || w.class == "AUX" || w.class == "NOUN" {
			s.VerbsAndNouns.add(lemma)
		}
		if rel := text.PlainRelation(w.rel); rel != "punct" {
			s.Heads.add(t.Head == w.head)
			s.Relations.add(t.Head == w.head && t.Rel == rel)
		}
	}
}

// String prints the scores in two lines.
func (s ParseScores) String() string {
	return fmt.Sprintf("sentences %d  tokens %d\ntags %.2f  lemmas %.2f (verbs and nouns %.2f)  UAS %.2f  LAS %.2f",
		s.Sentences, s.Tokens, s.Tags.Percent(), s.Lemmas.Percent(), s.VerbsAndNouns.Percent(), s.Heads.Percent(), s.Relations.Percent())
}
