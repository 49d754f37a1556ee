// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"hearsay/internal/coding"
)

const maxRedirects = 5

var (
	errRobots   = errors.New("robots.txt does not allow it")
	errRedirect = errors.New("redirect refused")
	errTLS      = errors.New("TLS invalid")
	errWhole    = errors.New("not whole in time")
)

func isDenial(err error) bool {
	for _, kind := range []error{errNotPublic, errHost, errURL, errRobots, errRedirect, errTLS} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}

// follow answers a request after at most five redirects. The answer that comes with an error is the last one there was.
func (c *Client) follow(ctx context.Context, r Request) (*Answer, error) {
	at, err := c.guard.parseURL(r.URL)
	if err != nil {
		return nil, err
	}
	t := trip{client: c, began: time.Now(), left: c.o.Limits.Whole}
	for {
		if r.Kind != robots && r.Kind != reply {
			if err := c.mayFetch(ctx, at); err != nil {
				return t.answer(nil), t.tell(err)
			}
		}
		a, location, err := t.once(ctx, at, r)
		if err != nil || location == "" {
			return t.answer(a), t.tell(err)
		}
		t.hops = append(t.hops, at.String())
		if at, err = c.next(at, location, t.hops); err != nil {
			return t.answer(a), t.tell(err)
		}
		t.note(a.Status, at)
		r.ETag, r.LastModified = "", "" // they were of another place
	}
}

// trip is a request with its redirects on the way.
type trip struct {
	client *Client
	began  time.Time
	left   time.Duration // for what is still to be asked
	hops   []string

	permanent string // where the redirects so far lead for good
	passing   bool   // one of them was for now only
}

// note notes a redirect: behind one that is for now only, none says anything of the address that was asked for.
func (t *trip) note(status int, to *url.URL) {
	t.passing = t.passing || status != http.StatusMovedPermanently && status != http.StatusPermanentRedirect
	if !t.passing {
		t.permanent = to.String()
	}
}

// answer completes an answer. Where there is none after redirects, the last of these is what came back.
func (t *trip) answer(a *Answer) *Answer {
	if a == nil && len(t.hops) > 0 {
		a = &Answer{URL: t.hops[len(t.hops)-1]}
	}
	if a != nil {
		a.Hops, a.Permanent, a.At, a.Took = t.hops, t.permanent, t.began, time.Since(t.began)
	}
	return a
}

// tell adds to a failure where the redirects led, so that the look that is kept says it.
func (t *trip) tell(err error) error {
	if err == nil || len(t.hops) == 0 {
		return err
	}
	return fmt.Errorf("%w (by way of %s)", err, strings.Join(t.hops, " → "))
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
func (t *trip) once(ctx context.Context, at *url.URL, r Request) (a *Answer, location string, err error) {
	c := t.client
	leave, err := c.hosts.enter(ctx, at.Hostname())
	if err != nil {
		return nil, "", err
	}
	began := time.Now()
	bounded, cancel := context.WithTimeoutCause(ctx, t.left, errWhole)
	defer cancel()
	bounded, stop := context.WithCancelCause(bounded)
	defer stop(nil)
	a, location, err = c.ask(bounded, stop, at, r)
	t.left -= time.Since(began)
	isCut := ended(bounded) != nil
	leave(verdict{
		failed: isCut || err != nil && !isDenial(err) && ctx.Err() == nil,
		wait:   retryAfterOf(a),
	})
	return a, location, err
}

// ended gives why we have ended a request ourselves, if we have.
func ended(ctx context.Context) error {
	if cause := context.Cause(ctx); cause == errWhole || cause == errTooSlow || cause == errBroken {
		return cause
	}
	return nil
}

func retryAfterOf(a *Answer) time.Duration {
	if a == nil {
		return 0
	}
	return a.RetryAfter
}

// ask sends one request and reads its answer; stop ends both.
func (c *Client) ask(ctx context.Context, stop context.CancelCauseFunc, at *url.URL, r Request) (a *Answer, location string, err error) {
	var l line
	req, err := http.NewRequestWithContext(l.trace(ctx, stop), r.method(), at.String(), r.body())
	if err != nil {
		return nil, "", fmt.Errorf("%w: %w", errURL, err)
	}
	c.head(req.Header, r)
	resp, err := c.http.Do(req)
	if err != nil {
		l.drop()
		return nil, "", plainError(ctx, err)
	}
	defer resp.Body.Close()
	a = answerOf(resp, at)
	if r.leads(resp.StatusCode) && resp.Header.Get("Location") != "" {
		return a, resp.Header.Get("Location"), nil
	}
	limit := r.Kind.limit()
	l.expect(limit)
	raw, err := c.readPaced(ctx, io.LimitReader(resp.Body, limit+1), stop)
	if err != nil {
		l.drop()
	}
	a.unpack(raw, err, resp.Header.Get("Content-Encoding"), int(limit))
	return a, "", nil
}

// head writes the request's header: these fields and no other, whatever a server sent before.
func (c *Client) head(h http.Header, r Request) {
	h.Set("User-Agent", c.o.UserAgent)
	h.Set("Accept-Encoding", coding.Accepted)
	h.Set("Accept", "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.5")
	if r.Kind == reply {
		h.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if r.ETag != "" {
		h.Set("If-None-Match", r.ETag)
	}
	if r.LastModified != "" {
		h.Set("If-Modified-Since", r.LastModified)
	}
}

// plainError takes the address off, which the caller names, and says which of our own bounds was met.
func plainError(ctx context.Context, err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err
	}
	if invalid, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return fmt.Errorf("%w: %w", errTLS, invalid.Err)
	}
	if late := ended(ctx); late != nil {
		return late
	}
	return err
}

func answerOf(resp *http.Response, at *url.URL) *Answer {
	a := &Answer{
		URL:          at.String(),
		Status:       resp.StatusCode,
		MediaType:    resp.Header.Get("Content-Type"),
		Language:     resp.Header.Get("Content-Language"),
		ETag:         resp.Header.Get("ETag"),
		LastModified: resp.Header.Get("Last-Modified"),
		Fresh:        freshFor(resp.Header),
		Link:         resp.Header.Values("Link"),
	}
	if a.Status == http.StatusTooManyRequests || a.Status == http.StatusServiceUnavailable {
		a.RetryAfter = retryAfter(resp.Header.Get("Retry-After"), time.Now())
	}
	return a
}

func isRedirect(status int) bool {
	switch status {
	case 301, 302, 303, 307, 308:
		return true
	}
	return false
}
