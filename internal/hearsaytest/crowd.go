// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsaytest

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/fetch"
)

// Crowd is a web of many hosts on loopback, each with a server, a name and a manner of its own. It hears who asks what and
// when, as servers do.
type Crowd struct {
	Hosts []*CrowdHost
	names map[string]netip.Addr

	mu    sync.Mutex
	ticks []time.Time // when watch was awake, a tick after another if the machine had nothing else to do
}

const tick = 10 * time.Millisecond

// CrowdHost is one host of a crowd.
type CrowdHost struct {
	Name   string
	Manner string // the key of crowdManners
	URL    string // http://NAME:PORT, without a slash
	Pages  int    // that its feed lists

	serve  func(h *CrowdHost, w http.ResponseWriter, r *http.Request)
	mu     sync.Mutex
	asked  []time.Time
	busy   int
	most   int
	n      int
	before string // the address of the host before it: where its redirects lead, if they lead elsewhere
}

// NewCrowd serves a host for each of the manners until the test ends. Each lists so many pages in its feed.
func NewCrowd(t testing.TB, pages map[string]int, manners ...string) *Crowd {
	t.Helper()
	c := &Crowd{names: map[string]netip.Addr{}}
	for _, m := range manners {
		c.add(t, m, pages[m])
	}
	go c.watch(t.Context())
	return c
}

// watch notes when it is awake.
func (c *Crowd) watch(ctx context.Context) {
	for ctx.Err() == nil {
		c.mu.Lock()
		c.ticks = append(c.ticks, time.Now())
		c.mu.Unlock()
		time.Sleep(tick)
	}
}

// Late is for how long at most this process did not come to do what was due, between two times: whatever it heard or
// did then may have been due so much sooner.
func (c *Crowd) Late(from, to time.Time) (most time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	first, _ := slices.BinarySearchFunc(c.ticks, from, time.Time.Compare)
	for i := max(first, 1); i < len(c.ticks) && c.ticks[i-1].Before(to); i++ {
		most = max(most, c.ticks[i].Sub(c.ticks[i-1])-tick)
	}
	return most
}

func (c *Crowd) add(t testing.TB, manner string, pages int) *CrowdHost {
	t.Helper()
	h := &CrowdHost{Name: fmt.Sprintf("h%03d.example", len(c.Hosts)), Manner: manner, Pages: pages, serve: crowdManners[manner]}
	if len(c.Hosts) > 0 {
		h.before = c.Hosts[len(c.Hosts)-1].URL
	}
	server := httptest.NewUnstartedServer(h)
	server.Config.ErrorLog = quietLog
	server.Start()
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	at := netip.MustParseAddrPort(server.Listener.Addr().String())
	h.URL = fmt.Sprintf("http://%s:%d", h.Name, at.Port())
	if manner == "refuses" {
		server.Listener.Close()
	}
	c.Hosts = append(c.Hosts, h)
	c.names[h.Name] = at.Addr()
	return h
}

// LookupNetIP implements [fetch.Resolver]: the hosts of the crowd are there, and no other.
func (c *Crowd) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	if at, ok := c.names[host]; ok {
		return []netip.Addr{at}, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
}

// Options let a client reach the crowd and nothing else.
func (c *Crowd) Options() fetch.Options {
	o := fetch.Options{Resolver: c}
	for _, h := range c.Hosts {
		_, port, _ := strings.Cut(strings.TrimPrefix(h.URL, "http://"), ":")
		at := netip.AddrPortFrom(c.names[h.Name], parsePort(port))
		o.Loopback, o.Ports = append(o.Loopback, at), append(o.Ports, at.Port())
	}
	return o
}

func parsePort(s string) (n uint16) {
	_, _ = fmt.Sscan(s, &n)
	return n
}

// Feed is where to look at a host.
func (h *CrowdHost) Feed() hearsay.Feed {
	return hearsay.Feed{ID: hearsay.FeedID(h.Name), Outlet: hearsay.OutletID(h.Name), Kind: hearsay.FeedRSS, URL: h.URL + "/feed"}
}

// ServeHTTP notes the request, then answers in the manner of the host.
func (h *CrowdHost) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	h.asked = append(h.asked, time.Now())
	h.n++
	h.busy++
	h.most = max(h.most, h.busy)
	h.mu.Unlock()
	gone := context.AfterFunc(r.Context(), h.leave) // a client that has hung up asks no more
	defer func() {
		if gone() {
			h.leave()
		}
	}()
	h.serve(h, w, r)
}

func (h *CrowdHost) leave() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.busy--
}

// Asked is when the host was asked, in order, and how many requests it had at once at most.
func (h *CrowdHost) Asked() (when []time.Time, atOnce int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.asked), h.most
}
