// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"time"

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
	TLP      string   `name:"tlp" default:"clear" help:"Marking of all that is taken in, and of what comes of it: clear, green, amber, amber+strict or red."`
	JSON     bool     `help:"Print JSON."`
}

// Help is shown by hearsay import --help.
func (importCommand) Help() string {
	return `Takes in article HTML, RSS, Atom and JSON feeds, WARC (also .gz) and WACZ of any size, plain text, blog archives, forum threads (pages, pasted
text, and what Discourse and NodeBB answer to programs), tables of social posts (CSV, lines of JSON) and what Mastodon and
Bluesky export, and leads them through all stages. The feeds that an OPML list names are added to those that are looked at.
What is there already changes nothing, so an import that was interrupted goes on when it is begun again. A file that cannot be taken is named, the others are taken all the same, and the
exit code is 1; so is a row of a table, which is kept with its reason.

Examples:
  hearsay import article.html feeds/
  hearsay import crawl.warc.gz
  hearsay import posts.csv outbox.json
  hearsay import --tlp amber leaked/
  curl -s https://paper.example/story | hearsay import -`
}

// Run takes the files in and runs the stages over them.
func (c *importCommand) Run(ctx context.Context, a *app) error {
	tlp, err := hearsay.ParseTLP(c.TLP)
	if err != nil {
		return err
	}
	if err := a.openToWrite(ctx, archive.Options{Unsynced: c.Unsynced}); err != nil {
		return err
	}
	began := time.Now()
	in := &pipeline.Intake{Store: a.store, Archive: a.archive, TLP: tlp}
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
	p := newProgress(a.bars)
	report, err := in.Collected(ctx, c.inputs(a, p, &problems))
	p.end()
	if err != nil {
		return c.interrupted(ctx, err)
	}
	problems = append(problems, report.Problems...)
	if err := a.work(ctx, c.Workers); err != nil {
		return c.interrupted(ctx, err)
	}
	failed, err := failedSince(ctx, a, began)
	if err != nil {
		return err
	}
	return c.report(ctx, a, report, append(problems, failed...), before)
}

// interrupted says how an import that was interrupted goes on.
func (c *importCommand) interrupted(ctx context.Context, err error) error {
	if ctx.Err() == nil {
		return err
	}
	return &hearsay.Fault{Kind: hearsay.ErrTemporary, Doing: "import", Cause: errors.New("interrupted; what was taken in is safe"),
		Hint: "the same command goes on: what is there already is passed over"}
}

// mostProblems is how many inputs that cannot be taken are named. A big archive may have any number of them; all are
// counted, and each is an attempt with its reason.
const mostProblems = 1000

// inputs gives what the paths lead to, and notes what cannot be taken.
func (c *importCommand) inputs(a *app, p *progress, problems *[]error) iter.Seq2[collect.Input, error] {
	return func(yield func(collect.Input, error) bool) {
		unnamed := 0
		const stage = "collect"
		p.begin(stage, sizeOf(c.Paths), true)
		for in, err := range collect.Files(c.Paths, collect.FileOptions{Stdin: a.stdin, Now: time.Now(),
			Heard: func(n int) { p.add(stage, n) }}) {
			if err != nil && len(*problems) >= mostProblems {
				unnamed++
			} else if err != nil {
				*problems = append(*problems, err)
			}
			if err != nil {
				if errors.Is(err, hearsay.ErrNotFound) {
					err = fmt.Errorf("%w: %w", err, hearsay.ErrInvalid)
				}
			}
			if !yield(in, err) {
				return
			}
		}
		if unnamed > 0 {
			*problems = append(*problems, fmt.Errorf("%d more inputs could not be taken: %w", unnamed, hearsay.ErrInvalid))
		}
	}
}

// sizeOf is how many bytes there are to read; what cannot be seen is told when its turn comes.
func sizeOf(paths []string) (sum int64) {
	for _, p := range paths {
		_ = filepath.WalkDir(p, func(_ string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return nil
			}
			if info, err := d.Info(); err == nil {
				sum += info.Size()
			}
			return nil
		})
	}
	return sum
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

// work runs the stages until nothing waits, and tells how far it is.
func (a *app) work(ctx context.Context, workers int) error {
	children := readers()
	defer children.Close()
	e := &pipeline.Engine{Store: a.store, Archive: a.archive, Workers: workers, Reader: children, Once: true}
	p := newProgress(a.bars)
	defer p.end()
	e.Done = p.add
	if err := (&pipeline.Intake{Store: a.store, Archive: a.archive}).TakeRemarks(ctx); err != nil {
		return err
	}
	return e.Run(ctx)
}
