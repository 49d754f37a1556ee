// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"
)

const (
	leastWait     = time.Minute
	mostWait      = 24 * time.Hour
	longestEvery  = time.Minute // between two requests to one host, whatever it asks for and however it fails
	patience      = 3           // failures in a row after which a host is left alone
	longestAlone  = 60          // times the first, for which a host is left alone because it fails
	maxKnownHosts = 10_000
)

// hosts is the memory of manners: who was asked when, and what they allow. A host is a name without a port; all that is
// served under it waits for one turn.
type hosts struct {
	every time.Duration
	alone time.Duration // for which a host is left alone at first
	mu    sync.Mutex
	known map[string]*host
}

type host struct {
	turn chan struct{} // holds one token: one request at a time

	// Under the lock of hosts:
	next     time.Time     // no request before
	every    time.Duration // as its robots.txt asks, or as is our habit
	failures int           // in a row
	until    time.Time     // left alone until then
	used     time.Time
	sites    map[string]*site
}

func newHosts(every, alone time.Duration) *hosts {
	return &hosts{every: every, alone: alone, known: map[string]*host{}}
}

func (h *hosts) get(name string) *host {
	h.mu.Lock()
	defer h.mu.Unlock()
	k := h.known[name]
	if k == nil {
		if len(h.known) >= maxKnownHosts {
			h.forget()
		}
		k = &host{turn: make(chan struct{}, 1), every: h.every, sites: map[string]*site{}}
		h.known[name] = k
	}
	k.used = time.Now()
	return k
}

// forget drops hosts that were not asked for an hour and owe no wait.
func (h *hosts) forget() {
	for name, k := range h.known {
		if time.Since(k.used) > time.Hour && time.Now().After(k.until) && len(k.turn) == 0 {
			delete(h.known, name)
		}
	}
}

var errTooOften = errors.New("the host is left alone")

// leftAlone says for how long a host is still to be left alone, if it is.
func (h *hosts) leftAlone(k *host) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	wait := time.Until(k.until)
	switch {
	case wait <= 0:
		return nil
	case k.failures >= patience:
		return fmt.Errorf("%w for %v: %d requests in a row failed", errTooOften, wait.Round(time.Second), k.failures)
	}
	return fmt.Errorf("%w for %v, as it asked", errTooOften, wait.Round(time.Second))
}

// enter waits for the turn at a host; leave gives it to the next and says how it went.
func (h *hosts) enter(ctx context.Context, name string) (leave func(verdict), err error) {
	k := h.get(name)
	if err := h.leftAlone(k); err != nil {
		return nil, err
	}
	select {
	case k.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if err = h.leftAlone(k); err == nil { // whoever had the turn before may have been sent away
		err = h.wait(ctx, k)
	}
	if err != nil {
		<-k.turn
		return nil, err
	}
	return func(v verdict) {
		h.learn(k, v)
		<-k.turn
	}, nil
}

// wait waits until a host may be asked again.
func (h *hosts) wait(ctx context.Context, k *host) error {
	h.mu.Lock()
	timer := time.NewTimer(time.Until(k.next))
	h.mu.Unlock()
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// verdict is what one request taught about its host.
type verdict struct {
	failed bool          // it gave no answer, or could not end it
	wait   time.Duration // it asked to be left alone for so long; 0 if it did not
}

// learn asks a host that fails less often, and then for a while not at all; once it answers, all is as before. The interval
// begins with the end of the answer: a request that was long on its way was heard late.
func (h *hosts) learn(k *host, v verdict) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if k.failures++; !v.failed {
		k.failures = 0
	}
	k.next = time.Now().Add(k.interval())
	if over := k.failures - patience; over >= 0 {
		k.until = time.Now().Add(min(h.alone<<min(over, 10), h.alone*longestAlone))
	}
	if v.wait > 0 {
		k.until = time.Now().Add(v.wait)
	}
}

// interval is the least time between two requests as things stand.
func (k *host) interval() time.Duration {
	return max(k.every, min(k.every<<min(k.failures, 10), longestEvery))
}

// slow asks a host less often than is our habit.
func (h *hosts) slow(k *host, delay time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	k.every = max(h.every, min(delay, longestEvery))
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
