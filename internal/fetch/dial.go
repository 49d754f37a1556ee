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
	connectWithin = 10 * time.Second // looking the name up included
	headWithin    = 10 * time.Second
	maxHeader     = 64 << 10
	maxAddresses  = 4 // of one host that are tried
)

// newTransport makes what carries requests. The environment is not read: a proxy would be dialled instead of the
// address that the guard has judged.
func (c *Client) newTransport() *http.Transport {
	return &http.Transport{
		Proxy:                  nil,
		DialContext:            c.dial,
		DisableCompression:     true,
		ForceAttemptHTTP2:      true,
		HTTP2:                  &http.HTTP2Config{MaxReceiveBufferPerStream: 256 << 10, MaxReceiveBufferPerConnection: 256 << 10},
		TLSHandshakeTimeout:    connectWithin,
		ResponseHeaderTimeout:  headWithin,
		MaxResponseHeaderBytes: maxHeader,
		MaxIdleConnsPerHost:    1,
		IdleConnTimeout:        30 * time.Second,
		TLSClientConfig:        &tls.Config{RootCAs: c.o.Roots},
	}
}

// dial opens a connection to a host that the guard lets through: to the first of its addresses that answers, each of
// which gets its share of the time.
func (c *Client) dial(ctx context.Context, network, address string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, connectWithin)
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

// How many bytes a server may send over one connection: before its answer has begun, which is enough for certificates,
// headers and what HTTP/2 buffers ahead; and while nothing is asked of it.
const (
	headBytes = 512 << 10
	idleBytes = 64 << 10
)

var errFlood = errors.New("the server sends more than it was asked for")

// metered is a connection with a bound on what comes in between one request and the next. Whatever frames a protocol
// has that make a client work for nothing, they are bytes, and the connection ends with them.
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

// line is the connection that a request goes over.
type line struct{ conn atomic.Pointer[metered] }

// trace gives a context that tells the line which connection it is.
func (l *line) trace(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(got httptrace.GotConnInfo) {
		conn := got.Conn
		if t, ok := conn.(*tls.Conn); ok {
			conn = t.NetConn()
		}
		if m, ok := conn.(*metered); ok {
			m.left.Store(headBytes)
			l.conn.Store(m)
		}
	}})
}

// expect lets an answer of so many bytes come in, with what its frames add.
func (l *line) expect(bytes int64) {
	if m := l.conn.Load(); m != nil {
		m.left.Store(headBytes + bytes + bytes/8)
	}
}

// rest lets next to nothing come in until the next request.
func (l *line) rest() {
	if m := l.conn.Load(); m != nil {
		m.left.Store(idleBytes)
	}
}

// drop closes the connection.
func (l *line) drop() {
	if m := l.conn.Load(); m != nil {
		m.Close()
	}
}
