// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hearsay"
)

// The tests of docs/hostile.md that concern how a server answers. Their names begin with the number of the input.

// The limits of a client as it comes.
const (
	slow  = 10 * time.Second
	whole = 30 * time.Second
)

// drip is a server that hears the request, then does as it likes.
func drip(do func(net.Conn)) func(net.Conn) {
	return func(conn net.Conn) {
		defer conn.Close()
		b := make([]byte, 4096)
		for seen := ""; !strings.Contains(seen, "\r\n\r\n"); {
			n, err := conn.Read(b)
			if err != nil {
				return
			}
			seen += string(b[:n])
		}
		do(conn)
	}
}

// every writes a piece again and again until the connection ends.
func every(conn net.Conn, pause time.Duration, piece string) {
	for {
		if _, err := io.WriteString(conn, piece); err != nil {
			return
		}
		time.Sleep(pause)
	}
}

// ask looks at one page without robots.txt, in the time of a bubble, and says how long that took.
func ask(t *testing.T, serve func(net.Conn), kind Kind) (a *Answer, took time.Duration, err error) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		c := newPipes(t, serve).client(Options{})
		began := time.Now()
		a, _, err = (&trip{client: c, left: whole}).once(t.Context(), mustParse(t, c, "http://paper.example/"), Request{Kind: kind})
		took = time.Since(began)
	})
	return a, took, err
}

