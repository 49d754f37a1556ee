// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

const (
	robotsFor   = 24 * time.Hour
	noRobotsFor = 5 * time.Minute // after no answer at all
)

// site is what one robots.txt speaks for: a scheme, a host and a port (RFC 9309).
type site struct {
	asking chan struct{} // holds one token: the file is asked for once
	robots *Robots
	failed error // why there is no robots.txt, for as long as it is remembered
	expire time.Time
}

// site gives the memory of a site of host k.
func (h *hosts) site(k *host, at *url.URL) *site {
	h.mu.Lock()
	defer h.mu.Unlock()
	name := at.Scheme + "://" + at.Host
	if k.sites[name] == nil {
		k.sites[name] = &site{asking: make(chan struct{}, 1)}
	}
	return k.sites[name]
}

var errNoRobots = errors.New("robots.txt cannot be had")

// mayFetch asks the robots.txt of the site. A site whose file cannot be had because of its own fault is not fetched
// from for a day; one that does not answer is asked again after five minutes.
func (c *Client) mayFetch(ctx context.Context, at *url.URL) error {
	k := c.hosts.get(at.Hostname())
	s := c.hosts.site(k, at)
	select {
	case s.asking <- struct{}{}:
		defer func() { <-s.asking }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if !time.Now().Before(s.expire) {
		s.robots, s.failed = c.askRobots(ctx, at)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		keep := robotsFor
		if s.failed != nil {
			keep = noRobotsFor
		}
		s.expire = time.Now().Add(keep)
		if s.robots != nil {
			c.hosts.slow(k, s.robots.Delay)
		}
	}
	if s.failed != nil {
		return s.failed
	}
	if !s.robots.Allowed(at.RequestURI()) {
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
