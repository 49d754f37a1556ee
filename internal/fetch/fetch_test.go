// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"hearsay"
)

// serve starts a server on loopback and a client that is allowed to reach it and nothing else.
func serve(t *testing.T, routes map[string]http.HandlerFunc) (*Client, string) {
	t.Helper()
	mux := http.NewServeMux()
	for path, h := range routes {
		mux.HandleFunc(path, h)
	}
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	u, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	return New(Options{Every: time.Nanosecond, Loopback: []netip.AddrPort{netip.MustParseAddrPort(u.Host)}}), s.URL
}

func say(body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		fmt.Fprint(w, body)
	}
}

func TestAnswerIsGivenAsItCame(t *testing.T) {
	c, base := serve(t, map[string]http.HandlerFunc{
		"/a": say("words", "Content-Type", "text/html; charset=x", "ETag", `"1"`, "Content-Language", "fr"),
	})
	a, err := c.Get(t.Context(), Request{URL: base + "/a#part"})
	if err != nil {
		t.Fatal(err)
	}
	if string(a.Payload) != "words" || a.Status != 200 || a.MediaType != "text/html; charset=x" || a.ETag != `"1"` ||
		a.Language != "fr" || a.URL != base+"/a" || a.Truncated != "" {
		t.Errorf("answer = %+v", a)
	}
}

func TestUnchangedAnswerHasNoPayload(t *testing.T) {
	c, base := serve(t, map[string]http.HandlerFunc{"/a": func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `"1"` && r.Header.Get("If-Modified-Since") != "" {
			w.WriteHeader(http.StatusNotModified)
		}
	}})
	a, err := c.Get(t.Context(), Request{URL: base + "/a", ETag: `"1"`, LastModified: "Mon, 04 May 2026 10:00:00 GMT"})
	if err != nil || a.Status != http.StatusNotModified || len(a.Payload) > 0 {
		t.Errorf("answer = %+v, %v", a, err)
	}
}

func TestRedirectsAreJudgedAtEachHop(t *testing.T) {
	to := func(where string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", where)
			w.WriteHeader(http.StatusFound)
		}
	}
	routes := map[string]http.HandlerFunc{
		"/ok": to("/end"), "/end": say("end"), "/meta": to("http://169.254.169.254/latest/"), "/file": to("file:///etc/passwd"),
		"/gopher": to("gopher://x.example/"), "/data": to("data:text/html,x"), "/loop": to("/loop2"), "/loop2": to("/loop"),
		"/long": to("/" + strings.Repeat("x", 100<<10)),
	}
	for i := range 8 {
		routes[fmt.Sprintf("/hop%d", i)] = to(fmt.Sprintf("/hop%d", i+1))
	}
	c, base := serve(t, routes)
	a, err := c.Get(t.Context(), Request{URL: base + "/ok"})
	if err != nil || string(a.Payload) != "end" || len(a.Hops) != 1 || a.Hops[0] != base+"/ok" {
		t.Errorf("answer = %+v, %v", a, err)
	}
	for _, path := range []string{"/meta", "/file", "/gopher", "/data", "/loop", "/hop0"} {
		if _, err := c.Get(t.Context(), Request{URL: base + path}); !errors.Is(err, hearsay.ErrDenied) {
			t.Errorf("Get(%s) = %v, want denied", path, err)
		}
	}
	if _, err := c.Get(t.Context(), Request{URL: base + "/long"}); err == nil {
		t.Error("a header of 100 KiB was read")
	}
}

func TestRobotsIsAskedFirst(t *testing.T) {
	c, base := serve(t, map[string]http.HandlerFunc{
		"/robots.txt": say("User-agent: *\nDisallow: /private"), "/private": say("secret"), "/open": say("open"),
	})
	if _, err := c.Get(t.Context(), Request{URL: base + "/private"}); !errors.Is(err, hearsay.ErrDenied) {
		t.Errorf("a forbidden path gives %v, want denied", err)
	}
	if _, err := c.Get(t.Context(), Request{URL: base + "/open"}); err != nil {
		t.Error(err)
	}
}

func TestBrokenRobotsForbidsAll(t *testing.T) {
	c, base := serve(t, map[string]http.HandlerFunc{
		"/robots.txt": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, "/open": say("open"),
	})
	if _, err := c.Get(t.Context(), Request{URL: base + "/open"}); !errors.Is(err, hearsay.ErrDenied) {
		t.Errorf("error %v, want denied", err)
	}
}

