// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package eval

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"hearsay/internal/text"
)

// NameScores are the measures of a file with names: spans of which kind, beginning and end agree.
type NameScores struct {
	Sentences, Tokens                   int
	All, Persons, Organisations, Places PRF
}

// nameKinds are the kinds that are scored; corpora do not agree on what else is a name.
var nameKinds = []string{"PERSON", "ORGANIZATION", "LOCATION"}

// Names scores the names that are found in a file of rows: a word, a tab, and O or B- or I- with the kind of name
// (person, politician; organisation, politicalparty; location, country; all others are left out). A blank line ends a
// sentence. The words are given.
func Names(file string) (NameScores, error) {
	tokens, labels, sentences, err := readNames(file)
	if err != nil {
		return NameScores{}, err
	}
	text.Default().Annotate(tokens, sentences)
	s := NameScores{Sentences: len(sentences), Tokens: len(tokens)}
	by := map[string]*PRF{"PERSON": &s.Persons, "ORGANIZATION": &s.Organisations, "LOCATION": &s.Places}
	gold, given := map[nameSpan]bool{}, map[nameSpan]bool{}
	for _, sent := range sentences {
		goldNames(labels, sent, gold)
		givenNames(tokens, sent, given)
	}
	for n := range gold {
		by[n.kind].Gold++
	}
	for n := range given {
		by[n.kind].Given++
		if gold[n] {
			by[n.kind].Right++
		}
	}
	for _, kind := range nameKinds {
		s.All = PRF{s.All.Right + by[kind].Right, s.All.Given + by[kind].Given, s.All.Gold + by[kind].Gold}
	}
	return s, nil
}

type nameSpan struct {
	first, last int
	kind        string
}

func scored(kind string) bool {
	return kind == "PERSON" || kind == "ORGANIZATION" || kind == "LOCATION"
}

func readNames(file string) (tokens []text.Token, labels []string, sentences []text.Sentence, err error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, nil, nil, err
	}
	defer f.Close()
	first := 0
	end := func() {
		if len(tokens) > first {
			sentences = append(sentences, text.Sentence{First: first, Last: len(tokens)})
			first = len(tokens)
		}
	}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		word, label, ok := strings.Cut(lines.Text(), "\t")
		if !ok {
			end()
			continue
		}
		tokens, labels = append(tokens, text.NewToken(word)), append(labels, label)
	}
	end()
	return tokens, labels, sentences, lines.Err()
}

// goldNames collects the names of a sentence by its labels.
func goldNames(labels []string, sent text.Sentence, into map[nameSpan]bool) {
	for i := sent.First; i < sent.Last; {
		_, kind, ok := strings.Cut(labels[i], "-")
		last := i + 1
		for ok && last < sent.Last && labels[last] == "I-"+kind {
			last++
		}
		if kind = text.KindOf(kind); ok && scored(kind) {
			into[nameSpan{i, last, kind}] = true
		}
		i = last
	}
}

// givenNames collects the names that were found in a sentence.
func givenNames(tokens []text.Token, sent text.Sentence, into map[nameSpan]bool) {
	for i := sent.First; i < sent.Last; {
		last := i + 1
		for last < sent.Last && tokens[last].Name == tokens[i].Name && !tokens[last].Begins {
			last++
		}
		if scored(tokens[i].Name) {
			into[nameSpan{i, last, tokens[i].Name}] = true
		}
		i = last
	}
}

// String prints the scores, a line a kind.
func (s NameScores) String() string {
	return fmt.Sprintf("sentences %d  tokens %d\npersons        %v\norganisations  %v\nplaces         %v\nall            %v",
		s.Sentences, s.Tokens, s.Persons, s.Organisations, s.Places, s.All)
}
