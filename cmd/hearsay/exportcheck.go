// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"hearsay"
)

// exportable is something that can be printed.
type exportable struct {
	formats  []string // in which it can be
	flags    []string // that say what of it, and how
	isBinary bool
}

var exportables = map[string]exportable{
	"documents": {formats: []string{"jsonl", "csv", "parquet", "ris", "csl"}, flags: []string{"--story", "--out"}},
	"stories":   {formats: []string{"jsonl", "csv", "parquet"}, flags: []string{"--out"}},
	"claims":    {formats: []string{"jsonl", "csv", "parquet", "graphml"}, flags: []string{"--story", "--claim", "--out"}},
	"stix":      {formats: []string{"jsonl"}, flags: []string{"--story", "--claim", "--ceiling", "--name"}},
	"misp":      {formats: []string{"jsonl"}, flags: []string{"--story", "--claim", "--ceiling", "--name"}},
	"warc":      {formats: []string{"jsonl"}, flags: archiveFlags, isBinary: true},
	"wacz":      {formats: []string{"jsonl"}, flags: archiveFlags, isBinary: true},
	"site":      {formats: []string{"jsonl"}, flags: []string{"an ID or folder", "--public", "--contact", "--name"}},
	"capsule":   {formats: []string{"jsonl"}, flags: []string{"an ID or folder", "--claim", "--ceiling", "--known", "--out"}, isBinary: true},
}

var archiveFlags = []string{"--story", "--claim", "--document", "--from", "--to"}

// given are the flags that were given, in their order.
func (c *exportCommand) given() (flags []string) {
	for _, f := range []struct {
		name    string
		isGiven bool
	}{
		{"an ID or folder", c.ID != ""}, {"--story", c.Story != ""}, {"--claim", c.Claim != ""}, {"--document", c.Document != ""}, {"--from", c.From != ""}, {"--to", c.To != ""},
		{"--ceiling", c.Ceiling != "clear"}, {"--name", c.Name != "hearsay"}, {"--known", c.Known != ""}, {"--out", c.Out != ""}, {"--public", c.Public != ""}, {"--contact", c.Contact != ""},
	} {
		if f.isGiven {
			flags = append(flags, f.name)
		}
	}
	return flags
}

// check refuses what cannot be: flags and forms that are for something else, and bytes for a terminal.
func (c *exportCommand) check(a *app) error {
	refuse := func(cause error, hint string) error {
		return &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "export " + c.What, Cause: cause, Hint: hint}
	}
	what := exportables[c.What]
	for _, flag := range c.given() {
		if !slices.Contains(what.flags, flag) {
			return refuse(fmt.Errorf("%s is for %s", flag, strings.Join(exportedWith(flag), ", ")), "hearsay export --help has examples")
		}
	}
	if !slices.Contains(what.formats, c.Format) {
		return refuse(fmt.Errorf("there are no %s as %s", c.What, c.Format), "give --format "+strings.Join(what.formats, " or "))
	}
	if c.What == "capsule" && (c.ID == "") == (c.Claim == "") {
		return refuse(errors.New("name one claim"), "hearsay export capsule CLAIM --out FILE.zip")
	}
	if c.What == "site" && (c.ID == "" || c.Public == "") {
		return refuse(errors.New("name the folder, and where the site will stand"), "hearsay export site DIR --public https://news.example")
	}
	isParquet := c.Format == "parquet"
	if c.Out != "" && c.What != "capsule" && !isParquet {
		return refuse(errors.New("--out is for --format parquet"), "hearsay export "+c.What+" > FILE")
	}
	if _, isTerminal := a.stdout.(*terminal); isTerminal && (what.isBinary || isParquet) && c.Out == "" {
		return refuse(errors.New("bytes are nothing for a terminal"), "hearsay export "+c.What+" > FILE")
	}
	return nil
}

// exportedWith gives what a flag is for.
func exportedWith(flag string) (names []string) {
	for _, name := range slices.Sorted(maps.Keys(exportables)) {
		if slices.Contains(exportables[name].flags, flag) {
			names = append(names, name)
		}
	}
	return names
}
