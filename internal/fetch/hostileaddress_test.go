// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"hearsay"
)

// The tests of docs/hostile.md that concern where a request goes. Their names begin with the number of the input.

// refuses demands that an address is denied before a socket is opened, for a reason.
func refuses(t *testing.T, c *Client, reason string, addresses ...string) {
	t.Helper()
	for _, a := range addresses {
		_, err := c.Get(t.Context(), Request{URL: a})
		if !errors.Is(err, hearsay.ErrDenied) || !strings.Contains(err.Error(), reason) {
			t.Errorf("Get(%q) = %v, want denied: %s", a, err, reason)
		}
	}
}

func web(hosts ...string) (addresses []string) {
	for _, h := range hosts {
		addresses = append(addresses, "http://"+h+"/")
	}
	return addresses
}

func TestH01LocalAddressesAreRefused(t *testing.T) {
	refuses(t, deaf(t, names{}), "address not public", web("127.0.0.1", "[::1]", "0.0.0.0", "[::]", "10.1.2.3", "172.16.0.1",
		"192.168.1.1", "169.254.169.254", "127.0.0.1:443")...)
	refuses(t, deaf(t, names{"localhost": {{"127.0.0.1", "::1"}}}), "address not public", "http://localhost/", "http://LOCALHOST:80/")
}

func TestH02NumbersThatAreNoAddressInCanonicalFormAreRefused(t *testing.T) {
	odd := web("2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0", "0x7f.1", "127.0.0.1.", "1.2.3.0x4", "1.2.3.4.5", "0X7F000001",
		"00.00.00.00", "127.0.0.0x1", "017700000001", "4294967296")
	for _, r := range []Resolver{names{}, &net.Resolver{PreferGo: true}, &net.Resolver{}} {
		refuses(t, deafWith(t, Options{Resolver: r}), "non-canonical host", odd...)
	}
}

func TestH03IPv4InsideIPv6IsUnwrapped(t *testing.T) {
	for _, inner := range []string{"127.0.0.1", "169.254.169.254", "10.0.0.1"} {
		b := netip.MustParseAddr(inner).As4()
		hex := fmt.Sprintf("%02x%02x:%02x%02x", b[0], b[1], b[2], b[3])
		refuses(t, deaf(t, names{}), "address not public", web("[::ffff:"+hex+"]", "[::ffff:"+inner+"]", "[::"+hex+"]",
			"[::ffff:0:"+hex+"]", "[64:ff9b::"+hex+"]", "[64:ff9b:1::"+hex+"]", "[2002:"+hex+"::]", "[2001:0:"+hex+"::]")...)
	}
	c := deaf(t, names{"six.example": {{"64:ff9b::7f00:1", "::ffff:10.0.0.1", "2002:a9fe:a9fe::1", "2001:0:7f00:1::1"}}})
	refuses(t, c, "address not public", "http://six.example/")
}

func TestH04SpecialRangesAreRefused(t *testing.T) {
	refuses(t, deaf(t, names{}), "address not public", web("192.0.0.192", "100.64.0.1", "100.100.100.200", "168.63.129.16", "198.18.0.1",
		"240.0.0.1", "255.255.255.255", "0.1.2.3", "192.88.99.1", "224.0.0.1", "192.0.2.1", "198.51.100.1", "203.0.113.1",
		"[2001:db8::1]", "[3fff::1]", "[5f00::1]", "[fd00:ec2::254]", "[fe80::1]", "[fec0::1]", "[ff02::1]", "[100::1]", "[64:ff9b:1::1]")...)
}

func TestH05PrivateAnswerOfAPublicNameIsNeverDialled(t *testing.T) {
	c := deaf(t, names{
		"mixed.example":   {{"10.0.0.1", "8.8.8.8", "::1"}},
		"private.example": {{"10.0.0.1", "fd00::1"}},
	}, "8.8.8.8:80")
	if _, err := c.Get(t.Context(), Request{URL: "http://mixed.example/"}); !errors.Is(err, errNoSocket) {
		t.Errorf("a name with one public address: %v, want the dialler's failure", err)
	}
	refuses(t, c, "address not public", "http://private.example/")
}

