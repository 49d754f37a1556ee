// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

// Package fetch is the one client through which hearsay looks at the world. It asks politely (robots.txt, one request
// at a time and one in five seconds to each host, conditional requests, Retry-After) and it is guarded: only public
// addresses are dialled, judged on the socket itself, and every answer is bounded in time, size and compression.
package fetch

import (
	"context"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"time"

	"hearsay"
)

// Options are set once, when a Client is made. The zero value is right for the open web.
type Options struct {
	UserAgent string           // DefaultAgent if empty
	Every     time.Duration    // least time between requests to one host; 5 s if 0
	Deny      []netip.Prefix   // the operator's own list of addresses that are never asked
	Ports     []uint16         // allowed besides 80 and 443
	Loopback  []netip.AddrPort // let through although not public: a test server, the demo newsroom
	Resolver  Resolver         // net.DefaultResolver if nil
	Roots     *x509.CertPool   // whose certificates are believed; those of the system if nil
	Limits    Limits           // DefaultLimits if zero
}

// Limits are how long a client waits.
type Limits struct {
	Connect time.Duration // for a connection, looking the name up included, and for TLS
	Head    time.Duration // for the header of an answer
	Slow    time.Duration // until a body must have come with 1 KiB a second
	Whole   time.Duration // for a request with its redirects, without waiting for a turn
	Alone   time.Duration // for which a host that keeps failing is left alone at first; it doubles, up to 60 times that
}

// DefaultLimits are right for the open web.
func DefaultLimits() Limits {
	const s = time.Second
	return Limits{Connect: 10 * s, Head: 10 * s, Slow: 10 * s, Whole: 30 * s, Alone: 60 * s}
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

// New makes a client.
func New(o Options) *Client {
	if o.UserAgent == "" {
		o.UserAgent = DefaultAgent
	}
	if o.Every == 0 {
		o.Every = 5 * time.Second
	}
	if o.Limits == (Limits{}) {
		o.Limits = DefaultLimits()
	}
	if o.Resolver == nil {
		o.Resolver = net.DefaultResolver
	}
	c := &Client{o: o, guard: newGuard(o), hosts: newHosts(o.Every, o.Limits.Alone)}
	c.connect = (&net.Dialer{Control: c.guard.control}).DialContext
	c.http = &http.Client{
		Transport:     c.newTransport(),
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return c
}

// Request is one look at an address.
type Request struct {
	URL          string
	Kind         Kind   // Page if empty
	ETag         string // of the last answer; with LastModified makes the request conditional
	LastModified string

	form string // that is sent; see [Client.Post]
}

// Answer is what came back. An answer with any status is an answer: only 2xx has a payload worth keeping.
type Answer struct {
	URL          string   // after redirects
	Hops         []string // addresses that redirected, in order
	Permanent    string   // where what was asked for is for good (301, 308), as far as redirects say so from the first on; empty if they do not
	At           time.Time
	Took         time.Duration
	Status       int
	MediaType    string // with its parameters
	Language     string // Content-Language
	ETag         string
	LastModified string
	RetryAfter   time.Duration // of 429 and 503, between a minute and a day; otherwise 0
	Fresh        time.Duration // for which the server lets it be kept, up to a day; 0 where it does not say
	Link         []string      // the Link fields, as the server wrote them
	Payload      []byte
	Truncated    string // why the payload is not whole; empty if it is
	Quarantine   string // why it must not be read further; empty if it may
}

// Get looks once. It waits its turn at the host, asks the host's robots.txt first and follows up to five redirects,
// each judged anew. The waiting aside it takes at most 30 seconds.
//
// Errors: hearsay.ErrDenied where the address, a redirect, the host's certificate or robots.txt does not allow it;
// hearsay.ErrTemporary where no answer came or the host is left alone for a while; the context's error when it ends
// while waiting.
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