func TestHostThatAsksToWaitIsLeftAlone(t *testing.T) {
	c, base := serve(t, map[string]http.HandlerFunc{"/busy": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "315360000")
		w.WriteHeader(http.StatusTooManyRequests)
	}})
	a, err := c.Get(t.Context(), Request{URL: base + "/busy"})
	if err != nil || a.RetryAfter != 24*time.Hour {
		t.Fatalf("retry after %v, %v; want 24 h", a.RetryAfter, err)
	}
	if _, err := c.Get(t.Context(), Request{URL: base + "/busy"}); !errors.Is(err, hearsay.ErrTemporary) {
		t.Errorf("error %v, want temporary", err)
	}
}

func TestRetryAfterIsClamped(t *testing.T) {
	now := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	for in, want := range map[string]time.Duration{
		"": time.Minute, "-5": time.Minute, "1": time.Minute, "600": 10 * time.Minute, "1e300": 24 * time.Hour,
		"Thu, 01 Jan 1970 00:00:00 GMT": time.Minute, "Mon, 04 May 2026 14:00:00 GMT": 2 * time.Hour, "NaN": time.Minute,
	} {
		if got := retryAfter(in, now); got != want {
			t.Errorf("retryAfter(%q) = %v, want %v", in, got, want)
		}
	}
}

func zipped(t *testing.T, size int) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := io.CopyN(z, zeros{}, int64(size)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { return copy(b, bytes.Repeat([]byte("0"), len(b))), nil }

func TestBodiesAreBounded(t *testing.T) {
	small := zipped(t, 1000)
	broken := bytes.Clone(small)
	broken[len(broken)-6] ^= 1
	for name, tt := range map[string]struct {
		body       []byte
		encoding   string
		size       int
		why, quart string
	}{
		"plain":            {[]byte("words"), "", 5, "", ""},
		"gzip":             {small, "gzip", 1000, "", ""},
		"bad checksum":     {broken, "gzip", 1000, "checksum", ""},
		"truncated gzip":   {small[:len(small)-9], "gzip", -1, "EOF", ""},
		"gzip bomb":        {zipped(t, 64<<20), "gzip", -1, "", "more than 200:1"},
		"too long":         {bytes.Repeat([]byte("x"), maxPage+10), "", maxPage, "longer", ""},
		"gzip, gzip, gzip": {small, "gzip, gzip, gzip", len(small), "", "not read"},
		"brotli":           {[]byte("x"), "br", 1, "", "not read"},
	} {
		t.Run(name, func(t *testing.T) {
			got := readBody(bytes.NewReader(tt.body), tt.encoding, Page, time.Now)
			if tt.size >= 0 && len(got.payload) != tt.size {
				t.Errorf("%d bytes, want %d", len(got.payload), tt.size)
			}
			if !strings.Contains(got.truncated, tt.why) || tt.why == "" && got.truncated != "" {
				t.Errorf("truncated %q, want %q", got.truncated, tt.why)
			}
			if !strings.Contains(got.quarantine, tt.quart) || tt.quart == "" && got.quarantine != "" {
				t.Errorf("quarantine %q, want %q", got.quarantine, tt.quart)
			}
		})
	}
}

func TestDrippingBodyIsGivenUp(t *testing.T) {
	now := time.Unix(0, 0)
	clock := func() time.Time { now = now.Add(time.Second); return now }
	got := readBody(io.LimitReader(oneByte{}, 1<<20), "", Page, clock)
	if len(got.payload) == 0 || len(got.payload) > 20 || !strings.Contains(got.truncated, "slower") {
		t.Errorf("%d bytes, truncated %q", len(got.payload), got.truncated)
	}
}

type oneByte struct{}

func (oneByte) Read(b []byte) (int, error) { b[0] = 'x'; return 1, nil }

func FuzzBody(f *testing.F) {
	f.Add([]byte("\x1f\x8b\x08\x00"), "gzip")
	f.Add([]byte("x\x9c"), "deflate")
	f.Fuzz(func(t *testing.T, body []byte, encoding string) {
		if got := readBody(bytes.NewReader(body), encoding, robots, time.Now); len(got.payload) > maxRobotsBytes {
			t.Errorf("%d bytes", len(got.payload))
		}
	})
}
