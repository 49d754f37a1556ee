// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"

	"hearsay/internal/eval"
)

type evalParseCommand struct {
	File string `arg:"" help:"Treebank in the CoNLL-U format; .gz is read too."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by hearsay eval parse --help.
func (evalParseCommand) Help() string {
	return `Scores tags, lemmas and dependency trees on a treebank. Its words and sentences are given, all else is ours. UAS is the
share of words with the right head, LAS of those with the right relation too, both without marks of punctuation.

Example:
  hearsay eval parse data/ud/en_ewt-dev.conllu`
}

// Run scores a treebank.
func (c *evalParseCommand) Run(_ context.Context, a *app) error {
	s, err := eval.Parse(c.File)
	return printScores(a, c.JSON, s, err)
}

type evalNamesCommand struct {
	File string `arg:"" help:"Rows of a word, a tab, and O, B-kind or I-kind; a blank line between sentences."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by hearsay eval names --help.
func (evalNamesCommand) Help() string {
	return `Scores the names of persons, organisations and places that are found, by exact spans.

Example:
  hearsay eval names data/ner/conll2003-dev.txt`
}

// Run scores a file with names.
func (c *evalNamesCommand) Run(_ context.Context, a *app) error {
	s, err := eval.Names(c.File)
	return printScores(a, c.JSON, s, err)
}

type evalBoundariesCommand struct {
	Path   string `arg:"" help:"Folder with text/*.txt and attributions/*.ann, or a treebank in the CoNLL-U format."`
	Prefix string `help:"Of a treebank, take the documents whose name begins so."`
	JSON   bool   `help:"Print JSON."`
}

// Help is shown by hearsay eval boundaries --help.
func (evalBoundariesCommand) Help() string {
	return `Scores where texts are cut. In a folder of annotated texts: how many of the beginnings and ends of spans stand at the
edge of a word. In a treebank: precision and recall of the ends of sentences, in the text that its words make.

Examples:
  hearsay eval boundaries data/polnear/dev
  hearsay eval boundaries data/ud/en_gum-dev.conllu --prefix GUM_news`
}

// Run scores words or sentences.
func (c *evalBoundariesCommand) Run(_ context.Context, a *app) error {
	s, err := eval.Boundaries(c.Path, c.Prefix)
	return printScores(a, c.JSON, s, err)
}
