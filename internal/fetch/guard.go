// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"syscall"

	"code.dny.dev/ssrf"
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
	own      func() ([]net.Addr, error) // the addresses of this machine
}

// cloudAgent answers on every machine of one large provider and hands out credentials; no registry lists it.
var cloudAgent = netip.MustParsePrefix("168.63.129.16/32")

func newGuard(o Options) *guard {
	deny4, deny6 := []netip.Prefix{cloudAgent}, []netip.Prefix(nil)
	for _, p := range o.Deny {
		if p = plainPrefix(p); p.Addr().Is4() {
			deny4 = append(deny4, p)
		} else {
			deny6 = append(deny6, p)
		}
	}
	return &guard{
		rules:    ssrf.New(ssrf.WithAnyPort(), ssrf.WithDeniedV4Prefixes(deny4...), ssrf.WithDeniedV6Prefixes(deny6...)),
		ports:    append([]uint16{80, 443}, o.Ports...),
		loopback: o.Loopback,
		resolver: o.Resolver,
		own:      net.InterfaceAddrs,
	}
}

// plainPrefix writes a prefix of IPv4-mapped addresses as one of IPv4, in which form addresses are judged.
func plainPrefix(p netip.Prefix) netip.Prefix {
	if p.Addr().Is4In6() && p.Bits() >= 96 {
		return netip.PrefixFrom(p.Addr().Unmap(), p.Bits()-96)
	}
	return p
}

var errNotPublic = errors.New("address not public")

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
	ip := unwrap(at.Addr())
	if err := g.rules.SafeAddr(ip); err != nil {
		return fmt.Errorf("%w: %s", errNotPublic, at.Addr())
	}
	return g.notOwn(ip)
}

// notOwn refuses the addresses of this machine: what listens on them trusts it. They are asked for each time, because
// they change while a process runs.
func (g *guard) notOwn(ip netip.Addr) error {
	own, err := g.own()
	if err != nil {
		return fmt.Errorf("%w: which addresses are this machine's cannot be told: %w", errNotPublic, err)
	}
	for _, a := range own {
		if p, err := netip.ParsePrefix(a.String()); err == nil && p.Addr().Unmap().WithZone("") == ip {
			return fmt.Errorf("%w: %s is this machine", errNotPublic, ip)
		}
	}
	return nil
}

var (
	nat64      = netip.MustParsePrefix("64:ff9b::/96")
	translated = netip.MustParsePrefix("::ffff:0:0:0/96")
)

// unwrap gives the IPv4 address inside an IPv6 address that routers turn back into it. Other wrappings (6to4, Teredo,
// IPv4-compatible) are refused whole by the rules: nothing that publishes is reached through them alone.
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
