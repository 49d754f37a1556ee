// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package fetch is the one client through which hearsay looks at the world. It asks politely (robots.txt, one request
// at a time and one in five seconds to each host, conditional requests, Retry-After) and it is guarded: only public
// addresses are dialled, judged on the socket itself, and every answer is bounded in time, size and compression.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"hearsay"
)

// Options are set once, when a Client is made. The zero value is right for the open web.
type Options struct {
	UserAgent string           // DefaultAgent if empty
	Every     time.Duration    // least time between requests to one host; 5 s if 0
	Deny      []netip.Prefix   // the operator's own list
	Ports     []uint16         // allowed besides 80 and 443
	Loopback  []netip.AddrPort // let through although not public: a test server, the demo newsroom
	Resolver  Resolver         // net.DefaultResolver if nil
	Now       func() time.Time // time.Now if nil
}

// DefaultAgent is how hearsay introduces itself; the product token for robots.txt is "hearsay".
const (
	DefaultAgent = "hearsay/1 (news ledger; reads robots.txt)"
	productToken = "hearsay"
)

// Client fetches. It is safe for concurrent use.
type Client struct {
	o       Options
	guard   *guard
	http    *http.Client
	hosts   *hosts
	connect func(ctx context.Context, network, address string) (net.Conn, error)
}

// New makes a client. It does not read the environment: a proxy would be dialled instead of the address that the
// guard has judged.
func New(o Options) *Client {
	if o.UserAgent == "" {
		o.UserAgent = DefaultAgent
	}
	if o.Every == 0 {
		o.Every = 5 * time.Second
	}
	if o.Resolver == nil {
		o.Resolver = net.DefaultResolver
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	c := &Client{o: o, guard: newGuard(o), hosts: newHosts(o.Every, o.Now)}
	c.connect = (&net.Dialer{Timeout: connectWithin, Control: c.guard.control}).DialContext
	c.http = &http.Client{
		Transport: &http.Transport{
			Proxy:                  nil,
			DialContext:            c.dial,
			DisableCompression:     true,
			ForceAttemptHTTP2:      true,
			TLSHandshakeTimeout:    connectWithin,
			ResponseHeaderTimeout:  headWithin,
			MaxResponseHeaderBytes: maxHeader,
			MaxIdleConnsPerHost:    1,
			IdleConnTimeout:        30 * time.Second,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return c
}

func (c *Client) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, service, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	port, err := portOf(&url.URL{Host: net.JoinHostPort("x", service)})
	if err != nil {
		return nil, err
	}
	addrs, err := c.guard.resolve(ctx, host, port)
	if err != nil {
		return nil, err
	}
	var conn net.Conn
	for _, at := range addrs[:min(len(addrs), 4)] {
		if conn, err = c.connect(ctx, network, at.String()); err == nil {
			return conn, nil
		}
	}
	return nil, err
}

// Request is one look at an address.
type Request struct {
	URL          string
	Kind         Kind   // Page if empty
	ETag         string // of the last answer; with LastModified makes the request conditional
	LastModified string
}

// Answer is what came back. An answer with any status is an answer: only 2xx has a payload worth keeping.
type Answer struct {
	URL          string   // after redirects
	Hops         []string // addresses that redirected, in order
	At           time.Time
	Took         time.Duration
	Status       int
	MediaType    string // with its parameters
	Language     string // Content-Language
	ETag         string
	LastModified string
	RetryAfter   time.Duration // of 429 and 503, between a minute and a day; otherwise 0
	Payload      []byte
	Truncated    string // why the payload is not whole; empty if it is
	Quarantine   string // why it must not be read further; empty if it may
}

// Get looks once. It waits its turn at the host, asks the host's robots.txt first and follows up to five redirects,
// each judged anew.
//
// Errors: hearsay.ErrDenied where the address, a redirect or robots.txt does not allow it; hearsay.ErrTemporary where
// no answer came or the host has asked to be left alone; the context's error when it ends while waiting.
func (c *Client) Get(ctx context.Context, r Request) (*Answer, error) {
	if r.Kind == "" {
		r.Kind = Page
	}
	a, err := c.follow(ctx, r)
	if err == nil {
		return a, nil
	}
	if parent := ctx.Err(); parent != nil {
		return a, fmt.Errorf("fetch %s: %w", r.URL, parent)
	}
	f := &hearsay.Fault{Kind: hearsay.ErrTemporary, Doing: "fetch " + r.URL, Cause: err}
	if isDenial(err) {
		f.Kind = hearsay.ErrDenied
	}
	return a, f
}

var (
	errRobots   = errors.New("robots.txt does not allow it")
	errRedirect = errors.New("redirect refused")
	errTooOften = errors.New("the host has asked to wait")
	errNoRobots = errors.New("robots.txt cannot be had")
)

const maxRedirects = 5

func isDenial(err error) bool {
	for _, kind := range []error{errNotPublic, errHost, errURL, errRobots, errRedirect} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}

// follow answers a request after at most five redirects.
func (c *Client) follow(ctx context.Context, r Request) (*Answer, error) {
	at, err := c.guard.parseURL(r.URL)
	if err != nil {
		return nil, err
	}
	began := c.o.Now()
	var hops []string
	for {
		if r.Kind != robots {
			if err := c.mayFetch(ctx, at); err != nil {
				return nil, err
			}
		}
		a, location, err := c.once(ctx, at, r)
		if a != nil {
			a.Hops, a.At, a.Took = hops, began, c.o.Now().Sub(began)
		}
		if err != nil || location == "" {
			return a, err
		}
		hops = append(hops, at.String())
		if at, err = c.next(at, location, hops); err != nil {
			return a, err
		}
		r.ETag, r.LastModified = "", ""
	}
}

// next judges a redirect.
func (c *Client) next(from *url.URL, location string, hops []string) (*url.URL, error) {
	if len(hops) > maxRedirects {
		return nil, fmt.Errorf("%w: more than %d", errRedirect, maxRedirects)
	}
	ref, err := url.Parse(location)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errRedirect, err)
	}
	to, err := c.guard.parseURL(from.ResolveReference(ref).String())
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errRedirect, err)
	}
	if from.Scheme == "https" && to.Scheme == "http" {
		return nil, fmt.Errorf("%w: from https to http", errRedirect)
	}
	for _, h := range hops {
		if h == to.String() {
			return nil, fmt.Errorf("%w: loop at %s", errRedirect, h)
		}
	}
	return to, nil
}

