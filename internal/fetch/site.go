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

	"hearsay"
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
	r, err := c.robotsOf(ctx, at)
	if err != nil {
		return err
	}
	if !r.Allowed(at.RequestURI()) {
		return fmt.Errorf("%w: %s", errRobots, at.RequestURI())
	}
	return nil
}

// Sitemaps gives the sitemaps that the robots.txt of the site of an address names; none where there is no such file. Each
// is as foreign as any other address. Errors are those of [Client.Get].
func (c *Client) Sitemaps(ctx context.Context, address string) ([]string, error) {
	at, err := c.guard.parseURL(address)
	if err != nil {
		return nil, &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "ask for sitemaps of " + address, Cause: err}
	}
	r, err := c.robotsOf(ctx, at)
	if err != nil {
		return nil, &hearsay.Fault{Kind: hearsay.ErrTemporary, Doing: "ask for sitemaps of " + address, Cause: err}
	}
	return r.Sitemaps, nil
}

// robotsOf gives the robots.txt of a site.
func (c *Client) robotsOf(ctx context.Context, at *url.URL) (*Robots, error) {
	k := c.hosts.get(at.Hostname())
	s := c.hosts.site(k, at)
	select {
	case s.asking <- struct{}{}:
		defer func() { <-s.asking }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if !time.Now().Before(s.expire) {
		s.robots, s.failed = c.askRobots(ctx, at)
		if ctx.Err() != nil {
			return nil, ctx.Err()
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
	return s.robots, s.failed
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
