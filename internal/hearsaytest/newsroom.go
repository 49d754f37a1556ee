// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package hearsaytest

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"hearsay"
	"hearsay/internal/newsroom"
)

// Web is the invented newsroom as a small web on loopback. Each outlet has a folder of the server; the clock is
// set by the test.
type Web struct {
	*newsroom.Newsroom
	URL     string
	Address netip.AddrPort // to be let through the guard

	mu   sync.Mutex
	now  time.Time
	hits map[string]int
}

// Newsroom serves the newsroom until the test ends.
func Newsroom(t testing.TB) *Web {
	t.Helper()
	n, err := newsroom.Open()
	if err != nil {
		t.Fatalf("open newsroom: %v", err)
	}
	w := &Web{Newsroom: n, now: newsroom.First, hits: map[string]int{}}
	server := httptest.NewServer(w)
	t.Cleanup(server.Close)
	w.URL = server.URL
	u, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	if w.Address, err = netip.ParseAddrPort(u.Host); err != nil {
		t.Fatal(err)
	}
	return w
}

// Set moves the newsroom's clock.
func (w *Web) Set(now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = now
}

// Hits tells how often a path was asked for.
func (w *Web) Hits(path string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.hits[path]
}

// Feed gives an outlet's feed as it is to be found on this web.
func (w *Web) Feed(id hearsay.OutletID) hearsay.Feed {
	for _, f := range w.Feeds {
		if f.Outlet == id {
			f.URL = w.local(f.URL)
			return f
		}
	}
	return hearsay.Feed{}
}

// local is the address on this web of an address in the newsroom.
func (w *Web) local(address string) string {
	for _, o := range w.Outlets {
		if rest, ok := strings.CutPrefix(address, "https://"+o.Domain); ok {
			return w.URL + "/" + string(o.ID) + rest
		}
	}
	return address
}

// ServeHTTP answers with what stands at the address now, every address in it leading to this web.
func (w *Web) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	now := w.now
	w.hits[r.URL.Path]++
	w.mu.Unlock()
	outlet, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	for _, o := range w.Outlets {
		if string(o.ID) != outlet {
			continue
		}
		mediaType, payload, ok, err := w.At("https://"+o.Domain+"/"+rest, now)
		if err != nil {
			http.Error(out, err.Error(), http.StatusInternalServerError)
			return
		}
		if ok {
			for _, o := range w.Outlets {
				payload = bytes.ReplaceAll(payload, []byte("https://"+o.Domain), []byte(w.URL+"/"+string(o.ID)))
			}
			out.Header().Set("Content-Type", mediaType)
			http.ServeContent(out, r, "", time.Time{}, bytes.NewReader(payload))
			return
		}
	}
	http.NotFound(out, r)
}
