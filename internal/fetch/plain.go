// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"fmt"
	"net/http"
	"time"
)

const plainTime = 30 * time.Second

// Plain is the client of net/http, for libraries that ask for one.
type Plain = http.Client

// Plain gives a client for a library that speaks HTTP by itself, as to an issuer of identities. Its addresses and connections are
// guarded like all others; it follows no redirect, takes 30 s and what a header may have
// at most, and has no manners: it is not for the web at large.
func (c *Client) Plain() *Plain {
	return &http.Client{Transport: plain{c}, Timeout: plainTime, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

type plain struct{ *Client }

// RoundTrip implements http.RoundTripper.
func (p plain) RoundTrip(r *http.Request) (*http.Response, error) {
	if _, err := p.guard.parseURL(r.URL.String()); err != nil {
		return nil, fmt.Errorf("%s %s: %w", r.Method, r.URL.Redacted(), err)
	}
	return p.http.Transport.RoundTrip(r)
}
