// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"hearsay"
)

// names is a stub resolver: each answer of a name is used once, the last one for ever.
type names map[string][][]string

func (n names) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	answers := n[host]
	if len(answers) == 0 {
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
	if len(answers) > 1 {
		n[host] = answers[1:]
	}
	var out []netip.Addr
	for _, a := range answers[0] {
		out = append(out, netip.MustParseAddr(a))
	}
	return out, nil
}

var errNoSocket = errors.New("the test opens no socket")

// deaf is a client that fails the test when a socket would be opened to anywhere but the allowed addresses.
func deaf(t *testing.T, n names, allowed ...string) *Client {
	t.Helper()
	c := New(Options{Resolver: n, Every: time.Nanosecond})
	c.connect = func(_ context.Context, _, address string) (net.Conn, error) {
		for _, a := range allowed {
			if a == address {
				return nil, errNoSocket
			}
		}
		t.Errorf("a socket to %s would be opened", address)
		return nil, errNoSocket
	}
	return c
}

func TestAddressesThatAreNotPublicAreRefused(t *testing.T) {
	hosts := []string{
		"127.0.0.1", "[::1]", "0.0.0.0", "[::]", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", // H1
		"2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0", "0x7f.1", "127.0.0.1.", "1.2.3.0x4", // H2
		"[::ffff:127.0.0.1]", "[::127.0.0.1]", "[::ffff:0:127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b::a9fe:a9fe]", // H3
		"[64:ff9b:1::a00:1]", "[2002:7f00:1::]", "[2002:a9fe:a9fe::]", "[2001:0:7f00:1::]", "[fec0::1]",
		"192.0.0.192", "100.64.0.1", "100.100.100.200", "168.63.129.16", "198.18.0.1", "240.0.0.1", // H4
		"255.255.255.255", "0.1.2.3", "192.88.99.1", "[2001:db8::1]", "[3fff::1]", "[5f00::1]", "[fd00:ec2::254]",
		"[fe80::1]", "[ff02::1]", "[100::1]", "224.0.0.1", "192.0.2.1", "198.51.100.1", "203.0.113.1", "[fe80::1%25eth0]", // H9
		"127.0.0.1:22", "\uff11\uff12\uff17.0.0.1", "%31%32%37.0.0.1", "internal..example",
	}
	c := deaf(t, names{})
	for _, h := range hosts {
		_, err := c.Get(t.Context(), Request{URL: "http://" + h + "/"})
		if !errors.Is(err, hearsay.ErrDenied) {
			t.Errorf("Get(http://%s/) = %v, want denied", h, err)
		}
	}
}

func TestURLsThatParsersReadDifferentlyAreRefused(t *testing.T) {
	c := deaf(t, names{"public.example": {{"8.8.8.8"}}, "internal": {{"10.0.0.1"}}})
	for _, u := range []string{
		"http://internal\\@public.example/", "http://public.example@internal/", "http://user:pw@public.example/",
		"http://pub\tlic.example/", "http://public.example\n/", "http://public.example./", "file:///etc/passwd",
		"gopher://public.example/", "ftp://public.example/", "data:text/html,x", "http:///path", "http:public.example",
		"//public.example/", "http://public.example:25/", "http://public.example:0/", "http://" + strings.Repeat("a", 9000),
		"javascript:alert(1)", "", "http://пример.example/",
	} {
		if _, err := c.Get(t.Context(), Request{URL: u}); !errors.Is(err, hearsay.ErrDenied) {
			t.Errorf("Get(%q) = %v, want denied", u, err)
		}
	}
}

func TestPrivateAnswerOfAPublicNameIsNeverDialled(t *testing.T) {
	c := deaf(t, names{
		"mixed.example":   {{"10.0.0.1", "8.8.8.8", "::1"}},
		"private.example": {{"10.0.0.1", "fd00::1"}},
	}, "8.8.8.8:80")
	if _, err := c.Get(t.Context(), Request{URL: "http://mixed.example/"}); !errors.Is(err, hearsay.ErrTemporary) {
		t.Errorf("a name with one public address: %v, want the stub's failure", err)
	}
	if _, err := c.Get(t.Context(), Request{URL: "http://private.example/"}); !errors.Is(err, hearsay.ErrDenied) {
		t.Errorf("a name with private addresses alone: %v, want denied", err)
	}
}

func TestRebindingIsRefusedAtDialTime(t *testing.T) {
	c := deaf(t, names{"rebind.example": {{"8.8.8.8"}, {"127.0.0.1"}}}, "8.8.8.8:80")
	for range 3 {
		_, _ = c.dial(t.Context(), "tcp", "rebind.example:80")
	}
	if err := c.guard.control("tcp4", "127.0.0.1:80", nil); !errors.Is(err, errNotPublic) {
		t.Errorf("the socket's own check gives %v, want not public", err)
	}
}

func TestProxyInTheEnvironmentIsIgnored(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:3128")
	t.Setenv("http_proxy", "http://127.0.0.1:3128")
	c := deaf(t, names{"public.example": {{"8.8.8.8"}}}, "8.8.8.8:80")
	_, _ = c.Get(t.Context(), Request{URL: "http://public.example/"})
}

func TestPublicAddressesAreAllowed(t *testing.T) {
	g := newGuard(Options{Deny: []netip.Prefix{netip.MustParsePrefix("9.9.9.0/24")}})
	for at, want := range map[string]bool{
		"8.8.8.8:443": true, "[2606:4700::1]:443": true, "[64:ff9b::808:808]:80": true, "[::ffff:8.8.8.8]:80": true,
		"9.9.9.9:443": false, "8.8.8.8:22": false,
	} {
		if err := g.address(netip.MustParseAddrPort(at)); (err == nil) != want {
			t.Errorf("address(%s) = %v, want allowed %v", at, err, want)
		}
	}
}

func FuzzParseURL(f *testing.F) {
	for _, s := range []string{"http://a.example/", "http://127.1/", "https://[::1]:443/x?y#z", "http://a@b/"} {
		f.Add(s)
	}
	g := newGuard(Options{})
	f.Fuzz(func(t *testing.T, s string) {
		u, err := g.parseURL(s)
		if err != nil {
			return
		}
		again, err := g.parseURL(u.String())
		if err != nil || again.String() != u.String() || again.Hostname() != u.Hostname() {
			t.Errorf("parseURL(%q) = %q, then %v, %v", s, u, again, err)
		}
	})
}
