// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"hearsay"
	"hearsay/internal/archive"
	"hearsay/internal/pipeline"
	"hearsay/internal/store"
)

type doctorCommand struct {
	Retry bool `help:"Try the jobs again that were given up."`
	JSON  bool `help:"Print JSON."`
}

// Help is shown by hearsay doctor --help.
func (doctorCommand) Help() string {
	return `Shows the room on the disk, what is stored, what waits, what failed and which feeds do not answer, and checks
that every input is accounted for: inputs = stored + duplicate + quarantined + refused.

Examples:
  hearsay doctor
  hearsay doctor --json
  hearsay doctor --retry     after the cause of a failure is mended`
}

// health is what the doctor found.
type health struct {
	Data          string          `json:"data"`
	Engine        store.Engine    `json:"engine"`
	DiskFree      uint64          `json:"disk_free"` // bytes
	DiskUsed      float64         `json:"disk_used"` // share, 0 to 1
	DatabaseBytes int64           `json:"database_bytes"`
	SegmentBytes  int64           `json:"segment_bytes"`
	Segments      int             `json:"segments"`
	Counts        store.Counts    `json:"counts"`
	Failures      []store.Failure `json:"failures"` // the newest
	Quarantined   []setAside      `json:"quarantined"`
	Feeds         []feedHealth    `json:"feeds"`
	Warnings      []string        `json:"warnings"`
}

// setAside is a capture that is stored and not read, with the reason.
type setAside struct {
	Capture hearsay.CaptureID `json:"capture"`
	URL     string            `json:"url"`
	Reason  string            `json:"reason"`
}

// feedHealth is how one feed answered in the last week.
type feedHealth struct {
	Feed     hearsay.FeedID   `json:"feed"`
	Outlet   hearsay.OutletID `json:"outlet"`
	Next     time.Time        `json:"next"`
	Looks    int              `json:"looks"`
	Failed   int              `json:"failed"`
	LastLook time.Time        `json:"last_look"`
	LastWord string           `json:"last_word"` // outcome and reason of the last look
}

// Run examines the store.
func (c *doctorCommand) Run(ctx context.Context, a *app) error {
	if c.Retry {
		if err := a.retry(ctx); err != nil {
			return err
		}
	} else if err := a.openToRead(ctx); err != nil {
		return err
	}
	h, err := examine(ctx, a)
	if err != nil {
		return err
	}
	if c.JSON {
		err = a.printJSON(h)
	} else {
		printHealth(a, h)
	}
	if err == nil && len(h.Warnings) > 0 {
		err = errFound
	}
	return err
}

// retry makes the jobs ready that were given up, and does them.
func (a *app) retry(ctx context.Context) error {
	if err := a.openToWrite(ctx, archive.Options{}); err != nil {
		return err
	}
	n, err := pipeline.Retry(ctx, a.store)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "%d jobs are tried again\n", n)
	return a.work(ctx, 0)
}

func examine(ctx context.Context, a *app) (*health, error) {
	r := a.store.As(store.Everything)
	h := &health{Data: a.data, Engine: a.store.Engine()}
	var disk syscall.Statfs_t
	if err := syscall.Statfs(a.data, &disk); err != nil {
		return nil, fmt.Errorf("read room on the disk: %w", err)
	}
	h.DiskFree = disk.Bavail * uint64(disk.Bsize)
	h.DiskUsed = 1 - float64(disk.Bavail)/float64(max(disk.Blocks, 1))
	names, err := a.archive.Segments()
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		info, err := os.Stat(filepath.Join(a.data, segmentFolder, name))
		if err != nil {
			return nil, err
		}
		h.Segments++
		h.SegmentBytes += info.Size()
	}
	if h.DatabaseBytes, err = r.Size(ctx); err != nil {
		return nil, err
	}
	if h.Counts, err = r.Counts(ctx); err != nil {
		return nil, err
	}
	if h.Failures, err = r.Failures(ctx, listed); err != nil {
		return nil, err
	}
	quarantined, err := r.Captures(ctx, store.CaptureFilter{Quarantined: true})
	if err != nil {
		return nil, err
	}
	for _, c := range quarantined[max(0, len(quarantined)-listed):] {
		h.Quarantined = append(h.Quarantined, setAside{c.ID, c.URL, c.Reason})
	}
	if h.Feeds, err = examineFeeds(ctx, r); err != nil {
		return nil, err
	}
	h.warn()
	return h, nil
}

// listed is how many failures and quarantined captures are shown, the newest.
const listed = 10

const recently = 7 * 24 * time.Hour

