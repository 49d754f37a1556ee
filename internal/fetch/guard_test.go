// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"context"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"
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

// deaf is a client that opens no socket, and fails the test when it would open one to anywhere but the allowed addresses.
func deaf(t *testing.T, n names, allowed ...string) *Client {
	t.Helper()
	return deafWith(t, Options{Resolver: n}, allowed...)
}

func deafWith(t *testing.T, o Options, allowed ...string) *Client {
	t.Helper()
	o.Every = time.Nanosecond
	c := New(o)
	c.connect = func(_ context.Context, _, address string) (net.Conn, error) {
		if !slices.Contains(allowed, address) {
			t.Errorf("a socket to %s would be opened", address)
		}
		return nil, errNoSocket
	}
	return c
}

func TestPublicAddressesAreAllowed(t *testing.T) {
	g := newGuard(Options{Deny: []netip.Prefix{netip.MustParsePrefix("9.9.9.0/24"), netip.MustParsePrefix("::ffff:8.8.4.0/120"),
		netip.MustParsePrefix("2606:4700:1::/48")}})
	for at, want := range map[string]bool{
		"8.8.8.8:443": true, "[2606:4700::1]:443": true, "[64:ff9b::808:808]:80": true, "[::ffff:8.8.8.8]:80": true,
		"9.9.9.9:443": false, "[64:ff9b::909:909]:443": false, "8.8.4.4:443": false, "[2606:4700:1::1]:443": false, "8.8.8.8:22": false,
	} {
		if err := g.address(netip.MustParseAddrPort(at)); (err == nil) != want {
			t.Errorf("address(%s) = %v, want allowed %v", at, err, want)
		}
	}
}

// refusedPrefixes is the whole table. It is written here once more, so that a change of the library that holds it is seen.
const refusedPrefixes = `0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4 168.63.129.16/32
::/96 ::1/128 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8`

func TestEveryAddressOfTheTableIsRefused(t *testing.T) {
	g := newGuard(Options{})
	r := rand.New(rand.NewPCG(1, 2))
	for field := range strings.FieldsSeq(refusedPrefixes) {
		p := netip.MustParsePrefix(field)
		for i := range 300 {
			ip := within(p, func(n int) byte { return byte(r.IntN(256)) })
			if i < 2 { // the first and the last address
				ip = within(p, func(n int) byte { return byte(-i) })
			}
			forms := []netip.Addr{ip}
			if ip.Is4() {
				forms = append(forms, wrapped("::ffff:0:0", ip), wrapped("::ffff:0:0:0", ip), wrapped("64:ff9b::", ip), wrapped("::", ip))
			}
			for _, form := range forms {
				if g.address(netip.AddrPortFrom(form, 443)) == nil {
					t.Errorf("%s, of %s, is let through", form, p)
				}
			}
		}
	}
}

// within gives an address of a prefix; fill gives the bytes that the prefix leaves open.
func within(p netip.Prefix, fill func(int) byte) netip.Addr {
	b := p.Addr().AsSlice()
	for i := range b {
		keep := min(max(p.Bits()-8*i, 0), 8)
		mask := byte(0xff << (8 - keep))
		b[i] = b[i]&mask | fill(i)&^mask
	}
	ip, _ := netip.AddrFromSlice(b)
	return ip
}

// wrapped puts an IPv4 address into the last four bytes of an IPv6 one.
func wrapped(prefix string, ip netip.Addr) netip.Addr {
	b, four := netip.MustParseAddr(prefix).As16(), ip.As4()
	copy(b[12:], four[:])
	return netip.AddrFrom16(b)
}

func TestOwnAddressesAreRefusedAsTheyAre(t *testing.T) {
	g := newGuard(Options{})
	own := []net.Addr{&net.IPNet{IP: net.ParseIP("8.8.8.8"), Mask: net.CIDRMask(24, 32)}}
	g.own = func() ([]net.Addr, error) { return own, nil }
	at := netip.MustParseAddrPort("8.8.8.8:443")
	if err := g.address(at); !errors.Is(err, errNotPublic) {
		t.Errorf("an address of this machine: %v", err)
	}
	if err := g.address(netip.MustParseAddrPort("8.8.8.9:443")); err != nil {
		t.Errorf("its neighbour: %v", err)
	}
	own = nil
	if err := g.address(at); err != nil {
		t.Errorf("an address that this machine has no more: %v", err)
	}
	g.own = func() ([]net.Addr, error) { return nil, errors.New("no netlink") }
	if err := g.address(at); !errors.Is(err, errNotPublic) {
		t.Errorf("where own addresses cannot be told: %v", err)
	}
}

func TestOnePlaceHasOneSpelling(t *testing.T) {
	g := newGuard(Options{Ports: []uint16{8080}})
	for in, want := range map[string]string{
		"http://Paper.Example/a#b": "http://paper.example/a", "http://paper.example:80/": "http://paper.example/",
		"https://paper.example:443": "https://paper.example", "http://paper.example:/": "http://paper.example/",
		"http://paper.example:08080/": "http://paper.example:8080/", "https://paper.example:80/": "https://paper.example:80/",
	} {
		if u, err := g.parseURL(in); err != nil || u.String() != want {
			t.Errorf("parseURL(%q) = %v, %v, want %s", in, u, err, want)
		}
	}
}

func FuzzAddress(f *testing.F) {
	f.Add(uint64(0x64ff9b0000), uint64(0x7f000001))
	f.Add(uint64(0), uint64(0xffff08080808))
	f.Add(uint64(0x2002_7f00_0001_0000), uint64(1))
	g := newGuard(Options{})
	g.own = func() ([]net.Addr, error) { return nil, nil }
	var table []netip.Prefix
	for field := range strings.FieldsSeq(refusedPrefixes) {
		table = append(table, netip.MustParsePrefix(field))
	}
	f.Fuzz(func(t *testing.T, high, low uint64) {
		var b [16]byte
		binary.BigEndian.PutUint64(b[:8], high)
		binary.BigEndian.PutUint64(b[8:], low)
		ip := netip.AddrFrom16(b)
		if g.address(netip.AddrPortFrom(ip, 443)) != nil {
			return
		}
		for _, p := range table {
			if inner := unwrap(ip); p.Contains(inner) || p.Contains(ip) && !ip.Is4In6() {
				t.Errorf("%s is let through although %s is refused", ip, p)
			}
		}
	})
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
