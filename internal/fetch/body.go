// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"hearsay/internal/coding"
)

// The bounds on a body.
const (
	maxPage    = 10 << 20
	maxFeed    = 8 << 20
	maxSitemap = 50 << 20

	minRate = 1 << 10 // bytes a second, once Limits.Slow is over
)

// Kind is what is asked for; it decides how much of an answer is read.
type Kind string

// The kinds of request.
const (
	Page    Kind = "page"
	Feed    Kind = "feed"
	Sitemap Kind = "sitemap"
	robots  Kind = "robots"
	reply   Kind = "reply" // to a form that was sent
)

func (k Kind) limit() int64 {
	switch k {
	case Feed:
		return maxFeed
	case Sitemap:
		return maxSitemap
	case robots:
		return maxRobotsBytes
	case reply:
		return maxReply
	}
	return maxPage
}

// unpack gives a its payload: what came of the body, one layer of coding unpacked. What came before a failure is kept,
// and marked.
func (a *Answer) unpack(raw []byte, failure error, encoding string, limit int) {
	payload, bad := coding.Decode(raw, encoding, limit)
	a.Payload = payload
	switch {
	case errors.Is(bad, coding.ErrRefused), errors.Is(bad, coding.ErrForeign):
		a.Quarantine = bad.Error()
	case failure != nil:
		a.Truncated = failure.Error()
	case bad != nil:
		a.Truncated = bad.Error()
	}
}

var errTooSlow = fmt.Errorf("slower than %d bytes a second", minRate)

// readPaced reads to the end, or gives up on a server that drips: whatever has come, there is a time by which more must
// have. Then stop is called, which is to end the Read that waits.
func (c *Client) readPaced(ctx context.Context, in io.Reader, stop context.CancelCauseFunc) ([]byte, error) {
	p := &paced{in: in, began: time.Now(), slow: c.o.Limits.Slow}
	p.alarm = time.AfterFunc(p.slow, func() { stop(errTooSlow) })
	defer p.alarm.Stop()
	raw, err := io.ReadAll(p)
	if late := ended(ctx); late != nil && err != nil {
		err = late
	}
	return raw, err
}

// paced sets the alarm later with all that comes.
type paced struct {
	in    io.Reader
	began time.Time
	slow  time.Duration
	count int64
	alarm *time.Timer
}

// Read implements io.Reader.
func (p *paced) Read(b []byte) (int, error) {
	n, err := p.in.Read(b)
	p.count += int64(n)
	due := max(p.slow, time.Duration(p.count)*time.Second/minRate)
	if p.alarm.Stop() {
		p.alarm.Reset(due - time.Since(p.began))
	}
	return n, err
}