func examineFeeds(ctx context.Context, r store.Reader) ([]feedHealth, error) {
	feeds, err := r.Feeds(ctx, store.FeedFilter{})
	if err != nil {
		return nil, err
	}
	var all []feedHealth
	for _, f := range feeds {
		h := feedHealth{Feed: f.ID, Outlet: f.Outlet, Next: f.Next}
		counts, err := r.CountAttempts(ctx, store.AttemptFilter{Feed: f.ID, From: time.Now().Add(-recently)})
		if err != nil {
			return nil, err
		}
		for _, n := range counts {
			h.Looks += n
		}
		h.Failed = counts[hearsay.Failed]
		last, err := r.Attempts(ctx, store.AttemptFilter{Feed: f.ID, Limit: 1})
		if err != nil {
			return nil, err
		}
		for _, l := range last {
			h.LastLook, h.LastWord = l.At, string(l.Outcome)
			if l.Reason != "" {
				h.LastWord += ": " + l.Reason
			}
		}
		all = append(all, h)
	}
	return all, nil
}

// fullDisk is the share of the disk from which the doctor warns, and collecting waits where hardly anything else is left
// either (see [app.room]).
const fullDisk = 0.92

// warn says what a person should look at.
func (h *health) warn() {
	c := h.Counts
	stored := c.Attempts[hearsay.Stored] + c.Attempts[hearsay.Quarantined]
	if stored != c.Rows["capture"] || int64(stored) != c.Leaves {
		h.Warnings = append(h.Warnings, fmt.Sprintf("%d inputs were stored, but there are %d captures and %d leaves: run hearsay verify",
			stored, c.Rows["capture"], c.Leaves))
	}
	if h.DiskUsed >= fullDisk {
		h.Warnings = append(h.Warnings, fmt.Sprintf("the disk is %.0f %% full: make room", 100*h.DiskUsed))
	}
	if c.Parked > 0 {
		h.Warnings = append(h.Warnings, fmt.Sprintf("%d jobs failed for good; their errors are listed above", c.Parked))
	}
	for _, f := range h.Feeds {
		if f.Looks > 0 && f.Failed == f.Looks {
			h.Warnings = append(h.Warnings, fmt.Sprintf("feed %s has not answered for a week: %s", f.Feed, f.LastWord))
		}
	}
}

func printHealth(a *app, h *health) {
	w := a.stdout
	fmt.Fprintf(w, "data       %s, %.1f GB free (%.0f %% used)\n", h.Data, float64(h.DiskFree)/1e9, 100*h.DiskUsed)
	fmt.Fprintf(w, "database   %s, %.1f MB\n", h.Engine, float64(h.DatabaseBytes)/1e6)
	fmt.Fprintf(w, "segments   %d, %.1f MB\n", h.Segments, float64(h.SegmentBytes)/1e6)
	at := h.Counts.Attempts
	inputs := at[hearsay.Stored] + at[hearsay.Duplicate] + at[hearsay.Quarantined] + at[hearsay.Refused]
	fmt.Fprintf(w, "inputs     %d = %d stored + %d duplicate + %d quarantined + %d refused\n",
		inputs, at[hearsay.Stored], at[hearsay.Duplicate], at[hearsay.Quarantined], at[hearsay.Refused])
	for _, table := range slices.Sorted(maps.Keys(h.Counts.Rows)) {
		if n := h.Counts.Rows[table]; n > 0 {
			fmt.Fprintf(w, "%-12s %8d\n", table, n)
		}
	}
	for _, stage := range slices.Sorted(maps.Keys(h.Counts.Jobs)) {
		for _, state := range slices.Sorted(maps.Keys(h.Counts.Jobs[stage])) {
			fmt.Fprintf(w, "jobs       %s: %d %s\n", stage, h.Counts.Jobs[stage][state], state)
		}
	}
	for _, f := range h.Failures {
		fmt.Fprintf(w, "failure    %s of %s, %d tries: %s\n", f.Stage, f.Record, f.Tries, f.Error)
	}
	for _, q := range h.Quarantined {
		fmt.Fprintf(w, "quarantine %s of %s: %s\n", q.Capture, q.URL, strings.TrimPrefix(q.Reason, "read "+q.URL+": "))
	}
	for _, f := range h.Feeds {
		fmt.Fprintf(w, "feed       %s: %d looks in a week, %d failed; last: %s\n", f.Feed, f.Looks, f.Failed, f.LastWord)
	}
	for _, warning := range h.Warnings {
		fmt.Fprintf(w, "WARNING: %s\n", warning)
	}
	if len(h.Warnings) == 0 {
		fmt.Fprintln(w, "all is well")
	}
}
