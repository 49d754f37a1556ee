// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"slices"
	"time"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/collect"
	"hearsay/internal/fetch"
	"hearsay/internal/pipeline"
)

type collectCommand struct {
	Once bool           `help:"Look at every feed that is due once, then stop."`
	All  bool           `help:"With --once: look at every feed, due or not."`
	Deny []netip.Prefix `help:"Addresses that are never asked, besides those that are not public." env:"HEARSAY_DENY" placeholder:"PREFIX"`
	JSON bool           `help:"Print JSON, a line a feed."`
}

// Help is shown by hearsay collect --help.
func (collectCommand) Help() string {
	return `Looks at the feeds that are due, fetches the pages that are new in them, and leads them through all stages:
politely (robots.txt, one request per host every five seconds), at public addresses only. What is public and yet
yours, such as the outer address of this network, --deny keeps out. Without --once it goes on until it is interrupted;
while the disk is nearly full it waits.

Examples:
  hearsay feed add https://paper.example/rss.xml
  hearsay collect --once
  hearsay collect --deny 198.51.100.7/32,2001:db8:7::/48`
}

// Run looks at feeds once, or again and again.
func (c *collectCommand) Run(ctx context.Context, a *app) error {
	if err := a.openToWrite(ctx, archive.Options{}); err != nil {
		return err
	}
	if _, err := a.expire(ctx); err != nil {
		return err
	}
	collector := &collect.Collector{Fetch: fetch.New(fetch.Options{Deny: c.Deny}), Seen: pipeline.KnownPages{Store: a.store}}
	if c.Once {
		return c.once(ctx, a, collector)
	}
	return a.persist(ctx, func(ctx context.Context) error { return c.forever(ctx, a, collector) })
}

// againMost is how many known pages are looked at again in one go.
const againMost = 200

// workEvery is how long what was collected waits for the stages: what comes within it is one epoch.
const workEvery = 10 * time.Second

// forever looks at feeds as they become due, and beside that leads what came of it through the stages, until it is
// interrupted or one of the two fails.
func (c *collectCommand) forever(ctx context.Context, a *app, collector *collect.Collector) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	feeds, done := pipeline.Feeds(ctx, a.store, func(err error) { slog.Error("which feeds are due is not known", "stage", "collect", "err", err) })
	in := &pipeline.Intake{Store: a.store, Archive: a.archive}
	news := make(chan struct{}, 1)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		cancel(in.Round(ctx, feeds, collector.Feed, func(f hearsay.Feed, r pipeline.Report) error {
			done(f.ID)
			stir(news)
			return c.tell(a, f, r)
		}))
	}()
	reread := make(chan struct{})
	go func() {
		defer close(reread)
		cancel(again(ctx, in, collector, news))
	}()
	daily := time.NewTicker(24 * time.Hour)
	defer daily.Stop()
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-daily.C:
			if _, err := a.expire(ctx); err != nil {
				cancel(err)
			}
		case <-news:
			if err := a.work(ctx, 0); err != nil {
				cancel(err)
			}
			pause(ctx, workEvery)
		}
	}
	<-ended
	<-reread
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// again looks again and again at pages that are known, until ctx ends or that fails.
func again(ctx context.Context, in *pipeline.Intake, collector *collect.Collector, news chan<- struct{}) error {
	for ctx.Err() == nil {
		r, err := in.Again(ctx, collector, time.Now(), againMost)
		if err != nil {
			return err
		}
		if r.Stored > 0 {
			slog.Info("pages are other than they were", "stage", "collect", "pages", r.Stored)
			stir(news)
		}
		pause(ctx, workEvery)
	}
	return nil
}

// stir tells that there is work; once is enough.
func stir(news chan<- struct{}) {
	select {
	case news <- struct{}{}:
	default:
	}
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// once looks at every feed that is due; looks that brought nothing are told, and make the exit code 1.
func (c *collectCommand) once(ctx context.Context, a *app, collector *collect.Collector) error {
	looked, problems, err := c.round(ctx, a, collector)
	if err != nil {
		return err
	}
	if looked == 0 && !c.JSON {
		fmt.Fprintln(a.stdout, "no feed is due; hearsay feed list shows when they are, --all looks at once")
	}
	for _, p := range problems {
		complain(a.stderr, p)
	}
	if len(problems) > 0 {
		return errFound
	}
	return nil
}

// round looks once at the feeds that are due, side by side, and runs the stages.
func (c *collectCommand) round(ctx context.Context, a *app, collector *collect.Collector) (looked int, problems []error, err error) {
	now := time.Now()
	if c.All {
		now = now.Add(1000 * time.Hour)
	}
	feeds, err := pipeline.DueFeeds(ctx, a.store, now)
	if err != nil {
		return 0, nil, err
	}
	in := &pipeline.Intake{Store: a.store, Archive: a.archive}
	again, err := in.Again(ctx, collector, time.Now(), againMost)
	if err != nil || len(feeds) == 0 && again.Inputs == 0 {
		return 0, again.Problems, err
	}
	if !c.JSON && again.Inputs > 0 {
		fmt.Fprintf(a.stdout, "%d known pages gave an answer again, %d of them another\n", again.Inputs, again.Stored)
	}
	problems = again.Problems
	err = in.Round(ctx, slices.Values(feeds), collector.Feed, func(f hearsay.Feed, r pipeline.Report) error {
		looked++
		problems = append(problems, r.Problems...)
		return c.tell(a, f, r)
	})
	if err != nil {
		return looked, problems, err
	}
	return looked, problems, a.work(ctx, 0)
}

// tell prints what came of one feed. What brought nothing is told at the end of --once; else it is in the log.
func (c *collectCommand) tell(a *app, f hearsay.Feed, r pipeline.Report) error {
	if !c.Once {
		for _, p := range r.Problems {
			slog.Warn("a look brought nothing", "stage", "collect", "feed", f.ID, "err", p)
		}
	}
	switch {
	case c.JSON:
		return a.printJSON(map[string]any{"feed": f.ID, "url": f.URL, "stored": r.Stored, "duplicate": r.Duplicate,
			"quarantined": r.Quarantined, "refused": r.Refused, "without_answer": len(r.Problems)})
	case c.Once:
		_, err := fmt.Fprintf(a.stdout, "%s: %d stored, %d known already, %d quarantined, %d refused, %d without an answer to keep\n",
			f.URL, r.Stored, r.Duplicate, r.Quarantined, r.Refused, len(r.Problems))
		return err
	}
	slog.Info("looked", "stage", "collect", "feed", f.ID, "stored", r.Stored, "refused", r.Refused)
	return nil
}