func TestH13SlowHeaderIsGivenUpAfterTenSeconds(t *testing.T) {
	_, took, err := ask(t, drip(func(conn net.Conn) { every(conn, 5*time.Second, "H") }), Page)
	if err == nil || took != slow {
		t.Errorf("%v, after %v", err, took)
	}
	_, took, err = ask(t, drip(func(conn net.Conn) { _, _ = conn.Read(make([]byte, 1)) }), Page)
	if err == nil || took != slow {
		t.Errorf("a server that says nothing: %v, after %v", err, took)
	}
	_, took, err = ask(t, drip(func(conn net.Conn) { every(conn, time.Second, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n") }), Page)
	if err == nil || took > slow {
		t.Errorf("early hints without end: %v, after %v", err, took)
	}
}

const okHead = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"

func TestH14SlowBodyIsCutAndKept(t *testing.T) {
	chunk := fmt.Sprintf("%x\r\n%s\r\n", 2048, strings.Repeat("x", 2048))
	for name, tt := range map[string]struct {
		head, piece string
		pause       time.Duration
		took        time.Duration
		kept        int
		why         string
	}{
		"a byte a second":          {okHead + "\r\n", "x", 1001 * time.Millisecond, slow, 10, "slower than 1024 bytes a second"},
		"nothing":                  {okHead + "\r\n", "", time.Hour, slow, 0, "slower than 1024 bytes a second"},
		"chunks without end":       {okHead + "Transfer-Encoding: chunked\r\n\r\n", chunk, 1001 * time.Millisecond, whole, 30 * 2048, "not whole in time"},
		"chunks of one byte":       {okHead + "Transfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n", 1001 * time.Millisecond, slow, 10, "slower than"},
		"much, then little":        {okHead + "\r\n", strings.Repeat("x", 15<<10), 16 * time.Second, 15 * time.Second, 15 << 10, "slower than"},
		"chunks as fast as it can": {okHead + "Transfer-Encoding: chunked\r\n\r\n", chunk, 0, 0, maxPage, "longer than"},
	} {
		t.Run(name, func(t *testing.T) {
			a, took, err := ask(t, drip(func(conn net.Conn) {
				_, _ = io.WriteString(conn, tt.head)
				every(conn, tt.pause, tt.piece)
			}), Page)
			if err != nil || took != tt.took || len(a.Payload) != tt.kept || !strings.Contains(a.Truncated, tt.why) {
				t.Errorf("%d bytes kept after %v, truncated %q, %v", len(a.Payload), took, a.Truncated, err)
			}
		})
	}
}

func TestH14SlowRedirectsShareThirtySeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		c := newPipes(t, drip(func(conn net.Conn) {
			n++
			time.Sleep(9 * time.Second)
			fmt.Fprintf(conn, "HTTP/1.1 302 Found\r\nLocation: /%d\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", n)
		})).client(Options{Every: time.Nanosecond})
		began := time.Now()
		_, err := c.Get(t.Context(), Request{URL: "http://paper.example/", Kind: robots})
		if took := time.Since(began); took.Round(time.Millisecond) != whole || err == nil || !strings.Contains(err.Error(), "not whole in time") {
			t.Errorf("%v, after %v", err, took)
		}
	})
}

func TestH15LyingLengthsNeverHang(t *testing.T) {
	long := strings.Repeat("x", 10<<20)
	for name, tt := range map[string]struct {
		answer string
		kept   string
		why    string // the payload is cut; "error": there is none
	}{
		"10 said, 10 MB sent":     {okHead + "Content-Length: 10\r\n\r\n" + long, "xxxxxxxxxx", ""},
		"10 GB said, 10 sent":     {okHead + "Content-Length: 10000000000\r\n\r\nxxxxxxxxxx", "xxxxxxxxxx", "unexpected EOF"},
		"two lengths":             {okHead + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef", "", "error"},
		"negative":                {okHead + "Content-Length: -5\r\n\r\nabcdef", "", "error"},
		"no number":               {okHead + "Content-Length: five\r\n\r\nabcdef", "", "error"},
		"chunked and length":      {okHead + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n", "abcde", ""},
		"chunk of no size":        {okHead + "Transfer-Encoding: chunked\r\n\r\nzz\r\nabcde\r\n", "", "invalid"},
		"chunk of 10 GB":          {okHead + "Transfer-Encoding: chunked\r\n\r\n2540BE400\r\nabcde", "abcde", "unexpected EOF"},
		"chunk of 2^70":           {okHead + "Transfer-Encoding: chunked\r\n\r\n400000000000000000\r\nabcde", "", "too large"},
		"no answer at all":        {"", "", "error"},
		"an answer without HTTP":  {"hello\r\n\r\n", "", "error"},
		"a status of ten figures": {"HTTP/1.1 2000000000 OK\r\n\r\n", "", "error"},
	} {
		t.Run(name, func(t *testing.T) {
			a, took, err := ask(t, drip(func(conn net.Conn) { _, _ = io.WriteString(conn, tt.answer) }), Page)
			if took > whole {
				t.Errorf("took %v", took)
			}
			if tt.why == "error" {
				if err == nil {
					t.Errorf("answer %+v, want an error", a)
				}
				return
			}
			if err != nil || string(a.Payload) != tt.kept || !strings.Contains(a.Truncated, tt.why) || tt.why == "" && a.Truncated != "" {
				t.Errorf("payload %.20q, truncated %q, %v", a.Payload, a.Truncated, err)
			}
		})
	}
}

func TestH16HeadersEndAt64KiB(t *testing.T) {
	for name, fields := range map[string]string{
		"10,000 fields":    strings.Repeat("X-Field: y\r\n", 10_000),
		"a field of 1 MiB": "X: " + strings.Repeat("x", 1<<20) + "\r\n",
		"1,000 cookies":    strings.Repeat("Set-Cookie: a="+strings.Repeat("b", 60)+"\r\n", 1000),
		"a name of 1 MiB":  strings.Repeat("x", 1<<20) + ": y\r\n",
	} {
		_, took, err := ask(t, drip(func(conn net.Conn) { _, _ = io.WriteString(conn, okHead+fields+"\r\nwords") }), Page)
		if err == nil || took > slow {
			t.Errorf("%s: %v, after %v", name, err, took)
		}
	}
	few := strings.Repeat("X-Field: y\r\n", 1000)
	if a, _, err := ask(t, drip(func(conn net.Conn) { _, _ = io.WriteString(conn, okHead+few+"\r\nwords") }), Page); err != nil || string(a.Payload) != "words" {
		t.Errorf("12 KB of fields: %+v, %v", a, err)
	}
}

func TestH19RetryAfterIsClamped(t *testing.T) {
	now := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	for in, want := range map[string]time.Duration{
		"": time.Minute, "-5": time.Minute, "1": time.Minute, "600": 10 * time.Minute, "1e300": 24 * time.Hour, "315360000": 24 * time.Hour,
		"Thu, 01 Jan 1970 00:00:00 GMT": time.Minute, "Mon, 04 May 2026 14:00:00 GMT": 2 * time.Hour, "NaN": time.Minute,
		"Mon, 04 May 2099 14:00:00 GMT": 24 * time.Hour, "+Inf": 24 * time.Hour, "soon": time.Minute, "9223372036854775808": 24 * time.Hour,
	} {
		if got := retryAfter(in, now); got != want {
			t.Errorf("retryAfter(%q) = %v, want %v", in, got, want)
		}
	}
	c, base := serve(t, map[string]http.HandlerFunc{"/busy": say("", "Retry-After", "315360000", "X-Status", "429")})
	a, err := c.Get(t.Context(), Request{URL: base + "/busy"})
	if err != nil || a.RetryAfter != 24*time.Hour {
		t.Fatalf("answer %+v, %v; want to wait 24 h", a, err)
	}
	if _, err := c.Get(t.Context(), Request{URL: base + "/busy"}); !errors.Is(err, hearsay.ErrTemporary) {
		t.Errorf("error %v, want temporary", err)
	}
}

func TestH20RobotsFailsClosedForADay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		files := 0
		c := newPipes(t, func(conn net.Conn) {
			serveOnce(conn, func(r *http.Request) string {
				if r.URL.Path == "/robots.txt" {
					files++
					return "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
				}
				return okHead + "Content-Length: 5\r\nConnection: close\r\n\r\nwords"
			})
		}).client(Options{})
		for range 23 {
			refuses(t, c, "robots.txt does not allow it", "http://paper.example/a")
			time.Sleep(time.Hour)
		}
		if files != 1 {
			t.Errorf("asked %d times within a day, want once", files)
		}
		time.Sleep(time.Hour + time.Minute)
		refuses(t, c, "robots.txt does not allow it", "http://paper.example/a")
		if files != 2 {
			t.Errorf("asked %d times after a day, want twice", files)
		}
	})
}

