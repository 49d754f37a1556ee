// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	leastWait     = time.Minute
	mostWait      = 24 * time.Hour
	robotsFor     = 24 * time.Hour
	noRobotsFor   = 5 * time.Minute // after no answer at all
	longestDelay  = time.Minute     // of a crawl-delay
	maxKnownHosts = 10_000
)

// hosts is the memory of manners: who was asked when, and what they allow.
type hosts struct {
	every time.Duration
	now   func() time.Time
	mu    sync.Mutex
	known map[string]*host
}

type host struct {
	turn   chan struct{} // holds one token: one request at a time
	pace   *rate.Limiter
	until  time.Time // left alone until then
	used   time.Time
	mu     sync.Mutex
	robots *Robots
	expire time.Time
	failed error // why there is no robots.txt, for as long as it is remembered
}

func newHosts(every time.Duration, now func() time.Time) *hosts {
	return &hosts{every: every, now: now, known: map[string]*host{}}
}

func (h *hosts) get(name string) *host {
	h.mu.Lock()
	defer h.mu.Unlock()
	k := h.known[name]
	if k == nil {
		if len(h.known) >= maxKnownHosts {
			h.forget()
		}
		k = &host{turn: make(chan struct{}, 1), pace: rate.NewLimiter(rate.Every(h.every), 1)}
		h.known[name] = k
	}
	k.used = h.now()
	return k
}

// forget drops hosts that were not asked for an hour and owe no wait.
func (h *hosts) forget() {
	now := h.now()
	for name, k := range h.known {
		if now.Sub(k.used) > time.Hour && now.After(k.until) && len(k.turn) == 0 {
			delete(h.known, name)
		}
	}
}

// enter waits for the turn at a host; leave gives it to the next.
func (h *hosts) enter(ctx context.Context, name string) (leave func(), err error) {
	k := h.get(name)
	h.mu.Lock()
	wait := k.until.Sub(h.now())
	h.mu.Unlock()
	if wait > 0 {
		return nil, fmt.Errorf("%w: %v", errTooOften, wait.Round(time.Second))
	}
	select {
	case k.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if err := k.pace.Wait(ctx); err != nil {
		<-k.turn
		return nil, err
	}
	return func() { <-k.turn }, nil
}

// hold leaves a host alone for a while.
func (h *hosts) hold(name string, d time.Duration) {
	k := h.get(name)
	h.mu.Lock()
	defer h.mu.Unlock()
	k.until = h.now().Add(d)
}

// retryAfter reads seconds or a date; anything else, and what is out of bounds, becomes a minute to a day.
func retryAfter(value string, now time.Time) time.Duration {
	wait := leastWait
	if s, err := strconv.ParseFloat(value, 64); err == nil && s > 0 {
		wait = time.Duration(min(s, mostWait.Seconds()) * float64(time.Second))
	} else if at, err := http.ParseTime(value); err == nil {
		wait = at.Sub(now)
	}
	return max(leastWait, min(wait, mostWait))
}

// mayFetch asks the robots.txt of the host. A host whose file cannot be had because of its own fault is not fetched
// from for a day; one that does not answer is asked again after five minutes.
func (c *Client) mayFetch(ctx context.Context, at *url.URL) error {
	k := c.hosts.get(at.Host)
	k.mu.Lock()
	defer k.mu.Unlock()
	if c.o.Now().After(k.expire) {
		k.robots, k.failed = c.askRobots(ctx, at)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		keep := robotsFor
		if k.failed != nil {
			keep = noRobotsFor
		}
		k.expire = c.o.Now().Add(keep)
		if k.robots != nil {
			slow := max(c.o.Every, min(k.robots.Delay, longestDelay))
			k.pace.SetLimit(rate.Every(slow))
		}
	}
	if k.failed != nil {
		return k.failed
	}
	if !k.robots.Allowed(at.RequestURI()) {
		return fmt.Errorf("%w: %s", errRobots, at.RequestURI())
	}
	return nil
}

func (c *Client) askRobots(ctx context.Context, at *url.URL) (*Robots, error) {
	file := url.URL{Scheme: at.Scheme, Host: at.Host, Path: "/robots.txt"}
	a, err := c.follow(ctx, Request{URL: file.String(), Kind: robots})
	switch {
	case err != nil && isDenial(err) && a == nil:
		return nil, err
	case err != nil && isDenial(err):
		return AllowAll(), nil // a redirect that leads nowhere is as good as no file
	case err != nil:
		return nil, fmt.Errorf("%w: %w", errNoRobots, err)
	case a.Status >= 500 || a.Status == http.StatusTooManyRequests:
		return DenyAll(), nil
	case a.Status >= 200 && a.Status < 300:
		return ParseRobots(a.Payload, productToken), nil
	}
	return AllowAll(), nil
}