func TestH06RebindingIsRefusedAtDialTime(t *testing.T) {
	c := deaf(t, names{"rebind.example": {{"8.8.8.8"}, {"127.0.0.1"}}}, "8.8.8.8:80")
	if _, err := c.dial(t.Context(), "tcp", "rebind.example:80"); !errors.Is(err, errNoSocket) {
		t.Errorf("the first answer: %v", err)
	}
	if _, err := c.dial(t.Context(), "tcp", "rebind.example:80"); !errors.Is(err, errNotPublic) {
		t.Errorf("the second answer: %v", err)
	}
	// Even a dialler that went wrong meets the check on the socket itself.
	real := New(Options{})
	if _, err := real.connect(t.Context(), "tcp", "127.0.0.1:80"); !errors.Is(err, errNotPublic) {
		t.Errorf("the socket's own check gives %v, want not public", err)
	}
}

// to redirects.
func to(where string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", where)
		w.WriteHeader(http.StatusFound)
	}
}

func TestH07RedirectsInsideAreRefusedAtTheHop(t *testing.T) {
	c, base := serve(t, map[string]http.HandlerFunc{
		"/ok": to("/end"), "/end": say("end"), "/meta": to("http://169.254.169.254/latest/"), "/file": to("file:///etc/passwd"),
		"/gopher": to("gopher://x.example/"), "/ftp": to("ftp://x.example/"), "/data": to("data:text/html,x"), "/far": to("/meta"),
		"/user": to("http://a:b@x.example/"), "/relative": to("//127.0.0.1:1/"),
	})
	a, err := c.Get(t.Context(), Request{URL: base + "/ok"})
	if err != nil || string(a.Payload) != "end" || !slices.Equal(a.Hops, []string{base + "/ok"}) {
		t.Errorf("answer = %+v, %v", a, err)
	}
	for path, reason := range map[string]string{"/meta": "not public", "/file": `scheme "file"`, "/gopher": `scheme "gopher"`,
		"/ftp": `scheme "ftp"`, "/data": `scheme "data"`, "/user": "user information", "/relative": "port 1"} {
		refuses(t, c, reason, base+path)
	}
	a, err = c.Get(t.Context(), Request{URL: base + "/far"})
	if err == nil || !strings.Contains(err.Error(), "(by way of "+base+"/far → "+base+"/meta)") {
		t.Errorf("error %v, want it to say the way", err)
	}
	if a == nil || len(a.Hops) != 2 || a.Status != http.StatusFound {
		t.Errorf("answer %+v, want the last redirect with both hops", a)
	}
}

func TestH08RedirectsEnd(t *testing.T) {
	routes := map[string]http.HandlerFunc{
		"/loop": to("/loop2"), "/loop2": to("/loop"), "/self": to("/self#again"), "/huge": to("/" + strings.Repeat("x", 8<<20)),
		"/long": to("/" + strings.Repeat("x", 20<<10)),
	}
	for i := range 1000 {
		routes[fmt.Sprintf("/hop%d", i)] = to(fmt.Sprintf("/hop%d", i+1))
	}
	routes["/hop1000"] = say("the end")
	c, base := serve(t, routes)
	refuses(t, c, "redirect refused: loop at", base+"/loop", base+"/self")
	refuses(t, c, "redirect refused: more than 5", base+"/hop0")
	refuses(t, c, "too long", base+"/long")
	if a, err := c.Get(t.Context(), Request{URL: base + "/hop995"}); err != nil || len(a.Hops) != 5 {
		t.Errorf("five redirects give %+v, %v", a, err)
	}
	if _, err := c.Get(t.Context(), Request{URL: base + "/huge"}); err == nil {
		t.Error("a header of 8 MiB was read")
	}
}

