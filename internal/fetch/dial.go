// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"net/url"
	"sync/atomic"
	"time"
)

const (
	maxHeader    = 64 << 10
	maxAddresses = 4 // of one host that are tried
	maxSessions  = 1000
)

// newTransport makes what carries requests. The environment is not read: a proxy would be dialled instead of the
// address that the guard has judged. Each request has a connection of its own: one that was kept would be asked over
// once more when it turns out to be closed, at once and without a turn.
func (c *Client) newTransport() *http.Transport {
	return &http.Transport{
		Proxy:                  nil,
		DialContext:            c.dial,
		DisableCompression:     true,
		ForceAttemptHTTP2:      true,
		HTTP2:                  &http.HTTP2Config{MaxReceiveBufferPerStream: 256 << 10, MaxReceiveBufferPerConnection: 256 << 10},
		TLSHandshakeTimeout:    c.o.Limits.Connect,
		ResponseHeaderTimeout:  c.o.Limits.Head,
		MaxResponseHeaderBytes: maxHeader,
		DisableKeepAlives:      true,
		TLSClientConfig:        &tls.Config{RootCAs: c.o.Roots, ClientSessionCache: tls.NewLRUClientSessionCache(maxSessions)},
	}
}

// dial opens a connection to a host that the guard lets through: to the first of its addresses that answers, each of
// which gets its share of the time.
func (c *Client) dial(ctx context.Context, network, address string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, c.o.Limits.Connect)
	defer cancel()
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
	addrs = addrs[:min(len(addrs), maxAddresses)]
	var conn net.Conn
	for i, at := range addrs {
		if conn, err = c.dialOne(ctx, network, at, len(addrs)-i); err == nil {
			return newMetered(conn), nil
		}
	}
	return nil, err
}

// dialOne tries one of the addresses that are left.
func (c *Client) dialOne(ctx context.Context, network string, at netip.AddrPort, left int) (net.Conn, error) {
	if end, ok := ctx.Deadline(); ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Until(end)/time.Duration(left))
		defer cancel()
	}
	return c.connect(ctx, network, at.String())
}

// headBytes may come in before an answer has begun: enough for certificates, headers and what HTTP/2 buffers ahead.
const headBytes = 512 << 10

var errFlood = errors.New("the server sends more than it was asked for")

// metered is a connection with a bound on what comes in. Whatever frames a protocol has that make a client work for
// nothing, they are bytes, and the connection ends with them.
type metered struct {
	net.Conn
	left atomic.Int64
}

func newMetered(c net.Conn) *metered {
	m := &metered{Conn: c}
	m.left.Store(headBytes)
	return m
}

// Read implements io.Reader.
func (m *metered) Read(b []byte) (int, error) {
	n, err := m.Conn.Read(b)
	if m.left.Add(-int64(n)) < 0 {
		m.Conn.Close()
		return 0, errFlood
	}
	return n, err
}

var errBroken = errors.New("the connection broke off")

// line is the connection that a request goes over.
type line struct {
	conn  atomic.Pointer[metered]
	asked atomic.Int32
}

// trace gives a context that tells the line which connection it is. A request is sent once: HTTP/2 would send it again
// and again to a server that resets it.
func (l *line) trace(ctx context.Context, stop context.CancelCauseFunc) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) {
			if l.asked.Add(1) > 1 {
				stop(errBroken)
				l.drop()
			}
		},
		GotConn: func(got httptrace.GotConnInfo) {
			conn := got.Conn
			if t, ok := conn.(*tls.Conn); ok {
				conn = t.NetConn()
			}
			if m, ok := conn.(*metered); ok {
				l.conn.Store(m)
			}
			if l.asked.Load() > 1 {
				l.drop()
			}
		},
	})
}

// expect lets an answer of so many bytes come in, with what its frames add.
func (l *line) expect(bytes int64) {
	if m := l.conn.Load(); m != nil {
		m.left.Store(headBytes + bytes + bytes/8)
	}
}

// drop closes the connection.
func (l *line) drop() {
	if m := l.conn.Load(); m != nil {
		m.Close()
	}
}