// once makes one request; location is where it is redirected to.
func (c *Client) once(ctx context.Context, at *url.URL, r Request) (a *Answer, location string, err error) {
	leave, err := c.hosts.enter(ctx, at.Host)
	if err != nil {
		return nil, "", err
	}
	defer leave()
	ctx, cancel := context.WithTimeout(ctx, wholeFetch)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return nil, "", fmt.Errorf("%w: %w", errURL, err)
	}
	req.Header.Set("User-Agent", c.o.UserAgent)
	req.Header.Set("Accept-Encoding", "gzip, deflate")
	req.Header.Set("Accept", "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.5")
	if r.ETag != "" {
		req.Header.Set("If-None-Match", r.ETag)
	}
	if r.LastModified != "" {
		req.Header.Set("If-Modified-Since", r.LastModified)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, "", err
	}
	defer resp.Body.Close()
	a = answerOf(resp, at)
	if resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode == http.StatusServiceUnavailable {
		a.RetryAfter = retryAfter(resp.Header.Get("Retry-After"), c.o.Now())
		c.hosts.hold(at.Host, a.RetryAfter)
	}
	if isRedirect(resp.StatusCode) && resp.Header.Get("Location") != "" {
		return a, resp.Header.Get("Location"), nil
	}
	b := readBody(resp.Body, resp.Header.Get("Content-Encoding"), r.Kind, c.o.Now)
	a.Payload, a.Truncated, a.Quarantine = b.payload, b.truncated, b.quarantine
	return a, "", nil
}

func answerOf(resp *http.Response, at *url.URL) *Answer {
	return &Answer{
		URL:          at.String(),
		Status:       resp.StatusCode,
		MediaType:    resp.Header.Get("Content-Type"),
		Language:     resp.Header.Get("Content-Language"),
		ETag:         resp.Header.Get("ETag"),
		LastModified: resp.Header.Get("Last-Modified"),
	}
}

func isRedirect(status int) bool {
	switch status {
	case 301, 302, 303, 307, 308:
		return true
	}
	return false
}
