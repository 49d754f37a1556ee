// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/schollz/progressbar/v3"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/collect"
	"hearsay/internal/pipeline"
)

type importCommand struct {
	Paths    []string `arg:"" help:"Files or folders; - for standard input."`
	Ack      string   `hidden:"" help:"File to which a line is added for each input once it is safe." placeholder:"FILE"`
	Unsynced bool     `hidden:"" help:"Do not wait for the disk: loses data, so that a test can find that out."`
	Workers  int      `help:"Documents that are read at once; 0 for one a core."`
	JSON     bool     `help:"Print JSON."`
}

// Help is shown by hearsay import --help.
func (importCommand) Help() string {
	return `Takes in article HTML, RSS, Atom and JSON feeds, WARC (also .gz), plain text, blog archives, forum threads (pages, pasted
text, and what Discourse and NodeBB answer to programs), tables of social posts (CSV, lines of JSON) and what Mastodon and
Bluesky export, and leads them through all stages. The feeds that an OPML list names are added to those that are looked at.
What is there already changes nothing. A file that cannot be taken is named, the others are taken all the same, and the
exit code is 1; so is a row of a table, which is kept with its reason.

Examples:
  hearsay import article.html feeds/
  hearsay import crawl.warc.gz
  hearsay import posts.csv outbox.json
  curl -s https://paper.example/story | hearsay import -`
}

// Run takes the files in and runs the stages over them.
func (c *importCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToWrite(ctx, archive.Options{Unsynced: c.Unsynced}); err != nil {
		return err
	}
	began := time.Now()
	in := &pipeline.Intake{Store: a.store, Archive: a.archive}
	if c.Ack != "" {
		f, err := os.OpenFile(c.Ack, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			return fmt.Errorf("open file of acknowledgements: %w", err)
		}
		defer f.Close()
		in.Acknowledge = acknowledge(f)
	}
	var problems []error
	before := quarantinedNow(ctx, a)
	report, err := in.Collected(ctx, c.inputs(a, &problems))
	if err != nil {
		return err
	}
	problems = append(problems, report.Problems...)
	if err := a.work(ctx, c.Workers); err != nil {
		return err
	}
	failed, err := failedSince(ctx, a, began)
	if err != nil {
		return err
	}
	return c.report(ctx, a, report, append(problems, failed...), before)
}

// inputs gives what the paths lead to, and notes what cannot be taken.
func (c *importCommand) inputs(a *app, problems *[]error) iter.Seq2[collect.Input, error] {
	return func(yield func(collect.Input, error) bool) {
		for in, err := range collect.Files(c.Paths, a.stdin, time.Now()) {
			if err != nil {
				*problems = append(*problems, err)
				if errors.Is(err, hearsay.ErrNotFound) {
					err = fmt.Errorf("%w: %w", err, hearsay.ErrInvalid)
				}
			}
			if !yield(in, err) {
				return
			}
		}
	}
}

func (c *importCommand) report(ctx context.Context, a *app, r pipeline.Report, problems []error, before map[hearsay.CaptureID]bool) error {
	unread, err := newlyQuarantined(ctx, a, before)
	if err != nil {
		return err
	}
	quarantined := 0
	for _, q := range unread {
		problems = append(problems, unreadable(q))
		if !isReadLinearly(q) {
			quarantined++
		}
	}
	r.Stored, r.Quarantined = r.Stored+r.Quarantined-quarantined, quarantined
	if c.JSON {
		lines := make([]string, len(problems))
		for i, p := range problems {
			lines[i] = p.Error()
		}
		err = a.printJSON(map[string]any{"inputs": r.Inputs, "stored": r.Stored, "duplicate": r.Duplicate,
			"quarantined": r.Quarantined, "refused": r.Refused, "feeds": r.Feeds, "problems": lines})
	} else {
		for _, p := range problems {
			complain(a.stderr, p)
		}
		_, err = fmt.Fprintf(a.stdout, "%d inputs: %d stored, %d known already, %d quarantined, %d refused\n",
			r.Inputs, r.Stored, r.Duplicate, r.Quarantined, r.Refused)
		if err == nil && r.Feeds > 0 {
			_, err = fmt.Fprintf(a.stdout, "%d feeds added; hearsay collect looks at them\n", r.Feeds)
		}
	}
	if err == nil && len(problems) > 0 {
		err = errFound
	}
	return err
}

// work runs the stages until nothing waits, with a bar on a terminal.
func (a *app) work(ctx context.Context, workers int) error {
	children := readers()
	defer children.Close()
	e := &pipeline.Engine{Store: a.store, Archive: a.archive, Workers: workers, Reader: children}
	if f, ok := a.bars.(*os.File); ok && isatty.IsTerminal(f.Fd()) {
		bars := map[string]*progressbar.ProgressBar{}
		e.Done = func(stage string, n int) {
			if bars[stage] == nil {
				bars[stage] = progressbar.NewOptions(-1, progressbar.OptionSetWriter(f), progressbar.OptionSetDescription(stage),
					progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionClearOnFinish())
			}
			_ = bars[stage].Add(n) // a bar that cannot be drawn is no reason to stop
		}
		defer func() {
			for _, b := range bars {
				_ = b.Finish()
			}
			fmt.Fprintln(f)
		}()
	}
	return e.Run(ctx)
}