func TestH09AddressesThatParsersReadDifferentlyAreRefused(t *testing.T) {
	c := deaf(t, names{"public.example": {{"8.8.8.8"}}, "internal": {{"10.0.0.1"}}})
	for _, u := range []string{
		"http://internal\\@public.example/", "http://public.example@internal/", "http://user:pw@public.example/",
		"http://@public.example/", "http://pub\tlic.example/", "http://public.example\n/", "http://public.example./",
		"http://[fe80::1%25eth0]/", "http://[::1%25]/", "http://\uff11\uff12\uff17.0.0.1/", "http://127\u30020.0.1/", "http://%31%32%37.0.0.1/",
		"http://internal..example/", "http://.public.example/", "http://public.example:80:80/", "http://public.example:/@internal/\\",
		"file:///etc/passwd", "gopher://public.example/", "ftp://public.example/", "data:text/html,x", "http:///path", "http:public.example",
		"//public.example/", "http://public.example:25/", "http://public.example:0/", "http://public.example:99999/", "http://" + strings.Repeat("a", 9000),
		"javascript:alert(1)", "", "http://пример.example/", "http://public.example/\u0085", "http://public.example/\u0000", "http://pub,lic.example/",
		"http://public.example;internal/", "http://[127.0.0.1]/", "http://[internal]/", "http://public<b>.example/", "http://public.example /", "\u00a0http://x.example/",
	} {
		if _, err := c.Get(t.Context(), Request{URL: u}); !errors.Is(err, hearsay.ErrDenied) {
			t.Errorf("Get(%q) = %v, want denied", u, err)
		}
	}
}

func TestH10RequestsHaveOurHeadersAlone(t *testing.T) {
	var got http.Header
	var host string
	c, base := serve(t, map[string]http.HandlerFunc{"/a": func(w http.ResponseWriter, r *http.Request) {
		got, host = r.Header, r.Host
		w.Header().Set("Set-Cookie", "session=1")
	}})
	r := Request{URL: base + "/a", ETag: `"1"`, LastModified: "Mon, 04 May 2026 10:00:00 GMT"}
	for range 2 {
		if _, err := c.Get(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	for name := range got {
		if !slices.Contains([]string{"User-Agent", "Accept", "Accept-Encoding", "If-None-Match", "If-Modified-Since", "Connection"}, name) {
			t.Errorf("the request has the header %s: %q", name, got[name])
		}
	}
	if "http://"+host != base {
		t.Errorf("host %q of %s", host, base)
	}
	// The only values that a server gives back through us cannot make a header of their own.
	r.ETag = "\"1\"\r\nAuthorization: Basic x\r\nX-Forwarded-For: 127.0.0.1"
	got = nil
	if _, err := c.Get(t.Context(), r); err == nil || got != nil {
		t.Errorf("an ETag with line ends was sent: %v, %v", got, err)
	}
}

func TestH11EveryConnectionIsJudged(t *testing.T) {
	c := deafWith(t, Options{Ports: []uint16{587, 9000}, Resolver: names{"hook.example": {{"10.0.0.7"}}, "issuer.example": {{"::1", "fd00::2"}}}})
	for _, address := range []string{"10.0.0.1:443", "hook.example:443", "issuer.example:443", "[::1]:587", "127.0.0.1:9000", "localhost:80"} {
		if conn, err := c.dial(t.Context(), "tcp", address); err == nil {
			t.Errorf("dial(%s) = %v", address, conn.RemoteAddr())
		}
	}
}

func TestH12ProxyInTheEnvironmentIsIgnored(t *testing.T) {
	for _, name := range []string{"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"} {
		t.Setenv(name, "http://127.0.0.1:3128")
	}
	c := deaf(t, names{"public.example": {{"8.8.8.8"}}, "inside.example": {{"10.0.0.1"}}}, "8.8.8.8:80", "8.8.8.8:443")
	for _, u := range []string{"http://public.example/", "https://public.example/"} {
		if _, err := c.Get(t.Context(), Request{URL: u, Kind: robots}); !errors.Is(err, errNoSocket) {
			t.Errorf("Get(%s) = %v, want the dialler's failure", u, err)
		}
	}
	refuses(t, c, "address not public", "http://inside.example/")
}

func TestCredentialsGoToNoOtherHost(t *testing.T) {
	var got http.Header
	c, other := serve(t, map[string]http.HandlerFunc{"/b": func(_ http.ResponseWriter, r *http.Request) { got = r.Header }})
	first, base := serve(t, map[string]http.HandlerFunc{"/a": to(other + "/b")})
	c.o.Loopback = append(c.o.Loopback, first.o.Loopback...)
	c = New(Options{Every: time.Nanosecond, Loopback: c.o.Loopback})
	if _, err := c.Get(t.Context(), Request{URL: base + "/a", ETag: `"mine"`, LastModified: "Mon, 04 May 2026 10:00:00 GMT"}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"If-None-Match", "If-Modified-Since", "Cookie", "Authorization", "Referer"} {
		if got.Get(name) != "" {
			t.Errorf("the other host hears %s: %q", name, got.Get(name))
		}
	}
}
