// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

// TestAPlainClientIsGuarded asks an address that is allowed, one that is not, and one whose answer has no end.
func TestAPlainClientIsGuarded(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/away":
			http.Redirect(w, r, "/", http.StatusSeeOther)
		case "/long":
			for range 20 {
				_, _ = io.WriteString(w, strings.Repeat("x", 100_000))
			}
		}
		_, _ = io.WriteString(w, "hello")
	}))
	defer server.Close()
	at := netip.MustParseAddrPort(server.Listener.Addr().String())
	c := New(Options{Loopback: []netip.AddrPort{at}, Ports: []uint16{at.Port()}}).Plain()
	for path, want := range map[string]string{"/": "hello", "/away": "303", "/long": "more than it was asked for"} {
		resp, err := c.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		got := string(body)
		if err != nil {
			got = err.Error()
		}
		if resp.StatusCode != 200 {
			got = resp.Status
		}
		if !strings.Contains(got, want) {
			t.Errorf("%s: %.60q, want %q", path, got, want)
		}
	}
	for _, address := range []string{server.URL, "http://169.254.169.254/", "http://[::1]/", "http://user@desk.example/"} {
		if resp, err := New(Options{}).Plain().Get(address); err == nil {
			resp.Body.Close()
			t.Errorf("%s was asked", address)
		}
	}
}
