// SPDX-FileCopyrightText: The hearsay authors
// SPDX-License-Identifier: Apache-2.0

package fetch

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"

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
		if status, err := strconv.Atoi(w.Header().Get("X-Status")); err == nil {
			w.WriteHeader(status)
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

func TestHostThatAsksToWaitIsLeftAlone(t *testing.T) {
	c, base := serve(t, map[string]http.HandlerFunc{"/busy": say("later", "Retry-After", "600", "X-Status", "503")})
	a, err := c.Get(t.Context(), Request{URL: base + "/busy"})
	if err != nil || a.RetryAfter != 10*time.Minute {
		t.Fatalf("retry after %v, %v; want 10 min", a.RetryAfter, err)
	}
	if _, err := c.Get(t.Context(), Request{URL: base + "/busy"}); !errors.Is(err, hearsay.ErrTemporary) || !strings.Contains(err.Error(), "10m0s, as it asked") {
		t.Errorf("error %v, want temporary, and why", err)
	}
}

func TestAnswersComeInEveryCoding(t *testing.T) {
	zip := func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }
	br := func(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) }
	zs := func(w io.Writer) io.WriteCloser { z, _ := zstd.NewWriter(w); return z }
	for name, pack := range map[string]func(io.Writer) io.WriteCloser{"gzip": zip, "br": br, "zstd": zs} {
		c, base := serve(t, map[string]http.HandlerFunc{"/a": func(w http.ResponseWriter, r *http.Request) {
			if !strings.Contains(r.Header.Get("Accept-Encoding"), name) {
				t.Errorf("%s is not asked for: %q", name, r.Header.Get("Accept-Encoding"))
			}
			w.Header().Set("Content-Encoding", name)
			z := pack(w)
			fmt.Fprint(z, "words of a page")
			z.Close()
		}})
		a, err := c.Get(t.Context(), Request{URL: base + "/a"})
		if err != nil || string(a.Payload) != "words of a page" || a.Truncated+a.Quarantine != "" {
			t.Errorf("%s: %+v, %v", name, a, err)
		}
	}
}

func TestBodiesAreBoundedByTheirKind(t *testing.T) {
	body := bytes.Repeat([]byte("x"), maxSitemap+10)
	c, base := serve(t, map[string]http.HandlerFunc{"/a": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(body) }})
	for kind, most := range map[Kind]int{Page: 10 << 20, Feed: 8 << 20, Sitemap: 50 << 20, robots: 500 << 10} {
		a, err := c.Get(t.Context(), Request{URL: base + "/a", Kind: kind})
		if err != nil || len(a.Payload) != most || !strings.Contains(a.Truncated, "longer than") {
			t.Errorf("%s: %d bytes, truncated %q, %v; want %d", kind, len(a.Payload), a.Truncated, err, most)
		}
	}
}

func TestOneRequestAtATimeWhateverThePort(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		var seen []time.Time
		busy := 0
		w := newPipes(t, func(conn net.Conn) {
			serveOnce(conn, func(*http.Request) string {
				mu.Lock()
				seen = append(seen, time.Now())
				if busy++; busy > 1 {
					t.Error("two requests at once")
				}
				mu.Unlock()
				time.Sleep(2 * time.Second)
				mu.Lock()
				busy--
				mu.Unlock()
				return "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
			})
		})
		c := w.client(Options{Every: 5 * time.Second, Ports: []uint16{8080}})
		var wg sync.WaitGroup
		for _, url := range []string{"http://paper.example/1", "http://paper.example:8080/2", "http://paper.example/3", "http://PAPER.example:80/4"} {
			wg.Go(func() {
				if _, err := c.Get(t.Context(), Request{URL: url}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if len(seen) != 6 { // with two robots.txt
			t.Fatalf("%d requests", len(seen))
		}
		for i := 1; i < len(seen); i++ {
			if gap := seen[i].Sub(seen[i-1]); gap < 5*time.Second-time.Millisecond {
				t.Errorf("%v between two requests", gap)
			}
		}
	})
}

func TestFailingHostIsAskedLessOftenThenNotAtAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		w := newPipes(t, func(conn net.Conn) { asked++; conn.Close() })
		c := w.client(Options{Every: 5 * time.Second})
		began := time.Now()
		for range patience {
			if _, err := c.Get(t.Context(), Request{URL: "http://paper.example/", Kind: robots}); !errors.Is(err, hearsay.ErrTemporary) {
				t.Error(err)
			}
		}
		if took := time.Since(began); took != 30*time.Second { // 10 s after the first failure, 20 s after the second
			t.Errorf("three failures took %v", took)
		}
		before := asked
		_, err := c.Get(t.Context(), Request{URL: "http://paper.example/", Kind: robots})
		if asked != before || err == nil || !strings.Contains(err.Error(), "left alone for 1m0s: 3 requests in a row failed") {
			t.Errorf("after three failures: %v", err)
		}
		w.serve = func(conn net.Conn) {
			serveOnce(conn, func(*http.Request) string { return "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n" })
		}
		time.Sleep(time.Minute)
		for range 2 {
			began = time.Now()
			if _, err := c.Get(t.Context(), Request{URL: "http://paper.example/", Kind: robots}); err != nil {
				t.Error(err)
			}
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("a host that has recovered is asked after %v", took)
		}
	})
}

func FuzzAnswer(f *testing.F) {
	f.Add([]byte("\x1f\x8b\x08\x00"), "gzip")
	f.Add([]byte("x\x9c"), "deflate")
	f.Fuzz(func(t *testing.T, body []byte, encoding string) {
		var a Answer
		a.unpack(body[:min(len(body), 1001)], nil, encoding, 1000)
		if len(a.Payload) > 1000 && a.Quarantine == "" {
			t.Errorf("%d bytes", len(a.Payload))
		}
	})
}
