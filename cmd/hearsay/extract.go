// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"hearsay"
	"hearsay/internal/collect"
	"hearsay/internal/export"
	"hearsay/internal/pipeline"
)

type extractCommand struct {
	Files  []string `arg:"" help:"Files; - for standard input."`
	Plain  bool     `help:"Take each file as one document whose text is its bytes."`
	Format string   `enum:"jsonl,text" default:"text" help:"jsonl (one document a line) or text."`
	JSON   bool     `help:"The same as --format jsonl."`
}

// Help is shown by hearsay extract --help.
func (extractCommand) Help() string {
	return `Reads files and prints who says what in them, without storing anything. The lines of --format jsonl are a
contract: docs/design/extract-format.md.

Examples:
  hearsay extract article.html
  hearsay extract --format jsonl thread.txt | jq .attributions
  hearsay extract --plain --format jsonl speech.txt`
}

// Run prints what is found in the files; one that cannot be read does not stop the others.
func (c *extractCommand) Run(_ context.Context, a *app) error {
	failed := false
	for _, file := range c.Files {
		if err := c.file(a, file); err != nil {
			complain(a.stderr, err)
			failed = true
		}
	}
	if failed {
		return errFound
	}
	return nil
}

func (c *extractCommand) file(a *app, file string) error {
	if c.Plain {
		b, err := readAll(a, file)
		if err != nil {
			return err
		}
		return c.print(a, file, b, true)
	}
	var problems []error
	for in, err := range collect.Files([]string{file}, collect.FileOptions{Stdin: a.stdin, Now: time.Now()}) {
		if err == nil {
			err = c.print(a, in.URL, in.Payload, false)
		}
		if err != nil {
			problems = append(problems, err)
		}
	}
	return errors.Join(problems...)
}

func readAll(a *app, file string) ([]byte, error) {
	in := a.stdin
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, &hearsay.Fault{Kind: hearsay.ErrNotFound, Doing: "extract " + file, Cause: errors.Unwrap(err), Hint: "give the path of a text"}
		}
		defer f.Close()
		in = f
	}
	b, err := io.ReadAll(io.LimitReader(in, collect.MaxFile+1))
	if err != nil {
		return nil, fmt.Errorf("extract %s: %w", file, err)
	}
	if len(b) > collect.MaxFile {
		return nil, &hearsay.Fault{Kind: hearsay.ErrInvalid, Doing: "extract " + file,
			Cause: fmt.Errorf("the text is longer than %d MiB", collect.MaxFile>>20), Hint: "split it"}
	}
	return b, nil
}

func (c *extractCommand) print(a *app, name string, payload []byte, plain bool) error {
	docs, err := pipeline.Extract(name, payload, plain, time.Now())
	if err != nil {
		return err
	}
	for i := range docs {
		if c.JSON || c.Format == "jsonl" {
			err = export.Line(a.stdout, &docs[i])
		} else {
			err = printExtracted(a.stdout, &docs[i])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// printExtracted prints a document for people: each attribution with its chain and what is said.
func printExtracted(w io.Writer, d *export.Extracted) error {
	fmt.Fprintf(w, "%s  %s  %s\n", d.ID, d.Kind, d.Title)
	for i := range d.Attributions {
		at := &d.Attributions[i]
		chain := "nobody named"
		for j, name := range at.Chain {
			if j == 0 {
				chain = name
			} else {
				chain += " ← " + name
			}
		}
		fmt.Fprintf(w, "  %-10s %s\n", at.Act, chain)
		for _, s := range at.Content {
			fmt.Fprintf(w, "             %s\n", s.Text)
		}
	}
	for _, s := range d.Statements {
		fmt.Fprintf(w, "  %-10s the document itself\n             %s\n", s.Act, s.Text)
	}
	_, err := fmt.Fprintln(w)
	return err
}
