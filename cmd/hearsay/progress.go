// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/schollz/progressbar/v3"

	"hearsay/internal/backup"
)

// saidEvery is how long a progress that goes into a log is silent.
const saidEvery = 10 * time.Second

// progress tells how far long work is: by a bar for each stage on a terminal, elsewhere by a line of the log every ten
// seconds. It is for one goroutine at a time.
type progress struct {
	terminal *os.File // nil: the log
	bar      *progressbar.ProgressBar
	stage    string // that is told of
	done     int64
	of       int64 // 0 where nobody knows
	said     time.Time
}

func newProgress(w io.Writer) *progress {
	p := &progress{said: time.Now()}
	if f, ok := w.(*os.File); ok && isatty.IsTerminal(f.Fd()) {
		p.terminal = f
	}
	return p
}

// begin begins to tell of a stage: so many bytes or records, 0 where nobody knows.
func (p *progress) begin(stage string, of int64, bytes bool) {
	p.end()
	p.stage, p.done, p.of = stage, 0, of
	if p.terminal == nil {
		return
	}
	if of == 0 {
		of = -1
	}
	options := []progressbar.Option{progressbar.OptionSetWriter(p.terminal), progressbar.OptionSetDescription(stage),
		progressbar.OptionThrottle(100 * time.Millisecond), progressbar.OptionClearOnFinish()}
	if bytes {
		options = append(options, progressbar.OptionShowBytes(true))
	} else {
		options = append(options, progressbar.OptionShowCount(), progressbar.OptionShowIts())
	}
	p.bar = progressbar.NewOptions64(of, options...)
}

// add tells of n more of a stage.
func (p *progress) add(stage string, n int) {
	if stage != p.stage {
		p.begin(stage, 0, false)
	}
	p.done += int64(n)
	if p.of > 0 && p.done > p.of { // something was read twice
		n, p.done = 0, p.of
	}
	if p.bar != nil {
		_ = p.bar.Add(n) // a bar that cannot be drawn is no reason to stop
		return
	}
	if time.Since(p.said) < saidEvery {
		return
	}
	p.said = time.Now()
	attributes := []any{"stage", p.stage, "done", p.done}
	if p.of > 0 {
		attributes = append(attributes, "of", p.of, "percent", fmt.Sprintf("%.1f", 100*float64(p.done)/float64(p.of)))
	}
	slog.Info("at work", attributes...)
}

// measured tells of more of a stage of a backup, of which so much is to be done.
func (p *progress) measured(stage string, of, more int64) {
	if stage != p.stage {
		p.begin(stage, of, stage != backup.Verifying)
	}
	p.add(stage, int(more))
}

// end takes the bar away.
func (p *progress) end() {
	if p.bar != nil {
		_ = p.bar.Finish()
		p.bar = nil
	}
}