func TestH20HostileRobotsAreBounded(t *testing.T) {
	rules := "User-agent: *\nCrawl-delay: 1e309\n" + strings.Repeat("Disallow: /*a*a*a*a*b\n", 1_000_000) + "Disallow: /end\n"
	big := strings.Repeat("#"+strings.Repeat(" ", 98)+"\n", 500_000) + "User-agent: *\nDisallow: /"
	rng := strings.Repeat("\x00\x01\xff\xfeUser-agent\x00: *\r\n", 10_000)
	elsewhere, other := serve(t, map[string]http.HandlerFunc{"/robots.txt": say("User-agent: *\nDisallow: /private")})
	for name, tt := range map[string]struct {
		file     http.HandlerFunc
		path     string
		isDenied bool
	}{
		"a million rules":         {say(rules), "/" + strings.Repeat("a", 2000), false},
		"a million rules, to end": {say(rules), "/end", false}, // it stands behind the 500 KiB that are read
		"50 MB":                   {say(big), "/a", false},
		"binary":                  {say(rng), "/a", false},
		"to another host":         {to(other + "/robots.txt"), "/private", true},
		"to the inside":           {to("http://10.0.0.1/robots.txt"), "/a", false},
		"without end":             {to("/robots.txt?again"), "/a", false},
		"server error":            {say("", "X-Status", "503"), "/a", true},
		"too many requests":       {say("", "X-Status", "429"), "/a", true},
		"gone":                    {say("", "X-Status", "410"), "/a", false},
	} {
		t.Run(name, func(t *testing.T) {
			c, base := serve(t, map[string]http.HandlerFunc{"/robots.txt": tt.file, "/": say("words")})
			c = New(Options{Every: time.Nanosecond, Loopback: append(c.o.Loopback, elsewhere.o.Loopback...)})
			began := time.Now()
			_, err := c.Get(t.Context(), Request{URL: base + tt.path})
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("took %v", took)
			}
			isHeld := err != nil && strings.Contains(err.Error(), errTooOften.Error())
			if isDenied := errors.Is(err, hearsay.ErrDenied) || isHeld; isDenied != tt.isDenied || err != nil && !isDenied {
				t.Errorf("Get = %v, want denied %v", err, tt.isDenied)
			}
		})
	}
}

func mustParse(t *testing.T, c *Client, address string) *url.URL {
	t.Helper()
	u, err := c.guard.parseURL(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
