// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"testing"
)

// pipes is a web without sockets: every host is one server at the other end of a pipe. Within synctest its time is
// that of the bubble, so that a server may be as slow as it likes.
type pipes struct {
	t     *testing.T
	serve func(net.Conn)
	busy  sync.WaitGroup
}

func newPipes(t *testing.T, serve func(net.Conn)) *pipes { return &pipes{t: t, serve: serve} }

// client makes a client to which every name is a public address at the end of a pipe.
func (p *pipes) client(o Options) *Client {
	o.Resolver = everyName{}
	c := New(o)
	c.connect = func(_ context.Context, _, address string) (net.Conn, error) {
		if err := c.guard.control("tcp", address, nil); err != nil {
			return nil, err
		}
		near, far := net.Pipe()
		p.busy.Go(func() { p.serve(far) })
		return near, nil
	}
	p.t.Cleanup(func() {
		c.http.CloseIdleConnections()
		p.busy.Wait()
	})
	return c
}

type everyName struct{}

func (everyName) LookupNetIP(context.Context, string, string) ([]netip.Addr, error) {
	return []netip.Addr{netip.MustParseAddr("8.8.8.8")}, nil
}

// serveOnce answers one request; robots.txt is not there.
func serveOnce(conn net.Conn, answer func(*http.Request) string) {
	defer conn.Close()
	r, err := http.ReadRequest(bufio.NewReader(conn))
	if err == nil {
		_, _ = io.WriteString(conn, answer(r))
	}
}
