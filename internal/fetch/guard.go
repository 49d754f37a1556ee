// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"code.dny.dev/ssrf"

	"hearsay"
)

// Resolver looks up the addresses of a host; *net.Resolver is one.
type Resolver interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

// guard decides which addresses may be dialled. It judges the address of the socket itself, after resolving and
// after every redirect, so that no name and no spelling of an address leads around it.
type guard struct {
	rules    *ssrf.Guardian
	ports    []uint16
	loopback []netip.AddrPort // exactly these are let through whatever they are: for tests and the demo newsroom
	resolver Resolver
}

// cloudAgent answers on every machine of one large provider and hands out credentials; no registry lists it.
var cloudAgent = netip.MustParsePrefix("168.63.129.16/32")

func newGuard(o Options) *guard {
	deny4, deny6 := []netip.Prefix{cloudAgent}, []netip.Prefix(nil)
	for _, p := range slices.Concat(o.Deny, ownAddresses()) {
		if p.Addr().Is4() {
			deny4 = append(deny4, p)
		} else {
			deny6 = append(deny6, p)
		}
	}
	ports := append([]uint16{80, 443}, o.Ports...)
	return &guard{
		rules:    ssrf.New(ssrf.WithAnyPort(), ssrf.WithDeniedV4Prefixes(deny4...), ssrf.WithDeniedV6Prefixes(deny6...)),
		ports:    ports,
		loopback: o.Loopback,
		resolver: o.Resolver,
	}
}

// ownAddresses are those of this machine: what listens on them trusts it.
func ownAddresses() []netip.Prefix {
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	var out []netip.Prefix
	for _, a := range addrs {
		if p, err := netip.ParsePrefix(a.String()); err == nil {
			ip := p.Addr().Unmap().WithZone("")
			out = append(out, netip.PrefixFrom(ip, ip.BitLen()))
		}
	}
	return out
}

var (
	errNotPublic = errors.New("address not public")
	errHost      = errors.New("non-canonical host")
	errURL       = errors.New("URL refused")
)

// address judges one address to dial.
func (g *guard) address(at netip.AddrPort) error {
	if slices.Contains(g.loopback, netip.AddrPortFrom(at.Addr().Unmap(), at.Port())) {
		return nil
	}
	if !slices.Contains(g.ports, at.Port()) {
		return fmt.Errorf("%w: port %d", errURL, at.Port())
	}
	if at.Addr().Zone() != "" {
		return fmt.Errorf("%w: %s has a zone", errNotPublic, at.Addr())
	}
	if err := g.rules.SafeAddr(unwrap(at.Addr())); err != nil {
		return fmt.Errorf("%w: %s", errNotPublic, at.Addr())
	}
	return nil
}

var (
	nat64      = netip.MustParsePrefix("64:ff9b::/96")
	translated = netip.MustParsePrefix("::ffff:0:0:0/96")
)

// unwrap gives the IPv4 address inside an IPv6 address that routers turn back into it. Other wrappings (6to4, Teredo,
// IPv4-compatible) are refused whole by the rules.
func unwrap(ip netip.Addr) netip.Addr {
	ip = ip.Unmap()
	if nat64.Contains(ip) || translated.Contains(ip) {
		b := ip.As16()
		return netip.AddrFrom4([4]byte(b[12:]))
	}
	return ip
}

// control is the last check, on the socket that is about to connect.
func (g *guard) control(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %s", errNotPublic, address)
	}
	return g.address(at)
}

// resolve gives the addresses of host that may be dialled. Where a name has public and private addresses the private
// ones are left out; where only those remain it is refused.
func (g *guard) resolve(ctx context.Context, host string, port uint16) ([]netip.AddrPort, error) {
	var ips []netip.Addr
	if ip, err := netip.ParseAddr(host); err == nil {
		ips = []netip.Addr{ip}
	} else if ips, err = g.resolver.LookupNetIP(ctx, "ip", host); err != nil {
		return nil, err
	}
	var out []netip.AddrPort
	refused := fmt.Errorf("%w: %s has no address", errNotPublic, host)
	for _, ip := range ips {
		at := netip.AddrPortFrom(ip.Unmap(), port)
		if err := g.address(at); err != nil {
			refused = err
			continue
		}
		out = append(out, at)
	}
	if len(out) == 0 {
		return nil, refused
	}
	return out, nil
}

// Judge says why an address will never be fetched, as far as its text tells. Nothing is dialled and no name is looked
// up: what a name stands for is judged when it is fetched, every time.
//
// The error is hearsay.ErrDenied.
func Judge(raw string) error {
	u, err := newGuard(Options{}).parseURL(raw)
	if err == nil && (u.Hostname() == "localhost" || strings.HasSuffix(u.Hostname(), ".localhost")) {
		err = fmt.Errorf("%w: %s is this machine", errNotPublic, u.Hostname())
	}
	if err == nil {
		return nil
	}
	return &hearsay.Fault{Kind: hearsay.ErrDenied, Doing: "look at " + raw, Cause: err,
		Hint: "give a whole http or https address on the open web; hearsay never asks private networks"}
}

const maxURLBytes = 8 << 10

// parseURL accepts an address that all parsers read alike: http or https, a host in ASCII that is either a name or an
// IP address in its canonical form, no user, no zone, no trailing dot.
func (g *guard) parseURL(raw string) (*url.URL, error) {
	if len(raw) > maxURLBytes || strings.ContainsFunc(raw, func(r rune) bool { return r <= ' ' || r == 0x7f || r == '\\' }) {
		return nil, fmt.Errorf("%w: control character, blank, backslash or too long", errURL)
	}
	u, err := url.Parse(raw)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errURL, err)
	}
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("%w: scheme %q", errURL, u.Scheme)
	case u.User != nil:
		return nil, fmt.Errorf("%w: user information", errURL)
	case u.Opaque != "" || u.Hostname() == "":
		return nil, fmt.Errorf("%w: no host", errURL)
	}
	u.Host = strings.ToLower(u.Host)
	u.Fragment, u.RawFragment = "", ""
	port, err := portOf(u)
	if err != nil {
		return nil, err
	}
	return u, g.host(u.Hostname(), port)
}

func portOf(u *url.URL) (uint16, error) {
	switch {
	case u.Port() != "":
		n, err := strconv.ParseUint(u.Port(), 10, 16)
		if err != nil || n == 0 {
			return 0, fmt.Errorf("%w: port %q", errURL, u.Port())
		}
		return uint16(n), nil
	case u.Scheme == "https":
		return 443, nil
	}
	return 80, nil
}

func (g *guard) host(host string, port uint16) error {
	if strings.ContainsFunc(host, func(r rune) bool { return r >= 0x80 || r == '%' }) {
		return fmt.Errorf("%w: %q (write an international name in its xn-- form)", errHost, host)
	}
	if strings.HasSuffix(host, ".") || strings.Contains(host, "..") {
		return fmt.Errorf("%w: %q", errHost, host)
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		return g.address(netip.AddrPortFrom(ip, port))
	}
	last := host[strings.LastIndexByte(host, '.')+1:]
	isHex := len(last) >= 2 && strings.EqualFold(last[:2], "0x")
	if isHex || last != "" && strings.Trim(last, "0123456789") == "" {
		return fmt.Errorf("%w: %q", errHost, host)
	}
	isListed := slices.ContainsFunc(g.loopback, func(a netip.AddrPort) bool { return a.Port() == port })
	if !slices.Contains(g.ports, port) && !isListed {
		return fmt.Errorf("%w: port %d", errURL, port)
	}
	return nil
}
