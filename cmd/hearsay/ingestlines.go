// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"os"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/pipeline"
)

// ingestLinesCommand is what the durability tests drive: it does nothing but take inputs in, and tells outside
// of the data folder what it has promised.
type ingestLinesCommand struct {
	Ack      string `help:"File to which a line is added for each input once it is safe." placeholder:"FILE"`
	Unsynced bool   `help:"Do not wait for the disk: loses data, so that a test can find that out."`
	JSON     bool   `help:"Print JSON."`
}

// inputLine is one input; Payload is text.
type inputLine struct {
	URL     string `json:"url"`
	Payload string `json:"payload"`
}

// Run takes in the lines of standard input.
func (c *ingestLinesCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToWrite(ctx, archive.Options{Unsynced: c.Unsynced}); err != nil {
		return err
	}
	in := &pipeline.Intake{Store: a.store, Archive: a.archive}
	if c.Ack != "" {
		f, err := os.OpenFile(c.Ack, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			return fmt.Errorf("open file of acknowledgements: %w", err)
		}
		defer f.Close()
		in.Acknowledge = acknowledge(f)
	}
	report, err := in.Ingest(ctx, inputLines(a.stdin))
	if err != nil {
		return err
	}
	if c.JSON {
		return a.printJSON(report)
	}
	_, err = fmt.Fprintf(a.stdout, "%+v\n", report)
	return err
}

// acknowledge writes a line for each input that cannot be lost any more: capture, outcome, address.
func acknowledge(f *os.File) func([]pipeline.Ack) error {
	return func(acks []pipeline.Ack) error {
		var lines []byte
		for _, ack := range acks {
			lines = fmt.Appendf(lines, "%s %s %s\n", ack.Capture, ack.Outcome, ack.URL)
		}
		if _, err := f.Write(lines); err != nil {
			return fmt.Errorf("write acknowledgements: %w", err)
		}
		return f.Sync()
	}
}

func inputLines(r io.Reader) iter.Seq2[pipeline.Input, error] {
	return func(yield func(pipeline.Input, error) bool) {
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, 64<<20)
		for lines.Scan() {
			var l inputLine
			err := json.Unmarshal(lines.Bytes(), &l)
			if err != nil {
				err = fmt.Errorf("read line: %w: %w", hearsay.ErrInvalid, err)
			}
			if !yield(pipeline.Input{URL: l.URL, MediaType: "text/plain", Payload: []byte(l.Payload)}, err) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(pipeline.Input{}, err)
		}
	}
}
