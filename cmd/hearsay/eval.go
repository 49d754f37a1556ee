// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"hearsay/internal/eval"
	"hearsay/internal/export"
	"hearsay/internal/pipeline"
)

type evalCommand struct {
	Gold        evalGoldCommand        `cmd:"" help:"Compare what is found in a text with hand-made attributions."`
	Extraction  evalExtractionCommand  `cmd:"" help:"Score article extraction on a folder of pages with known bodies."`
	Attribution evalAttributionCommand `cmd:"" help:"Score attributions on a folder of annotated texts (brat)."`
	Feeds       evalFeedsCommand       `cmd:"" help:"Score feed parsing on a folder of feeds with expectations."`
	Chains      evalChainsCommand      `cmd:"" help:"Score attributions inside others on a folder of rhetorical trees."`
	Parse       evalParseCommand       `cmd:"" help:"Score tags, lemmas and trees on a treebank."`
	Names       evalNamesCommand       `cmd:"" help:"Score names on a file of words with their kinds."`
	Boundaries  evalBoundariesCommand  `cmd:"" help:"Score where texts are cut into words and sentences."`
	Wires       evalWiresCommand       `cmd:"" help:"Score which texts are known as reports of news agencies."`
	Dates       evalDatesCommand       `cmd:"" help:"Score dates on a folder of texts in TimeML."`
	Copies      evalCopiesCommand      `cmd:"" help:"Score which articles are known as copies of each other."`
	Cascades    evalCascadesCommand    `cmd:"" help:"Score the count of independent origins on invented cascades."`
	FNC1        evalFNC1Command        `cmd:"" name:"fnc1" help:"Score how articles stand to headlines."`
	Emergent    evalEmergentCommand    `cmd:"" help:"Score how headlines stand to rumours."`
	Stories     evalStoriesCommand     `cmd:"" help:"Score stories on a folder of texts about look-alike events."`

	Coordination evalCoordinationCommand `cmd:"" help:"Score groups of accounts that act in step: generated, or planted in a table of posts."`
}

// Help is shown by hearsay eval --help.
func (evalCommand) Help() string {
	return `Scores what the stages find in texts whose answers are known. The numbers are what docs/results holds.

Examples:
  hearsay eval gold thread-gold.jsonl thread.txt
  hearsay eval extraction pages/
  hearsay eval feeds feeds/`
}

// printScores prints the scores, as JSON where that is asked for.
func printScores(a *app, asJSON bool, scores fmt.Stringer, err error) error {
	if err != nil {
		return err
	}
	if asJSON {
		return a.printJSON(scores)
	}
	_, err = fmt.Fprintln(a.stdout, scores)
	return err
}

type evalGoldCommand struct {
	Gold string `arg:"" help:"Rows, one JSON object a line: source, cue, content, act, chain."`
	Text string `arg:"" help:"The text they were made from."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by hearsay eval gold --help.
func (evalGoldCommand) Help() string {
	return `A row is found when an attribution's cue shares a word with the row's and its content holds at least half of the
row's content words. A chain is whole when it has the same length and each name contains the other or is contained in it.

Example:
  hearsay eval gold thread-gold.jsonl thread.txt`
}

// Run scores one text.
func (c *evalGoldCommand) Run(_ context.Context, a *app) error {
	rows, err := eval.ReadGold(c.Gold)
	if err != nil {
		return fmt.Errorf("read gold: %w", err)
	}
	b, err := os.ReadFile(c.Text)
	if err != nil {
		return fmt.Errorf("read text: %w", err)
	}
	var docs []export.Extracted
	if docs, err = pipeline.Extract(c.Text, b, false, time.Now()); err != nil {
		return err
	}
	s := eval.Gold(rows, docs)
	if c.JSON {
		return a.printJSON(s)
	}
	fmt.Fprintf(a.stdout, "rows %d  found %d  chains whole %d  acts right %d  attributions given %d\n", s.Rows, s.Found, s.Whole, s.Acts, s.Given)
	for _, m := range s.Missed {
		fmt.Fprintf(a.stdout, "missed: %s | %s | %s\n", m.Source, m.Cue, m.Content)
	}
	for _, b := range s.Broken {
		fmt.Fprintf(a.stdout, "chain: %s\n", b)
	}
	return nil
}

type evalExtractionCommand struct {
	Dir  string `arg:"" help:"Folder with html/ and ground-truth.json."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by hearsay eval extraction --help.
func (evalExtractionCommand) Help() string {
	return `Compares the text that is found in pages with the text that people found in them, by runs of four words: mean
precision, mean recall, and F1 of the two.

Example:
  hearsay eval extraction pages/`
}

// Run scores article extraction.
func (c *evalExtractionCommand) Run(_ context.Context, a *app) error {
	s, err := eval.Extraction(c.Dir)
	return printScores(a, c.JSON, s, err)
}

type evalFeedsCommand struct {
	Dir  string `arg:"" help:"Folder of feeds, each with its expectation in a comment."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by hearsay eval feeds --help.
func (evalFeedsCommand) Help() string {
	return `Holds what is read from feeds against the assertion in the comment at the head of each.

Example:
  hearsay eval feeds feeds/`
}

// Run scores feed parsing.
func (c *evalFeedsCommand) Run(_ context.Context, a *app) error {
	s, err := eval.Feeds(c.Dir)
	return printScores(a, c.JSON, s, err)
}

type evalAttributionCommand struct {
	Dir  string `arg:"" help:"Folder with text/*.txt and attributions/*.ann."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by hearsay eval attribution --help.
func (evalAttributionCommand) Help() string {
	return `Example:
  hearsay eval attribution data/polnear/dev`
}

// Run scores attributions.
func (c *evalAttributionCommand) Run(_ context.Context, a *app) error {
	s, err := eval.Attributions(c.Dir)
	return printScores(a, c.JSON, s, err)
}

type evalChainsCommand struct {
	Dir  string `arg:"" help:"Folder of rhetorical trees, *.rs4."`
	JSON bool   `help:"Print JSON."`
}

// Help is shown by hearsay eval chains --help.
func (evalChainsCommand) Help() string {
	return `Scores attributions that stand inside the content of others against the "attribution" relations of rhetorical trees.
One is right when its source or cue touches the satellite, its content holds at least half of the words of the nucleus, and
the attribution that it stands in is right in the same way.

Example:
  hearsay eval chains data/gum-rst`
}

// Run scores chains.
func (c *evalChainsCommand) Run(_ context.Context, a *app) error {
	s, err := eval.Chains(c.Dir)
	return printScores(a, c.JSON, s, err)
}
