// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"hearsay"
	"hearsay/internal/eval"
)

type evalStoriesCommand struct {
	Dir    string   `arg:"" help:"Folder in the layout of ECB+: files TOPIC_NUMBERecb.xml and TOPIC_NUMBERecbplus.xml, or folders of them."`
	Topics string   `placeholder:"FIRST-LAST" help:"Take these topics alone."`
	Seeds  []uint64 `default:"1,2" help:"One shuffle of the texts for each."`
	JSON   bool     `help:"Print JSON."`
}

// Help is shown by hearsay eval stories --help.
func (evalStoriesCommand) Help() string {
	return `Streams texts in shuffled order through the stage that places documents in stories, and holds the stories against the
events that the texts tell of: B-cubed precision, recall and F1. The texts of one topic tell of two events of one kind;
how many pairs of texts of a topic that tell of different events were put together is printed by itself. "moved" counts
the documents that left the story in which they were placed first.

Examples:
  hearsay eval stories data/ecbplus
  hearsay eval stories data/ecbplus --topics 19-35 --seeds 3,4,5`
}

// Run scores stories.
func (c *evalStoriesCommand) Run(ctx context.Context, a *app) error {
	first, last, err := topicRange(c.Topics)
	if err != nil {
		return err
	}
	s, err := eval.Stories(ctx, c.Dir, first, last, c.Seeds)
	return printScores(a, c.JSON, s, err)
}

// topicRange reads "19-35" or "7"; nothing stands for all topics.
func topicRange(s string) (first, last int, err error) {
	if s == "" {
		return 0, 1 << 30, nil
	}
	from, to, ok := strings.Cut(s, "-")
	if !ok {
		to = from
	}
	first, err = strconv.Atoi(from)
	if err == nil {
		last, err = strconv.Atoi(to)
	}
	if err != nil || first > last {
		return 0, 0, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "read --topics " + s, Cause: fmt.Errorf("it is no range of numbers"),
			Hint: "write --topics 19-35, or one number"}
	}
	return first, last, nil
}
