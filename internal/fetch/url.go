// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"hearsay"
)

var (
	errHost = errors.New("non-canonical host")
	errURL  = errors.New("URL refused")
)

const maxURLBytes = 8 << 10

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

// parseURL accepts an address that all parsers read alike: http or https, a host in ASCII that is either a name or an
// IP address in its canonical form, no user, no zone, no trailing dot. What it gives has no fragment and no port that
// goes without saying, so that one place has one spelling.
func (g *guard) parseURL(raw string) (*url.URL, error) {
	if len(raw) > maxURLBytes || strings.ContainsFunc(raw, isUnsafe) {
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
	u.Fragment, u.RawFragment = "", ""
	port, err := portOf(u)
	if err != nil {
		return nil, err
	}
	u.Host = canonicalHost(u, port)
	return u, g.host(u.Hostname(), port)
}

// isUnsafe finds what one parser skips, another takes for the end, and a third for a slash: blanks, controls (C1 too)
// and backslashes.
func isUnsafe(r rune) bool { return r <= ' ' || r >= 0x7f && r <= 0x9f || r == '\\' || r == '\ufffd' }

func canonicalHost(u *url.URL, port uint16) string {
	host := strings.ToLower(u.Host)
	if u.Port() == "" {
		return strings.TrimSuffix(host, ":")
	}
	host = strings.TrimSuffix(host, ":"+u.Port())
	if port == usualPort(u.Scheme) {
		return host
	}
	return host + ":" + strconv.Itoa(int(port))
}

func portOf(u *url.URL) (uint16, error) {
	if u.Port() == "" {
		return usualPort(u.Scheme), nil
	}
	n, err := strconv.ParseUint(u.Port(), 10, 16)
	if err != nil || n == 0 {
		return 0, fmt.Errorf("%w: port %q", errURL, u.Port())
	}
	return uint16(n), nil
}

func usualPort(scheme string) uint16 {
	if scheme == "https" {
		return 443
	}
	return 80
}

// host judges the name in an address, and its port as far as that is possible before the name is looked up.
func (g *guard) host(host string, port uint16) error {
	if ip, err := netip.ParseAddr(host); err == nil {
		return g.address(netip.AddrPortFrom(ip, port))
	}
	if strings.ContainsFunc(host, func(r rune) bool { return r >= 0x80 || r == '%' }) {
		return fmt.Errorf("%w: %q (write an international name in its xn-- form)", errHost, host)
	}
	if strings.ContainsFunc(host, isNoHostByte) || slices.Contains(strings.Split(host, "."), "") {
		return fmt.Errorf("%w: %q", errHost, host)
	}
	last := host[strings.LastIndexByte(host, '.')+1:]
	isHexadecimal := strings.HasPrefix(last, "0x")
	if isHexadecimal || strings.Trim(last, "0123456789") == "" {
		return fmt.Errorf("%w: %q", errHost, host)
	}
	isListed := slices.ContainsFunc(g.loopback, func(a netip.AddrPort) bool { return a.Port() == port })
	if !slices.Contains(g.ports, port) && !isListed {
		return fmt.Errorf("%w: port %d", errURL, port)
	}
	return nil
}

// isNoHostByte finds what stands in no name of a host. The underscore is not allowed in one either, and is used.
func isNoHostByte(r rune) bool {
	return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '.' && r != '_'
}
